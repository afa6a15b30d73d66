"""Deposits of any tool are read: whatever the prefix, the order, the encoding and what they leave out."""

import pytest

from accrochage.dictionnaire import NAMESPACE
from accrochage.flux.lecture import XML_TABLE, read_cadre, read_lignes
from accrochage.modele import DossierFormation, IdentifiantNational, Resultat, Titulaire
from accrochage.regles.composition import KEYS, PassageBuilder
from factories.flux import a_flux, deposit
from factories.passages import a_certification, a_passage, a_titulaire

# Written as other tools do: indented, the namespace by default, the certification named after its passages.
FOREIGN = f"""<?xml version="1.0" encoding="UTF-8"?>
<!-- Fabriqué par un autre logiciel -->
<?feuille de style?>
<flux xmlns="{NAMESPACE}" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">
  <emetteur>
    <certificateurs>
      <certificateur>
        <certifications>
          <certification>
            <passageCertifications>
              <passageCertification>
                <identificationTitulaire>
                  <titulaire>
                    <sexe>F</sexe>
                    <prenom1>Zo<!-- coupé -->é</prenom1>
                    <nomNaissance><![CDATA[L'HER & FILS]]></nomNaissance>
                    <nomUsage xsi:nil="true"/>
                    <anneeNaissance>
                      +1987
                    </anneeNaissance>
                    <moisNaissance>04</moisNaissance>
                    <jourNaissance xsi:nil="true"></jourNaissance>
                    <codeCommuneNaissance>
                      <codePostalNaissance><codePostal>29000</codePostal></codePostalNaissance>
                    </codeCommuneNaissance>
                  </titulaire>
                </identificationTitulaire>
                <idTechnique>&#65;-1</idTechnique>
                <niveauNumeriqueEuropeen>
                  <scoreGeneral>640</scoreGeneral>
                  <resultats>
                    <resultat><niveau>5</niveau><competenceId>2</competenceId></resultat>
                    <resultat><domaineCompetenceId>3</domaineCompetenceId></resultat>
                    <resultat/>
                  </resultats>
                </niveauNumeriqueEuropeen>
                <donneeCertifiee>1</donneeCertifiee>
                <obtentionCertification>PAR_ADMISSION</obtentionCertification>
                <dateDebutValidite>2026-06-30</dateDebutValidite>
                <presenceNiveauLangueEuro>0</presenceNiveauLangueEuro>
                <presenceNiveauNumeriqueEuro> true </presenceNiveauNumeriqueEuro>
                <modalitesInscription><voieAccessVAE>CONGES_VAE</voieAccessVAE></modalitesInscription>
                <inconnu><nom>Rien</nom></inconnu>
              </passageCertification>
            </passageCertifications>
            <code>RS6000</code>
            <type>RS</type>
          </certification>
        </certifications>
        <idContrat>MCFCER1</idContrat>
        <idClient>12ABC345</idClient>
      </certificateur>
    </certificateurs>
    <idClient>99TIERS0</idClient>
  </emetteur>
  <idFlux>1</idFlux>
</flux>
"""


def passages(path, version="1.1.5"):
    builder = PassageBuilder(XML_TABLE, version, {})
    return [
        builder.build(ligne.cells, ligne.ligne)[0] for ligne in read_lignes(path, read_cadre(path))
    ]


def codes(path):
    """Return the code of the certification of each passage, with the identifier of the passage."""
    return [(passage.certification.code, passage.id_technique) for passage in passages(path)]


def with_certifications(*certifications):
    """Return a deposit that holds these elements as its certifications."""
    text = deposit(a_passage()).decode()
    start, end = text.index("<cpf:certification>"), text.index("</cpf:certifications>")
    return text[:start] + "".join(certifications) + text[end:]


def certification(code, *ids):
    held = "".join(
        f"<cpf:passageCertification><cpf:idTechnique>{name}</cpf:idTechnique></cpf:passageCertification>"
        for name in ids
    )
    return (
        f"<cpf:certification><cpf:type>RS</cpf:type><cpf:code>{code}</cpf:code>"
        f"<cpf:passageCertifications>{held}</cpf:passageCertifications></cpf:certification>"
    )


@pytest.fixture
def foreign(xml_file):
    return passages(xml_file(FOREIGN))[0]


def test_a_certification_may_be_named_after_its_passages(foreign):
    certification = foreign.certification

    assert (certification.type, certification.code, certification.nature_deposant) == (
        "RS",
        "RS6000",
        None,
    )
    assert certification.certificateur == ("12ABC345", "MCFCER1", "99TIERS0")


def test_children_may_come_in_any_order(foreign):
    assert foreign.id_technique == "A-1"
    assert foreign.donnee_certifiee is True
    assert foreign.presence_niveau_langue_euro is False
    assert foreign.presence_niveau_numerique_euro is True
    assert foreign.date_debut_validite.isoformat() == "2026-06-30"
    assert foreign.voie_acces_vae == "CONGES_VAE"


def test_comments_cdata_and_character_references_are_seen_through(foreign):
    assert foreign.identification.prenom1 == "Zoé"
    assert foreign.identification.nom_naissance == "L'HER & FILS"


def test_nil_and_absence_are_no_value(foreign):
    titulaire = foreign.identification

    assert (titulaire.nom_usage, titulaire.jour_naissance, titulaire.code_insee) == (
        None,
        None,
        None,
    )
    assert titulaire.code_postal == "29000"


