"""An accusé: what it says, beside the deposit that it answers, and its rejected passages given back to be mended."""

from collections import Counter
from datetime import date

import openpyxl
import pytest
from lxml import etree

from accrochage.accuses.messages import MESSAGES
from accrochage.classeur.gabarit_styles import FILLS
from accrochage.dictionnaire import COLONNES, DEFAULT_VERSION
from accrochage.erreurs import (
    AccuseError,
    ClasseurError,
    EcritureError,
    FluxError,
    RapprochementError,
)
from accrochage.operations import DemandeAccuse, Statut, generate, read_accuse
from accrochage.regles.anomalie import Gravite
from corpus.xerces import CASES
from factories.accuses import (
    AUCUN,
    DATE,
    PLUSIEURS,
    a_rejection,
    accuse_file,
    an_accuse,
    deja,
)
from factories.flux import NS, a_flux, write_deposits
from factories.operations import a_demande, csv_of, mend, sound_rows, xlsx_of
from factories.passages import (
    a_certificateur,
    a_certification,
    a_dossier,
    a_passage,
    a_titulaire,
    an_identifiant,
)
from factories.textes import plain

LAST = DEFAULT_VERSION


@pytest.fixture
def depot(tmp_path):
    """Return a deposit of five passages, N-0 to N-4."""
    classeur = csv_of(tmp_path / "source.csv", sound_rows(5))
    (fichier,) = generate(classeur, tmp_path / "depot", a_demande()).fichiers
    return fichier.chemin


def asked(**given):
    return DemandeAccuse(**{"version": LAST, **given})


def ids(kos):
    return [ko.id_technique for ko in kos]


def passages_of(*paths):
    """Return each passage as it is written, by identifier, with what its certification and its certificateur say."""
    found = {}
    for path in paths:
        for node in etree.parse(path).iter(f"{NS}passageCertification"):
            around = [
                (child.tag, child.text)
                for above in node.iterancestors()
                for child in above
                if not len(child) and above.tag != f"{NS}flux"
            ]
            found[node.findtext(f"{NS}idTechnique")] = etree.tostring(node).strip(), around
    return found


def sheet_of(path):
    """Return the rows of the workbook to mend, below its titles, by title."""
    sheet = openpyxl.load_workbook(path)["Passages"]
    titles = [str(cell.value).rstrip("*\u00a0 ") for cell in sheet[2]]
    return [
        dict(zip(titles, row, strict=True)) for row in sheet.iter_rows(min_row=3) if row[1].value
    ]


# --- What it says


def test_sorts_the_passages(tmp_path):
    accuse = accuse_file(tmp_path, an_accuse(["A", "B"], {"C": AUCUN, "D": deja("D"), "E": "Clos"}))

    found = read_accuse(accuse, asked())

    assert (found.statut, found.complete) == (Statut.AVEC_ERREURS, False)
    assert (found.ok, ids(found.deja_en_base), ids(found.ko)) == (["A", "B"], ["D"], ["C", "E"])
    assert [ko.message.code for ko in found.ko] == ["MSG-AUCUN-TITULAIRE", "MSG-INCONNU"]
    assert found.rapprochement is None


@pytest.mark.parametrize(
    ("content", "statut"),
    [
        (an_accuse(["A"]), Statut.TRAITE),
        (an_accuse(ko={"A": deja("A")}), Statut.TRAITE),
        (an_accuse(ko={"A": AUCUN}), Statut.AVEC_ERREURS),
        (a_rejection(("Fin prématurée du fichier.", 1, 1)), Statut.REJETE),
        (
            an_accuse(["A"]).replace(b"</rapport>", b"<erreurs><erreur/></erreurs></rapport>"),
            Statut.AVEC_ERREURS,
        ),
    ],
)
def test_says_what_became_of_the_deposit(content, statut, tmp_path):
    found = read_accuse(accuse_file(tmp_path, content), asked())

    assert (found.statut, found.complete) == (statut, statut is Statut.TRAITE)


def test_an_accuse_that_says_nothing_is_not_complete(tmp_path):
    found = read_accuse(accuse_file(tmp_path, an_accuse()), asked())

    assert (found.statut, found.complete, found.silent) == (Statut.TRAITE, False, True)


def test_tells_how_far_it_is(tmp_path):
    told = []
    accuse = accuse_file(tmp_path, an_accuse([f"A-{rank}" for rank in range(2_500)]))

    read_accuse(accuse, asked(), lambda done, total: told.append((done, total)))

    assert told == [(1_000, None), (2_000, None)]


