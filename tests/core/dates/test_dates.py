import email.utils
import re
import unicodedata
from collections.abc import Callable
from datetime import UTC, datetime, time, timedelta, timezone
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newswatch.core import dates
from newswatch.core.model import LOCAL

HERE = Path(__file__).parent
WEEKDAYS = ("Thứ Hai", "Thứ Ba", "Thứ Tư", "Thứ Năm", "Thứ Sáu", "Thứ Bảy", "Chủ nhật")
MONTHS = ("Một", "Hai", "Ba", "Tư", "Năm", "Sáu", "Bảy", "Tám", "Chín", "Mười", "Mười Một", "Mười Hai")
SHORT_WEEKDAYS = ("T2", "T3", "T4", "T5", "T6", "T7", "CN")
ENGLISH_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def table(name: str) -> list[list[str]]:
    """The rows of a .tsv beside this file without its header and `# ` lines; `\\n` and `\\u00a0` stand for the characters."""
    lines = (HERE / name).read_text(encoding="utf-8").splitlines()[1:]
    return [[unescape(cell) for cell in line.split("\t")] for line in lines if not line.startswith("# ")]


def unescape(cell: str) -> str:
    plain = {"n": "\n", "r": "\r", "t": "\t"}
    return re.sub(r"\\(u[0-9a-f]{4}|[nrt])", lambda m: plain.get(m[1]) or chr(int(m[1][1:], 16)), cell)


def instant(cell: str) -> datetime | None:
    return None if cell == "-" else datetime.fromisoformat(cell).replace(tzinfo=LOCAL)


DATES = table("dates.tsv")
IN_TEXT = table("dates_in_text.tsv")
CLOCKS = table("clocks.tsv")
DURATIONS = table("durations.tsv")
READ = [text for text, expected, _ in DATES if expected != "-"]

# Two days inside the range, so that no offset leads out of it.
FIRST, LAST = (datetime(*day, tzinfo=UTC).replace(tzinfo=None) for day in ((1990, 1, 2), (2100, 12, 30)))
local_minutes = st.datetimes(FIRST, LAST, timezones=st.just(LOCAL)).map(lambda t: t.replace(second=0, microsecond=0))
offsets = st.integers(-12 * 4, 14 * 4).map(lambda quarters: timezone(timedelta(minutes=15 * quarters)))
SIGNS = "123 /-.:|,TZ+([h’;\x00\ud800\u0301\u200b１"
NUMBERS = ("2024", "31", "03", "12", "99999999999", "+07:00", "&#")
WORDS = ("Thứ", "hai", "CN", "ngày", "tháng", "năm", "Ngày đăng", "lúc", "đến", "giờ", "phút", "Tháng Mười", "Tác giả:")
CODES = ("SA", "CH", "PM", "GMT", "Nov", "Mon", "&nbsp;")
fragments = st.lists(st.sampled_from([*SIGNS, *NUMBERS, *WORDS, *CODES]), max_size=14).map("".join)


def test_tables_are_large_and_say_each_thing_once() -> None:
    """The tables hold what was agreed (420 dates of which 120 unreadable, 40 clocks, 40 lengths) and no row twice."""
    assert len(DATES) >= 420
    assert sum(expected == "-" for _, expected, _ in DATES) >= 120
    assert min(len(CLOCKS), len(DURATIONS), len(IN_TEXT)) >= 40
    for rows in (DATES, CLOCKS, DURATIONS, IN_TEXT):
        assert len({row[0] for row in rows}) == len(rows)


@pytest.mark.parametrize(("text", "expected", "note"), DATES)
def test_parse_reads_each_row(text: str, expected: str, note: str) -> None:
    """Each row of dates.tsv is read as the instant beside it, or not at all."""
    assert dates.parse(text) == instant(expected), note


@pytest.mark.parametrize(("text", "expected", "piece", "note"), IN_TEXT)
def test_find_reads_each_row(text: str, expected: str, piece: str, note: str) -> None:
    """Each run of text holds the one date beside it, read from that piece, or none that is sure."""
    at = instant(expected)
    assert dates.find(text) == (None if at is None else (at, piece)), note


@pytest.mark.parametrize(("text", "expected", "note"), CLOCKS)
def test_parse_clock_reads_each_row(text: str, expected: str, note: str) -> None:
    """Each row of clocks.tsv is read as the time beside it, or not at all."""
    assert dates.parse_clock(text) == (None if expected == "-" else time.fromisoformat(expected)), note


