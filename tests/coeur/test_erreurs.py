"""The exceptions of the core: one root, one class per stage, a sentence in each."""

import pytest

from accrochage import erreurs
from accrochage.erreurs import AccrochageError

CLASSES = [cls for cls in vars(erreurs).values() if isinstance(cls, type)]


def test_has_one_class_per_stage():
    assert {cls.__name__ for cls in CLASSES} == {
        *("AccrochageError", "ClasseurError", "FluxError", "SchemaError", "EcritureError"),
        *("AccuseError", "CorrespondanceError", "PortailError", "RapprochementError"),
    }


@pytest.mark.parametrize("cls", CLASSES)
def test_is_caught_by_the_root_and_says_its_sentence(cls):
    with pytest.raises(AccrochageError, match=r"^Rien n'a été écrit\.$"):
        raise cls("Rien n'a été écrit.")