def test_refuses_what_is_no_accuse(depot):
    with pytest.raises(AccuseError, match="un dépôt"):
        read_accuse(depot, asked())


# --- Beside the deposit


def test_is_the_same_as_the_deposit(tmp_path, depot):
    accuse = accuse_file(tmp_path, an_accuse(["N-0", "N-1", "N-2"], {"N-3": AUCUN, "N-4": AUCUN}))

    assert read_accuse(accuse, asked(flux=depot)).rapprochement == ([], [], [], None)


def test_says_what_differs(tmp_path, depot):
    accuse = accuse_file(
        tmp_path, an_accuse(["N-0", "N-1", "N-1", "X-1", "X-2"], {"": AUCUN, "N-3": AUCUN})
    )

    found = read_accuse(accuse, asked(flux=depot)).rapprochement

    assert found == (["X-1", "X-2"], ["N-2", "N-4"], ["N-1"], None)


def test_says_what_stands_twice_in_the_deposit(tmp_path):
    write_deposits(tmp_path / "d", [a_passage(), a_passage()])
    (depot,) = (tmp_path / "d").iterdir()
    accuse = accuse_file(tmp_path, an_accuse(["2026-0001"]))

    assert read_accuse(accuse, asked(flux=depot)).rapprochement.doublons == ["2026-0001"]


def test_passages_without_an_answer_are_not_all_recorded(tmp_path, depot):
    found = read_accuse(accuse_file(tmp_path, an_accuse(["N-0"])), asked(flux=depot))

    assert (found.statut, found.complete) == (Statut.TRAITE, False)


def test_a_deposit_made_again_has_another_identifier(tmp_path, depot):
    accuse = accuse_file(
        tmp_path, an_accuse([f"N-{rank}" for rank in range(5)], id_flux="un-autre")
    )

    found = read_accuse(accuse, asked(flux=depot))

    assert found.rapprochement == ([], [], [], "AGRAFE-1")
    assert found.complete


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (
            an_accuse(["N-0", "X-1"], id_flux="un-autre", nom_fichier="autre.xml"),
            "il répond au flux « un-autre » (fichier « autre.xml ») ; « {depot} » est le flux « AGRAFE-1 » et ne contient pas 1 de ses passages.",
        ),
        (
            an_accuse(["X-1", "X-2"], id_flux=None, nom_fichier=None),
            "il répond à un autre dépôt ; « {depot} » ne contient pas 2 de ses passages.",
        ),
    ],
)
def test_refuses_the_accuse_of_another_deposit(content, sentence, tmp_path, depot):
    with pytest.raises(RapprochementError) as caught:
        read_accuse(accuse_file(tmp_path, content), asked(flux=depot))

    assert sentence.replace("{depot}", depot.name) in plain(str(caught.value))


def test_refuses_a_deposit_that_cannot_be_read(tmp_path):
    accuse = accuse_file(tmp_path, an_accuse(["A"]))

    with pytest.raises(FluxError, match="pas un dépôt"):
        read_accuse(accuse, asked(flux=accuse))


# --- A rejected file


@pytest.mark.parametrize("name", ["énumération", "esperluette"])
def test_says_where_a_rejection_points(name, tmp_path):
    case = next(case for case in CASES if case.name == name)
    depot = accuse_file(tmp_path, case.content, "depot.xml")
    content = a_rejection(*((message, case.ligne, case.colonne) for message in case.messages))

    found = read_accuse(accuse_file(tmp_path, content), asked(flux=depot))

    assert found.statut is Statut.REJETE
    assert {(one.id_technique, one.rubrique) for one in found.erreurs} == {
        (case.id_technique, case.rubrique)
    }
    assert found.autre_nom is None


def test_says_when_the_deposit_bears_another_name(tmp_path, depot):
    accuse = accuse_file(tmp_path, a_rejection(("Contenu non autorisé dans le prologue.", 1, 1)))

    assert read_accuse(accuse, asked(flux=depot)).autre_nom == "depot.xml"


def test_a_rejected_file_gives_no_workbook(tmp_path, depot):
    accuse = accuse_file(tmp_path, a_rejection(("Contenu non autorisé dans le prologue.", 1, 1)))

    found = read_accuse(accuse, asked(flux=depot, ko=tmp_path / "ko.xlsx"))

    assert found.classeur_ko is None
    assert not (tmp_path / "ko.xlsx").exists()


# --- The workbook to mend


