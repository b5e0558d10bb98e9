"""`newswatch units`: all units in one table, sorted, filtered and ranked by what is sure."""

import json
import tomllib
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import datetime
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
import time_machine
from command import newswatch
from office import PAR_BODY, PAR_TITLE
from openpyxl import load_workbook
from portal import Portal, profile_toml

from newswatch.core.model import LOCAL

UNITS = {
    "dong": ("Đông", "Huế", dict.fromkeys(range(1, 11), 4) | {11: 1}),
    "tay": ("Tây", "Huế", dict.fromkeys(range(1, 11), 4) | {11: 3}),
    "nam": ("Nam", "Đà Nẵng", dict.fromkeys(range(1, 8), 4) | {8: 2, 9: 1, 10: 1}),
    "bac": ("Bắc", "Đà Nẵng", None),
}
"""The names, provinces and items by month of four communes; nobody ever came to the last one's portal."""


@pytest.fixture(scope="module")
def country(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A folder with four communes, each watching a portal of its own, whose year was looked at but for one of them."""
    folder = tmp_path_factory.mktemp("country")
    with ExitStack() as stack:
        portals = {key: stack.enter_context(Portal()) for key in UNITS}
        rows = [_row(key, portals[key]) for key in UNITS]
        (folder / "units.csv").write_text("\n".join((HEAD, *rows)), encoding="utf-8")
        (folder / "config.toml").write_text('units_file = "units.csv"\n[fetch]\npace_seconds = 0\nretries = 0\n', encoding="utf-8")
        for key, (_, _, items) in UNITS.items():
            _publish(portals[key], items)
        stack.enter_context(time_machine.travel(datetime(2026, 11, 20, 8, tzinfo=LOCAL)))
        done = newswatch("backfill", "--since", "2026-01-01", cwd=folder)
        assert done.returncode in (0, 3), done.stderr
        yield folder


PROFILE = tomllib.loads(profile_toml())
HEAD = ";".join(("id;name;kind;province;rules;broadcasts;source.id;source.kind;source.url", *(f"source.profile.{key}" for key in PROFILE)))


def _row(key: str, portal: Portal) -> str:
    name, province, _ = UNITS[key]
    profile = [";".join(value) if isinstance(value, list) else value for value in PROFILE.values()]
    cells = (key, name, "xã", province, "quang-dien-2614", "unwatched", "site", "listing", portal.listing_url, *profile)
    return ";".join(f'"{cell}"' for cell in cells)


def _publish(portal: Portal, items: dict[int, int] | None) -> None:
    if items is None:
        portal.goes_down()
        return
    portal.per_page = 100
    days = [f"2026-{month:02d}-{3 + 5 * n:02d} 08:00" for month, count in items.items() for n in range(count)]
    for number, day in enumerate(days, 1):
        portal.article(number, title=PAR_TITLE.format(n=number), date=day, body=PAR_BODY.format(n=number))
    for number, day in enumerate(("2025-11-05 08:00", "2025-10-01 08:00"), 900):
        portal.article(number, title=f"Hội làng năm trước {number}", date=day)


def told(country: Path, *words: str) -> list[dict[str, Any]]:
    """The lines of the table as JSON."""
    done = newswatch("units", "--json", *words, cwd=country)
    assert done.returncode == 0, done.stderr
    found: list[dict[str, Any]] = json.loads(done.stdout)["units"]
    return found


def names(country: Path, *words: str) -> list[str]:
    """The ids in the order of the table."""
    return [line["unit"] for line in told(country, *words)]


def test_score_ranks_what_is_sure_and_ties_share_a_rank(country: Path) -> None:
    """Two communes of two points are both first, the next is third, and one that nobody could look at has no rank, though it may have all points."""
    assert [(line["unit"], line["rank"], line["score"]) for line in told(country)] == [
        ("dong", 1, "2"),
        ("tay", 1, "2"),
        ("nam", 3, "0"),
        ("bac", None, None),
    ]
    assert told(country)[3]["range"] == {"low": "0", "high": "2"}


def test_a_line_tells_month_year_trend_and_the_last_good_look(country: Path) -> None:
    """What nobody could see is no fall and no zero: it has no trend, no last good look, and is said to be unknown."""
    lines = {line["unit"]: line for line in told(country)}
    assert lines["tay"]["month"] == {"counted": 3, "short": 1, "state": "open", "looked_at": True}
    assert lines["bac"]["month"] == {"counted": 0, "short": 4, "state": "open", "looked_at": False}
    assert [(lines[key]["counted"], lines[key]["trend"]) for key in UNITS] == [(41, "steady"), (43, "steady"), (32, "down"), (0, None)]
    assert [lines[key]["months"]["unknown"] for key in UNITS] == [0, 0, 0, 10]
    assert [bool(lines[key]["last_good"]) for key in UNITS] == [True, True, True, False]


@pytest.mark.parametrize(
    ("words", "order"),
    [
        (("--sort", "month"), ["tay", "dong", "nam", "bac"]),
        (("--sort", "year"), ["tay", "dong", "nam", "bac"]),
        (("--sort", "year", "--reverse"), ["bac", "nam", "dong", "tay"]),
        (("--sort", "name"), ["bac", "dong", "nam", "tay"]),
        (("--sort", "province"), ["bac", "nam", "dong", "tay"]),
        (("--sort", "trend"), ["dong", "tay", "nam", "bac"]),
        (("--sort", "last-good", "--top", "1"), ["bac"]),
        (("--sort", "waiting", "--top", "2"), ["bac", "dong"]),
        (("--province", "da nang"), ["nam", "bac"]),
        (("--name", "ĐÔNG"), ["dong"]),
        (("--kind", "phường"), []),
        (("--state", "short", "--month", "2026-09"), ["nam"]),
        (("--state", "unknown", "--month", "2026-03"), ["bac"]),
        (("--waiting",), []),
        (("--unread", "2"), ["bac"]),
    ],
    ids=lambda words: " ".join(words),
)
def test_sorting_and_filtering(country: Path, words: tuple[str, ...], order: list[str]) -> None:
    """Each option sorts or picks by what it names, with or without marks and capitals; equal ones stand by name."""
    assert names(country, *words) == order


def test_ranks_are_those_among_the_units_picked(country: Path) -> None:
    """Within a province its best unit is first; a list cut short keeps the ranks of the whole one."""
    assert [line["rank"] for line in told(country, "--province", "Đà Nẵng")] == [1, None]
    assert [line["rank"] for line in told(country, "--top", "3")] == [1, 1, 3]
    assert [line["rank"] for line in told(country, "--sort", "name")] == [None] * 4


def test_the_text_says_how_it_is_ranked_and_what_was_not_seen(country: Path) -> None:
    """The table for people is Vietnamese, marks counts of days that nobody saw, and says how ties, missing ranks and the trend are meant."""
    text = newswatch("units", "--sort", "year", cwd=country).stdout
    lines = text.splitlines()
    assert lines[0].split("  ")[0] == "Hạng"
    assert "Tháng 11/2026" in lines[0]
    assert "thấy 0/4, chưa xem đủ" in lines[4]
    assert "từ 0 đến 2 điểm" in lines[4]
    assert "3/4 đang trong tháng" in lines[1]
    assert "đồng hạng" in text
    assert "1 đơn vị còn tháng chưa rõ" in text
    assert "Xu hướng" in text


def test_the_workbook_holds_figures(country: Path, tmp_path: Path) -> None:
    """Counts and points are numbers and moments are dates, a row a unit below the notes and the head."""
    done = newswatch("units", "--xlsx", tmp_path / "u.xlsx", cwd=country)
    assert (done.returncode, done.stdout) == (0, "")
    sheet = load_workbook(BytesIO((tmp_path / "u.xlsx").read_bytes())).active
    assert sheet is not None
    rows = list(sheet.iter_rows(values_only=True))
    head = next(n for n, row in enumerate(rows) if row[0] == "Hạng")
    first, last = rows[head + 1], rows[head + 4]
    assert first[:7] == (1, "dong", "Xã Đông", "Huế", 1, "đang trong tháng", 41)
    assert (first[10], first[16]) == (2, datetime(2026, 11, 20, 8, tzinfo=LOCAL).replace(tzinfo=None))
    assert (last[1], last[0], last[10], last[16]) == ("bac", None, None, "chưa lần nào")


def test_the_workbook_prints_on_pages_as_wide_as_the_table(country: Path, tmp_path: Path) -> None:
    """All columns stand on one landscape page, and the head stands on each page."""
    newswatch("units", "--xlsx", tmp_path / "u.xlsx", cwd=country)
    sheet = load_workbook(BytesIO((tmp_path / "u.xlsx").read_bytes())).active
    assert sheet is not None
    head = next(n for n, row in enumerate(sheet.iter_rows(values_only=True), start=1) if row[0] == "Hạng")
    fitted = sheet.sheet_properties.pageSetUpPr
    assert fitted is not None
    assert (sheet.page_setup.orientation, sheet.page_setup.fitToWidth, fitted.fitToPage) == ("landscape", 1, True)
    assert sheet.print_title_rows == f"${head}:${head}"


def test_a_year_that_ended_is_told_of_by_its_last_month(country: Path) -> None:
    """For a past year the month is December, or the one that is named."""
    assert "Tháng 12/2025" in newswatch("units", "--year", "2025", cwd=country).stdout
    assert "Tháng 03/2026" in newswatch("units", "--month", "2026-03", cwd=country).stdout
