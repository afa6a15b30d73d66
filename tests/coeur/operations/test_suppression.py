"""Passages are withdrawn as they were deposited, all those asked for or none."""

import pytest
from lxml import etree

from accrochage.erreurs import ClasseurError, FluxError, SchemaError
from accrochage.flux.decoupe import Limits
from accrochage.operations import Selection, generate, verify_flux, withdraw_classeur, withdraw_flux
from factories.depots import COMPLET, NATIONAL
from factories.flux import NS, a_flux, deposit, schema
from factories.operations import a_demande, csv_of, names, sound_rows, xlsx_of
from factories.passages import a_certificateur, a_certification, a_passage
from factories.textes import plain


def chosen(*identifiers):
    return Selection(dict.fromkeys(identifiers, ""))


@pytest.fixture
def withdrawn(tmp_path):
    """Return a function that withdraws passages of documents, and gives what came out."""

    def run(*documents, ids=(), **asked):
        paths = [tmp_path / f"depot-{rank}.xml" for rank in range(len(documents))]
        for path, xml in zip(paths, documents, strict=True):
            path.write_bytes(xml if isinstance(xml, bytes) else xml.encode())
        selection = chosen(*ids) if ids else None
        return withdraw_flux(paths, tmp_path / "s", a_demande(**asked), selection)

    return run


def told(bilan):
    return [(one.code, one.ou.ligne, plain(one.message)) for one in bilan.anomalies]


def codes(bilan):
    return [one.code for one in bilan.anomalies]


def parsed(bilan):
    (file,) = bilan.fichiers
    return etree.parse(file.chemin).getroot()


def passages(root):
    """Return the passages of a deposit by identifier, as canonical XML."""
    return {
        node.findtext(f"{NS}idTechnique"): etree.tostring(node, method="c14n", with_tail=False)
        for node in root.iter(f"{NS}passageCertification")
    }


# --- From deposits


def test_whole_passages_go_under_the_action(withdrawn):
    ids = [f"N-{rank}" for rank in range(4)]
    source = deposit(*(a_passage(id_technique=name, verbatim="Été <2025>") for name in ids))
    bilan = withdrawn(source, ids=("N-1", "N-3"))
    root = parsed(bilan)
    before = passages(etree.fromstring(source))

    assert root.findtext(f"{NS}action") == "SUPPRESSION"
    assert passages(root) == {name: before[name] for name in ("N-1", "N-3")}
    assert (bilan.lignes, bilan.passages, bilan.ecartes, bilan.valide) == (2, 2, 0, True)
    assert codes(bilan) == ["SUP-03"]
    schema().assertValid(root)


def test_the_file_says_what_it_is_by_its_name(withdrawn):
    (file,) = withdrawn(deposit(a_passage()), ids=["2026-0001"]).fichiers

    assert file.chemin.name == "suppression-12ABC345-20260901-103000.xml"


def test_it_is_what_a_workbook_gives(tmp_path):
    rows = sound_rows(3)
    classeur = csv_of(tmp_path / "t.csv", rows)
    depot = generate(classeur, tmp_path, a_demande()).fichiers[0].chemin
    of_depot = withdraw_flux([depot], tmp_path / "1", a_demande(), chosen("N-2"))
    of_rows = withdraw_classeur(classeur, tmp_path / "2", a_demande(), chosen("N-2"))

    assert of_depot.fichiers[0].sha256 == of_rows.fichiers[0].sha256
    assert of_rows.lignes == 1


def test_a_deposit_of_another_tool_keeps_its_own_spelling(withdrawn):
    source = COMPLET.replace(b"<cpf:code>RS99001", b"<cpf:code>rs 99001")
    root = parsed(withdrawn(source, ids=["lot-11 n° 2"]))

    assert root.findtext(f".//{NS}code") == "rs 99001"
    assert root.findtext(f".//{NS}natureDeposant") == "TIERS_CONFIANCE"
    assert root.findtext(f".//{NS}emetteur/{NS}idClient") == "99TIERS0"
    assert root.findtext(f".//{NS}libelleOption") == "Breton & gallo"
    schema().assertValid(root)


