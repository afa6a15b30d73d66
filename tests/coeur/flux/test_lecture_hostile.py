"""Files that are no deposit, damaged or made to harm: each is refused in a French sentence, and nothing else is read."""

import errno
import re
from pathlib import Path

import pytest

from accrochage.dictionnaire import NAMESPACE
from accrochage.erreurs import FluxError
from accrochage.flux.lecture import read_cadre, read_lignes
from factories.flux import deposit
from factories.passages import a_passage
from factories.textes import plain

SOUND = deposit(a_passage(), a_passage(id_technique="2"))
NOT_DEPOSIT = "n'est pas un dépôt : son premier élément devrait être « flux », dans l'espace de noms urn:cdc:cpf:pc5:schema:1.0.0."


def refusal(path):
    with pytest.raises(FluxError) as caught:
        list(read_lignes(path, read_cadre(path)))
    sentence = plain(str(caught.value))
    assert sentence.startswith(f"« {path.name} » ")
    assert sentence.endswith(".")
    return sentence.removeprefix(f"« {path.name} » ")


def malformed(ligne, reason):
    return f"n'est pas un XML bien formé (ligne {ligne}) : {reason}. Refaites-le avec le logiciel d'où il vient."


@pytest.mark.parametrize(
    ("content", "ligne", "reason"),
    [
        (b" \n", 2, "il ne commence pas comme du XML"),
        (b"bonjour", 1, "il ne commence pas comme du XML"),
        (b"PK\x03\x04\x14\x00", 1, "il ne commence pas comme du XML"),
        (b"<a>\n<b>", 2, "il s'arrête avant la fin"),
        (b"<a><b></a>", 1, "une balise n'est pas fermée, ou ne l'est pas dans le bon ordre"),
        (b"<a>R & D</a>", 1, "un signe & ou < est écrit tel quel, au lieu de &amp; ou &lt;"),
        (b"<a>\n1 < 2</a>", 2, "un signe & ou < est écrit tel quel, au lieu de &amp; ou &lt;"),
        (b"<a>R&D</a>", 1, "un signe & est écrit tel quel, au lieu de &amp;"),
        (b"<a>&eacute;</a>", 1, "il emploie une abréviation (&…;) que le XML ne connaît pas"),
        (b"<a>\x01</a>", 1, "il contient un caractère que le XML n'admet pas"),
        (b"<a>&#0;</a>", 1, "il contient un caractère que le XML n'admet pas"),
        (
            b"<?xml version='1.0' encoding='UTF-8'?><a>\xe9</a>",
            1,
            "il n'est pas écrit dans l'encodage qu'il annonce",
        ),
        (b"<?xml version='1.0' encoding='klingon'?><a/>", 1, "il annonce un encodage inconnu"),
        (b"\n<?xml version='1.0'?><a/>", 2, "quelque chose précède la déclaration <?xml … ?>"),
        (b"<a/><a/>", 1, "quelque chose suit la fin du document"),
        (b"<a><p:b/></a>", 1, "un préfixe n'est relié à aucun espace de noms"),
        (b"<a>" * 300, 1, "il dépasse les limites de sécurité du lecteur"),
        (b"<a x='1' x='2'/>", 1, "sa syntaxe est fautive"),
    ],
)
def test_what_is_no_xml_is_refused(xml_file, content, ligne, reason):
    assert refusal(xml_file(content)) == malformed(ligne, reason)


def test_an_empty_file_is_refused(xml_file):
    assert refusal(xml_file(b"")) == "est vide."


@pytest.mark.parametrize("cut", [*range(1, len(SOUND) - 1, 97), len(SOUND) - 2])
def test_a_file_cut_anywhere_is_refused(xml_file, cut):
    sentence = refusal(xml_file(SOUND[:cut]))

    assert sentence.startswith("n'est pas un XML bien formé (ligne ")
    assert not re.search(r"[A-Z][a-z]+ of|expected|not defined|Premature|line \d", sentence)


@pytest.mark.parametrize(
    "root",
    [
        "<flux/>",
        '<flux xmlns="urn:cdc:cpf:pc5:schema:2.0.0"/>',
        f'<passageCertification xmlns="{NAMESPACE}"/>',
        "<html><body/></html>",
        SOUND.decode().replace("pc5:schema", "pc5:rapport:schema"),
    ],
)
def test_another_document_is_refused(xml_file, root):
    assert refusal(xml_file(root)) == f"{NOT_DEPOSIT} Vérifiez que c'est le bon fichier."