def test_gives_back_the_rejected_passages_alone(tmp_path, depot):
    content = an_accuse(["N-0", "N-1"], {"N-4": AUCUN, "N-2": PLUSIEURS, "N-3": deja("N-3")})
    ko = tmp_path / "ko.xlsx"

    found = read_accuse(accuse_file(tmp_path, content), asked(flux=depot, ko=ko))

    assert (found.classeur_ko, found.introuvables) == (ko, [])
    rows = sheet_of(ko)
    assert [row["Identifiant technique"].value for row in rows] == ["N-2", "N-4"]
    said = plain(rows[1]["À corriger"].value)
    assert said.startswith(
        f"La Caisse des Dépôts a rejeté ce passage : « {AUCUN} ». La Caisse des Dépôts n'a trouvé"
    )
    assert "Date de naissance (à vérifier) : la date entière" in said


@pytest.mark.parametrize(
    ("message", "coloured"),
    [
        (AUCUN, {"nomNaissance", "prenom1", "sexe", "dateNaissance"}),
        (DATE, {"dateNaissance"}),
        (
            PLUSIEURS,
            {"dateNaissance", "codeInsee", "codePostal", "libelleCommuneNaissance", "nir"}
            | {"codePaysNaissance", "prenom2", "prenom3"},
        ),
        ("Contrat clos", set()),
    ],
)
def test_colours_the_cells_to_check(message, coloured, tmp_path, depot):
    accuse = accuse_file(tmp_path, an_accuse(ko={"N-0": message}))
    read_accuse(accuse, asked(flux=depot, ko=tmp_path / "ko.xlsx"))

    (row,) = sheet_of(tmp_path / "ko.xlsx")
    fill = FILLS[Gravite.ALERTE].removeprefix("#")
    found = {title for title, cell in row.items() if cell.fill.fgColor.rgb == f"FF{fill}"}
    assert found == {COLONNES[key].header for key in coloured}


def test_colours_only_what_the_version_knows(tmp_path, depot):
    accuse = accuse_file(tmp_path, an_accuse(ko={"N-0": PLUSIEURS}))
    read_accuse(accuse, asked(version="1.1.2", flux=depot, ko=tmp_path / "ko.xlsx"))

    (row,) = sheet_of(tmp_path / "ko.xlsx")
    assert "NIR (à vérifier)" not in plain(row["À corriger"].value)


@pytest.mark.parametrize(
    ("identification", "named"),
    [
        (an_identifiant(), ["NIR", "Nom de naissance"]),
        (a_dossier(), ["idDossier", "nomTitulaire", "prenom1Titulaire"]),
    ],
)
def test_suspects_what_identifies_the_titulaire(identification, named, tmp_path):
    (fichier,) = write_deposits(tmp_path / "d", [a_passage(identification=identification)])
    accuse = accuse_file(tmp_path, an_accuse(ko={"2026-0001": AUCUN}))
    read_accuse(accuse, asked(flux=fichier.chemin, ko=tmp_path / "ko.xlsx"))

    (row,) = sheet_of(tmp_path / "ko.xlsx")
    lines = plain(row["À corriger"].value).split("\n")[1:]
    titles = [COLONNES[name].header if name in COLONNES else name for name in named]
    assert [line.split(" (à vérifier)")[0] for line in lines] == titles


@pytest.mark.parametrize(
    ("version", "source"), [("1.1.2", "flux"), *((LAST, of) for of in ("flux", "classeur", "both"))]
)
def test_a_second_deposit_of_the_same_passages_just_works(version, source, root, tmp_path):
    exemple = root / "exemples" / "exemple.xlsx"
    first = generate(exemple, tmp_path / "1", a_demande(version=version))
    deposited = passages_of(*(fichier.chemin for fichier in first.fichiers))
    said = (AUCUN, DATE, PLUSIEURS, "Contrat clos")
    rejected = {name: said[rank % 4] for rank, name in enumerate(deposited)}
    given = {"flux": first.fichiers[0].chemin, "classeur": exemple}
    if source != "both":
        given = {source: given[source]}
    accuse = accuse_file(tmp_path, an_accuse(ko=rejected, id_flux=None))

    found = read_accuse(accuse, asked(version=version, ko=tmp_path / "ko.xlsx", **given))
    second = generate(tmp_path / "ko.xlsx", tmp_path / "2", a_demande(version=version))

    assert found.introuvables == []
    assert Counter(one.code for one in second.anomalies if one.blocking) == {}
    assert passages_of(*(fichier.chemin for fichier in second.fichiers)) == deposited


