"""The accusé as the CDC writes it, byte by byte."""

from datetime import date
from io import BytesIO

from lxml import etree

from accrochage.portail.accuse import PassageKo, Rejet, accuse_name, write_accuse, write_rejet

OPENING = (
    '<?xml version="1.0" encoding="UTF-8" standalone="no"?>\n'
    '<rapport xmlns:ns2="urn:cdc:cpf:pc5:rapport:schema">'
)


def accuse(ko=(), ok=()):
    file = BytesIO()
    write_accuse(file, nom_fichier="a&b.xml", id_flux="F<1", id_traitement=67598, ko=ko, ok=ok)
    return file.getvalue().decode()


def test_passages_rejected_come_first():
    assert accuse([PassageKo("A", "Pourquoi ?"), PassageKo("B", "l'été")], ["C", "D"]) == (
        f"{OPENING}<nomFichier>a&amp;b.xml</nomFichier><idFlux>F&lt;1</idFlux><idTraitement>67598</idTraitement>"
        "<PassagesKO>"
        "<passage><idTechnique>A</idTechnique><messageErreur>Pourquoi ?</messageErreur></passage>"
        "<passage><idTechnique>B</idTechnique><messageErreur>l'été</messageErreur></passage>"
        "</PassagesKO>"
        "<PassagesOK><idTechnique>C</idTechnique><idTechnique>D</idTechnique></PassagesOK>"
        "</rapport>\n"
    )


def test_an_empty_list_is_left_out():
    assert "PassagesKO" not in accuse(ok=["C"])
    assert "PassagesOK" not in accuse(ko=[PassageKo("A", "B")])
    assert etree.fromstring(accuse().encode()).tag == "rapport"


def test_a_rejected_file_has_neither_flux_nor_passages():
    file = BytesIO()
    write_rejet(
        file,
        nom_fichier="a.xml",
        id_traitement=68548,
        rejet=Rejet("XSD", "cvc-type : « a » < b", 1, 18),
    )

    assert file.getvalue().decode() == (
        f"{OPENING}<nomFichier>a.xml</nomFichier><idTraitement>68548</idTraitement>"
        "<erreurs><erreur><type>XSD</type><message>cvc-type : « a » &lt; b</message>"
        "<ligne>1</ligne><colonne>18</colonne></erreur></erreurs></rapport>\n"
    )


def test_name_of_the_cdc():
    assert (
        accuse_name("depot.xml", date(2026, 7, 3)) == "Accusé de traitement_depot.xml_20260703.xml"
    )


def test_the_name_of_a_file_may_hold_what_no_xml_can():
    file = BytesIO()
    rejet = Rejet("XSD", "Non.", 1, 1)

    write_rejet(file, nom_fichier="d\udce9p\x01.xml", id_traitement=1, rejet=rejet)

    assert etree.fromstring(file.getvalue()).findtext("nomFichier") == "d\ufffdp\ufffd.xml"