def test_a_deposit_whose_namespace_is_the_default_one_is_taken(withdrawn):
    text = COMPLET.decode().replace("xmlns:cpf=", "xmlns=")
    text = text.replace("<cpf:", "<").replace("</cpf:", "</")
    root = parsed(withdrawn(text, ids=["lot-11 n° 1"]))

    assert root.findtext(f".//{NS}nomNaissance") == "L'HER"
    schema().assertValid(root)


def test_everything_can_be_withdrawn(withdrawn):
    bilan = withdrawn(COMPLET)

    assert len(passages(parsed(bilan))) == bilan.passages == 3


def test_the_rules_do_not_judge_what_was_accepted(withdrawn):
    odd = a_passage(certification=a_certification(code="RS6000"))

    assert codes(withdrawn(deposit(odd), ids=["2026-0001"])) == ["SUP-03"]


def test_several_deposits_are_searched(withdrawn):
    other = a_certification(certificateur=a_certificateur(id_client="98ZYX765"))
    second = deposit(a_passage(id_technique="N-2", certification=other))
    bilan = withdrawn(deposit(a_passage()), second, ids=["2026-0001", "N-2"])

    assert [file.passages for file in bilan.fichiers] == [1, 1]


def test_the_same_passage_met_twice_is_withdrawn_once(withdrawn):
    bilan = withdrawn(deposit(a_passage()), deposit(a_passage()), ids=["2026-0001"])

    assert (bilan.passages, len(passages(parsed(bilan)))) == (1, 1)


def test_files_are_cut_to_the_limits(withdrawn):
    source = deposit(*(a_passage(id_technique=f"N-{rank}") for rank in range(3)))
    bilan = withdrawn(source, limits=Limits(passages=2))

    assert [file.passages for file in bilan.fichiers] == [2, 1]


def test_progress_is_told(tmp_path):
    path = tmp_path / "d.xml"
    path.write_bytes(COMPLET)
    seen = []
    withdraw_flux([path], tmp_path, a_demande(), None, lambda *told: seen.append(told))

    assert seen == [(3, None)]


# --- All or nothing


def test_an_unknown_identifier_keeps_everything_back(tmp_path):
    path = tmp_path / "d.xml"
    path.write_bytes(deposit(a_passage()))
    wanted = Selection({"2026-0001": "", "X-1": " (ligne 2 de la liste)", "X-2": ""})
    bilan = withdraw_flux([path], tmp_path / "s", a_demande(), wanted)

    assert [one.code for one in bilan.anomalies] == ["SUP-01", "SUP-01"]
    assert told(bilan)[0][2].startswith("« X-1 » (ligne 2 de la liste) n'est pas dans ce fichier.")
    assert (list(bilan.fichiers), names(tmp_path / "s"), bilan.valide) == ([], [], False)


def test_no_identifier_at_all_is_told_one_by_one(withdrawn):
    assert codes(withdrawn(deposit(a_passage()), ids=["X-1", "X-2"])) == ["SUP-01", "SUP-01"]


def test_a_passage_said_in_two_ways_keeps_everything_back(withdrawn):
    corrected = a_passage(verbatim="corrigé")
    bilan = withdrawn(deposit(a_passage()), deposit(corrected), ids=["2026-0001"])

    ((code, ligne, message),) = told(bilan)
    assert (code, ligne) == ("SUP-02", 17)
    assert message.startswith("depot-1.xml : « 2026-0001 » est dit ici autrement")
    assert list(bilan.fichiers) == []


