"""A schema that the user adds has the last word, and what it refuses is told at the right cell."""

import pytest
from lxml import etree

from accrochage.flux.schemas import SchemaStore
from accrochage.operations import generate, verify_classeur
from factories.flux import a_flux, stricter
from factories.operations import a_demande, codes, csv_of, mend, names, sound_rows, written, xlsx_of
from factories.passages import a_row, without
from factories.textes import plain


def restricted(base, facet):
    """Return a type of the schema, and the same with one more facet."""
    old = f'<xsd:restriction base="cpf:{base}"/>'
    return old, f'<xsd:restriction base="cpf:{base}">{facet}</xsd:restriction>'


URL = ('<xsd:element name="urlPreuve" minOccurs="0">', '<xsd:element name="urlPreuve">')
CONTRACT = restricted("texte20", '<xsd:pattern value="MCFCER[0-9]{6}"/>')
CODE = restricted("texte100", '<xsd:pattern value="RNCP[0-9]+"/>')
CLIENT = restricted("identifiantClient", '<xsd:pattern value="[0-9]{2}[A-Z]{3}[0-9]{3}"/>')
YEAR = restricted("annee", '<xsd:minInclusive value="1950"/>')
NAME = restricted("texte60", '<xsd:maxLength value="10"/>')
DIGITAL = restricted("niveauNumerique", '<xsd:maxInclusive value="4"/>')


@pytest.fixture
def asked(tmp_path):
    """Return a function that gives a request whose schema was made stricter."""
    return lambda change, **options: a_demande(schemas=stricter(tmp_path, *change), **options)


def found(bilan):
    return [(a.code, a.ou.ligne, a.ou.rubrique, a.ou.cellule, a.valeur) for a in bilan.anomalies]


def test_a_row_that_it_refuses_is_told_at_its_cell(tmp_path, asked):
    rows = sound_rows(1_200)
    for rank in (3, 999, 1_000, 1_199):
        rows[rank] = {**rows[rank], "nomNaissance": f"LONGUEMENT-{chr(65 + rank % 7)}"}
    bilan = generate(xlsx_of(tmp_path / "t.xlsx", rows), tmp_path / "d", asked(NAME))

    assert found(bilan) == [
        ("XSD-01", rank + 2, "nomNaissance", f"K{rank + 2}", rows[rank]["nomNaissance"])
        for rank in (3, 999, 1_000, 1_199)
    ]
    assert plain(bilan.anomalies[0].message) == (
        "« Nom de naissance » (nomNaissance) : la valeur est trop longue : 10 caractères au plus. Raccourcissez-la."
    )
    assert (bilan.passages, bilan.ecartes, bilan.valide) == (1_196, 4, False)
    assert names(tmp_path / "d") == []


def test_rows_that_it_refuses_are_set_aside_and_mended(tmp_path, asked):
    rows = [*sound_rows(2), a_row(idTechnique="N-9", nomNaissance="LONGUEMENT-A", codeInsee="")]
    bilan = generate(csv_of(tmp_path / "t.csv", rows), tmp_path / "d", asked(NAME, ecarter=True))
    mended = mend(bilan.a_corriger, nomNaissance={"N-9": "COURT"})

    again = generate(mended, tmp_path / "e", asked(NAME))

    assert codes(bilan) == [("IDT-02", 4), ("XSD-01", 4)]
    assert written(bilan) == [("RNCP35726", ["N-0", "N-1"])]
    assert written(again) == [("RNCP35726", ["N-9"])]


def test_what_is_written_is_valid_by_it(tmp_path, asked):
    demande = asked(CODE, ecarter=True)
    rows = [
        {**row, "code": "RS6000" if rank % 2 else "RNCP1", "type": ""}
        for rank, row in enumerate(sound_rows(30))
    ]
    bilan = generate(csv_of(tmp_path / "t.csv", rows), tmp_path / "d", demande)

    (file,) = bilan.fichiers
    demande.schemas.get("1.1.5").load().assertValid(etree.parse(file.chemin))
    assert (file.passages, bilan.ecartes) == (15, 15)


def test_every_row_of_a_refused_certification_is_told(tmp_path, asked):
    rows = [
        {**row, "code": "RS6000" if rank % 2 else "RNCP1", "type": ""}
        for rank, row in enumerate(sound_rows(6))
    ]
    bilan = verify_classeur(csv_of(tmp_path / "t.csv", rows), asked(CODE))

    assert [(code, ligne, key) for code, ligne, key, *_ in found(bilan)] == [
        ("XSD-01", n, "code") for n in (3, 5, 7)
    ]


def test_every_certificateur_is_judged(tmp_path, asked):
    rows = [
        {**row, "idContrat": "AUTRE" if rank in {1, 4} else "MCFCER000123"}
        for rank, row in enumerate(sound_rows(6))
    ]
    bilan = generate(
        csv_of(tmp_path / "t.csv", rows), tmp_path / "d", asked(CONTRACT, ecarter=True)
    )

    assert [(ligne, key) for _, ligne, key, *_ in found(bilan)] == [
        (3, "idContrat"),
        (6, "idContrat"),
    ]
    assert [file.passages for file in bilan.fichiers] == [4]


def test_a_certificateur_who_deposits_for_itself_is_blamed_once(tmp_path, asked):
    rows = [a_row(idClient="AAAAAAAA")]
    bilan = verify_classeur(csv_of(tmp_path / "t.csv", rows), asked(CLIENT))

    assert [(ligne, key) for _, ligne, key, *_ in found(bilan)] == [(2, "idClient")]


