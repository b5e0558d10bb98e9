"""The command line as a person uses it: results, exit codes, and one clear error for each kind of bad input."""

import json
import os
import re
import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest
from command import newswatch
from office import FEED, PAR_BODY, PAR_TITLE, Office
from openpyxl import Workbook
from portal import Portal

from newswatch.cli.check import _Progress

SCORE_KEYS = {"schema", "unit", "criterion", "year", "rule", "max_points", "score", "deduction", "range", "months", "as_of"}
MONTH_KEYS = {"month", "counted", "short", "deduction", "state", "awaiting_review"}
ITEM_KEYS = {
    *("id", "channel", "title", "url", "published_at", "date_origin", "first_seen_at", "verdict", "domain", "reasons", "decided_by"),
    "decided_by_kind",
    *("counted", "excluded_because", "duplicate_of"),
}


def program(*words: str | Path, cwd: Path) -> subprocess.CompletedProcess[str]:
    """Runs the program as a process of its own."""
    command = [sys.executable, "-c", "from newswatch.cli import main; main()", *map(str, words)]
    environment = {k: v for k, v in os.environ.items() if k != "NEWSWATCH_CONFIG"}
    return subprocess.run(command, cwd=cwd, env=environment, capture_output=True, encoding="utf-8", check=False)


def told(*words: str | Path, cwd: Path) -> Any:
    """The JSON a command prints."""
    result = newswatch(*words, "--json", cwd=cwd)
    assert result.returncode == 0, result.stderr
    return json.loads(result.stdout)


@pytest.fixture
def office(tmp_path: Path, portal: Portal) -> Office:
    """An office whose portal has a short October of 2025 and one item of no PAR."""
    office = Office(tmp_path, portal)
    for n in range(3):
        office.par(n, f"2025-10-{5 + n:02d} 08:00")
    office.par(3, "2025-09-05 08:00")
    portal.article(
        4, title="Giải bóng chuyền nữ xã khai mạc", date="2025-10-20 07:00", body="Trận đầu thu hút đông khán giả các thôn đến cổ vũ."
    )
    return office


@pytest.fixture
def filled(office: Office, tmp_path: Path) -> Office:
    """The same office after a backfill."""
    assert newswatch("backfill", "--since", "2025-01-01", cwd=tmp_path).returncode == 0
    return office


def test_score_feed_has_its_agreed_shape(filled: Office, tmp_path: Path) -> None:
    """`score --json` gives the agreed keys, points as texts, and a state for every month."""
    filled.closes_log("2025-10")
    feed = told("score", "--year", "2025", cwd=tmp_path)
    assert feed.keys() >= SCORE_KEYS
    assert (feed["schema"], feed["unit"], feed["criterion"], feed["max_points"]) == ("newswatch.score/1", "unit", "1.3.3", "2")
    assert set(feed["rule"]) == {"id", "reading", "reading_status", "digest"}
    assert set(feed["range"]) == {"low", "high", "by_reading"}
    assert len(feed["months"]) == 12
    october = feed["months"][9]
    assert october.keys() >= MONTH_KEYS
    assert (october["counted"], october["short"], october["deduction"], october["state"]) == (3, 1, "0.5", "short")


def test_items_have_their_agreed_shape(filled: Office, tmp_path: Path) -> None:
    """`items --json` gives the agreed keys for every item of a month, counted or not."""
    items = told("items", "--month", "2025-10", cwd=tmp_path)
    assert all(item.keys() >= ITEM_KEYS for item in items)
    assert [item["counted"] for item in items] == [True, True, True, False]
    assert items[3]["excluded_because"] == "not PAR news"


@pytest.mark.parametrize(
    "words", [("status", "--year", "2025"), ("items", "--month", "2025-10", "--json"), ("explain",), ("probe", "http://[")]
)
def test_a_process_of_its_own_says_and_ends_the_same(filled: Office, tmp_path: Path, words: tuple[str, ...]) -> None:
    """The program as a process prints the same and ends with the same code as inside a test's process, where most commands are tested."""
    alone, here = program(*words, cwd=tmp_path), newswatch(*words, cwd=tmp_path)
    assert (alone.returncode, alone.stdout, alone.stderr) == (here.returncode, here.stdout, here.stderr)


