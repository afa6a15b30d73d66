"""Deposits on the disk: one certificateur a file, named, numbered, cut, and always the same bytes."""

import hashlib
import os
from collections import Counter

import pytest
from lxml import etree

from accrochage.erreurs import EcritureError
from accrochage.flux.decoupe import Limits
from accrochage.flux.ecriture import FluxWriter
from factories.flux import NS, STAMP, a_flux, schema, write_deposits
from factories.passages import a_certificateur, a_certification, a_passage
from factories.textes import plain

ONE = a_certification()
TWO = a_certification(code="RS6000", type="RS", nature_deposant="TIERS_CONFIANCE")
ELSEWHERE = a_certification(certificateur=a_certificateur(id_client="99ZZZ999", id_contrat="2"))


def passages(*certifications):
    return [
        a_passage(id_technique=f"n° {rank}", certification=certification)
        for rank, certification in enumerate(certifications)
    ]


def read(file):
    """Return the identifiers of the passages of each certification of a file, after checking that it is valid and as said."""
    content = file.chemin.read_bytes()
    document = etree.fromstring(content)
    schema().assertValid(document)
    found = [
        (section.findtext(f"{NS}code"), [node.text for node in section.iter(f"{NS}idTechnique")])
        for section in document.iter(f"{NS}certification")
    ]
    assert file.octets == len(content)
    assert file.sha256 == hashlib.sha256(content).hexdigest()
    assert file.passages == sum(len(ids) for _, ids in found)
    return found


def names(folder):
    return sorted(path.name for path in folder.iterdir())


def flux_ids(files):
    return [etree.parse(file.chemin).findtext(f"{NS}idFlux") for file in files]


# --- What goes where


def test_a_deposit_is_written_whole(tmp_path):
    (file,) = write_deposits(tmp_path, passages(ONE, ONE, ONE, ONE))

    assert read(file) == [("RNCP35726", ["n° 0", "n° 1", "n° 2", "n° 3"])]
    assert file.chemin == tmp_path / f"accrochage-12ABC345-{STAMP}.xml"
    assert names(tmp_path) == [file.chemin.name]


@pytest.mark.parametrize(
    ("order", "wanted"),
    [
        ((ONE, ONE, TWO, TWO), [("RNCP35726", ["n° 0", "n° 1"]), ("RS6000", ["n° 2", "n° 3"])]),
        ((ONE, TWO, ONE, TWO), [("RNCP35726", ["n° 0", "n° 2"]), ("RS6000", ["n° 1", "n° 3"])]),
        ((TWO, ONE, ONE, TWO), [("RS6000", ["n° 0", "n° 3"]), ("RNCP35726", ["n° 1", "n° 2"])]),
    ],
)
@pytest.mark.parametrize("size", [1, 2, 4])
def test_certifications_are_gathered_although_their_rows_alternate(tmp_path, order, wanted, size):
    (file,) = write_deposits(tmp_path, passages(*order), size=size)

    assert read(file) == wanted
    assert flux_ids([file]) == ["AGRAFE-1"]


@pytest.mark.parametrize(
    "order", [(ONE, ELSEWHERE, TWO, ELSEWHERE), (ONE, TWO, ELSEWHERE, ELSEWHERE)]
)
def test_each_certificateur_has_its_file(tmp_path, order):
    mine, theirs = write_deposits(tmp_path, passages(*order), size=1)

    assert [code for code, _ in read(mine)] == ["RNCP35726", "RS6000"]
    assert [len(ids) for _, ids in read(theirs)] == [2]
    assert names(tmp_path) == [
        f"accrochage-12ABC345-{STAMP}.xml",
        f"accrochage-99ZZZ999-{STAMP}.xml",
    ]
    assert flux_ids([mine, theirs]) == ["AGRAFE-1-001", "AGRAFE-1-002"]


def test_equal_certifications_that_are_not_the_same_object_are_gathered(tmp_path):
    (file,) = write_deposits(
        tmp_path, passages(ONE, a_certification(), TWO, a_certification()), size=4
    )

    assert read(file) == [("RNCP35726", ["n° 0", "n° 1", "n° 3"]), ("RS6000", ["n° 2"])]


def test_nothing_gives_no_file(tmp_path):
    assert write_deposits(tmp_path / "new", []) == []
    assert names(tmp_path / "new") == []


def test_nothing_is_left_when_nothing_is_finished(tmp_path):
    with FluxWriter(tmp_path, a_flux(), Limits()):
        assert len(names(tmp_path)) == 1
    assert names(tmp_path) == []


# --- Names


def test_files_of_a_certificateur_are_numbered(tmp_path):
    files = write_deposits(tmp_path, passages(ONE, ONE, ELSEWHERE, ONE), limits=Limits(passages=2))

    assert [file.chemin.name for file in files] == [
        f"accrochage-12ABC345-{STAMP}-001.xml",
        f"accrochage-12ABC345-{STAMP}-002.xml",
        f"accrochage-99ZZZ999-{STAMP}.xml",
    ]
    assert flux_ids(files) == ["AGRAFE-1-001", "AGRAFE-1-002", "AGRAFE-1-003"]


@pytest.mark.parametrize(
    ("identifiers", "wanted"),
    [
        (["../../ab"], ["______ab"]),
        (["C:\\é \n<>"], ["C_______"]),
        (["12ABC/45", "12ABC_45"], ["12ABC_45", "12ABC_45"]),
        (["12abc345", "12ABC345"], ["12abc345", "12ABC345"]),
    ],
)
def test_a_name_is_safe_and_unique_whatever_the_certificateur(tmp_path, identifiers, wanted):
    owners = [
        a_certification(certificateur=a_certificateur(id_client=name)) for name in identifiers
    ]
    files = write_deposits(tmp_path / "a" / "b", passages(*owners))
    found = [file.chemin.name for file in files]

    assert [name.split("-")[1] for name in found] == wanted
    assert len({name.lower() for name in found}) == len(found)
    assert names(tmp_path / "a" / "b") == sorted(found)
    assert names(tmp_path) == ["a"]


