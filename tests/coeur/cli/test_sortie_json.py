"""The answer for another program."""

import json
import tracemalloc
from io import StringIO
from pathlib import Path

import pytest

from accrochage.cli.sortie_json import write_bilan, write_error, write_schemas
from accrochage.flux.ecriture import Fichier
from accrochage.flux.schemas import SchemaStore
from accrochage.modele import Lieu
from accrochage.operations import Bilan, Changement, Copie
from accrochage.regles.anomalie import Anomalie

SEXE = Anomalie(
    "ENU-01", "« Été » n'est pas reconnu.", Lieu("Passages", 14, "Sexe", "F14", "sexe"), "Été", "M"
)


@pytest.fixture
def written():
    """Return a function that calls a writer and reads what it wrote: one object, and an end of line."""

    def read(write, *arguments):
        stream = StringIO()
        write(stream, *arguments)
        text = stream.getvalue()
        assert text.endswith("}\n")
        return json.loads(text), text

    return read


def test_writes_everything_that_came_out_of_a_file(written):
    fichier = Fichier(Path("dépôts/a.xml"), 3, 1234, "ab" * 32)
    bilan = Bilan(
        lignes=4,
        passages=3,
        ecartes=1,
        anomalies=[SEXE],
        fichiers=[fichier],
        a_corriger=Path("a-corriger.xlsx"),
        copie=Copie(Path("copie.xlsx"), ("Sans macros.",)),
        changements=[
            Changement(Lieu("Passages", 3, "Prénom", "C3", "prenom1"), "A, B", "A", "X", "Deux.")
        ],
    )

    answer, text = written(write_bilan, bilan, "1.1.5")

    assert answer == {
        "valide": False,
        "version_format": "1.1.5",
        "lignes": 4,
        "passages": 3,
        "ecartes": 1,
        "fichiers": [
            {
                "chemin": str(Path("dépôts/a.xml")),
                "passages": 3,
                "octets": 1234,
                "sha256": "ab" * 32,
            }
        ],
        "a_corriger": "a-corriger.xlsx",
        "copie_annotee": {"chemin": "copie.xlsx", "pertes": ["Sans macros."]},
        "changements": [
            {
                "feuille": "Passages",
                "ligne": 3,
                "colonne": "Prénom",
                "cellule": "C3",
                "rubrique": "prenom1",
                "avant": "A, B",
                "apres": "A",
                "code": "X",
                "pourquoi": "Deux.",
            }
        ],
        "anomalies": [
            {
                "code": "ENU-01",
                "gravite": "erreur",
                "feuille": "Passages",
                "ligne": 14,
                "colonne": "Sexe",
                "cellule": "F14",
                "rubrique": "sexe",
                "valeur": "Été",
                "message": "« Été » n'est pas reconnu.",
                "correction": "M",
                "sure": False,
                "avec": {},
            }
        ],
    }
    assert "Été" in text  # as it is, and not as \u00c9t\u00e9


def test_a_sound_file_has_an_empty_list(written):
    answer, text = written(
        write_bilan, Bilan(lignes=1, passages=1, ecartes=0, anomalies=()), "1.1.2"
    )

    assert answer["valide"] is True
    assert (answer["anomalies"], answer["fichiers"], answer["a_corriger"]) == ([], [], None)
    assert text.count("\n") == 1


def test_what_is_unknown_is_null_and_what_is_to_be_emptied_is_empty(written):
    anomalie = Anomalie("COL-01", "Manque.", Lieu(), None, "")

    answer, _ = written(
        write_bilan, Bilan(lignes=0, passages=0, ecartes=0, anomalies=[anomalie]), "1.1.5"
    )

    found = answer["anomalies"][0]
    assert [
        found[key] for key in ("feuille", "ligne", "colonne", "cellule", "rubrique", "valeur")
    ] == [None] * 6
    assert found["correction"] == ""


def test_an_error_has_the_same_shape(written):
    error, _ = written(write_error, "Rien n'a été lu.")
    bilan, _ = written(write_bilan, Bilan(lignes=0, passages=0, ecartes=0, anomalies=()), "1.1.5")

    assert error.pop("erreur") == "Rien n'a été lu."
    assert error.keys() == bilan.keys()
    assert error == {**bilan, "valide": False, "version_format": None}


def test_each_anomaly_stands_on_a_line(written):
    bilan = Bilan(lignes=3, passages=0, ecartes=3, anomalies=[SEXE, SEXE, SEXE])

    answer, text = written(write_bilan, bilan, "1.1.5")

    assert len(answer["anomalies"]) == 3
    assert [line[:18] for line in text.splitlines()[1:]] == ['{"code": "ENU-01",'] * 3


def test_anomalies_are_written_as_they_come():
    class Stream:
        """Notes how long each piece is."""

        longest = pieces = 0

        def write(self, text):
            self.longest = max(self.longest, len(text))
            self.pieces += 1

    stream = Stream()
    bilan = Bilan(lignes=1, passages=0, ecartes=1, anomalies=[SEXE] * 10_000)

    tracemalloc.start()
    write_bilan(stream, bilan, "1.1.5")
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert stream.pieces == 10_002
    assert stream.longest < 500
    assert peak < 500_000  # the whole text has 2 million characters


def test_lists_the_schemas(written):
    answer, _ = written(write_schemas, SchemaStore().list())

    assert [schema["version"] for schema in answer["schemas"]] == ["1.1.2", "1.1.5"]
    assert all(schema["origine"] == "livré" for schema in answer["schemas"])
    assert all(Path(schema["chemin"]).is_file() for schema in answer["schemas"])
