"""Reading an accusé: both shapes, and everything that may change without its meaning changing."""

import pytest

from accrochage.accuses import balayage
from accrochage.accuses.lecture import MAX_FIELDS, MAX_TEXT, Accuse, Entete, ErreurFichier, Issue
from factories.accuses import (
    AUCUN,
    DECLARATION,
    OPENING,
    a_rejection,
    accuse_file,
    an_accuse,
    read_all,
)

KO = f"<passage><idTechnique>A-1</idTechnique><messageErreur>{AUCUN}</messageErreur></passage>"
SIMPLE = (
    "<rapport><nomFichier>é.xml</nomFichier><idFlux>F-1</idFlux><idTraitement>9</idTraitement>"
    f"<PassagesKO>{KO}</PassagesKO><PassagesOK><idTechnique>A-2</idTechnique></PassagesOK></rapport>"
)
READ = (Entete("é.xml", "F-1", "9"), [Issue("A-1", False, (AUCUN,)), Issue("A-2", True)])


def test_reads_passages_treated(tmp_path):
    content = an_accuse(["A-2", "A-3"], {"A-1": AUCUN})

    assert read_all(tmp_path, content) == (
        Entete("depot.xml", "AGRAFE-1", "67598"),
        [Issue("A-1", False, (AUCUN,)), Issue("A-2", True), Issue("A-3", True)],
    )


def test_reads_a_rejected_file(tmp_path):
    message = (
        "Un espace est obligatoire entre les données et la cible de l'instruction de traitement."
    )

    assert read_all(tmp_path, a_rejection((message, 1, 18))) == (
        Entete("depot.xml", None, "68548"),
        [ErreurFichier("XSD", message, 1, 18)],
    )


@pytest.mark.parametrize(
    "content",
    [
        SIMPLE,
        DECLARATION + SIMPLE,
        "\ufeff" + SIMPLE,
        SIMPLE.encode("utf-16"),
        '<?xml version="1.0" encoding="UTF-16"?>'.encode("utf-16-le").join([b"\xff\xfe", b""])
        + SIMPLE.encode("utf-16-le"),
        ('<?xml version="1.0" encoding="ISO-8859-1"?>' + SIMPLE).encode("latin-1"),
        ('<?xml version="1.0" encoding="windows-1252"?>' + SIMPLE).encode("cp1252"),
        SIMPLE.replace("<rapport>", '<rapport xmlns="urn:cdc:cpf:pc5:rapport:schema">'),
        SIMPLE.replace("<", "<ns2:").replace("<ns2:/", "</ns2:"),  # a prefix, even undeclared
        SIMPLE.replace("Passages", "passages"),
        SIMPLE.replace("PassagesKO", "PASSAGESKO").replace("idTechnique", "IdTechnique"),
        SIMPLE.replace("rapport>", "Accuse>"),
        SIMPLE.replace("A-1", "<![CDATA[A-1]]>"),
        SIMPLE.replace("A-1", "A<!-- un commentaire -->-<?une instruction?>1"),
        SIMPLE.replace("A-1", "A&#45;1"),
        SIMPLE.replace("><", ">\r\n  <").replace("A-1", "\n A-1\t"),
        SIMPLE.replace(
            "<idTechnique>A-2</idTechnique>", "<passage><idTechnique>A-2</idTechnique></passage>"
        ),
        SIMPLE.replace(
            "<PassagesKO>", "<autre><idTechnique>X</idTechnique><a/></autre><PassagesKO><vu/>"
        ),
        SIMPLE.replace("<messageErreur>", '<messageErreur xml:lang="fr">'),
        SIMPLE.replace("F-1", "F<em>-</em>1").replace("A-1", "<b>A</b><i/>-1"),
        SIMPLE.replace("<PassagesKO>", "<idFlux><type>X</type><PassagesKO>").replace(
            "</rapport>", "</idFlux></rapport>"
        ),
        SIMPLE.replace("</rapport>", "<PassagesOK/><erreurs/></rapport>\n<!-- fin -->"),
    ],
)
def test_reads_the_same_whatever_the_spelling(content, tmp_path):
    assert read_all(tmp_path, content) == READ


