"""From rows to passages: every rubrique at its place, what stands for what is missing, and each fault once."""

from datetime import date

import pytest

from accrochage.dictionnaire import COLONNES
from accrochage.modele import Certificateur, Certification, Lieu, Resultat, Titulaire
from accrochage.regles.composition import KEYS, PassageBuilder, check_defaults
from factories.passages import (
    SOUND_CELLS,
    Building,
    a_default,
    a_passage,
    a_row,
    a_table,
    codes,
    without,
)
from factories.textes import plain

FULL_CELLS = {
    "natureDeposant": "Certificateur",
    "idClientEmetteur": "00TIERS0",
    "urlPreuve": "https://exemple.fr/preuve/0001",
    "libelleOption": "Option paie",
    "dateDebutExamen": "15/06/2026",
    "dateFinExamen": "17/06/2026",
    "modalitePassageExamen": "À distance",
    "codePostalCentreExamen": "69003",
    "dateFinValidite": "29/06/2031",
    "presenceNiveauLangueEuro": "oui",
    "niveauLangueEuropeen": "B2",
    "presenceNiveauNumeriqueEuro": "oui",
    "scoreGeneral": "640",
    "resultats": "1.1=5",
    "scoring": "815",
    "mentionValidee": "Bien",
    "modaliteAcces": "VAE",
    "voieAccessVAE": "Congé VAE",
    "initiativeInscription": "AUTRE",
    "dateInscription": "12/01/2026",
    "nomUsage": "MARTIN",
    "prenom2": "Louise",
    "prenom3": "Jeanne",
    "codePostal": "35000",
    "libelleCommuneNaissance": "Rennes",
    "codePaysNaissance": "100",
    "libellePaysNaissance": "France",
    "commentairesMEN": "Aucun",
    "verbatim": "Session de rattrapage",
}


def test_puts_each_cell_at_its_place_when_a_row_has_them_all():
    built = Building(a_row(**FULL_CELLS))

    (passage,) = built.passages
    assert built.sound == [True]
    assert built.codes == []
    assert passage == a_passage(
        certification=Certification(
            Certificateur("12ABC345", "MCFCER000123", "00TIERS0"),
            "RNCP",
            "RNCP35726",
            "CERTIFICATEUR",
        ),
        url_preuve="https://exemple.fr/preuve/0001",
        libelle_option="Option paie",
        date_debut_examen=date(2026, 6, 15),
        date_fin_examen=date(2026, 6, 17),
        modalite_passage_examen="A_DISTANCE",
        code_postal_centre_examen="69003",
        date_fin_validite=date(2031, 6, 29),
        presence_niveau_langue_euro=True,
        niveau_langue_europeen="B2",
        presence_niveau_numerique_euro=True,
        score_general=640,
        resultats=(Resultat(5, "1", "1"),),
        scoring="815",
        mention_validee="MENTION_BIEN",
        modalite_acces="VAE",
        voie_acces_vae="CONGES_VAE",
        initiative_inscription="AUTRE",
        date_inscription=date(2026, 1, 12),
        identification=Titulaire(
            *("LE GALL", "MARTIN", "Maëlle", "Louise", "Jeanne", 1991, 7, 3, "F"),
            *("35238", "35000", "Rennes", "100", "France", "Aucun"),
        ),
        verbatim="Session de rattrapage",
        table=built.table,
        ligne=2,
    )


def test_reads_columns_in_any_order():
    row = a_row(**FULL_CELLS)
    backwards = dict(reversed(row.items()))

    straight, reversed_ = Building(row).passages[0], Building(backwards).passages[0]

    assert reversed_._replace(table=straight.table) == straight


def test_ignores_columns_between_those_that_it_knows():
    table = a_table(["idTechnique", "verbatim"])
    wide = table._replace(
        columns={
            key: header._replace(rank=2 * header.rank + 1) for key, header in table.columns.items()
        }
    )
    builder = PassageBuilder(wide, "1.1.5", {})

    passage, _, _ = builder.build(["?", "2026-0001", 42, "Rattrapage", "à ne pas lire"], 2)

    assert (passage.id_technique, passage.verbatim) == ("2026-0001", "Rattrapage")


def test_takes_missing_cells_for_empty_when_a_row_is_short():
    row = a_row(verbatim="Rattrapage")
    builder = PassageBuilder(a_table(row), "1.1.5", {})

    short, _, sound = builder.build(list(row.values())[:-1], 2)
    again, _, _ = builder.build(list(row.values()), 3)

    assert (short.verbatim, sound, again.verbatim) == (None, True, "Rattrapage")


def test_ignores_what_stands_beyond_the_last_column_when_a_row_is_long():
    builder = PassageBuilder(a_table(SOUND_CELLS), "1.1.5", {})

    passage, anomalies, sound = builder.build([*SOUND_CELLS.values(), "note", 12], 2)

    assert (passage.verbatim, list(anomalies), sound) == (None, [], True)