def test_values_that_a_spreadsheet_spoils_come_back_as_they_were(tmp_path):
    nobody = a_titulaire(mois_naissance=None, jour_naissance=None, code_insee="01053")
    half = a_titulaire(jour_naissance=None, code_insee=None, code_postal="01000")
    passages = [
        a_passage(
            id_technique="0001", scoring="007", verbatim="=1+1", code_postal_centre_examen="01000"
        ),
        a_passage(id_technique="1E5", identification=nobody, date_fin_validite=date(2031, 2, 28)),
        a_passage(id_technique="12/03", identification=half, libelle_option="3-4"),
        a_passage(id_technique="é'1", identification=a_titulaire(nom_naissance="D'HÉ-ŒIL")),
    ]
    (fichier,) = write_deposits(tmp_path / "1", passages)
    accuse = accuse_file(tmp_path, an_accuse(ko={one.id_technique: AUCUN for one in passages}))

    read_accuse(accuse, asked(flux=fichier.chemin, ko=tmp_path / "ko.xlsx"))
    second = generate(tmp_path / "ko.xlsx", tmp_path / "2", a_demande())

    assert passages_of(second.fichiers[0].chemin) == passages_of(fichier.chemin)


def test_the_certificateur_goes_to_its_sheet(tmp_path):
    third = a_certification(
        certificateur=a_certificateur(id_client_emetteur="55TDC000"),
        nature_deposant="TIERS_CONFIANCE",
    )
    plain_one = third._replace(nature_deposant=None)
    passages = [
        a_passage(id_technique="A", certification=third),
        a_passage(id_technique="B", certification=plain_one),
    ]
    (fichier,) = write_deposits(tmp_path / "1", passages)
    accuse = accuse_file(tmp_path, an_accuse(ko={"A": AUCUN, "B": AUCUN}))

    read_accuse(accuse, asked(flux=fichier.chemin, ko=tmp_path / "ko.xlsx"))
    second = generate(tmp_path / "ko.xlsx", tmp_path / "2", a_demande())

    assert passages_of(second.fichiers[0].chemin) == passages_of(fichier.chemin)
    sheet = openpyxl.load_workbook(tmp_path / "ko.xlsx")["Certificateur"]
    values = {cell.value for row in sheet.iter_rows() for cell in row}
    assert {"55TDC000", "12ABC345", "MCFCER000123"} <= values
    assert [row["Nature du déposant"].value for row in sheet_of(tmp_path / "ko.xlsx")] == [
        "Tiers de confiance",
        None,
    ]


def test_the_deposit_completes_what_the_workbook_leaves_to_options(tmp_path):
    rows = [
        {
            key: raw
            for key, raw in row.items()
            if key not in {"idClient", "idContrat", "code", "type"}
        }
        for row in sound_rows(2)
    ]
    classeur = csv_of(tmp_path / "source.csv", rows)
    options = {"idClient": "12ABC345", "idContrat": "MCFCER000123", "code": "RS99002"}
    (fichier,) = generate(classeur, tmp_path / "1", a_demande(options=options)).fichiers
    accuse = accuse_file(tmp_path, an_accuse(["N-0"], {"N-1": AUCUN}))

    read_accuse(accuse, asked(flux=fichier.chemin, classeur=classeur, ko=tmp_path / "ko.xlsx"))
    second = generate(tmp_path / "ko.xlsx", tmp_path / "2", a_demande())

    deposited = passages_of(fichier.chemin)
    assert passages_of(second.fichiers[0].chemin) == {"N-1": deposited["N-1"]}


def test_what_the_certificateur_sheet_gives_stays_there(tmp_path):
    rows = [{key: raw for key, raw in row.items() if key != "idClient"} for row in sound_rows(2)]
    given = {"idClient": "12ABC345", "code": "RNCP35726"}
    classeur = xlsx_of(tmp_path / "source.xlsx", rows, given)
    (fichier,) = generate(classeur, tmp_path / "1", a_demande()).fichiers
    accuse = accuse_file(tmp_path, an_accuse(ko={"N-0": AUCUN, "N-1": AUCUN}))

    for flux in (None, fichier.chemin):
        ko = tmp_path / f"ko-{bool(flux)}.xlsx"
        read_accuse(accuse, asked(flux=flux, classeur=classeur, ko=ko))
        second = generate(ko, tmp_path / f"2-{bool(flux)}", a_demande())
        assert passages_of(second.fichiers[0].chemin) == passages_of(fichier.chemin)


