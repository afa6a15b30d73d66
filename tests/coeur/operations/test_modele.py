"""The template is written, and takes no one's place."""

import pytest

from accrochage.classeur.lecture import read_classeur
from accrochage.dictionnaire import VERSIONS
from accrochage.erreurs import EcritureError
from accrochage.operations import write_modele
from factories.operations import names
from factories.textes import plain


@pytest.mark.parametrize("version", VERSIONS)
def test_the_template_is_written_for_its_version(tmp_path, version):
    path = tmp_path / "nouveau" / "modele.xlsx"
    write_modele(path, version)

    columns = read_classeur(path).table.columns
    assert ("nir" in columns) is (version == "1.1.5")
    assert names(path.parent) == ["modele.xlsx"]


def test_a_file_that_is_there_is_never_replaced(tmp_path):
    path = tmp_path / "modele.xlsx"
    path.write_text("à moi", encoding="utf-8")
    with pytest.raises(EcritureError) as caught:
        write_modele(path, "1.1.5")

    assert (
        plain(str(caught.value))
        == f"« {path} » existe déjà. Donnez un autre nom, ou déplacez-le d'abord."
    )
    assert path.read_text(encoding="utf-8") == "à moi"