@pytest.mark.parametrize(
    "words", [("status", "--year", "2025"), ("items", "--year", "2025"), ("explain", "--month", "2025-10"), ("score", "--year", "2025")]
)
def test_what_the_board_reads_is_vietnamese(filled: Office, tmp_path: Path, words: tuple[str, ...]) -> None:
    """Tables and explanations are in Vietnamese with its marks, on standard output, and a short month is a result: exit 0."""
    result = newswatch(*words, cwd=tmp_path)
    assert (result.returncode, result.stderr) == (0, "")
    assert re.search("[ạảấầđếệộợữ]", result.stdout)


def test_review_from_listing_to_score(filled: Office, tmp_path: Path) -> None:
    """A person's rejection is recorded with name and reason, and the next score knows it."""
    item = next(i for i in told("items", "--month", "2025-10", cwd=tmp_path) if i["counted"])
    result = newswatch("review", "--reject", str(item["id"]), "--by", "Thư ký", "--because", "tin cũ", cwd=tmp_path)
    assert result.returncode == 0
    assert told("score", "--year", "2025", cwd=tmp_path)["months"][9]["counted"] == 2
    assert "Thư ký: không phải CCHC – tin cũ" in newswatch("explain", "--item", str(item["id"]), cwd=tmp_path).stdout


def test_a_decision_is_withdrawn_by_its_number(filled: Office, tmp_path: Path) -> None:
    """`explain --item` shows the number of a decision; withdrawn by it, the decision no longer stands and the history says by whom and why."""
    item = next(i for i in told("items", "--month", "2025-10", cwd=tmp_path) if i["counted"])
    said = ("--by", "rules", "--because", "tin cũ")
    assert newswatch("review", "--reject", str(item["id"]), *said, cwd=tmp_path).returncode == 0
    (rejected,) = (i for i in told("items", "--month", "2025-10", cwd=tmp_path) if i["id"] == item["id"])
    assert (rejected["decided_by"], rejected["decided_by_kind"], rejected["reasons"]) == ("rules", "person", ["tin cũ"])
    found = re.search(
        r"quyết định (\d+), rules: không phải CCHC – tin cũ", newswatch("explain", "--item", str(item["id"]), cwd=tmp_path).stdout
    )
    assert found
    withdrawal = ("review", "--withdraw", found[1], "--by", "Trưởng ban", "--because", "xét nhầm")
    assert told(*withdrawal, cwd=tmp_path) == {"withdrawn": int(found[1])}
    assert told("items", "--month", "2025-10", cwd=tmp_path).count(item) == 1
    assert "người rút: Trưởng ban – xét nhầm" in newswatch("explain", "--item", str(item["id"]), cwd=tmp_path).stdout
    again = newswatch(*withdrawal, cwd=tmp_path)
    assert (again.returncode, "is withdrawn already" in again.stderr) == (2, True)


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("review", "--withdraw", "1"), "--by NAME and --because TEXT"),
        (("review", "--withdraw", "1", "--by", "a", "--because", "b"), "no person's decision has the number 1"),
        (("review", "--withdraw", "1", "--accept", "1", "--by", "a", "--because", "b"), "in two commands"),
        (("review", "--accept", "1"), "--by NAME and --because TEXT"),
        (("review", "--accept", "999", "--by", "a", "--because", "b"), "no item has the id 999"),
        (("review", "--settle", "1", "--date", "2026-13-01", "--by", "a", "--because", "b"), "month must be in 1..12"),
        (("explain",), "name either --month or --item"),
        (("explain", "--item", "999"), "no item has the id 999"),
        (("items", "--month", "2026-3"), "YYYY-MM"),
        (("backfill", "--since", "01/01/2026"), "2026-01-01"),
        (("score", "--unit", "nowhere"), "no unit 'nowhere'"),
        (("bulletin", "void", "999", "--by", "a", "--because", "b"), "no bulletin has the id 999"),
        (("bulletin", "add", "--date", "31/02/2026", "--title", "Tin"), "no such day"),
        (("nothing",), "No such command"),
    ],
)
def test_wrong_use_is_exit_2(filled: Office, tmp_path: Path, words: tuple[str, ...], message: str) -> None:
    """Wrong options and ids give one clear message and exit code 2."""
    result = newswatch(*words, cwd=tmp_path)
    assert result.returncode == 2
    assert message in result.stderr
    assert "Traceback" not in result.stderr