@pytest.mark.parametrize(("text", "expected", "note"), DURATIONS)
def test_parse_duration_reads_each_row(text: str, expected: str, note: str) -> None:
    """Each row of durations.tsv is read as the seconds beside it, or not at all."""
    assert dates.parse_duration(text) == (None if expected == "-" else int(expected)), note


@pytest.mark.parametrize("text", READ)
def test_find_reads_what_parse_reads(text: str) -> None:
    """A stamp alone is the one date of its text too; only eight bare digits are a date to parse and a number to find."""
    found = dates.find(text)
    assert (found and found[0]) == (None if text.isdigit() and text.isascii() else dates.parse(text))


@pytest.mark.parametrize("text", READ)
def test_each_stamp_is_read_in_any_normal_form_and_case(text: str) -> None:
    """NFC, NFD and capitals change nothing."""
    expected = dates.parse(text)
    assert dates.parse(unicodedata.normalize("NFC", text)) == expected
    assert dates.parse(unicodedata.normalize("NFD", text)) == expected
    if "&" not in text:
        assert dates.parse(text.upper()) == expected


FORMS: dict[str, Callable[[datetime], str]] = {
    "slashes": lambda t: f"{t:%d/%m/%Y %H:%M}",
    "unpadded": lambda t: f"{t.day}-{t.month}-{t.year} {t.hour}h{t:%M}",
    "time first": lambda t: f"{t:%H:%M, %d/%m/%Y}",
    "nukeviet": lambda t: f"{WEEKDAYS[t.weekday()]} - {t:%d/%m/%Y %H:%M}",
    "liferay": lambda t: f"Ngày đăng {t:%d/%m/%Y | %H:%M}",
    "thanh hoa": lambda t: f"Đăng lúc : {t:%H:%M:%S %d/%m/%Y} (GMT+7)",
    "newspaper": lambda t: f"CẬP NHẬT LÚC {t:%H:%M}, {WEEKDAYS[t.weekday()].upper()}, {t:%d/%m/%Y} (GMT+7)",
    "short weekday": lambda t: f"{SHORT_WEEKDAYS[t.weekday()]}, {t:%d.%m.%Y - %H:%M}",
    "written out": lambda t: f"ngày {t.day} tháng {t.month} năm {t.year}, {t.hour} giờ {t.minute} phút",
    "letter": lambda t: f"Quảng Điền, ngày {t:%d} tháng {t:%m} năm {t.year} {t:%H:%M}",
    "month by name": lambda t: f"{t.day} Tháng {MONTHS[t.month - 1]}, {t.year} {t:%H:%M}",
    "wordpress": lambda t: f"Tháng {MONTHS[t.month - 1]} {t.day}, {t.year} {t:%H:%M}",
    "thg": lambda t: f"{t:%H:%M} {t.day} thg {t.month}, {t.year}",
    "SA, CH": lambda t: f"{t:%d/%m/%Y %I:%M:%S} {'SA' if t.hour < 12 else 'CH'}",
    "with tail": lambda t: f"Ngày đăng bài: {t:%d/%m/%Y %H:%M} | Tác giả: Hồ Thị B | Lượt xem: 57",
    "english": lambda t: f"{ENGLISH_MONTHS[t.month - 1]} {t.day}, {t.year} {t:%I:%M} {'AM' if t.hour < 12 else 'PM'}",
    "iso": lambda t: t.isoformat(),
    "iso utc": lambda t: f"{t.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}",
    "iso basic": lambda t: f"{t.astimezone(UTC):%Y%m%dT%H%M%SZ}",
    "rfc 2822": email.utils.format_datetime,
    "rfc 2822 utc": lambda t: email.utils.format_datetime(t.astimezone(UTC), usegmt=True),
    "ctime": lambda t: t.ctime(),
}


@pytest.mark.parametrize("form", FORMS)
@given(at=local_minutes)
@settings(deadline=None, max_examples=50)
def test_an_instant_survives_being_printed(form: str, at: datetime) -> None:
    """Whatever form a local minute is printed in, it is read back as the same minute, alone and inside a text."""
    printed = FORMS[form](at)
    assert dates.parse(printed) == at
    found = dates.find(f"Trang tin của xã. {printed}. Bà con theo dõi.")
    assert found is not None
    assert found[0] == at


