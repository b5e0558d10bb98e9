"""The bytes of a log give rows of text or one sentence why not: no mojibake, no lost rows, no other exception."""

import io
import json
import zipfile
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st
from logbook import ALIASES, HEADER, ROWS, csv_bytes, meaning, windows_1258, xlsx_bytes

from newswatch.core.bulletin import LogReading
from newswatch.errors import InputError
from newswatch.sources.log.reader import read

TEXT = csv_bytes([HEADER, *ROWS], encoding="utf-8").decode()
EXPECTED = [meaning(bulletin) for bulletin in read(csv_bytes([HEADER, *ROWS]), "log.csv", ALIASES).bulletins]
WORKBOOK = xlsx_bytes({"Tháng 5": [HEADER, *ROWS]})


def zipped(**parts: str) -> bytes:
    """A ZIP archive; `__` in a name stands for a slash, `_` for a dot."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, text in parts.items():
            archive.writestr(name.replace("__", "/").replace("_", "."), text)
    return out.getvalue()


def refusal(body: bytes, name: str = "log.csv") -> str:
    """The sentence with which a file is refused."""
    with pytest.raises(InputError) as caught:
        read(body, name, ALIASES)
    return str(caught.value)


@pytest.mark.parametrize(
    "body",
    [
        TEXT.encode(),
        TEXT.encode("utf-8-sig"),
        TEXT.encode("utf-16"),
        b"\xfe\xff" + TEXT.encode("utf-16-be"),
        windows_1258(TEXT),
        TEXT.replace("\r\n", "\n").encode(),
        TEXT.replace("\r\n", "\r").encode(),
        b"sep=;\r\n" + TEXT.encode(),
        TEXT.encode() + b"\x1a",
        csv_bytes([HEADER, *ROWS], ","),
        csv_bytes([HEADER, *ROWS], "\t"),
        csv_bytes([HEADER, *ROWS], "|"),
        csv_bytes([HEADER, *ROWS], "\t", "utf-16"),
        csv_bytes([HEADER, *ROWS, *[("",) * 6] * 5]),
    ],
    ids=["utf8", "bom", "utf16le", "utf16be", "cp1258", "lf", "cr", "sep", "dos", "comma", "tab", "bar", "unicode-text", "blank-tail"],
)
def test_encodings_line_ends_and_delimiters(body: bytes) -> None:
    """A log reads the same from every program that saved it, with the row numbers of Excel."""
    reading = read(body, "log.csv", ALIASES)
    assert EXPECTED
    assert [meaning(bulletin) for bulletin in reading.bulletins] == EXPECTED
    assert [bulletin.row for bulletin in reading.bulletins] == [2, 3, 4]
    assert (reading.problems, reading.skipped) == ((), 0)


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        ("Ngµy ph¸t;Tªn tin\n04/05/2027;C¶i c¸ch\n".encode("latin-1"), "save the file as"),
        ("Ngaøy phaùt;Teân tin\n04/05/2027;Chôï hoïp\n".encode("latin-1"), "save the file as"),
        ("Ngày phát;Tên tin\n04/05/2027;Xã bình yên\n".encode("cp1252"), "save the file as"),
        ("Ngày phát;Tên tin\n04/05/2027;xã\n".encode("cp1252"), "save the file as"),
        ("Ngày phát;Tên tin\n04/05/2027;C?i cách th? t?c h? t?ch\n".encode("cp1252"), "letters are lost"),
        (b"Ngay phat;Ten tin\n04/05/2027;C?i c?ch th? t?c\n", "letters are lost"),
        (TEXT.encode() + 3 * b"09/05/2027;05:30;2 ph\xfat;caf\xe9;Tin;\n", "line 5 is not UTF-8"),
        (TEXT.encode("utf-16")[:-1], "broken UTF-16"),
        (TEXT.encode("utf-16-le"), "not a text file"),
    ],
    ids=["tcvn3", "vni", "cp1252-i", "cp1252-a", "lossy", "ascii-lossy", "mixed", "cut", "nobom"],
)
def test_other_encodings_are_refused_not_guessed(body: bytes, reason: str) -> None:
    """TCVN3, VNI, windows-1252, lossy and broken files give one sentence that says how to save them, never mojibake."""
    assert reason in refusal(body)


def test_a_line_with_broken_letters_is_told_and_the_others_are_read() -> None:
    """A line pasted from a file in an old encoding is named with its row and column; it does not cost the other rows."""
    reading = read(TEXT.encode() + "09/05/2027;05:30;2 phút;Gi\xb6i bóng;Tin;\n".encode("latin-1", "replace"), "log.csv", ALIASES)
    assert [bulletin.row for bulletin in reading.bulletins] == [2, 3, 4]
    assert [(problem.row, problem.column) for problem in reading.problems] == [(5, "Tên tin, bài")]


def test_questions_and_addresses_are_no_lost_letters() -> None:
    """Question marks of sentences, even without a space after them, and of addresses are no lost letters."""
    titles = ("Sao?Vì đâu?Hỏi và đáp về giấy tờ nhà đất cho bà con trong xã", "Xem https://x.vn/tin?id=5 và a.aspx?b=1")
    rows = [HEADER, *ROWS, *(("07/05/2027", "05:30", "2 phút", title, "Tin", "") for title in titles)]
    assert len(read(csv_bytes(rows), "log.csv", ALIASES).bulletins) == 5


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (b"", "empty"),
        (b" \r\n\t\n", "empty"),
        (b"\xef\xbb\xbf\r\n", "empty"),
        (b"%PDF-1.7 ...", "a PDF"),
        (b"{\\rtf1 ...}", "RTF"),
        (b"\xff\xd8\xff\xe0JFIF", "JPEG"),
        (b"ID3\x04\x00", "MP3"),
        (b"\x00\x01\x02\x03" * 50, "not a text file"),
        (b"<html><table><tr><td>Ng\xc3\xa0y</td></tr></table>", "HTML"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600, "old Office file"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600 + "EncryptedPackage".encode("utf-16-le"), "password"),
        (zipped(a_txt="x"), "ZIP archive and no workbook"),
        (zipped(word__document_xml="<x/>"), "Word document"),
        (zipped(content_xml="<x/>", mimetype="application/vnd.oasis.opendocument.spreadsheet"), "OpenDocument"),
        (zipped(xl__workbook_bin="x"), ".xlsb"),
        (zipped(xl__workbook_xml="<x/>"), "damaged workbook"),
        (WORKBOOK[: len(WORKBOOK) // 2], "damaged or incomplete"),
    ],
)
def test_what_is_no_log_is_named(body: bytes, reason: str) -> None:
    """Foreign formats are refused by their content, whatever the file's name."""
    assert reason in refusal(body, "so nhat ky.xlsx")