def test_a_mended_passage_keeps_its_identifier(tmp_path, depot):
    accuse = accuse_file(tmp_path, an_accuse(ko={"N-1": AUCUN}))
    read_accuse(accuse, asked(flux=depot, ko=tmp_path / "ko.xlsx"))

    mended = mend(tmp_path / "ko.xlsx", nomNaissance={"N-1": "LE BIHAN"})
    (fichier,) = generate(mended, tmp_path / "2", a_demande()).fichiers

    (element, _) = passages_of(fichier.chemin)["N-1"]
    assert b">LE BIHAN<" in element


def test_says_which_rejected_passages_have_no_data(tmp_path):
    classeur = csv_of(tmp_path / "source.csv", sound_rows(2))
    accuse = accuse_file(tmp_path, an_accuse(ko={"N-1": AUCUN, "X": AUCUN, "": "Clos"}))

    found = read_accuse(accuse, asked(classeur=classeur, ko=tmp_path / "ko.xlsx"))

    assert found.introuvables == ["X", ""]
    assert len(sheet_of(tmp_path / "ko.xlsx")) == 1


@pytest.mark.parametrize("ko", [{"X": AUCUN}, {"N-0": deja("N-0")}, {}])
def test_writes_nothing_when_there_is_nothing_to_mend(ko, tmp_path):
    classeur = csv_of(tmp_path / "source.csv", sound_rows(2))

    found = read_accuse(
        accuse_file(tmp_path, an_accuse(ko=ko)), asked(classeur=classeur, ko=tmp_path / "ko.xlsx")
    )

    assert found.classeur_ko is None
    assert not (tmp_path / "ko.xlsx").exists()


def test_says_what_a_workbook_to_mend_needs(tmp_path):
    accuse = accuse_file(tmp_path, an_accuse(ko={"A": AUCUN}))

    with pytest.raises(RapprochementError, match="--flux DEPOT.xml.*--classeur CLASSEUR.xlsx"):
        read_accuse(accuse, asked(ko=tmp_path / "ko.xlsx"))


def test_never_replaces_a_workbook_that_may_be_mended_already(tmp_path, depot):
    (tmp_path / "ko.xlsx").write_bytes(b"en cours")

    with pytest.raises(EcritureError, match="existe déjà"):
        read_accuse(tmp_path / "absent.xml", asked(flux=depot, ko=tmp_path / "ko.xlsx"))
    assert (tmp_path / "ko.xlsx").read_bytes() == b"en cours"


def test_refuses_a_workbook_that_names_no_passage(tmp_path):
    rows = [{key: raw for key, raw in row.items() if key != "idTechnique"} for row in sound_rows(1)]
    classeur = csv_of(tmp_path / "source.csv", rows)
    accuse = accuse_file(tmp_path, an_accuse(ko={"A": AUCUN}))

    with pytest.raises(RapprochementError) as caught:
        read_accuse(accuse, asked(classeur=classeur, ko=tmp_path / "ko.xlsx"))
    assert "n'a pas de colonne « Identifiant technique »" in plain(str(caught.value))
    with pytest.raises(ClasseurError):
        read_accuse(accuse, asked(classeur=accuse, ko=tmp_path / "ko.xlsx"))


def test_a_workbook_may_hold_numbers_for_identifiers(tmp_path):
    rows = [row | {"idTechnique": 2026001 + rank} for rank, row in enumerate(sound_rows(2))]
    classeur = xlsx_of(tmp_path / "source.xlsx", rows)
    accuse = accuse_file(tmp_path, an_accuse(["2026001"], {"2026002": AUCUN}))

    found = read_accuse(accuse, asked(classeur=classeur, ko=tmp_path / "ko.xlsx"))

    assert found.introuvables == []
    assert len(sheet_of(tmp_path / "ko.xlsx")) == 1


def test_every_message_that_rejects_gives_a_workbook(tmp_path, depot):
    for code, message in MESSAGES.items():
        accuse = accuse_file(tmp_path, an_accuse(ko={"N-0": message.literal}))
        ko = tmp_path / f"{code}.xlsx"
        read_accuse(accuse, asked(flux=depot, ko=ko))
        assert ko.exists() is not message.accepte


def test_the_deposit_of_a_second_file_is_another_flux(tmp_path):
    write_deposits(tmp_path / "d", [a_passage()], a_flux(id_flux="AGRAFE-2"))
    (depot,) = (tmp_path / "d").iterdir()
    accuse = accuse_file(tmp_path, an_accuse(["N-0"]))

    with pytest.raises(RapprochementError, match="AGRAFE-2"):
        read_accuse(accuse, asked(flux=depot))
