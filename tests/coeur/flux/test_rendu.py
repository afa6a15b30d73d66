"""What a passage becomes in XML: each rubrique where and as the XSD wants it."""

import os
from datetime import date, datetime, timedelta, timezone
from pathlib import Path

import pytest
from lxml import etree

from accrochage.dictionnaire import RUBRIQUES, VERSIONS, Bloc, Kind, Presence, rubriques_of
from accrochage.flux.rendu import element, open_certification, passage_writer, write_opening
from accrochage.flux.schemas import SchemaStore
from accrochage.modele import Resultat
from factories.flux import NIL, NS, a_flux, deposit, schema, xml_of
from factories.passages import (
    NIR,
    a_certificateur,
    a_certification,
    a_dossier,
    a_passage,
    a_titulaire,
    an_identifiant,
)

DEPTH = len(Bloc.PASSAGE.value)
OF_PASSAGE = [entry for entry in RUBRIQUES.values() if entry.path[:DEPTH] == Bloc.PASSAGE.value]
NOT_REQUIRED = [e for e in OF_PASSAGE if e.presence is not Presence.REQUIRED and not e.within]
TEXTS = [e for e in OF_PASSAGE if e.kind in {Kind.TEXT, Kind.NAME, Kind.FIRST_NAME}]
ODD_TEXTS = ["R&D", "a < b", "a > b", "]]>", "&amp;", '"l\'art"', "é🎓", "<!--", "{x}", "'''"]
WAYS = {
    Bloc.TITULAIRE: a_titulaire(),
    Bloc.DOSSIER: a_dossier(),
    Bloc.IDENTIFIANT_NATIONAL: an_identifiant(),
}

CIVIL = "identificationTitulaire/titulaire"
PLACE = f"{CIVIL}/codeCommuneNaissance"
FULL = {
    "url_preuve": "https://exemple.fr/1",
    "libelle_option": "Option paie",
    "date_debut_examen": date(2026, 6, 15),
    "date_fin_examen": date(2026, 6, 17),
    "modalite_passage_examen": "MIXTE",
    "code_postal_centre_examen": "69003",
    "date_fin_validite": date(2031, 6, 29),
    "niveau_langue_europeen": "B2",
    "score_general": 640,
    "resultats": (Resultat(5, "1", "3"),),
    "scoring": "815",
    "mention_validee": "MENTION_BIEN",
    "modalite_acces": "VAE",
    "voie_acces_vae": "CONGES_VAE",
    "initiative_inscription": "AUTRE",
    "date_inscription": date(2026, 1, 12),
    "verbatim": "Rattrapage",
}
FULL_CIVIL = {
    "nom_usage": "MARTIN",
    "prenom2": "Louise",
    "prenom3": "Jeanne",
    "libelle_commune_naissance": "Rennes",
    "code_pays_naissance": "100",
    "libelle_pays_naissance": "France",
    "commentaires_men": "Rien",
}


def find(xml, path):
    return xml.find("/".join(f"{NS}{name}" for name in path.split("/")))


def find_value(xml, entry):
    return find(xml, "/".join(entry.path[DEPTH:]))


def names(elements):
    return [etree.QName(element).localname for element in elements]


def path_of(leaf):
    return tuple(names([leaf, *leaf.iterancestors()])[-2::-1])


def full_passage(**overrides):
    return a_passage(**{**FULL, "identification": a_titulaire(**FULL_CIVIL), **overrides})


def schemas_of(version, folder):
    """Return the schema that ships for a version and, when this machine has it, the CDC's own."""
    file = os.environ.get("XSD_CDC")
    theirs = [SchemaStore(folder).add(Path(file)).compile()] if file and version == "1.1.2" else []
    return [schema(version), *theirs]


# --- Every version


@pytest.mark.parametrize("version", VERSIONS)
@pytest.mark.parametrize("passage", [a_passage(), full_passage()], ids=["bare", "full"])
@pytest.mark.parametrize("way", [a_titulaire(), a_titulaire(**FULL_CIVIL), a_dossier()])
def test_what_is_written_is_valid(version, passage, way, tmp_path):
    xml = deposit(passage._replace(identification=way), flux=a_flux(version=version))

    for judge in schemas_of(version, tmp_path):
        judge.assertValid(etree.fromstring(xml))


def test_the_nir_is_valid_in_1_1_5():
    xml = deposit(full_passage(identification=an_identifiant()))

    schema("1.1.5").assertValid(etree.fromstring(xml))