def test_a_workbook_called_csv_is_read_as_a_workbook() -> None:
    """The content decides before the name."""
    assert [meaning(bulletin) for bulletin in read(WORKBOOK, "log.csv", ALIASES).bulletins] == EXPECTED
    assert [meaning(bulletin) for bulletin in read(TEXT.encode(), "log.xlsx", ALIASES).bulletins] == EXPECTED


def test_quoted_line_breaks_keep_excel_row_numbers() -> None:
    """A line break inside quotation marks makes no new row."""
    rows = [HEADER[:4], ("04/05/2027", "05:30", "2 phút", "Một\nhai\r\nba"), ("05/05/2027", "05:30", "2 phút", 'Bốn "năm"; sáu')]
    reading = read(csv_bytes(rows), "log.csv", ALIASES)
    assert [(bulletin.row, bulletin.title) for bulletin in reading.bulletins] == [(2, "Một hai ba"), (3, 'Bốn "năm"; sáu')]


@pytest.mark.parametrize(
    "lines",
    [
        ['04/05/2027;5h;"Một;CTV', "05/05/2027;5h;Hai;CTV"],
        ['04/05/2027;5h;"Một ""hai;CTV', "05/05/2027;5h;Ba;CTV"],
        ['04/05/2027;5h;"Một;CTV', '05/05/2027;5h;"Hai; ba";CTV'],
        ['04/05/2027;5h;"Một;CTV', "05/05/2027;5h;Hai;CTV", '06/05/2027;5h;Ba";CTV'],
    ],
)
def test_a_quotation_mark_left_open_is_no_silent_loss(lines: list[str]) -> None:
    """A file with rows inside an open quotation mark is refused, with the row where it opens."""
    body = "\r\n".join(["Ngày;Giờ;Tiêu đề;Nguồn", *lines]).encode()
    assert "row 2: a quotation mark is opened and not closed" in refusal(body)


