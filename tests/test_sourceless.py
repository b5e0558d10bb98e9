"""Units without a source: nobody looks at their portal, and nothing says that anybody did."""

import json
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
import time_machine
from command import newswatch
from rule_tables import RULES_FOLDER
from web.pages import PASSWORD, Browser, Clock, Site

from newswatch.core.model import LOCAL
from newswatch.core.rights import Actor, Grant, Role
from newswatch.services import accounts

NO_SOURCE = "Chưa có nguồn tin nào của trang TTĐT được theo dõi."
BY_LOG = "Tính theo sổ phát thanh đã nhập."
ROWS = """id;name;kind;rules;broadcasts;valid_from
none;Không nguồn;xã;quang-dien-2614;unwatched;
both;Không cổng;xã;quang-dien-2614;;
young;Mới lập;xã;quang-dien-2614;unwatched;2026-11-10
loud;Chỉ có loa;xã;loa.toml;;
mute;Loa không ghi sổ;xã;loa.toml;unwatched;
"""
TABLE = """units_file = "units.csv"
[[units]]
id = "table"
name = "Bảng không nguồn"
rules = ["quang-dien-2614"]
"""
PORTAL = ("none", "both", "table")
"""Units whose portal counts, though they have none to look at."""
LOG_ALONE = ("loud", "mute")


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A folder with units without a source, after a check, on the 27th of a month."""
    folder = tmp_path_factory.mktemp("sourceless")
    (folder / "units.csv").write_text(ROWS, encoding="utf-8")
    (folder / "config.toml").write_text(TABLE, encoding="utf-8")
    rule = (RULES_FOLDER / "quang-dien-2614.toml").read_text(encoding="utf-8")
    (folder / "loa.toml").write_text(rule.replace('["portal", "loudspeaker"]', '["loudspeaker"]'), encoding="utf-8")
    with time_machine.travel(datetime(2026, 11, 27, 8, tzinfo=LOCAL)):
        assert newswatch("check", cwd=folder).returncode == 0
        yield folder


def told(place: Path, *words: str) -> Any:
    """What a command tells as JSON."""
    return json.loads(newswatch(*words, "--json", cwd=place).stdout)


def lines(place: Path, *words: str) -> dict[str, dict[str, Any]]:
    """The lines of the table of units by their ids."""
    return {line["unit"]: line for line in told(place, "units", *words)["units"]}


@pytest.mark.parametrize("unit", PORTAL)
def test_no_day_of_it_is_said_to_be_watched(place: Path, unit: str) -> None:
    """Of the present month every ended day is one that nobody saw, and the text says that there is no source."""
    month = told(place, "explain", "--unit", unit, "--month", "2026-11")
    assert len(month["blind_days"]) == 26
    text = newswatch("explain", "--unit", unit, "--month", "2026-11", cwd=place).stdout
    assert NO_SOURCE in text
    assert "Đã theo dõi đủ" not in text


@pytest.mark.parametrize("unit", LOG_ALONE)
def test_where_the_log_alone_counts_no_day_need_be_watched(place: Path, unit: str) -> None:
    """Under a rule that counts the loudspeaker alone no day is blind, and none is said to be watched."""
    assert told(place, "explain", "--unit", unit, "--month", "2026-11")["blind_days"] == []
    text = newswatch("explain", "--unit", unit, "--month", "2026-11", cwd=place).stdout
    assert BY_LOG in text
    assert "theo dõi đủ" not in text


def test_only_what_is_looked_at_is_ranked_by_the_month(place: Path) -> None:
    """Units without a source have no rank by the month and are not called looked at; a log that is kept is, one that nobody keeps is not."""
    found = lines(place, "--sort", "month")
    assert {unit: line["rank"] for unit, line in found.items()} == {
        **dict.fromkeys(("none", "both", "table", "young", "mute")),
        "loud": 1,
    }
    assert {unit: line["month"]["looked_at"] for unit, line in found.items() if line["month"]} == {
        **dict.fromkeys((*PORTAL, "mute"), False),
        "loud": True,
    }
    assert all(line["month"]["state"] == "unknown" for line in lines(place, "--month", "2026-10").values() if line["month"])


def test_the_first_day_of_a_month_is_no_exception(place: Path) -> None:
    """Before a day of the month has ended a unit without a source has no rank either."""
    with time_machine.travel(datetime(2026, 12, 1, 8, tzinfo=LOCAL)):
        found = lines(place, "--sort", "month")
    assert [unit for unit, line in found.items() if line["rank"]] == ["loud"]
    assert not any(found[unit]["month"]["looked_at"] for unit in (*PORTAL, "young", "mute"))


def test_before_a_month_of_the_year_has_ended_it_has_no_rank_by_the_year(place: Path) -> None:
    """In January no month is unknown yet, and a unit that nobody looks at is still ranked by nothing; what it has is told as the least."""
    with time_machine.travel(datetime(2027, 1, 15, 8, tzinfo=LOCAL)):
        found = {by: [unit for unit, line in lines(place, "--sort", by).items() if line["rank"]] for by in ("year", "score")}
        text = newswatch("units", "--name", "Không nguồn", cwd=place).stdout
    assert found == {"year": ["loud"], "score": []}
    assert "ít nhất 0" in text


def test_it_has_no_source_that_was_not_read(place: Path) -> None:
    """`--unread` picks units with a source that was not read; the table and `status` say of the others that they have none."""
    assert lines(place, "--unread", "1") == {}
    assert "không có nguồn" in newswatch("units", cwd=place).stdout
    status = newswatch("status", cwd=place).stdout
    assert "không có nguồn" in status
    assert "0 đọc được" not in status
    assert NO_SOURCE in newswatch("status", "--unit", "none", cwd=place).stdout


def test_doctor_names_it(place: Path) -> None:
    """The doctor names each unit without a source under a rule that counts the portal, and that is nothing bad: a commune may have no portal."""
    found = [one for one in told(place, "doctor", "--offline")["findings"] if "không có nguồn tin nào" in one["found"]]
    assert [one["about"] for one in found] == [f"nguồn tin {unit}" for unit in ("table", "none", "both", "young")]
    assert {one["health"] for one in found} == {"warn"}


def test_a_month_that_nobody_saw_is_unknown_whatever_for(place: Path) -> None:
    """Why an ended month is unknown is told as it is: days that nobody saw, or a log that nobody keeps."""
    assert "có ngày chưa xem" in newswatch("status", "--unit", "none", cwd=place).stdout
    assert "không ai ghi sổ phát thanh nên không kết luận" in newswatch("status", "--unit", "mute", cwd=place).stdout


def test_the_page_claims_nothing(place: Path) -> None:
    """The page of such a unit says that no source is watched, names no days as seen, no first look to come, and no loss as sure."""
    site = Site.of(place / "config.toml", Clock("2026-11-27 09:00"))
    with site.store() as store:
        accounts.add(store, "ai", "Ai", [Grant(Role.VIEWER)], site.clock.now(), Actor("kiểm thử"))
        accounts.set_password(store, "ai", PASSWORD, site.clock.now(), Actor("kiểm thử"))
    browser = Browser(site.app())
    assert browser.login("ai").status_code == 303
    page = browser.get("/dv/none/").text
    assert NO_SOURCE in page
    assert "Có 26 ngày chưa xem được nguồn tin" in page
    assert "mới thấy 0 tin, bài" in page
    assert "có thể mất đến 2 điểm" in page
    for claim in ("thì mất", "Đã xem", "lần đầu lúc"):
        assert claim not in page
    assert BY_LOG in browser.get("/dv/loud/").text
    assert "không có nguồn" in browser.get("/don-vi").text