def test_all_config_problems_at_once(tmp_path: Path) -> None:
    """An unknown key, a wrong type, a bad address, an unknown preset, rule and kind are told together, each under its path; exit 2."""
    (tmp_path / "config.toml").write_text(
        'databse = "x.db"\n[fetch]\nretries = "two"\n[[units]]\nid = "Xã"\nname = "A"\nrules = ["hue-9999"]\n'
        '[[units.sources]]\nid = "a"\nkind = "page"\nurl = "ftp://x"\npreset = "geocities"\n',
        encoding="utf-8",
    )
    result = newswatch("status", cwd=tmp_path)
    assert result.returncode == 2
    for part in (
        "databse: unknown key, did you mean 'database'?",
        "fetch.retries: expected a whole number, found 'two'",
        "units[1].id: expected small letters",
        "units[1].rules: no rule 'hue-9999'",
        "units[1].sources[1].kind: expected one of feed, listing, wordpress, sitemap, found 'page'",
        "units[1].sources[1].url: expected an address beginning with http",
        "units[1].sources[1].preset: unknown preset 'geocities'",
    ):
        assert part in result.stderr


@pytest.mark.parametrize(
    ("text", "message"), [(None, "no such file"), ("a = [", "is no TOML"), (b"\xff\xfe\x00", "UTF-8"), ("", "needs at least one [[units]]")]
)
def test_unusable_config_is_exit_2(tmp_path: Path, text: str | bytes | None, message: str) -> None:
    """A missing, broken, undecodable or empty configuration is named with what is wrong; exit 2."""
    if text is not None:
        (tmp_path / "config.toml").write_bytes(text.encode() if isinstance(text, str) else text)
    result = newswatch("check", cwd=tmp_path)
    assert (result.returncode, "config.toml" in result.stderr, message in result.stderr) == (2, True, True)


def test_database_that_is_none_is_refused_and_left_alone(office: Office, tmp_path: Path) -> None:
    """A file that is no database is refused with exit 2 and stays as it was."""
    (tmp_path / "n.db").write_bytes(b"this is no database, but somebody's thesis" * 50)
    before = (tmp_path / "n.db").read_bytes()
    result = newswatch("check", cwd=tmp_path)
    assert result.returncode == 2
    assert "n.db: is no database" in result.stderr
    assert (tmp_path / "n.db").read_bytes() == before


@pytest.mark.parametrize(
    ("kind", "body", "content_type", "message"),
    [
        (
            "feed",
            "<html><head><title>Đăng nhập hệ thống</title></head><body><form></form></body></html>",
            "text/html; charset=utf-8",
            "Đăng nhập hệ thống",
        ),
        ("listing", "<html><body><p>Đang bảo trì</p></body></html>", "text/html; charset=utf-8", "0 entries"),
    ],
)
def test_source_that_is_not_what_it_was(tmp_path: Path, portal: Portal, kind: str, body: str, content_type: str, message: str) -> None:
    """A feed that is a login page and a listing without entries are failures with a clear reason: exit 4, nothing stored, database intact."""
    office = Office(tmp_path, portal, *([FEED] if kind == "feed" else []))
    portal.serves("/rss" if kind == "feed" else "/", body.encode(), content_type)
    result = newswatch("check", cwd=tmp_path)
    assert result.returncode == 4
    assert message in result.stderr
    assert office.items() == []
    assert newswatch("status", cwd=tmp_path).returncode == 0