def test_two_contracts_of_one_certificateur_have_their_files(tmp_path):
    other = a_certification(certificateur=a_certificateur(id_contrat="AUTRE"))
    files = write_deposits(tmp_path, passages(ONE, other))

    assert [file.chemin.name[-8:-4] for file in files] == ["-001", "-002"]


def test_the_folder_is_made(tmp_path):
    (file,) = write_deposits(tmp_path / "a" / "b", passages(ONE))

    assert file.chemin.parent == tmp_path / "a" / "b"


# --- Limits


@pytest.mark.parametrize(
    ("limit", "counts"), [(1, [1, 1, 1, 1, 1]), (2, [2, 2, 1]), (4, [4, 1]), (5, [5])]
)
@pytest.mark.parametrize("order", [(ONE,) * 5, (ONE, TWO, ONE, TWO, ONE)])
def test_files_hold_as_many_passages_as_is_allowed(tmp_path, limit, counts, order):
    files = write_deposits(tmp_path, passages(*order), limits=Limits(passages=limit))

    assert [file.passages for file in files] == counts
    found = Counter(name for file in files for _, ids in read(file) for name in ids)
    assert found == Counter(f"n° {rank}" for rank in range(5))


@pytest.mark.parametrize("order", [(ONE,) * 6, (ONE, TWO) * 3, (ONE, ONE, ONE, TWO, TWO, TWO)])
def test_files_are_cut_at_the_last_byte(tmp_path, order):
    whole = passages(*order)
    three = write_deposits(tmp_path / "3", whole, limits=Limits(passages=3))[0].octets

    exact = write_deposits(tmp_path / "exact", whole, limits=Limits(octets=three))
    short = write_deposits(tmp_path / "short", whole, limits=Limits(octets=three - 1))

    assert exact[0].octets == three
    assert [exact[0].passages, short[0].passages] == [3, 2]
    assert all(file.octets <= three for file in exact)
    for file in (*exact, *short):
        read(file)


def test_a_file_that_just_fits_is_not_cut(tmp_path):
    whole = passages(*[ONE] * 4)
    octets = write_deposits(tmp_path / "whole", whole)[0].octets + len("-001")

    assert len(write_deposits(tmp_path / "fits", whole, limits=Limits(octets=octets))) == 1
    assert len(write_deposits(tmp_path / "cut", whole, limits=Limits(octets=octets - 1))) == 2


def test_the_thousandth_number_takes_its_byte(tmp_path, monkeypatch):
    monkeypatch.setattr(os, "fsync", lambda _: None)  # a thousand times would be long
    whole = [a_passage(id_technique=f"{rank:04}") for rank in range(2_003)]
    two = write_deposits(tmp_path / "two", whole[:3], limits=Limits(passages=2))[0].octets
    files = write_deposits(tmp_path / "many", whole, limits=Limits(octets=two), size=500)

    assert [file.passages for file in files] == [2] * 999 + [1] * 5
    assert max(file.octets for file in files) == two
    assert files[-1].chemin.name.endswith("-1004.xml")
    assert flux_ids(files[-1:]) == ["AGRAFE-1-1004"]


# --- Identifiers of flux


def test_a_numbered_identifier_has_50_characters_at_the_most(tmp_path):
    files = write_deposits(
        tmp_path, passages(ONE, ONE), a_flux(id_flux="x" * 46), Limits(passages=1)
    )

    assert flux_ids(files) == [f"{'x' * 46}-001", f"{'x' * 46}-002"]


def test_an_identifier_that_cannot_be_numbered_is_refused_before_anything_is_written(tmp_path):
    with pytest.raises(EcritureError) as caught:
        write_deposits(tmp_path, passages(ONE, ONE), a_flux(id_flux="x" * 47), Limits(passages=1))

    assert plain(str(caught.value)) == (
        "Ce dépôt fait 2 fichiers, dont les identifiants sont numérotés : donnez un identifiant de flux de 46 caractères au plus."
    )
    assert names(tmp_path) == []


def test_an_identifier_that_is_not_numbered_may_have_50_characters(tmp_path):
    files = write_deposits(tmp_path, passages(ONE, ONE), a_flux(id_flux="x" * 50))

    assert flux_ids(files) == ["x" * 50]


# --- The same bytes


@pytest.mark.parametrize("limits", [Limits(), Limits(passages=2)])
@pytest.mark.parametrize("order", [(ONE,) * 5, (ONE, TWO, ELSEWHERE, TWO, ONE)])
def test_the_same_passages_give_the_same_bytes(tmp_path, limits, order):
    runs = [write_deposits(tmp_path / name, passages(*order), limits=limits) for name in "ab"]
    again = write_deposits(tmp_path / "c", passages(*order), limits=limits, size=1)

    contents = [
        [(f.chemin.name, f.chemin.read_bytes(), *f[1:]) for f in run] for run in (*runs, again)
    ]
    assert contents[0] == contents[1] == contents[2]


def test_the_permissions_follow_the_mask_of_the_user(tmp_path):
    before = os.umask(0o027)
    try:
        (file,) = write_deposits(tmp_path / "a", passages(ONE))
        files = write_deposits(tmp_path / "b", passages(ONE, ELSEWHERE))
    finally:
        os.umask(before)

    assert {oct(f.chemin.stat().st_mode & 0o777) for f in (file, *files)} == {"0o640"}