def test_reads_in_pieces_that_cut_anywhere(tmp_path, monkeypatch):
    monkeypatch.setattr(balayage, "CHUNK", 1)

    assert read_all(tmp_path, DECLARATION + SIMPLE) == READ


def test_keeps_several_messages_and_codes(tmp_path):
    content = SIMPLE.replace(
        "</messageErreur>",
        "</messageErreur><codeErreur>T-12</codeErreur><messageErreur>Autre</messageErreur>",
    )

    _, (first, _) = read_all(tmp_path, content)

    assert first == Issue("A-1", False, (AUCUN, "Autre"), ("T-12",))


@pytest.mark.parametrize(
    ("content", "entries"),
    [
        ("<rapport><idTraitement>9</idTraitement></rapport>", []),
        ("<rapport><PassagesOK/><PassagesKO></PassagesKO></rapport>", []),
        ("<rapport><PassagesOK><idTechnique/><passage/></PassagesOK></rapport>", []),
        (
            "<rapport><PassagesKO><idTechnique>A</idTechnique></PassagesKO></rapport>",
            [Issue("A", False)],
        ),
        (
            "<rapport><PassagesKO><passage><messageErreur>Non</messageErreur></passage></PassagesKO></rapport>",
            [Issue("", False, ("Non",))],
        ),
        ("<rapport><PassagesKO><messageErreur>Non</messageErreur></PassagesKO></rapport>", []),
        ("<rapport><erreurs><erreur/></erreurs></rapport>", [ErreurFichier("", "")]),
        (
            "<rapport><erreurs><erreur><type>XSD</type><ligne>-1</ligne><colonne>x</colonne></erreur></erreurs></rapport>",
            [ErreurFichier("XSD", "")],
        ),
    ],
)
def test_takes_what_is_absent_or_empty(content, entries, tmp_path):
    assert read_all(tmp_path, content)[1] == entries


def test_puts_a_message_on_one_line_and_cuts_it(tmp_path):
    content = an_accuse(ko={"A": f"Deux\n  lignes {'x' * 3 * MAX_TEXT}"})

    _, (issue,) = read_all(tmp_path, content)

    assert issue.messages[0].startswith("Deux lignes xxx")
    assert len(issue.messages[0]) <= MAX_TEXT


def test_keeps_no_more_messages_than_one_reads(tmp_path):
    _, (issue,) = read_all(tmp_path, an_accuse(ko={"A": ["Non"] * 3 * MAX_FIELDS}))

    assert (issue.id_technique, len(issue.messages)) == ("A", MAX_FIELDS - 1)


@pytest.mark.parametrize(
    "nir",
    [
        "184057511612345",
        "1840575116123",
        "285022A001123",
        "285022B00112345",
        "1 84 05 75 116 123 45",
        "2 85 02 2a 001 123",
        "7840575116123",
    ],
)
def test_masks_a_nir(nir, tmp_path):
    _, (issue,) = read_all(tmp_path, an_accuse(ko={"A": f"Le NIR {nir} est inconnu"}))

    assert issue.messages == ("Le NIR [NIR masqué] est inconnu",)


def test_leaves_other_numbers(tmp_path):
    message = "L'id 20260703000017 du 03/07/2026 est clos"

    _, (issue,) = read_all(tmp_path, an_accuse(ko={"A": message}))

    assert issue.messages == (message,)


def test_is_read_as_it_comes(tmp_path):
    path = accuse_file(tmp_path, an_accuse([f"A-{rank}" for rank in range(20_000)]) + b"<")
    entries = iter(Accuse(path))

    assert next(entries) == Issue("A-0", True)  # the file is wrong further on


def test_says_its_header_when_it_comes_last(tmp_path):
    content = f"{OPENING}<PassagesOK><idTechnique>A</idTechnique></PassagesOK><idFlux>F</idFlux></rapport>"

    assert read_all(tmp_path, content)[0] == Entete(id_flux="F")
