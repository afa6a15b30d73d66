"""Deposits made of passages that come from elsewhere than a file."""

from datetime import datetime, timedelta, timezone

import pytest
from lxml import etree

from accrochage.dictionnaire import NAMESPACE
from accrochage.flux.decoupe import Limits
from accrochage.flux.validation import BLOCK
from accrochage.modele import Flux, IdentifiantNational
from accrochage.operations import DemandeDepot, write_depot
from factories.passages import a_certification, a_passage

FLUX = Flux("flux-1", datetime(2026, 9, 1, 10, tzinfo=timezone(timedelta(hours=2))), "1.1.5")


def passages(count, **overrides):
    return (a_passage(id_technique=f"2026-{rank:05}", **overrides) for rank in range(count))


def written(fichiers):
    return [
        [one.text for one in etree.parse(each.chemin).iter(f"{{{NAMESPACE}}}idTechnique")]
        for each in fichiers
    ]


def test_writes_every_passage_once_in_order(tmp_path):
    depot = write_depot(tmp_path, passages(BLOCK + 7), DemandeDepot(flux=FLUX))

    assert depot.passages == BLOCK + 7
    assert written(depot.fichiers) == [[f"2026-{rank:05}" for rank in range(BLOCK + 7)]]
    assert not depot.refus


def test_the_same_passages_give_the_same_bytes(tmp_path):
    prints = [
        write_depot(tmp_path / name, passages(3), DemandeDepot(flux=FLUX)).fichiers[0].sha256
        for name in "ab"
    ]

    assert prints[0] == prints[1]


def test_is_cut_where_the_limits_say(tmp_path):
    limits = Limits(passages=2)

    depot = write_depot(tmp_path, passages(5), DemandeDepot(flux=FLUX, limits=limits))

    assert [len(one) for one in written(depot.fichiers)] == [2, 2, 1]


def test_one_refusal_keeps_everything_back(tmp_path):
    bad = a_passage(id_technique="2026-bad", niveau_langue_europeen="D9")

    depot = write_depot(tmp_path, [*passages(2), bad], DemandeDepot(flux=FLUX))

    assert list(depot.refus) == ["2026-bad"]
    assert depot.refus["2026-bad"][0].ou.rubrique == "niveauLangueEuropeen"
    assert not depot.fichiers
    assert not list(tmp_path.iterdir())


def test_no_passage_makes_no_deposit(tmp_path):
    depot = write_depot(tmp_path, [], DemandeDepot(flux=FLUX))

    assert depot.passages == 0
    assert not depot.fichiers
    assert not list(tmp_path.iterdir())


def test_withdraws_too(tmp_path):
    demande = DemandeDepot(flux=FLUX._replace(action="SUPPRESSION"))

    depot = write_depot(tmp_path, passages(1), demande)

    [fichier] = depot.fichiers
    assert fichier.chemin.name.startswith("suppression")
    assert b"<cpf:action>SUPPRESSION<" in fichier.chemin.read_bytes()


def test_gathers_the_passages_of_a_certification(tmp_path):
    other = a_certification(code="RNCP11111")
    mixed = [
        a_passage(id_technique="1"),
        a_passage(id_technique="2", certification=other),
        a_passage(id_technique="3"),
    ]

    depot = write_depot(tmp_path, mixed, DemandeDepot(flux=FLUX))

    assert written(depot.fichiers) == [["1", "3", "2"]]


def test_tells_how_far_it_is(tmp_path):
    told = []

    write_depot(
        tmp_path,
        passages(2 * BLOCK + 1),
        DemandeDepot(flux=FLUX),
        lambda done, total: told.append((done, total)),
    )

    assert told[-1] == (2 * BLOCK + 1, None)


@pytest.mark.parametrize(
    ("overrides", "keys"),
    [
        ({"donnee_certifiee": None}, ["donneeCertifiee"]),
        ({"identification": None}, ["nomNaissance"]),
        ({"identification": IdentifiantNational(None, None)}, ["nir", "nomNaissance"]),
        ({"id_technique": None}, ["idTechnique"]),
    ],
)
def test_what_lacks_a_required_value_is_refused(tmp_path, overrides, keys):
    lacking = a_passage(**{"id_technique": "2026-lack", **overrides})

    depot = write_depot(tmp_path, [*passages(2), lacking], DemandeDepot(flux=FLUX))

    (refus,) = depot.refus.values()
    assert [(one.code, one.ou.rubrique) for one in refus] == [("OBL-01", key) for key in keys]
    assert depot.passages == 3
    assert not depot.fichiers