@pytest.mark.parametrize("version", VERSIONS)
def test_every_rubrique_of_a_passage_can_be_written(version):
    ways = [
        a_titulaire(**FULL_CIVIL),
        a_titulaire(**FULL_CIVIL, code_insee=None, code_postal="35000"),
        *(
            way
            for bloc, way in WAYS.items()
            if bloc is not Bloc.TITULAIRE and any(rubriques_of(bloc, version))
        ),
    ]
    written = {
        path_of(leaf): leaf.text
        for way in ways
        for leaf in xml_of(full_passage(identification=way), version).iter()
        if not len(leaf)
    }

    assert sorted(written) == sorted(e.path for e in OF_PASSAGE if e.known_in(version))
    assert all(written.values())


@pytest.mark.parametrize("version", VERSIONS)
@pytest.mark.parametrize("bloc", [Bloc.PASSAGE, Bloc.MODALITES, Bloc.TITULAIRE])
def test_elements_come_in_the_order_of_the_dictionary(version, bloc):
    passage = xml_of(full_passage(), version)
    xml = passage if bloc is Bloc.PASSAGE else find(passage, "/".join(bloc.value[DEPTH:]))
    wanted = dict.fromkeys((*entry.within, entry.name)[0] for entry in rubriques_of(bloc, version))

    assert [name for name in names(xml) if name in wanted] == list(wanted)


def test_elements_that_hold_others_come_where_the_cdc_has_them():
    assert names(xml_of(full_passage()))[-7:] == [
        "presenceNiveauNumeriqueEuro",
        "niveauNumeriqueEuropeen",
        "scoring",
        "mentionValidee",
        "modalitesInscription",
        "identificationTitulaire",
        "verbatim",
    ]


def test_a_passage_stands_on_one_line():
    text = passage_writer("1.1.5")(full_passage())

    assert text.endswith("</cpf:passageCertification>\n")
    assert text.count("\n") == 1


def test_the_writer_of_a_version_is_made_once():
    assert passage_writer("1.1.5") is passage_writer("1.1.5")
    assert passage_writer("1.1.5") is not passage_writer("1.1.2")


# --- Values


@pytest.mark.parametrize("entry", NOT_REQUIRED, ids=lambda entry: entry.key)
def test_a_missing_value_is_nil_or_has_no_element(entry):
    titulaire = a_titulaire(mois_naissance=None, jour_naissance=None)
    bare = find_value(xml_of(a_passage(identification=titulaire)), entry)

    if entry.presence is Presence.REQUIRED_OR_NIL:
        assert (bare.get(NIL), bare.text) == ("true", None)
    else:
        assert bare is None


def test_values_are_written_as_the_xsd_spells_them():
    xml = xml_of(full_passage())

    assert find(xml, "dateDebutValidite").text == "2026-06-30"
    assert find(xml, "donneeCertifiee").text == "true"
    assert find(xml, "presenceNiveauLangueEuro").text == "false"
    assert find(xml, f"{CIVIL}/anneeNaissance").text == "1991"
    assert find(xml, f"{CIVIL}/moisNaissance").text == "7"
    assert find(xml, "modalitesInscription/voieAccessVAE").text == "CONGES_VAE"


@pytest.mark.parametrize("text", ODD_TEXTS)
@pytest.mark.parametrize("entry", TEXTS, ids=lambda entry: entry.key)
def test_any_text_comes_out_as_it_was(entry, text):
    field = {entry.field: text}
    in_passage = entry.bloc is Bloc.PASSAGE
    passage = a_passage(
        **(field if in_passage else {"identification": WAYS[entry.bloc]._replace(**field)})
    )

    assert find_value(xml_of(passage), entry).text == text


# --- The birth place


@pytest.mark.parametrize(
    ("insee", "postal", "wanted"),
    [
        ("35238", None, ["codeInseeNaissance", "codeInsee", "35238", None]),
        ("35238", "35000", ["codeInseeNaissance", "codeInsee", "35238", None]),
        ("2A<&>", None, ["codeInseeNaissance", "codeInsee", "2A<&>", None]),
        (None, "35000", ["codePostalNaissance", "codePostal", "35000", None]),
        (None, "<35&>", ["codePostalNaissance", "codePostal", "<35&>", None]),
        (None, None, ["codePostalNaissance", "codePostal", None, "true"]),
    ],
)
def test_the_birth_place_is_said_one_way_only(insee, postal, wanted):
    titulaire = a_titulaire(code_insee=insee, code_postal=postal)
    (way,) = find(xml_of(a_passage(identification=titulaire)), PLACE)
    (code,) = way

    assert [*names([way, code]), code.text, code.get(NIL)] == wanted


# --- Who the titulaire is


