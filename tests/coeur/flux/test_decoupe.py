"""Where deposits are cut: as late as the limits allow, never later."""

from array import array
from itertools import chain, pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accrochage.flux.decoupe import MAX_BYTES, MAX_PASSAGES, Limits, Piece, plan_files
from accrochage.flux.rendu import CERTIFICATION_CLOSING, open_certification
from factories.passages import a_certificateur, a_certification

HEAD = 100
ONE = a_certification()
TWO = a_certification(code="RNCP2")
ELSEWHERE = a_certification(certificateur=a_certificateur(id_client="99ZZZ999"))
FRAME = len(open_certification(ONE).encode()) + len(CERTIFICATION_CLOSING)


def plans(pieces, *, octets=10_000, passages=1_000):
    """Return, of each file, its passages and its ranges by certification."""
    found = plan_files(pieces, lambda *_: HEAD, Limits(octets, passages))
    return [(plan.passages, [(s.certification, s.ranges) for s in plan.sections]) for plan in found]


def piece(offset, *lengths):
    return Piece(offset, array("L", lengths))


def test_the_limits_are_those_of_the_cdc():
    assert Limits() == (MAX_BYTES, MAX_PASSAGES) == (200_000_000, 200_000)


def test_pieces_that_follow_one_another_are_copied_at_once():
    assert plans({ONE: [piece(0, 10, 20), piece(30, 5)]}) == [(3, [(ONE, [(0, 35)])])]


def test_pieces_with_others_between_are_copied_apart():
    pieces = {ONE: [piece(0, 10), piece(30, 5)], TWO: [piece(10, 20)]}

    assert plans(pieces) == [(3, [(ONE, [(0, 10), (30, 5)]), (TWO, [(10, 20)])])]


def test_a_file_has_one_certificateur():
    pieces = {ONE: [piece(0, 10)], ELSEWHERE: [piece(10, 10)], TWO: [piece(20, 10)]}

    assert plans(pieces) == [
        (2, [(ONE, [(0, 10)]), (TWO, [(20, 10)])]),
        (1, [(ELSEWHERE, [(10, 10)])]),
    ]


@pytest.mark.parametrize(
    ("limit", "counts"), [(1, [1] * 5), (2, [2, 2, 1]), (4, [4, 1]), (5, [5]), (6, [5])]
)
def test_files_are_cut_at_the_number_of_passages(limit, counts):
    pieces = {ONE: [piece(0, 10, 10, 10), piece(30, 10)], TWO: [piece(40, 10)]}

    assert [passages for passages, _ in plans(pieces, passages=limit)] == counts


@pytest.mark.parametrize(
    ("room", "counts"), [(29, [2, 1]), (30, [3]), (20, [2, 1]), (19, [1, 1, 1])]
)
def test_files_are_cut_at_the_last_byte(room, counts):
    found = plans({ONE: [piece(0, 10, 10, 10)]}, octets=HEAD + FRAME + room)

    assert [passages for passages, _ in found] == counts


def test_opening_a_certification_takes_its_bytes():
    pieces = {ONE: [piece(0, 10)], TWO: [piece(10, 10)]}
    both = HEAD + FRAME + 10 + FRAME - len("35726") + len("2") + 10

    assert len(plans(pieces, octets=both)) == 1
    assert len(plans(pieces, octets=both - 1)) == 2


def test_a_certification_cut_in_two_is_opened_in_both_files():
    found = plans({ONE: [piece(0, 10, 10, 10)]}, passages=2)

    assert found == [(2, [(ONE, [(0, 20)])]), (1, [(ONE, [(20, 10)])])]


def test_a_passage_larger_than_the_limit_has_a_file_of_its_own():
    found = plans({ONE: [piece(0, 10, 9_000, 10)]}, octets=500)

    assert found == [
        (1, [(ONE, [(0, 10)])]),
        (1, [(ONE, [(10, 9_000)])]),
        (1, [(ONE, [(9_010, 10)])]),
    ]


def test_the_head_of_each_file_is_asked_by_its_rank():
    asked = []

    def head(certificateur, rank):
        asked.append((certificateur.id_client, rank))
        return HEAD

    list(plan_files({ONE: [piece(0, 1, 1)], ELSEWHERE: [piece(2, 1)]}, head, Limits(10_000, 1)))

    assert asked == [("12ABC345", 1), ("12ABC345", 2), ("99ZZZ999", 3)]


def test_nothing_gives_no_file():
    assert plans({}) == []


LENGTHS = st.lists(st.integers(1, 300), min_size=1, max_size=8)
SPOOL = st.lists(st.tuples(st.sampled_from([ONE, TWO, ELSEWHERE]), LENGTHS), max_size=8)


@given(SPOOL, st.integers(400, 2_000), st.integers(1, 12))
def test_every_passage_goes_to_one_file_cut_as_late_as_possible(spool, octets, passages):
    pieces, lengths, offset = {}, {}, 0
    for certification, group in spool:
        pieces.setdefault(certification, []).append(piece(offset, *group))
        for length in group:
            lengths[offset] = length
            offset += length

    found = list(plan_files(pieces, lambda *_: HEAD, Limits(octets, passages)))

    files = [_passages_of(plan, lengths) for plan in found]
    assert sorted(chain(*files)) == sorted(lengths)
    assert [len(file) for file in files] == [plan.passages for plan in found]
    for plan, file in zip(found, files, strict=True):
        assert plan.passages <= passages
        assert _size(plan) <= octets or len(file) == 1
    for (plan, file), (after, following) in pairwise(zip(found, files, strict=True)):
        opened = after.sections[0].certification
        frame = 0 if opened == plan.sections[-1].certification else _frame(opened)
        full = len(file) == passages or _size(plan) + frame + lengths[following[0]] > octets
        assert full or after.certificateur != plan.certificateur


def _passages_of(plan, lengths):
    """Return the offsets of the passages that a file holds, in order."""
    ranges = [
        (offset, offset + length) for section in plan.sections for offset, length in section.ranges
    ]
    found = [offset for start, end in ranges for offset in sorted(lengths) if start <= offset < end]
    assert sum(lengths[offset] for offset in found) == sum(end - start for start, end in ranges)
    return found


def _frame(certification):
    return len(open_certification(certification).encode()) + len(CERTIFICATION_CLOSING)


def _size(plan):
    content = sum(length for section in plan.sections for _, length in section.ranges)
    return HEAD + content + sum(_frame(section.certification) for section in plan.sections)
