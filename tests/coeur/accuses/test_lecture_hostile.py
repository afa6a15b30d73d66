"""What is no accusé is refused with a sentence that says what it seems to be; nothing makes the reader fail otherwise."""

import re

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accrochage.accuses.lecture import Accuse
from accrochage.erreurs import AccuseError
from factories.accuses import AUCUN, accuse_file, an_accuse
from factories.classeurs import write_xlsx
from factories.textes import plain

SOUND = an_accuse(["A-2"], {"A-1": AUCUN})
WRONG = "« accuse.xml » n'est pas un accusé de traitement, mais "
UNREADABLE = "« accuse.xml » n'est pas un accusé que l'on peut lire (ligne "


def refusal(folder, content, name="accuse.xml"):
    path = accuse_file(folder, content, name)
    with pytest.raises(AccuseError) as caught:
        list(Accuse(path))
    return plain(str(caught.value))


@pytest.mark.parametrize(
    ("content", "seems"),
    [
        ('<cpf:flux xmlns:cpf="urn:cdc:cpf:pc5:schema:1.0.0"/>', "un dépôt, celui que l'on envoie"),
        ("<!DOCTYPE html><html><body>Bonjour</body></html>", "une page web"),
        ("<html><body><br></body></html>", "une page web"),
        ("\ufeff\n<!DOCTYPE HTML PUBLIC 'x'><html>", "une page web"),
        ("<!DOCTYPE html>".encode("utf-16"), "une page web"),
        ('<xsd:schema xmlns:xsd="http://www.w3.org/2001/XMLSchema"/>', "un schéma XSD"),
        ("<facture/>", "un autre fichier XML, dont le premier élément est « facture »"),
        (b"PK\x03\x04...", "un classeur Excel ou une archive"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "un ancien fichier d'Excel ou de Word"),
        (b"%PDF-1.7", "un document PDF"),
        (b"\x1f\x8b\x08", "une archive"),
        ("Nom;Prénom\nMARTIN;Zoé\n", "un texte qui n'est pas du XML"),
        ('{"ok": []}', "un texte qui n'est pas du XML"),
        (b"\x01\x02\x03\xff\xfe", "un texte qui n'est pas du XML"),
    ],
)
def test_says_what_the_file_seems_to_be(content, seems, tmp_path):
    assert refusal(tmp_path, content).startswith(WRONG + seems)


def test_knows_a_workbook(tmp_path):
    path = write_xlsx(tmp_path / "classeur.xlsx", {"Passages": [["Nom"]]})

    assert "un classeur Excel" in refusal(tmp_path, path.read_bytes())


@pytest.mark.parametrize("content", [b"", b"  \r\n", b"\0" * 5000])
def test_knows_an_empty_file(content, tmp_path):
    assert refusal(tmp_path, content).startswith("« accuse.xml » est vide.")


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (SOUND[:-30], "il s'arrête avant la fin. Téléchargez-le de nouveau"),
        (SOUND[:-1], "il s'arrête avant la fin."),
        (b"<rapport><idFlux>", "il s'arrête avant la fin."),
        (b"<rapport><idFlux></rapport>", "une balise n'est pas fermée"),
        (b"<rapport/><rapport/>", "quelque chose suit la fin"),
        (b"\n<?xml version='1.0'?><rapport/>", "quelque chose précède"),
        (b"<rapport>&secret;</rapport>", "il emploie une abréviation"),
        (b"<?xml version='1.0' encoding='klingon'?><rapport/>", "il annonce un encodage inconnu"),
        (
            b"<?xml version='1.0' encoding='unicode_escape'?><rapport/>",
            "il annonce un encodage inconnu",
        ),
        (
            b"<?xml version='1.0' encoding='utf-16'?><rapport/>",
            "il n'est pas écrit dans l'encodage",
        ),
        (b"<rapport>\xff</rapport>", "sa syntaxe est fautive"),
        (b"<rapport>\x01</rapport>", "sa syntaxe est fautive"),
        (b"<rapport>" + b"<a>" * 1000, "ses éléments s'emboîtent à l'infini"),
        (b"<rapport><a b='" + b"x" * 3_000_000, "une balise est démesurée"),
        (b"<rapport><!--" + b"x" * 3_000_000, "une balise est démesurée"),
    ],
)
def test_says_why_it_cannot_be_read(content, reason, tmp_path):
    sentence = refusal(tmp_path, content)

    assert sentence.startswith(UNREADABLE)
    assert reason in sentence