def test_quotation_marks_inside_a_text_are_kept() -> None:
    """Unquoted minutes and seconds and half-quoted words are text."""
    body = 'Ngày;Thời lượng;Tiêu đề\n04/05/2027;3\'20";Lớp "Ông bà" mở cửa\n'.encode()
    (bulletin,) = read(body, "log.csv", ALIASES).bulletins
    assert (bulletin.duration, bulletin.title) == (200, 'Lớp "Ông bà" mở cửa')


def objects() -> list[dict[str, str]]:
    """The rows as JSON objects."""
    return [dict(zip(HEADER, row, strict=True)) for row in ROWS]


@pytest.mark.parametrize(
    "wrap",
    [
        lambda rows: rows,
        lambda rows: {"bulletins": rows},
        lambda rows: {"data": rows, "total": 3},
        lambda rows: {"items": rows},
        lambda rows: {"code": 200, "data": {"items": rows, "page": 1}},
    ],
)
def test_json_shapes(wrap: Callable[[list[dict[str, str]]], object]) -> None:
    """A list of objects, bare or under the usual keys, reads like the same rows in a CSV, and a row is its place in the list."""
    reading = read(json.dumps(wrap(objects())).encode(), "export.txt", ALIASES)
    assert [meaning(bulletin) for bulletin in reading.bulletins] == EXPECTED
    assert [bulletin.row for bulletin in reading.bulletins] == [1, 2, 3]


def test_json_objects_may_lack_keys() -> None:
    """An object without a key has an empty cell there."""
    reading = read(json.dumps([{"title": "Tin"}, {"date": "04/05/2027", "title": "Tin"}]).encode(), "log.json", ALIASES)
    assert [bulletin.row for bulletin in reading.bulletins] == [2]
    assert [(problem.row, problem.reason) for problem in reading.problems] == [(1, "no date; every row needs its own")]


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (b'{"a": 1', "no valid JSON"),
        (b"[" * 100_000, "no valid JSON"),
        (b'[{"date":' + b"[" * 5000 + b"]" * 5000 + b"}]", "no valid JSON"),
        (b'{"a": 1}', "no list of bulletins"),
        (b'"text"', "no list of bulletins"),
        (b"[]", "no header row"),
        (b'[{"a": 1}]', "found log.json: 'a'"),
    ],
)
def test_unfit_json_is_refused(body: bytes, reason: str) -> None:
    """Broken JSON, and JSON that is no list of objects with the needed keys, is refused with its reason."""
    assert reason in refusal(body, "log.json")


@given(body=st.binary(max_size=300), name=st.sampled_from(["log.csv", "log.xlsx", "log.json", "log"]))
def test_arbitrary_bytes_raise_nothing_else(body: bytes, name: str) -> None:
    """Any bytes are read or refused."""
    assert outcome(body, name) is not None


@given(at=st.integers(0, len(WORKBOOK) - 1), patch=st.binary(min_size=1, max_size=8))
def test_damaged_workbooks_raise_nothing_else(at: int, patch: bytes) -> None:
    """A workbook with some bytes changed is read or refused."""
    assert outcome(WORKBOOK[:at] + patch + WORKBOOK[at + len(patch) :], "log.xlsx") is not None


@given(text=st.text("Ngàyphát;,\t|\"'\r\n0123456789/:- Tên tin{}[]<", max_size=200))
def test_arbitrary_text_under_a_header_raises_nothing_else(text: str) -> None:
    """Any row under a header is a bulletin, a problem or skipped."""
    assert outcome(("Ngày phát;Tên tin\n" + text).encode(), "log.csv") is not None


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8) | st.just("\ud800"),
        lambda inner: (
            st.lists(inner, max_size=3)
            | st.dictionaries(st.sampled_from(["date", "title", "time", "data", "name", "x"]), inner, max_size=4)
        ),
        max_leaves=12,
    )
)
def test_arbitrary_json_raises_nothing_else(value: object) -> None:
    """Any JSON document is read or refused."""
    assert outcome(json.dumps(value).encode(), "log.json") is not None


def outcome(body: bytes, name: str) -> LogReading | InputError | None:
    """A reading, or a refusal that begins with the file's name; any other exception passes."""
    try:
        return read(body, name, ALIASES)
    except InputError as error:
        return error if str(error).startswith(f"{name}: ") else None