def test_an_emetteur_is_blamed_for_itself(tmp_path, asked):
    rows = [a_row(idClientEmetteur="AAAAAAAA")]
    bilan = verify_classeur(csv_of(tmp_path / "t.csv", rows), asked(CLIENT))

    assert [(ligne, key) for _, ligne, key, *_ in found(bilan)] == [(2, "idClientEmetteur")]


# --- Values given once for all rows


@pytest.mark.parametrize("ecarter", [False, True])
def test_a_value_of_the_sheet_is_blamed_once_where_it_stands(tmp_path, asked, ecarter):
    rows = [without(row, "idContrat") for row in sound_rows(3)]
    path = xlsx_of(tmp_path / "t.xlsx", rows, {"idContrat": "AUTRE"})
    bilan = generate(path, tmp_path / "d", asked(CONTRACT, ecarter=ecarter))
    (anomalie,) = bilan.anomalies

    assert (anomalie.code, anomalie.ou.feuille, anomalie.ou.cellule) == (
        "XSD-01",
        "Certificateur",
        "B1",
    )
    assert (bilan.passages, bilan.ecartes) == (0, 3)
    assert names(tmp_path / "d") == []


def test_an_option_is_blamed_once(tmp_path, asked):
    rows = [without(row, "idContrat") for row in sound_rows(3)]
    options = {"idContrat": "AUTRE"}
    bilan = verify_classeur(csv_of(tmp_path / "t.csv", rows), asked(CONTRACT, options=options))

    assert found(bilan) == [("XSD-01", None, "idContrat", None, "AUTRE")]


def test_a_value_of_the_sheet_that_fills_an_empty_cell_is_blamed_once(tmp_path, asked):
    rows = [{**row, "code": "RNCP1" if rank == 1 else ""} for rank, row in enumerate(sound_rows(4))]
    path = xlsx_of(tmp_path / "t.xlsx", [{**row, "type": ""} for row in rows], {"code": "RS6000"})
    bilan = verify_classeur(path, asked(CODE))

    assert [(a.code, a.ou.feuille) for a in bilan.anomalies] == [("XSD-01", "Certificateur")]
    assert (bilan.passages, bilan.ecartes) == (1, 3)


def test_a_cell_that_overrides_the_sheet_is_blamed_itself(tmp_path, asked):
    rows = [
        {**row, "code": "RS6001" if rank == 1 else "", "type": ""}
        for rank, row in enumerate(sound_rows(3))
    ]
    path = xlsx_of(tmp_path / "t.xlsx", rows, {"code": "RNCP1"})
    bilan = verify_classeur(path, asked(CODE))

    assert [(ligne, key) for _, ligne, key, *_ in found(bilan)] == [(3, "code")]


def test_an_identifier_of_flux_is_blamed_once(tmp_path):
    bilan = verify_classeur(
        csv_of(tmp_path / "t.csv", sound_rows(3)), a_demande(flux=a_flux(id_flux="x" * 51))
    )

    assert found(bilan) == [("XSD-01", None, "idFlux", None, "x" * 51)]


# --- Rubriques that stand in other columns


def test_a_part_of_a_date_is_blamed_at_the_date(tmp_path, asked):
    bilan = verify_classeur(
        xlsx_of(tmp_path / "t.xlsx", [a_row(dateNaissance="03/07/1949")]), asked(YEAR)
    )

    assert found(bilan) == [("XSD-01", 2, "dateNaissance", "M2", "1949")]


def test_a_result_is_blamed_at_the_results(tmp_path, asked):
    rows = [a_row(resultats="1.1=5 ; 3.4=7", presenceNiveauNumeriqueEuro="oui")]
    bilan = verify_classeur(csv_of(tmp_path / "t.csv", rows), asked(DIGITAL))

    assert [(ligne, key) for _, ligne, key, *_ in found(bilan)] == [(2, "resultats")]


def test_the_name_beside_a_nir_is_blamed_at_the_name(tmp_path, asked):
    rows = [a_row(nir="291073523801464", nomNaissance="LONGUEMENT-A")]
    bilan = verify_classeur(csv_of(tmp_path / "t.csv", rows), asked(NAME))

    assert [(ligne, key) for _, ligne, key, *_ in found(bilan)] == [(2, "nomNaissance")]


def test_a_rubrique_that_it_wants_is_told_at_the_row_when_several_may_be_meant(tmp_path, asked):
    bilan = verify_classeur(csv_of(tmp_path / "t.csv", [a_row()]), asked(URL))
    (anomalie,) = bilan.anomalies

    assert (anomalie.code, anomalie.ou.ligne, anomalie.ou.rubrique) == ("XSD-02", 2, None)
    assert "« Adresse de la preuve » (urlPreuve)" in plain(anomalie.message)


# --- Other versions


def test_a_version_that_agrafe_does_not_know_is_used(tmp_path):
    text = (
        (SchemaStore().get("1.1.5").path)
        .read_text(encoding="utf-8")
        .replace('version="1.1.5"', 'version="1.2.0"')
    )
    (tmp_path / "cdc.xsd").write_text(text, encoding="utf-8")
    store = SchemaStore(tmp_path / "schemas")
    store.add(tmp_path / "cdc.xsd")
    bilan = generate(
        csv_of(tmp_path / "t.csv", sound_rows(2)),
        tmp_path / "d",
        a_demande(version="1.2.0", schemas=store),
    )

    assert bilan.valide
    store.get("1.2.0").load().assertValid(etree.parse(bilan.fichiers[0].chemin))