@pytest.mark.parametrize(
    ("identification", "wanted"),
    [
        (a_dossier(), {"dossierFormation": ["1234567891011", "LE GALL", "Maëlle"]}),
        (an_identifiant(), {"identifiantNational": [NIR, "LE GALL"]}),
        (None, {}),
    ],
)
def test_the_titulaire_is_said_one_way_only(identification, wanted):
    xml = find(xml_of(a_passage(identification=identification)), "identificationTitulaire")

    assert {etree.QName(way).localname: [leaf.text for leaf in way] for way in xml} == wanted


def test_1_1_2_has_no_way_to_write_a_nir():
    with pytest.raises(KeyError):
        passage_writer("1.1.2")(a_passage(identification=an_identifiant()))


# --- The digital level


@pytest.mark.parametrize(
    ("score", "resultats", "wanted"),
    [
        (640, None, ["scoreGeneral"]),
        (640, (Resultat(5, "1", "3"),), ["scoreGeneral", "resultats"]),
        (None, (Resultat(5, "1", "3"),), ["resultats"]),
        (None, (), ["resultats"]),
    ],
)
def test_the_digital_level_has_what_is_known(score, resultats, wanted):
    xml = xml_of(a_passage(score_general=score, resultats=resultats))

    assert names(find(xml, "niveauNumeriqueEuropeen")) == wanted


def test_a_result_has_what_is_known():
    resultats = (
        Resultat(5, "1", "3"),
        Resultat(8, None, None),
        Resultat(None, "&", "<"),
        Resultat(None, None, None),
    )
    xml = find(xml_of(a_passage(resultats=resultats)), "niveauNumeriqueEuropeen/resultats")

    assert [{etree.QName(leaf).localname: leaf.text for leaf in one} for one in xml] == [
        {"niveau": "5", "domaineCompetenceId": "1", "competenceId": "3"},
        {"niveau": "8"},
        {"domaineCompetenceId": "&", "competenceId": "<"},
        {},
    ]


# --- Around the passages


def test_the_header_says_who_sends_for_whom():
    xml = write_opening(a_flux(), a_certificateur(id_client_emetteur="99TIERS0"))
    start = (
        '<?xml version="1.0" encoding="UTF-8"?>\n<cpf:flux xmlns:cpf="urn:cdc:cpf:pc5:schema:1.0.0"'
    )
    marks = ["<cpf:idClient>99TIERS0<", "<cpf:certificateurs>", "<cpf:idClient>12ABC345<"]

    assert xml.startswith(start)
    assert sorted(marks, key=xml.index) == marks


@pytest.mark.parametrize(
    ("version", "wanted"),
    [
        ("1.1.2", ["idFlux", "horodatage", "emetteur"]),
        ("1.1.5", ["idFlux", "horodatage", "action", "emetteur"]),
    ],
)
def test_the_header_has_what_its_version_knows(version, wanted):
    assert names(etree.fromstring(deposit(a_passage(), flux=a_flux(version=version)))) == wanted


def test_a_suppression_says_so():
    xml = etree.fromstring(deposit(a_passage(), flux=a_flux(action="SUPPRESSION")))

    assert xml.findtext(f"{NS}action") == "SUPPRESSION"
    schema().assertValid(xml)


def test_texts_around_the_passages_come_out_as_they_were():
    certificateur = a_certificateur(id_client="1&<>\"'é🎓", id_contrat="]]>")
    certification = a_certification(
        certificateur=certificateur, type="R&D", code="<1>", nature_deposant="CERTIFICATEUR"
    )
    xml = etree.fromstring(
        deposit(a_passage(certification=certification), flux=a_flux(id_flux="a&b"))
    )
    texts = {etree.QName(leaf).localname: leaf.text for leaf in xml.iter() if not len(leaf)}

    assert (texts["idFlux"], texts["idClient"], texts["idContrat"]) == ("a&b", "1&<>\"'é🎓", "]]>")
    assert (texts["type"], texts["code"], texts["natureDeposant"]) == (
        "R&D",
        "<1>",
        "CERTIFICATEUR",
    )
    schema().assertValid(xml)


@pytest.mark.parametrize(
    ("hours", "wanted"), [(2, "+02:00"), (0, "+00:00"), (-4, "-04:00"), (11, "+11:00")]
)
def test_the_instant_has_its_offset_and_no_fraction(hours, wanted):
    instant = datetime(2026, 9, 1, 10, 30, 0, 123456, tzinfo=timezone(timedelta(hours=hours)))

    assert (
        element("horodatage", instant)
        == f"<cpf:horodatage>2026-09-01T10:30:00{wanted}</cpf:horodatage>"
    )


def test_nothing_is_written_of_what_is_not_known():
    assert element("natureDeposant", None) == ""
    assert "natureDeposant" not in open_certification(a_certification())