def test_some_sources_failed_is_exit_3(tmp_path: Path, portal: Portal) -> None:
    """With one source failing the others go on, and the exit code is 3."""
    office = Office(tmp_path, portal, FEED, 'id = "b"\nkind = "feed"\nurl = "{portal.base}/none.xml"')
    office.par(1, "2026-11-01 08:00")
    result = newswatch("check", cwd=tmp_path)
    assert (result.returncode, "404" in result.stderr, len(office.items())) == (3, True, 1)


def test_other_run_open_is_exit_5(office: Office, tmp_path: Path) -> None:
    """While another run is open a second one ends at once with exit 5."""
    with office.store() as store, store.run("check", office.now):
        result = program("check", cwd=tmp_path)
    assert (result.returncode, "another run" in result.stderr) == (5, True)


def test_inbox_is_taken_in_once(office: Office, tmp_path: Path) -> None:
    """A log laid in the inbox is taken in by the next check, its bad row told (exit 3), and not again by the one after."""
    (tmp_path / "inbox").mkdir()
    log = "Ngày phát;Tên tin, bài;Thể loại\n05/10/2025;Cải cách hành chính ở xã;Tin\n31/02/2025;Tin hỏng;Tin\n"
    (tmp_path / "inbox" / "sổ phát thanh.csv").write_text(log, encoding="utf-8-sig")
    first = newswatch("check", cwd=tmp_path)
    assert (first.returncode, "row 3, column 'Ngày phát'" in first.stderr) == (3, True)
    second = newswatch("check", cwd=tmp_path)
    assert (second.returncode, "sổ phát thanh" in second.stderr) == (0, False)
    assert len(told("bulletin", "list", cwd=tmp_path)) == 1


def test_bulletin_import_of_bad_files(office: Office, tmp_path: Path) -> None:
    """A log in a legacy encoding is refused with a way out, a workbook with merged cells is read; nothing is half taken in."""
    (tmp_path / "cu.csv").write_bytes("Ngày phát;Tên tin\n05/10/2025;Ho\xb9t \xae\xe9ng".encode("latin-1", "replace"))
    result = newswatch("bulletin", "import", "cu.csv", cwd=tmp_path)
    assert result.returncode == 2
    assert "cu.csv" in result.stderr
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["SỔ NHẬT KÝ PHÁT THANH"])
    sheet.merge_cells("A1:C1")
    sheet.append(["Ngày phát", "Giờ phát", "Tên tin, bài"])
    sheet.append(["05/10/2025", "05:30", "Cải cách hành chính: bộ phận một cửa thêm giờ"])
    sheet.append([None, "17:30", "Trả kết quả thủ tục hành chính tại nhà"])
    sheet.merge_cells("A3:A4")
    book.save(tmp_path / "so.xlsx")
    assert newswatch("bulletin", "import", "so.xlsx", cwd=tmp_path).returncode == 0
    assert [b["aired_on"] for b in told("bulletin", "list", cwd=tmp_path)] == ["2025-10-05", "2025-10-05"]


def test_bulletin_voided_counts_no_more(office: Office, tmp_path: Path) -> None:
    """A bulletin added by hand counts, and no longer once it is voided, though it stays on record."""
    added = newswatch(
        "bulletin", "add", "--date", "05/10/2025", "--title", "Cải cách hành chính ở bộ phận một cửa xã", "--script", PAR_BODY, cwd=tmp_path
    )
    assert added.stdout == "bulletin 1 added\n"
    newswatch("backfill", "--since", "2025-01-01", cwd=tmp_path)
    assert told("score", "--year", "2025", cwd=tmp_path)["months"][9]["counted"] == 4
    newswatch("bulletin", "void", "1", "--by", "Thư ký", "--because", "ghi nhầm", cwd=tmp_path)
    assert told("score", "--year", "2025", cwd=tmp_path)["months"][9]["counted"] == 3
    assert told("bulletin", "list", cwd=tmp_path)[0]["void_reason"] == "ghi nhầm"


