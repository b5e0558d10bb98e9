"""What a formula refers to is told from its text, and what rests on a changed cell is found by whatever way."""

import random

import pytest
import sheets

from newswatch.errors import InputError
from newswatch.report.sheets.addresses import Area, address_of, areas_of, spot_of
from newswatch.report.sheets.dependents import dependents
from newswatch.report.sheets.worksheet import Formula


def area(sheet: str, first: str, last: str) -> Area:
    """An area by its corners."""
    one, other = spot_of(first), spot_of(last)
    assert one
    assert other
    return Area(sheet, one, other)


@pytest.mark.parametrize(
    ("formula", "expected"),
    [
        ("SUM(D4:D5)", [area("", "D4", "D5")]),
        ("$D$4+d5*2", [area("", "D4", "D4"), area("", "D5", "D5")]),
        ("'Tự chấm 1'!B2-Tổng!C3", [area("Tự chấm 1", "B2", "B2"), area("Tổng", "C3", "C3")]),
        ("'Xã ''A'''!B2", [area("Xã 'A'", "B2", "B2")]),
        ("SUM(D:D)", [area("", "D1", "D1048576")]),
        ("SUM(3:4)", [area("", "A3", "XFD4")]),
        ('IF(A1>1.5E3,"xem B9 [x]",TRUE)', [area("", "A1", "A1")]),
        ("_xlfn.CONCAT(A1)&LOG10(B2)", [area("", "A1", "A1"), area("", "B2", "B2")]),
        ("ROUND(1+1,2)", []),
        ("[1]Sheet1!A1+'[2]Bảng x'!$B$2:C3+A1", [area("", "A1", "A1")]),
        ("Tong_diem+1", None),
        ("SUM(Bang1[Điểm])", None),
        ("INDIRECT(A1)", None),
        ("OFFSET(A1,1,1)", None),
        ("SUM(Sheet1:Sheet3!A1)", None),
    ],
)
def test_what_a_formula_refers_to(formula: str, expected: list[Area] | None) -> None:
    """Cells, areas, columns and rows of any sheet are told; names, tables and what is worked out while calculating can't be."""
    assert areas_of(formula) == expected


def test_a_shared_formula_is_moved() -> None:
    """A shared formula refers from each of its cells to others, but for what is held by a dollar sign."""
    assert areas_of("A1+$A1+A$1+$A$1", (2, 1)) == [area("", a, a) for a in ("B3", "A3", "B1", "A1")]


def test_addresses_are_read_and_written_alike() -> None:
    """An address of a spot names that spot."""
    for spot in [(0, 0), (9, 25), (9, 26), (0, 701), (0, 702), (1048575, 16383)]:
        assert spot_of(address_of(spot)) == spot


def test_what_rests_on_a_cell_is_all_that_can_be_reached() -> None:
    """The dependents of a cell are those that a walk over all references reaches, on whichever sheets they stand."""
    chance = random.Random(16)
    for _ in range(200):
        spots = [(row, column) for row in range(4) for column in range(3)]
        found: dict[str, list[Formula]] = {"A": [], "B": []}
        edges = set()
        for sheet, formulas in found.items():
            for spot in chance.sample(spots, 6):
                other, target = chance.choice(("", "A", "b")), chance.choice(spots)
                formulas.append(Formula(spot, [Area(other, target, target)], None))
                edges.add((((other or sheet).lower(), target), (sheet.lower(), spot)))
        reached = {("a", (0, 0))}
        for _ in edges:
            reached |= {to for origin, to in edges if origin in reached}
        given = dependents(found, {("a", (0, 0))})
        assert given | {("a", (0, 0))} == reached


def test_a_damaged_file_is_refused_or_filled_in() -> None:
    """Whatever bytes of a sheet's parts are changed, it is filled in or refused with a message, and never ends otherwise."""
    chance = random.Random(16)
    for raw, names in (
        (sheets.workbook(sheets.rich), ("xl/worksheets/sheet1.xml", "xl/workbook.xml", "xl/_rels/workbook.xml.rels", "xl/styles.xml")),
        (sheets.document(), ("word/document.xml", "_rels/.rels", "word/settings.xml")),
    ):
        whole, ended = sheets.parts(raw), set()
        for _ in range(60):
            name = chance.choice(names)
            body = bytearray(whole[name])
            body[chance.randrange(len(body))] = chance.choice(b'<>"/0 9aZ=&\x00-')
            try:
                ended.add(sheets.fill(sheets.packed(whole | {name: bytes(body)})).where)
            except InputError as error:
                ended.add(str(error)[:0])
        assert len(ended) > 1
