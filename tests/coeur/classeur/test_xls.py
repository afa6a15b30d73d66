"""The inside of an .xls: read as far as it takes to know that the reader will survive it."""

import struct

import pytest

from accrochage.classeur.xls import CompoundFile, is_protected, refuse_excess, workbook_stream
from factories.classeurs import TABLE, patch, write_xls

DAMAGE = (ValueError, struct.error)
FREE = 0xFFFFFFFF


@pytest.fixture
def xls(tmp_path):
    return write_xls(tmp_path / "a.xls", {"Passages": TABLE})


def inspect(path):
    """Do what is done before an .xls is read."""
    workbook = workbook_stream(CompoundFile(path.read_bytes()))
    refuse_excess(workbook)
    return workbook


def record(kind, content=b""):
    return struct.pack("<HH", kind, len(content)) + content


def workbook(*cells, strings=0):
    """Return the stream of a workbook of one sheet, given its records."""
    body = b"".join(cells) + record(0x0A)
    start = record(0x0809) + record(0xFC, struct.pack("<II", 0, strings))
    sheet_at = len(start) + len(record(0x85, bytes(4))) + len(record(0x0A))
    return start + record(0x85, struct.pack("<I", sheet_at)) + record(0x0A) + body


def number(row, column):
    return record(0x203, struct.pack("<HHHd", row, column, 0, 1.5))


# --- The compound file


def test_finds_the_workbook(xls):
    content = CompoundFile(xls.read_bytes())

    assert "Workbook" in content.streams
    assert inspect(xls).startswith(b"\x09\x08")


def test_reads_a_table_of_sectors_that_the_header_does_not_list(xls):
    content = bytearray(xls.read_bytes())
    (table,) = struct.unpack_from("<I", content, 76)
    struct.pack_into("<I", content, 68, len(content) // 512 - 1)
    struct.pack_into("<I", content, 76, FREE)
    xls.write_bytes(content + struct.pack("<128I", table, *[FREE] * 126, 0xFFFFFFFE))

    assert inspect(xls)


def compound(name, content, *, sector=512):
    """Return a compound file of one short stream: header, table, directory, mini table, short streams."""
    shift = sector.bit_length() - 1
    head = struct.pack(
        "<8s16xHHHHH6xIIIIIIIIII",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
        0,
        3,
        0xFFFE,
        shift,
        6,
        0,
        1,
        1,
        0,
        4096,
        2,
        1,
        0xFFFFFFFE,
        0,
        0,
    )
    head += struct.pack("<109I", 0, *[FREE] * 108)[4:]
    end = 0xFFFFFFFE
    table = struct.pack("<4I", 0xFFFFFFFD, end, end, end).ljust(sector, b"\xff")
    minis = -(-len(content) // 64)
    chain = [*range(1, minis), end]

    def entry(name, start, size, kind):
        return (
            name.encode("utf-16-le").ljust(64, b"\0")
            + bytes([0, 0, kind])
            + bytes(49)
            + struct.pack("<II", start, size)
            + bytes(4)
        )

    directory = entry("Root Entry", 3, minis * 64, 5) + entry(name, 0, len(content), 2)
    mini_table = struct.pack(f"<{minis}I", *chain).ljust(sector, b"\xff")
    return (
        head.ljust(sector, b"\0")
        + table
        + directory.ljust(sector, b"\0")
        + mini_table
        + content.ljust(sector, b"\0")
    )


@pytest.mark.parametrize("sector", [512, 4096])
def test_reads_a_short_stream(sector):
    content = CompoundFile(compound("Book", b"0123456789" * 20, sector=sector))

    assert workbook_stream(content) == b"0123456789" * 20


def test_another_kind_of_compound_file_has_no_workbook():
    assert workbook_stream(CompoundFile(compound("WordDocument", b"x"))) is None


@pytest.mark.parametrize(
    ("at", "shape", "value"),
    [
        (30, "<H", 200),  # size of a sector
        (48, "<I", FREE),  # no directory
        (68, "<I", 1),  # a second table that is itself
        (68, "<I", 9_999),  # a second table outside the file
    ],
)
def test_a_damaged_header_is_refused(xls, at, shape, value):
    patch(xls, at, shape, value)

    with pytest.raises(DAMAGE):
        CompoundFile(xls.read_bytes())


def test_a_second_table_that_comes_back_on_itself_is_refused(xls):
    patch(xls, 68, "<I", 2)
    patch(xls, 512 * 4 - 4, "<I", 2)

    with pytest.raises(ValueError, match="^$"):
        CompoundFile(xls.read_bytes())


def test_a_chain_that_comes_back_on_itself_is_refused(xls):
    content = xls.read_bytes()
    table = (struct.unpack_from("<I", content, 76)[0] + 1) * 512
    patch(xls, table + 4 * 5, "<I", 3)

    with pytest.raises(ValueError, match="^$"):
        CompoundFile(xls.read_bytes())


@pytest.mark.parametrize("size", [0, 8, 60, 75, 511, 512, 1024, 2000])
def test_a_file_cut_short_is_refused(xls, size):
    with pytest.raises(DAMAGE):
        CompoundFile(xls.read_bytes()[:size])


# --- The workbook


def test_a_sound_workbook_is_let_through():
    refuse_excess(workbook(number(0, 0), number(65_535, 255), strings=3))


@pytest.mark.parametrize(
    "cell",
    [
        number(65_535, 65_535),
        record(0xBD, struct.pack("<HH", 65_535, 0) + bytes(6 * 2000)),
        record(0xFD, struct.pack("<HHHI", 65_535, 40_000, 0, 0)),
        record(0x200, struct.pack("<IIHHxx", 0, 4_000_000_000, 0, 4)),
        record(0x200, struct.pack("<IIHHxx", 5, 5, 0, 4)),
        record(0x200, struct.pack("<HHHHxx", 0, 65_000, 9, 2)),
    ],
)
def test_a_cell_or_a_size_beyond_those_of_excel_is_refused(cell):
    with pytest.raises(ValueError, match="^$"):
        refuse_excess(workbook(number(0, 0), cell))


@pytest.mark.parametrize(
    "size",
    [
        struct.pack("<IIHHxx", 0, 65_536, 0, 256),
        struct.pack("<IIHHxx", 0, 0, 0, 0),
        struct.pack("<IIHHxx", 0, 9, 0, 0),
        struct.pack("<HHHHxx", 0, 65_000, 0, 200),
    ],
)
def test_a_plausible_size_is_let_through(size):
    refuse_excess(workbook(record(0x200, size)))


def test_a_false_count_of_strings_is_refused():
    with pytest.raises(ValueError, match="^$"):
        refuse_excess(workbook(number(0, 0), strings=1_000_000))


@pytest.mark.parametrize("cut", [record(0xFC), record(0x85), workbook(number(0, 0))[:-16]])
def test_records_cut_short_are_refused(cut):
    with pytest.raises(struct.error):
        refuse_excess(cut)


def test_a_password_is_seen():
    assert is_protected(record(0x0809) + record(0x2F) + record(0x0A))
    assert not is_protected(record(0x0809) + record(0x0A) + record(0x2F))