def test_log_of_a_month_is_closed_by_a_person(filled: Office, tmp_path: Path) -> None:
    """`bulletin close` records who closed the log, once; `score`, `items` and `explain` tell it, in JSON and in Vietnamese."""
    close = ("bulletin", "close", "--month", "2025-10", "--by", "Trần Thị Hoa", "--none-aired")
    assert newswatch(*close, cwd=tmp_path).stdout == "the log of 2025-10 is closed\n"
    assert told(*close, cwd=tmp_path) == {"month": "2025-10", "recorded": False}
    log = told("score", "--year", "2025", cwd=tmp_path)["months"][9]["log"]
    assert (log["state"], log["closed_by"], log["closes_on"], log["late"]) == ("none_aired", "Trần Thị Hoa", None, 0)
    assert told("explain", "--month", "2025-10", cwd=tmp_path)["log"] == log
    assert {i["log"] for i in told("items", "--month", "2025-10", cwd=tmp_path)} == {"none_aired"}
    explained = newswatch("explain", "--month", "2025-10", cwd=tmp_path).stdout
    assert "Sổ phát thanh tháng 10/2025: Trần Thị Hoa chốt sổ ngày" in explained
    assert "xác nhận cả tháng không phát tin, bài nào." in explained
    status = newswatch("status", "--year", "2025", cwd=tmp_path).stdout
    assert "đã chốt sổ, không phát tin, bài nào" in status
    assert "Sổ phát thanh chưa chốt: từ tháng 01 đến tháng 09/2025, từ tháng 11 đến tháng 12/2025" in status


def test_import_that_completes_a_log_closes_it(office: Office, tmp_path: Path) -> None:
    """`bulletin import --complete` closes the log if every row goes in; a bad row leaves it open, an unsigned call takes nothing in."""
    row = "Ngày phát;Tên tin, bài;Thể loại\n05/10/2025;Cải cách hành chính ở xã;Tin\n"
    (tmp_path / "a.csv").write_text(row + "31/02/2025;Tin hỏng;Tin\n", encoding="utf-8")
    (tmp_path / "b.csv").write_text(row, encoding="utf-8")
    complete = ("--complete", "2025-10", "--by", "Thư ký")
    unsigned = newswatch("bulletin", "import", "b.csv", "--complete", "2025-10", cwd=tmp_path)
    assert (unsigned.returncode, "--by NAME" in unsigned.stderr) == (2, True)
    assert told("bulletin", "list", cwd=tmp_path) == []
    bad = newswatch("bulletin", "import", "a.csv", *complete, cwd=tmp_path)
    assert (bad.returncode, "the log of 2025-10 was not closed" in bad.stderr) == (3, True)
    good = newswatch("bulletin", "import", "b.csv", *complete, cwd=tmp_path)
    assert (good.returncode, "the log of 2025-10 is closed" in good.stderr) == (0, True)
    assert told("score", "--year", "2025", cwd=tmp_path)["months"][9]["log"]["state"] == "closed"
    alone = newswatch("bulletin", "import", "b.csv", "--by", "Thư ký", cwd=tmp_path)
    assert (alone.returncode, "--complete" in alone.stderr) == (2, True)


def test_probe_stores_nothing_and_writes_a_fixture(office: Office, tmp_path: Path, portal: Portal) -> None:
    """A probe shows entries with dates and verdicts, makes no database, and writes the page with its expected JSON where asked."""
    fixture = tmp_path / "fixture"
    portal.per_page = 10
    result = newswatch("probe", portal.listing_url, "--fixture", fixture, "--json", cwd=tmp_path)
    assert result.returncode == 0, result.stderr
    shape = json.loads(result.stdout)
    assert {"kind", "preset", "entries", "profile", "warnings"} <= shape.keys()
    assert (shape["kind"], len(shape["entries"])) == ("listing", 5)
    assert set(shape["entries"][0]) == {"title", "url", "published_at", "date_origin", "verdict", "reasons"}
    assert not (tmp_path / "n.db").exists()
    assert {p.suffix for p in fixture.iterdir()} == {".html", ".json"}