@pytest.mark.parametrize("root", ["<rapport/>", "<n:Rapport xmlns:n='urn:cdc:cpf:pc5:rapport'/>"])
def test_an_accuse_is_sent_to_its_command(xml_file, root):
    with pytest.raises(FluxError, match="accusé de traitement, pas un dépôt") as caught:
        read_cadre(xml_file(root))
    assert str(caught.value).rpartition("accrochage accuse ")[2].endswith("depot.xml")


# --- Document types and entities


@pytest.mark.parametrize(
    "doctype",
    [
        "<!DOCTYPE cpf:flux>",
        '<!DOCTYPE cpf:flux SYSTEM "http://127.0.0.1/absent.dtd">',
        '<!DOCTYPE cpf:flux [<!ENTITY e "x">]>',
    ],
)
@pytest.mark.parametrize(
    "document", [SOUND.decode(), SOUND.decode().replace("passageCertification", "autre")]
)
def test_a_document_type_is_refused(xml_file, doctype, document):
    path = xml_file(document.replace("?>", f"?>{doctype}", 1))

    assert refusal(path) == "contient une déclaration DOCTYPE, refusée par sécurité. Retirez-la."


def test_a_billion_laughs_are_refused(xml_file):
    levels = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 12))
    document = SOUND.decode().replace("?>", f'?><!DOCTYPE cpf:flux [<!ENTITY l0 "ha">{levels}]>', 1)
    path = xml_file(document.replace(">2026-0001<", ">&l11;<"))

    assert refusal(path) == malformed(1, "il dépasse les limites de sécurité du lecteur")


@pytest.mark.parametrize("address", ["{}", "file://{}"])
def test_no_other_file_is_ever_read(xml_file, tmp_path, address):
    secret = tmp_path / "secret.txt"
    secret.write_text("CONFIDENTIEL", encoding="utf-8")
    entity = f'<!DOCTYPE cpf:flux [<!ENTITY e SYSTEM "{address.format(secret)}">]>'
    document = SOUND.decode().replace("?>", f"?>{entity}", 1).replace(">2026-0001<", ">&e;<")
    path = xml_file(document)

    assert "DOCTYPE" in refusal(path)
    with pytest.raises(FluxError) as caught:
        read_cadre(path)
    assert "CONFIDENTIEL" not in str(caught.value)


def test_the_address_of_a_schema_is_never_followed(xml_file):
    location = (
        'xsi:schemaLocation="urn:cdc:cpf:pc5:schema:1.0.0 http://127.0.0.1/absent.xsd" xmlns:cpf='
    )
    path = xml_file(SOUND.decode().replace("xmlns:cpf=", location, 1))

    assert len(list(read_lignes(path, read_cadre(path)))) == 2


# --- Files that resist


def test_a_missing_file_is_told(tmp_path):
    assert refusal(tmp_path / "absent.xml") == "ne peut pas être lu : aucun fichier de ce nom."


def test_a_folder_is_told(tmp_path):
    assert refusal(tmp_path) == "ne peut pas être lu : c'est un dossier."


@pytest.mark.parametrize(
    ("number", "reason"),
    [
        (errno.EACCES, "l'accès est refusé"),
        (errno.EIO, "le disque ou le réseau ne répond pas comme il faut"),
    ],
)
def test_a_file_that_cannot_be_read_is_told(xml_file, monkeypatch, number, reason):
    def fail(*_):
        raise OSError(number, "in English")

    path = xml_file(SOUND)
    monkeypatch.setattr(Path, "open", fail)

    assert refusal(path) == f"ne peut pas être lu : {reason}."


@pytest.mark.parametrize(
    "other",
    [
        SOUND[:-40],
        SOUND.replace(
            b"</cpf:certification>\n</cpf:certifications>",
            b"</cpf:certification>\n"
            + SOUND[SOUND.index(b"<cpf:certification>") :].partition(b"</cpf:certifications>")[0]
            + b"</cpf:certifications>",
        ),
    ],
)
def test_a_file_that_changes_while_it_is_read_is_told(xml_file, other):
    path = xml_file(SOUND)
    cadre = read_cadre(path)
    path.write_bytes(other)

    with pytest.raises(FluxError):
        list(read_lignes(path, cadre))


def test_a_file_that_grew_is_told(xml_file):
    cadre = read_cadre(xml_file(deposit(a_passage())))
    path = xml_file(SOUND)

    with pytest.raises(FluxError) as caught:
        list(read_lignes(path, cadre))
    assert plain(str(caught.value)) == "« depot.xml » a changé pendant sa lecture. Recommencez."