def test_reads_an_empty_row_without_failing():
    builder = PassageBuilder(a_table(SOUND_CELLS), "1.1.5", {})

    passage, anomalies, sound = builder.build([], 2)

    assert (passage.id_technique, passage.identification, sound) == (None, None, False)
    assert "IDT-01" in codes(anomalies)


def test_builds_passages_without_any_column():
    builder = PassageBuilder(a_table([]), "1.1.5", {})

    _, _, sound = builder.build(["x"], 2)

    assert not sound
    assert "COL-01" in codes(builder.missing_columns)


def test_says_where_a_passage_was_read():
    passage = Building(SOUND_CELLS, SOUND_CELLS).passages[1]

    assert passage.ligne == 3
    assert passage.ou("idTechnique") == Lieu(
        "Passages", 3, "Identifiant technique", "E3", "idTechnique"
    )


def test_reads_every_column_of_the_dictionary_but_those_of_the_flux():
    assert set(COLONNES) - set(KEYS) == {"idFlux", "horodatage", "action"}
    assert len(KEYS) == len(set(KEYS))


# --- Faults


def test_says_where_and_what_when_a_cell_is_faulty():
    built = Building(a_row(sexe="Z9"))

    ((anomalie,),) = built.anomalies
    assert anomalie.code == "ENU-01"
    assert anomalie.ou == Lieu("Passages", 2, "Sexe", "N2", "sexe")
    assert (anomalie.valeur, anomalie.correction) == ("Z9", None)
    assert built.sound == [False]


def test_stays_sound_when_a_fault_is_only_a_warning():
    built = Building(a_row(codeInsee=1053))

    assert (built.codes, built.sound) == (["TXT-05"], [True])
    assert built.passages[0].identification.code_insee == "01053"


def test_has_no_value_to_show_when_a_cell_is_empty():
    ((anomalie,),) = Building(a_row(idTechnique="")).anomalies

    assert (anomalie.code, anomalie.valeur) == ("OBL-01", None)
    assert (
        plain(anomalie.message)
        == "Cette rubrique est obligatoire et rien n'est écrit. Remplissez-la."
    )


@pytest.mark.parametrize(
    "key",
    [
        *("idClient", "idContrat", "code", "idTechnique", "obtentionCertification"),
        *("donneeCertifiee", "dateDebutValidite"),
        *("presenceNiveauLangueEuro", "presenceNiveauNumeriqueEuro"),
    ],
)
def test_asks_for_a_required_rubrique_when_its_cell_is_empty(key):
    built = Building(a_row(**{key: ""}))

    assert (built.codes, built.sound) == (["OBL-01"], [False])
    assert built.anomalies[0][0].ou.rubrique == key


def test_finds_every_fault_of_a_row_at_once():
    built = Building(a_row(sexe="Z9", dateNaissance="31/04/1991", code="", donneeCertifiee="?"))

    assert sorted(built.codes) == ["BOO-01", "DAT-02", "ENU-01", "OBL-01"]


def test_keeps_the_faults_of_one_row_from_the_next():
    built = Building(a_row(sexe="Z9"), a_row(), a_row(sexe="Z9"))

    assert [codes(found) for found in built.anomalies] == [["ENU-01"], [], ["ENU-01"]]
    assert built.sound == [False, True, False]


# --- Missing columns


@pytest.mark.parametrize(
    "key", ["idTechnique", "code", "donneeCertifiee", "nomNaissance", "sexe", "dateNaissance"]
)
def test_says_once_that_a_column_is_missing_when_every_row_needs_it(key):
    row = without(SOUND_CELLS, key)
    built = Building(row, row, row)

    (anomalie,) = built.missing_columns
    assert (anomalie.code, anomalie.ou.ligne, anomalie.ou.rubrique) == ("COL-01", None, key)
    assert (
        plain(anomalie.message)
        == f"La colonne « {COLONNES[key].header} » manque. Ajoutez-la au tableau."
    )
    assert built.anomalies == [[], [], []]
    assert built.sound == [False, False, False]


@pytest.mark.parametrize("key", ["idClient", "idContrat"])
def test_points_to_the_sheet_when_what_is_missing_may_stand_there(key):
    built = Building(without(SOUND_CELLS, key))

    (anomalie,) = built.missing_columns
    assert plain(anomalie.message) == (
        f"« {COLONNES[key].header} » manque. Donnez-le sur la feuille « Certificateur » ou en option."
    )


def test_misses_no_column_when_nothing_was_built():
    assert list(PassageBuilder(a_table([]), "1.1.5", {}).missing_columns) == []


def test_misses_a_column_only_from_the_row_that_needs_it():
    row = a_row(idDossier="1234567891011", nomTitulaire="LE GALL", prenom1Titulaire="Maëlle")
    without_names = without(row, "nomNaissance", "prenom1", "dateNaissance", "sexe")

    built = Building(without_names)

    assert (built.codes, built.sound) == ([], [True])


# --- Defaults