def test_probe_of_a_dead_address_is_exit_4(tmp_path: Path, portal: Portal) -> None:
    """A probe of a server that does not answer names the address; exit 4."""
    address = portal.listing_url
    portal.goes_down()
    result = newswatch("probe", address, cwd=tmp_path)
    assert (result.returncode, address in result.stderr) == (4, True)


def test_init_writes_a_configuration_that_works(office: Office, tmp_path: Path, portal: Portal) -> None:
    """`init` on an unknown portal infers how it is built and writes a configuration with which a check finds its news."""
    folder = tmp_path / "new"
    folder.mkdir()
    for n in range(10, 30):
        office.par(n, f"2025-08-{n - 5:02d} 08:00")
    answers = ("--url", portal.listing_url, "--name", "Thử Nghiệm", "--kind", "xã", "--rule", "quang-dien-2614")
    result = newswatch("init", *answers, cwd=folder)
    assert result.returncode == 0, result.stderr
    as_written = (folder / "config.toml").read_text(encoding="utf-8")
    assert as_written.count("pace_seconds = 1.0 ") == 1
    (folder / "config.toml").write_text(as_written.replace("pace_seconds = 1.0 ", "pace_seconds = 0.0 "), encoding="utf-8")
    assert newswatch("backfill", "--since", "2025-01-01", cwd=folder).returncode == 0
    assert {i["title"] for i in told("items", "--year", "2025", cwd=folder)} >= {PAR_TITLE.format(n=n) for n in range(10, 30)}
    again = newswatch("init", *answers, cwd=folder)
    assert (again.returncode, "config.toml: đã có tệp này" in again.stderr) == (2, True)


def test_what_stops_init_is_told_in_vietnamese(tmp_path: Path, portal: Portal) -> None:
    """A dead address and an unknown rule end `init` with the usual exit codes and a Vietnamese reason."""
    portal.goes_down()
    answers = ("init", "--url", portal.listing_url, "--name", "Thử", "--kind", "xã")
    dead, odd = (newswatch(*answers, "--rule", rule, cwd=tmp_path) for rule in ("quang-dien-2614", "khong-co"))
    assert (dead.returncode, "không kết nối được" in dead.stderr, "/robots.txt: " in dead.stderr) == (4, True, True)
    assert (odd.returncode, "không có quy định 'khong-co'; có sẵn: " in odd.stderr) == (2, True)


def test_calibrate_from_a_history_file(tmp_path: Path, office: Office) -> None:
    """Counts of 2019 with one item missing and 1.5 awarded leave A, B and C and rule out F."""
    (tmp_path / "past.toml").write_text(
        "[[years]]\nyear = 2019\nawarded = 1.5\ncounts = [4, 4, 4, 4, 4, 4, 4, 4, 3, 4, 4, 4]\n", encoding="utf-8"
    )
    readings = {fit["reading"] for fit in told("calibrate", "past.toml", cwd=tmp_path)}
    assert {"A_cumulative", "B_deficient_months", "C_worst_month"} <= readings
    assert "F_mean_score" not in readings


def test_demo_gives_the_result_of_2019(tmp_path: Path) -> None:
    """The demo reads its sample portal over HTTP and comes to 1,5 of 2 points, with September short by one."""
    result = newswatch("demo", "--into", tmp_path / "demo", cwd=tmp_path)
    assert result.returncode == 0, result.stderr
    assert "Điểm: 1,5/2 (trừ 0,5)." in result.stdout
    months = told("--config", tmp_path / "demo" / "config.toml", "score", "--year", "2019", cwd=tmp_path)["months"]
    assert [m["state"] for m in months] == ["met"] * 8 + ["short"] + ["met"] * 3
    assert [m["counted"] for m in months if m["state"] == "short"] == [3]