def test_says_the_line(tmp_path):
    assert "(ligne 3)" in refusal(tmp_path, b"<rapport>\n<idFlux>\n</rapport>")


@pytest.mark.parametrize(
    "doctype",
    [
        '<!DOCTYPE rapport [<!ENTITY a "ha">]>',
        '<!DOCTYPE rapport [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;">]>',
        '<!DOCTYPE rapport [<!ENTITY a SYSTEM "file:///etc/passwd">]>',
        '<!DOCTYPE rapport SYSTEM "http://exemple.fr/a.dtd">',
        '<!DOCTYPE rapport [<!ENTITY % a SYSTEM "http://exemple.fr/a.dtd"> %a;]>',
    ],
)
def test_refuses_a_doctype(doctype, tmp_path):
    content = f"{doctype}<rapport><idFlux>&a;&c;</idFlux></rapport>"

    assert "une déclaration DOCTYPE, refusée par sécurité" in refusal(tmp_path, content)


def test_refuses_a_rapport_that_holds_nothing_of_an_accuse(tmp_path):
    assert "ne contient rien de ce qu'un accusé de traitement contient" in refusal(
        tmp_path, "<rapport><idFlux/><vente>12</vente></rapport>"
    )


def test_says_why_it_cannot_be_opened(tmp_path, monkeypatch):
    for path, reason in (
        (tmp_path / "absent.xml", "aucun fichier"),
        (tmp_path, "c'est un dossier"),
    ):
        with pytest.raises(AccuseError, match=reason):
            list(Accuse(path))
    path = accuse_file(tmp_path, SOUND)
    for error, reason in ((PermissionError(), "l'accès est refusé"), (OSError(), "ne répond pas")):

        def fail(*_, error=error):
            raise error

        with monkeypatch.context() as patch:
            patch.setattr("pathlib.Path.open", fail)
            with pytest.raises(AccuseError, match=reason):
                list(Accuse(path))


PIECES = st.sampled_from(
    [
        *(
            b"<rapport>",
            b"</rapport>",
            b"<PassagesKO>",
            b"</PassagesKO>",
            b"<PassagesOK>",
            b"<erreurs>",
        ),
        *(b"</erreurs>", b"<erreur>", b"</erreur>", b"<passage>", b"</passage>", b"<idTechnique>"),
        *(
            b"</idTechnique>",
            b"<ligne>",
            b"</ligne>",
            b"<idFlux/>",
            b"<a:b c='d'>",
            b"<![CDATA[",
            b"]]>",
        ),
        *(
            b"<!--",
            b"-->",
            b"<?xml version='1.0'?>",
            b"<!DOCTYPE a [",
            b"&amp;",
            b"&#0;",
            b"\xff\xfe",
            b"\0",
        ),
        *(b"A-1", "é".encode(), b"<", b">", b"\xef\xbb\xbf", b"12"),
    ]
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=300)
@given(
    st.one_of(
        st.binary(max_size=200),
        st.text(max_size=100).map(lambda text: text.encode("utf-8", "surrogatepass")),
        st.lists(PIECES, max_size=30).map(b"".join),
        st.lists(PIECES, max_size=30).map(lambda pieces: b"<rapport>" + b"".join(pieces)),
        st.tuples(st.integers(0, len(SOUND)), st.binary(max_size=4), st.integers(0, 40)).map(
            lambda cut: SOUND[: cut[0]] + cut[1] + SOUND[cut[0] + cut[2] :]
        ),
    )
)
def test_nothing_makes_the_reader_fail_otherwise(tmp_path, content):
    accuse, sentence = Accuse(accuse_file(tmp_path, content)), None
    try:
        list(accuse)
    except AccuseError as error:
        sentence = plain(str(error))

    assert sentence is None or re.match(r"« accuse\.xml » .+\.$", sentence, re.DOTALL)