def test_what_the_schema_refuses_keeps_everything_back(withdrawn):
    wrong = [a_passage(id_technique=f"N-{rank}", scoring="x" * 256) for rank in range(2)]
    bilan = withdrawn(deposit(a_passage(), *wrong))

    assert [(one.code, one.ou.rubrique, one.ou.ligne) for one in bilan.anomalies] == [
        ("XSD-01", "scoring", 24),
        ("XSD-01", "scoring", 31),
    ]
    assert (bilan.lignes, bilan.ecartes, list(bilan.fichiers)) == (3, 2, [])


def test_what_the_schema_refuses_of_a_certification_is_told_once(withdrawn):
    source = COMPLET.replace(b"<cpf:code>RS99001</cpf:code>", b"")

    assert codes(withdrawn(source)) == ["XSD-02"]


def test_passages_without_identifier_are_not_taken_for_one_another(withdrawn):
    bilan = withdrawn(deposit(a_passage(id_technique=""), a_passage(id_technique="", scoring="A")))

    assert codes(bilan) == ["XSD-01", "XSD-01"]


# --- From a workbook


def test_rows_that_are_not_chosen_are_not_judged(tmp_path):
    rows = [*sound_rows(2), *sound_rows(1, idTechnique="FAUX", sexe="Z")]
    bilan = withdraw_classeur(
        xlsx_of(tmp_path / "t.xlsx", rows), tmp_path / "s", a_demande(), chosen("N-1")
    )

    assert codes(bilan) == ["SUP-03"]
    assert list(passages(parsed(bilan))) == ["N-1"]


def test_a_faulty_row_keeps_everything_back_even_when_setting_aside_is_asked(tmp_path):
    rows = [*sound_rows(2), *sound_rows(1, idTechnique="FAUX", sexe="Z")]
    bilan = withdraw_classeur(
        csv_of(tmp_path / "t.csv", rows), tmp_path / "s", a_demande(ecarter=True), None
    )

    assert "ENU-01" in codes(bilan)
    assert (list(bilan.fichiers), bilan.a_corriger, names(tmp_path / "s")) == ([], None, [])


@pytest.mark.parametrize("without", [(), ("idTechnique",)])
def test_an_identifier_that_no_row_has_keeps_everything_back(tmp_path, without):
    rows = [{k: v for k, v in row.items() if k not in without} for row in sound_rows(2)]
    bilan = withdraw_classeur(
        csv_of(tmp_path / "t.csv", rows), tmp_path / "s", a_demande(), chosen("X-1")
    )

    assert codes(bilan) == ["SUP-01"]
    assert names(tmp_path / "s") == []


def test_a_list_is_no_source(tmp_path):
    path = tmp_path / "ids.txt"
    path.write_text("N-1\nN-2\n", encoding="utf-8")

    with pytest.raises(ClasseurError, match="titres"):
        withdraw_classeur(path, tmp_path, a_demande(), None)


# --- Refusals


def test_a_version_without_action_is_refused(withdrawn):
    with pytest.raises(SchemaError, match=r"1\.1\.2 du format ne sait pas retirer"):
        withdrawn(COMPLET, version="1.1.2")


def test_a_withdrawal_is_not_withdrawn(withdrawn):
    with pytest.raises(FluxError, match="retire lui-même"):
        withdrawn(deposit(a_passage(), flux=a_flux(action="SUPPRESSION")))


def test_a_deposit_without_passage_is_refused(withdrawn):
    with pytest.raises(FluxError, match="rien à retirer"):
        withdrawn(NATIONAL.replace(b"passageCertification>", b"passage>"))


# --- The check of a withdrawal


def test_the_check_of_such_a_deposit_says_what_it_does(tmp_path):
    path = tmp_path / "depot.xml"
    path.write_bytes(deposit(a_passage(), flux=a_flux(action="SUPPRESSION")))
    bilan = verify_flux(path, a_demande())

    ((code, ligne, message),) = told(bilan)
    assert (code, ligne, bilan.valide) == ("SUP-03", 5, True)
    assert "demandez confirmation à support.certificateurs@caissedesdepots.fr" in message