def test_reading_makes_no_database(tmp_path: Path, portal: Portal) -> None:
    """A command that only reads says that there is no database yet, and makes neither file nor folder."""
    Office(tmp_path, portal)
    text = (tmp_path / "config.toml").read_text(encoding="utf-8").replace('"n.db"', '"missing/n.db"')
    (tmp_path / "config.toml").write_text(text, encoding="utf-8")
    result = newswatch("status", cwd=tmp_path)
    assert (result.returncode, "there is no database yet" in result.stderr, (tmp_path / "missing").exists()) == (2, True, False)


def test_database_of_another_program_is_left_alone(office: Office, tmp_path: Path) -> None:
    """An SQLite file that holds another program's tables is refused, and nothing is added to it."""
    with sqlite3.connect(tmp_path / "n.db") as db:
        db.execute("CREATE TABLE theirs (x)")
    db.close()
    before = (tmp_path / "n.db").read_bytes()
    result = newswatch("check", cwd=tmp_path)
    assert (result.returncode, "another program (tables theirs)" in result.stderr) == (2, True)
    assert (tmp_path / "n.db").read_bytes() == before


def test_voided_airing_can_be_entered_anew_but_not_by_its_log(office: Office, tmp_path: Path) -> None:
    """What was voided by mistake can be added again by hand; importing the log it came from does not bring it back."""
    (tmp_path / "so.csv").write_text("Ngày phát;Tên tin\n05/10/2025;Cải cách hành chính\n", encoding="utf-8")
    newswatch("bulletin", "import", "so.csv", cwd=tmp_path)
    newswatch("bulletin", "void", "1", "--by", "Thư ký", "--because", "ghi nhầm", cwd=tmp_path)
    (tmp_path / "so2.csv").write_text("Ngày phát,Tên tin\n05/10/2025,Cải cách hành chính\n", encoding="utf-8")
    newswatch("bulletin", "import", "so2.csv", cwd=tmp_path)
    assert [bool(b["voided_at"]) for b in told("bulletin", "list", cwd=tmp_path)] == [True]
    assert told("bulletin", "add", "--date", "05/10/2025", "--title", "Cải cách hành chính", cwd=tmp_path)["added"] == [2]


def test_bad_rows_are_not_forgotten(office: Office, tmp_path: Path) -> None:
    """Rows of a log that could not be read are told again when it is imported again, and `status` keeps naming the file."""
    (tmp_path / "so.csv").write_text("Ngày phát;Tên tin\n31/02/2025;Cải cách hành chính\n05/10/2025;Một cửa\n", encoding="utf-8")
    newswatch("bulletin", "import", "so.csv", cwd=tmp_path)
    again = newswatch("bulletin", "import", "so.csv", cwd=tmp_path)
    assert (again.returncode, "no such day" in again.stderr, "taken in before" in again.stdout) == (3, True, True)
    assert "so.csv: 1 dòng hỏng" in newswatch("status", cwd=tmp_path).stdout