DEFAULTS = {
    "idClient": "12ABC345",
    "idContrat": "MCFCER000123",
    "donneeCertifiee": "oui",
    "natureDeposant": "tiers",
}


def test_fills_missing_columns_with_the_defaults():
    row = without(SOUND_CELLS, *DEFAULTS)
    built = Building(row, row, defaults=DEFAULTS)

    assert (built.codes, built.sound) == ([], [True, True])
    for passage in built.passages:
        assert passage.certification.certificateur == Certificateur(
            "12ABC345", "MCFCER000123", "12ABC345"
        )
        assert passage.certification.nature_deposant == "TIERS_CONFIANCE"
        assert passage.donnee_certifiee is True


def test_fills_empty_cells_with_the_defaults_and_no_other():
    built = Building(a_row(idClient=""), a_row(idClient="98765432"), defaults=DEFAULTS)

    assert [passage.certification.certificateur.id_client for passage in built.passages] == [
        "12ABC345",
        "98765432",
    ]
    assert built.codes == []


def test_keeps_a_default_that_says_no():
    built = Building(a_row(donneeCertifiee=""), defaults={"donneeCertifiee": "non"})

    assert (built.passages[0].donnee_certifiee, built.codes) == (False, [])


def test_asks_for_the_value_when_the_default_cannot_be_read():
    built = Building(without(SOUND_CELLS, "donneeCertifiee"), defaults={"donneeCertifiee": "?"})

    assert built.codes == ["COL-01"]


def test_checks_the_defaults_where_they_stand():
    defaults = {
        "idClient": a_default("idClient", "12ABC34"),
        "idContrat": a_default("idContrat", "MCFCER000123"),
        "donneeCertifiee": a_default("donneeCertifiee", "?"),
    }

    found = check_defaults(defaults)

    assert [(anomalie.code, anomalie.ou.feuille, anomalie.valeur) for anomalie in found] == [
        ("TXT-03", "Certificateur", "12ABC34"),
        ("BOO-01", "Certificateur", "?"),
    ]


def test_checks_any_title_that_a_sheet_may_bear():
    assert (
        check_defaults({key: a_default(key, entry.example) for key, entry in COLONNES.items()})
        == []
    )


# --- Émetteur, type and code


def test_takes_the_certificateur_for_the_emetteur_when_none_is_given():
    (passage,) = Building(a_row(idClientEmetteur="")).passages

    assert passage.certification.certificateur.id_client_emetteur == "12ABC345"


@pytest.mark.parametrize(
    ("code", "type_"), [("RNCP35726", "RNCP"), ("RS5875", "RS"), ("rs 5875", "RS")]
)
@pytest.mark.parametrize(
    "row", [a_row(type=""), without(SOUND_CELLS, "type")], ids=["empty", "missing"]
)
def test_finds_the_type_in_the_prefix_of_the_code(row, code, type_):
    built = Building({**row, "code": code})

    assert (built.passages[0].certification.type, built.codes, built.sound) == (type_, [], [True])


@pytest.mark.parametrize(("type_", "completed"), [("RNCP", "RNCP35726"), ("rs", "RS35726")])
@pytest.mark.parametrize("code", ["35726", 35726, 35726.0, "35 726"])
def test_adds_its_prefix_to_a_code_when_the_type_says_it(code, type_, completed):
    built = Building(a_row(type=type_, code=code))

    ((anomalie,),) = built.anomalies
    assert built.passages[0].certification.code == completed
    assert (anomalie.code, anomalie.correction, built.sound) == ("CER-02", completed, [True])
    assert plain(anomalie.message) == (
        f"Le code « 35726 » a été lu « {completed} ». Écrivez-le avec son préfixe."
    )


def test_says_so_on_each_row_when_a_code_has_no_prefix():
    built = Building(*[a_row(idTechnique=f"P-{rank}", code="35726") for rank in range(3)])

    assert built.codes == ["CER-02"] * 3
    assert [anomalie.ou.ligne for (anomalie,) in built.anomalies] == [2, 3, 4]
    assert len({id(passage.certification) for passage in built.passages}) == 1


def test_says_so_once_when_the_code_is_given_once():
    row = without(SOUND_CELLS, "code")
    built = Building(row, row, defaults={"code": "35726"})

    assert built.codes == ["CER-02"]


def test_asks_for_the_type_when_the_code_does_not_say_it():
    built = Building(a_row(type="", code="35726"))

    assert built.codes == ["OBL-01"]
    assert built.anomalies[0][0].ou.rubrique == "type"


def test_asks_for_the_code_alone_when_neither_is_given():
    built = Building(a_row(type="", code=""))

    assert [anomalie.ou.rubrique for anomalie in built.anomalies[0]] == ["code"]


def test_shares_a_certification_between_its_rows():
    first, second, other = Building(a_row(), a_row(), a_row(code="RNCP1")).passages

    assert first.certification is second.certification
    assert other.certification.code == "RNCP1"