def test_integers_are_read_as_the_xsd_takes_them(foreign):
    assert (foreign.identification.annee_naissance, foreign.identification.mois_naissance) == (
        1987,
        4,
    )


def test_results_are_read_whatever_they_leave_out(foreign):
    assert foreign.score_general == 640
    assert foreign.resultats == (
        Resultat(5, None, "2"),
        Resultat(None, "3", None),
        Resultat(None, None, None),
    )


def test_an_empty_list_of_results_is_none(xml_file):
    (passage,) = passages(xml_file(deposit(a_passage(resultats=()))))

    assert passage.resultats is None


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-be", "utf-16-le", "iso-8859-1"]
)
def test_any_declared_encoding_is_read(xml_file, encoding):
    named = FOREIGN.replace("UTF-8", encoding.removesuffix("-sig"), 1)
    (passage,) = passages(xml_file(named.encode(encoding)))

    assert passage.identification.prenom1 == "Zoé"


def test_a_file_on_one_line_is_read(xml_file):
    path = xml_file(" ".join(FOREIGN.split("\n")))
    (ligne,) = read_lignes(path, read_cadre(path))

    assert ligne.ligne == 1
    assert set(ligne.lines.values()) == {1}


def test_the_columns_are_those_of_the_builder():
    ranks = {key: header.rank for key, header in XML_TABLE.columns.items()}

    assert ranks == {key: rank for rank, key in enumerate(KEYS) if key != "dateNaissance"}
    assert XML_TABLE.columns["idClientEmetteur"].title == "idClient"
    assert XML_TABLE.columns["resultats"].title == "resultats"
    assert {header.letter for header in XML_TABLE.columns.values()} == {None}


# --- Certifications


def test_passages_go_to_their_own_certification(xml_file):
    path = xml_file(with_certifications(certification("RS1", "a", "b"), certification("RS2", "c")))

    assert codes(path) == [("RS1", "a"), ("RS1", "b"), ("RS2", "c")]


def test_a_certification_without_passages_takes_none_from_the_next(xml_file):
    path = xml_file(
        with_certifications(
            certification("RS0"),
            certification("RS1", "a"),
            certification("RS2"),
            certification("RS3", "b"),
        )
    )

    assert codes(path) == [("RS1", "a"), ("RS3", "b")]


def test_a_certification_twice_is_read_twice(xml_file):
    path = xml_file(with_certifications(certification("RS1", "a"), certification("RS1", "b")))

    assert codes(path) == [("RS1", "a"), ("RS1", "b")]


@pytest.mark.parametrize("held", ["", certification("RS1")])
def test_a_deposit_without_passages_has_a_frame(xml_file, held):
    path = xml_file(with_certifications(held))
    cadre = read_cadre(path)

    assert cadre.entetes == ()
    assert list(read_lignes(path, cadre)) == []


def test_the_frame_keeps_the_first_passage_of_each_certification(xml_file):
    path = xml_file(
        with_certifications(certification("RS1", "a", "b", "c"), certification("RS2", "d", "e"))
    )
    kept = read_cadre(path).document.iter(f"{{{NAMESPACE}}}idTechnique")

    assert [node.text for node in kept] == ["a", "d"]


def test_what_a_certification_does_not_say_is_empty(xml_file):
    silent = certification("RS1", "a").replace("<cpf:code>RS1</cpf:code>", "")
    silent = silent.replace("<cpf:type>RS</cpf:type>", "<cpf:type/>")
    (entete,) = read_cadre(xml_file(with_certifications(silent))).entetes

    assert (entete.values["type"], entete.values["code"]) == ("", "")
    assert entete.values["idClient"] == "12ABC345"


@pytest.mark.parametrize("where", ["certification", "certifications", "passageCertification"])
def test_a_passage_out_of_place_is_left_to_the_schema(xml_file, where):
    stray = "<cpf:passageCertification><cpf:idTechnique>perdu</cpf:idTechnique></cpf:passageCertification>"
    path = xml_file(
        with_certifications(certification("RS1", "a", "b")).replace(
            f"</cpf:{where}>", f"{stray}</cpf:{where}>", 1
        )
    )

    assert codes(path) == [("RS1", "a"), ("RS1", "b")]


# --- Who the titulaire is


def test_the_three_ways_to_say_who_the_titulaire_is_are_read(xml_file):
    ways = (
        a_titulaire(),
        DossierFormation("12", "ROY", "Ana"),
        IdentifiantNational("2910735238014", "ROY"),
    )
    path = xml_file(deposit(*(a_passage(identification=way) for way in ways)))

    assert [passage.identification for passage in passages(path)] == list(ways)


def test_a_deposit_of_1_1_2_is_read(xml_file):
    path = xml_file(deposit(a_passage(), flux=a_flux(version="1.1.2")))
    (passage,) = passages(path, "1.1.2")

    assert isinstance(passage.identification, Titulaire)
    assert passage.certification == a_certification()


def test_a_passage_is_given_again_on_one_line(xml_file):
    path = xml_file(FOREIGN)
    (ligne,) = read_lignes(path, read_cadre(path))

    assert ligne.element.count(b"\n") == 1
    assert ligne.element.endswith(b"</passageCertification>\n")
    assert b"coup" not in ligne.element