@given(at=st.datetimes(FIRST, LAST, timezones=offsets))
@settings(deadline=None)
def test_machine_dates_are_read_as_the_standard_library_reads_them(at: datetime) -> None:
    """ISO 8601 of any offset and fraction, and RFC 2822, name the instant Python's own readers see in them."""
    assert dates.parse(at.isoformat()) == datetime.fromisoformat(at.isoformat())
    assert dates.parse(at.isoformat(" ", "seconds")) == at.replace(microsecond=0)
    mail = email.utils.format_datetime(at)
    assert dates.parse(mail) == email.utils.parsedate_to_datetime(mail)


@given(text=st.text() | fragments)
@settings(deadline=None, max_examples=400)
def test_nothing_raises_and_every_answer_is_local(text: str) -> None:
    """For any text at all each reader answers; an instant is seven hours east of UTC and within the years 1990 to 2100."""
    found = dates.find(text)
    for at in (dates.parse(text), found and found[0], dates.from_epoch_ms(text)):
        assert at is None or (at.utcoffset() == timedelta(hours=7) and 1990 <= at.year <= 2100)
    clock, duration = dates.parse_clock(text), dates.parse_duration(text)
    assert clock is None or clock.tzinfo is None
    assert duration is None or 0 <= duration <= 86400


@given(one=local_minutes, other=local_minutes)
@settings(deadline=None)
def test_two_different_days_are_none(one: datetime, other: datetime) -> None:
    """Of two dates none is chosen, wherever they stand; the same day twice is that day."""
    same = one.date() == other.date()
    day = datetime.combine(one.date(), time(), LOCAL)
    assert dates.parse(f"{one:%d/%m/%Y} | {other:%d-%m-%Y}") == (day if same else None)
    found = dates.find(f"Họp {one:%d/%m/%Y} tại xã, đăng {other:%d-%m-%Y}.")
    assert (found and found[0]) == (day if same else None)


@pytest.mark.parametrize(
    ("digits", "expected"),
    [
        ("1773281700000", "2026-03-12T09:15"),
        ("1773281700250", "2026-03-12T09:15:00.250"),
        ("0631130400000", "1990-01-01T01:00"),
        ("0631126799999", None),
        ("0631126800000", "1990-01-01T00:00"),
        ("4133955599999", "2100-12-31T23:59:59.999"),
        ("4133955600000", None),
        ("9999999999999", None),
        ("177328170000", None),
        ("17732817000000", None),
        ("1773281700", None),
        ("-773281700000", None),
        (" 177328170000", None),
        ("١٧٧٣٢٨١٧٠٠٠٠٠", None),
        ("", None),
    ],
)
def test_epoch_milliseconds(digits: str, expected: str | None) -> None:
    """Thirteen digits are milliseconds since 1970, if they fall into the years taken."""
    assert dates.from_epoch_ms(digits) == (None if expected is None else instant(expected))


def test_parse_looks_at_160_characters() -> None:
    """A stamp with a tail is read up to 160 characters on one line, a longer text is no stamp; white space of the page's source is free."""
    stamp = "12/03/2024 | Tác giả: "
    assert dates.parse(stamp + "a" * (160 - len(stamp))) == datetime(2024, 3, 12, tzinfo=LOCAL)
    assert dates.parse(stamp + "a" * (161 - len(stamp))) is None
    assert dates.parse(" \n" * 400 + "12/03/2024") == datetime(2024, 3, 12, tzinfo=LOCAL)
    assert dates.parse(" " * 10_000 + "12/03/2024") is None


@pytest.mark.parametrize(
    "bomb",
    [
        "1 ",
        "12/",
        "12 - ",
        "9h",
        "12:",
        "ngay ",
        "th3 ",
        "thang 3 ",
        "(((",
        "2024-",
        "20240101t",
        "thứ 2 ",
        "&#",
        "&nbsp",
        "12 tháng 3 ",
        "+07:00",
        "a",
    ],
)
def test_long_texts_are_answered(bomb: str) -> None:
    """Fifty kilobytes made to confuse the reader come to an end, and the date behind them is found or refused, not missed by a crash."""
    text = bomb * (50_000 // len(bomb))
    assert dates.parse(text + " 12/03/2024") is None
    found = dates.find(text + " Kính báo: họp thôn vào ngày 12/03/2024")
    assert found is None or found[0] == datetime(2024, 3, 12, tzinfo=LOCAL)
    assert dates.find("1" * 50_000 + " và 2024") is None
    assert dates.parse_clock(text) is None
    assert dates.parse_duration(text) is None