def test_interrupt_keeps_what_was_read(office: Office, tmp_path: Path, portal: Portal) -> None:
    """Ctrl-C in the middle of a backfill ends it soon, with what was read so far stored and the run closed as stopped."""
    for n in range(20, 50):
        office.par(n, f"2025-07-{n - 19:02d} 08:00")
    text = (tmp_path / "config.toml").read_text(encoding="utf-8").replace("pace_seconds = 0", "pace_seconds = 0.2")
    (tmp_path / "config.toml").write_text(text, encoding="utf-8")
    command = [sys.executable, "-c", "from newswatch.cli import main; main()", "backfill", "--since", "2025-01-01"]
    with subprocess.Popen(command, cwd=tmp_path, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        while len(portal.asked(r"/tin/")) < 3:
            time.sleep(0.02)
        process.send_signal(signal.SIGINT)
        assert process.wait(10) == 130
    assert 2 <= len(office.items()) < 30
    with office.store() as store:
        assert [r["ending"] for r in store.rows("SELECT ending FROM runs ORDER BY id")] == ["stopped"]


def test_replay_of_one_month(filled: Office, tmp_path: Path) -> None:
    """A replay can be asked about one month alone."""
    months = told("replay", "--rule", "phuoc-an-2026", "--month", "2025-10", cwd=tmp_path)["months"]
    assert [m["month"] for m in months] == ["2025-10"]


def test_what_the_keeper_reads_of_settings_and_a_dry_run_is_vietnamese(filled: Office, tmp_path: Path) -> None:
    """`config` and the rows of a dry run are Vietnamese; names of keys stay as they stand in config.toml."""
    shown = newswatch("config", cwd=tmp_path).stdout
    assert "Đơn vị unit: xã Thử" in shown
    assert "chưa gửi thư cho ai; khai báo ở [[units.board]]" in shown
    assert not {"digest", "a month", "read by", "required"} & set(shown.replace(",", " ").split())
    (tmp_path / "so.csv").write_text("Ngày phát;Tên tin;Nguồn\n15/10/2026;Công khai TTHC;Tiếp âm Đài huyện\n", encoding="utf-8")
    row = newswatch("bulletin", "import", "--dry-run", "so.csv", cwd=tmp_path).stdout.splitlines()[-1]
    assert row.split() == ["dòng", "2:", "15/10/2026", "tiếp", "âm:", "Công", "khai", "TTHC"]


def test_close_says_that_nobody_is_written_to(filled: Office, tmp_path: Path) -> None:
    """A unit without a board is named by `close`, since no notice of it can be due."""
    done = newswatch("close", cwd=tmp_path)
    assert (done.stdout, done.stderr) == (
        "no notice is due\n",
        "unit: nobody is written to, since config.toml has no [[units.board]] for it\n",
    )


def test_a_decision_is_told_by_its_number_and_can_be_withdrawn_by_it(filled: Office, tmp_path: Path) -> None:
    """The number that `review` tells is the one that `--withdraw` takes."""
    item, *_ = told("items", "--month", "2025-10", cwd=tmp_path)
    signed = ("--by", "Hoa", "--because", "đã xem")
    done = told("review", "--reject", str(item["id"]), *signed, cwd=tmp_path)
    assert (done["recorded"], len(done["decisions"])) == (1, 1)
    assert told("review", "--withdraw", str(done["decisions"][0]), *signed, cwd=tmp_path) == {"withdrawn": done["decisions"][0]}


def test_a_long_walk_tells_how_far_it_is(capsys: pytest.CaptureFixture[str]) -> None:
    """Every fifty pages there is a line on standard error."""
    heard = _Progress()
    for n in range(120):
        heard.asked(f"https://xa.example/{n}")
    assert capsys.readouterr().err.splitlines() == [
        f"still reading: {n} pages asked for, the last https://xa.example/{n - 1}" for n in (50, 100)
    ]


def test_the_first_check_makes_the_inbox(filled: Office, tmp_path: Path) -> None:
    """The folder that logs are laid into is there after the first check."""
    assert newswatch("check", cwd=tmp_path).returncode == 0
    assert (tmp_path / "inbox").is_dir()


def test_the_demo_ends_with_a_line_that_works_as_typed(tmp_path: Path) -> None:
    """Its last line starts the program the way the demo itself was started."""
    last = newswatch("demo", "--into", str(tmp_path / "demo"), cwd=tmp_path).stdout.splitlines()[-1]
    command = last.removeprefix("look closer: ")
    shown = subprocess.run(command, shell=True, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert (shown.returncode, "Tháng 09/2019" in shown.stdout) == (0, True), shown.stderr
