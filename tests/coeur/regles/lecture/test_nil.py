"""Empty cells, and words that say that there is nothing."""

import pytest

from accrochage.dictionnaire import COLONNES
from factories.lectures import read

WORDS = [
    "nil",
    "NIL",
    "Néant",
    "NÉANT",
    "Ne\u0301ant",
    "neant",
    "NULL",
    "sans objet",
    "N/A",
    "#N/A",
    "-",
    "—",
    " - ",
    "xsi:nil",
]
WORDS += ["nan", float("nan"), "None", "NaT", "Inconnu", "non renseigné"]

NILLABLE = [
    "nomUsage",
    "moisNaissance",
    "jourNaissance",
    "dateFinValidite",
    "scoring",
    "mentionValidee",
    "modaliteAcces",
]
NOT_REQUIRED = [
    "codePostal",
    "codeInsee",
    "niveauLangueEuropeen",
    "prenom2",
    "verbatim",
    "urlPreuve",
    "dateDebutExamen",
]
NOT_REQUIRED += ["scoreGeneral", "resultats", "natureDeposant", "libelleCommuneNaissance"]
ALTERNATIVES = ["idDossier", "nomTitulaire", "prenom1Titulaire", "nir"]
REQUIRED = [
    "idTechnique",
    "obtentionCertification",
    "donneeCertifiee",
    "dateDebutValidite",
    "sexe",
    "dateNaissance",
]
REQUIRED += ["anneeNaissance", "code", "type", "idClient"]


@pytest.mark.parametrize("raw", [None, "", "  ", "\u00a0", "\ufeff"])
@pytest.mark.parametrize("key", COLONNES)
def test_reads_nothing_when_a_cell_is_empty(key, raw):
    assert read(key, raw) == (None, [])


@pytest.mark.parametrize("raw", WORDS)
@pytest.mark.parametrize("key", [*NILLABLE, *NOT_REQUIRED, *ALTERNATIVES])
def test_reads_nothing_when_nothing_is_admitted(key, raw):
    assert read(key, raw) == (None, [])


@pytest.mark.parametrize("raw", WORDS)
@pytest.mark.parametrize("key", REQUIRED)
def test_asks_for_the_value_when_it_is_required(key, raw):
    reading = read(key, raw)

    assert (reading.value, reading.codes, reading.correction) == (None, ["NIL-01"], None)
    assert reading.message.endswith(
        "n'est pas admis : cette rubrique est obligatoire. Donnez sa valeur."
    )


@pytest.mark.parametrize("raw", ["-", "N/A", "sans objet", "None", "inconnu", "—"])
@pytest.mark.parametrize("key", ["nomNaissance", "prenom1"])
def test_asks_for_the_name_when_the_word_is_nobodys_name(key, raw):
    reading = read(key, raw)

    assert (reading.value, reading.codes) == (None, ["NIL-01"])


@pytest.mark.parametrize("raw", ["Nil", "NIL", "nil", "Null", "Nan", "Néant", "NEANT"])
@pytest.mark.parametrize("key", ["nomNaissance", "prenom1"])
def test_takes_a_word_for_a_name_when_somebody_bears_it(key, raw):
    reading = read(key, raw)

    assert (reading.value, reading.codes, reading.correction) == (raw, ["NIL-02"], None)
    assert reading.message == (
        f"« {raw} » est pris pour un nom. Si ce n'en est pas un, corrigez la cellule ou videz-la."
    )


@pytest.mark.parametrize("key", ["prenom2", "prenom3", "prenom1Titulaire"])
def test_takes_nil_for_a_first_name_when_it_is_written_as_one(key):
    reading = read(key, "Nil")

    assert (reading.value, reading.codes) == ("Nil", ["NIL-02"])


def test_takes_nil_for_nothing_when_a_usage_name_may_be_nil():
    assert read("nomUsage", "Nil") == (None, [])
