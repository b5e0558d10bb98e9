"""Images, style sheets and pictures of pages: of items that count or wait, once, within a budget, and never at the cost of a poll."""

import json
import os
import shutil
import signal
from base64 import b64encode
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from threading import Event
from typing import Any

import needs
import pytest
from command import newswatch
from files_walk import killed
from illustrated import budget, illustrates, png
from office import Office
from portal import Portal

from newswatch.core.notices.agenda import Ending
from newswatch.errors import ParseError
from newswatch.services import attach
from newswatch.services.copies import run, waiting
from newswatch.services.copies.run import Copied
from newswatch.services.doctor import evidence
from newswatch.services.doctor.finding import Health
from newswatch.sources.read import chromium
from newswatch.sources.read.file_type import file_type
from newswatch.store import budgets, files, page_copies, vault

A, B = png(10), png(20)


@pytest.fixture
def office(tmp_path: Path, portal: Portal) -> Office:
    """An office with a counted article of two images, and one that is no PAR news."""
    office = Office(tmp_path, portal)
    portal.serves("/anh/a.png", A, "image/png", headers={"X-Camera": "7"})
    portal.serves("/anh/b.png", B, "image/png")
    illustrates(office, 1, "2026-11-02 08:00", '<img src="/anh/a.png"><img data-src="/anh/b.png" src="/cho.gif">')
    illustrates(office, 2, "2026-11-03 08:00", '<img src="/anh/khac.png">', title="Bà con thôn Đông gặt lúa", body="Lúa chín vàng. " * 9)
    return office


def copied(office: Office, at: str | None = None, stop: Event | None = None) -> Copied:
    """One walk through the pages that wait."""
    office.at = at or office.at
    with office.store() as store:
        found = waiting.due(store, office.settings, office.settings.units, office.now())
        return run.copy_pages(store, office.settings, found, office.now, stop=stop)


def asked(office: Office, regex: str = "anh/|css") -> list[str]:
    return office.portal.asked(regex)


def parts(office: Office) -> list[dict[str, Any]]:
    with office.store() as store:
        return store.rows("SELECT * FROM page_parts ORDER BY id")


def kept(office: Office) -> list[bytes]:
    """The bytes of all files."""
    with office.store() as store:
        return sorted(vault.body_of(store.path, one.sha256, one.size) for one in files.all_files(store))


def test_the_images_of_a_counted_article_are_kept(office: Office) -> None:
    """Each image in the text of an article that counts is kept once with both addresses, the headers and the time; other news cost nothing."""
    office.polls("2026-11-05 06:30")
    assert asked(office) == []
    done = copied(office)
    assert (done.kept, done.failed, done.told) == (2, 0, [])
    assert asked(office) == ["/anh/a.png", "/anh/b.png"]
    first, second = parts(office)
    assert (first["url"], first["final_url"], first["status"]) == (f"{office.portal.base}/anh/a.png",) * 2 + (200,)
    assert ["X-Camera", "7"] in json.loads(first["headers"])
    assert (first["asked_at"], first["outcome"], first["year"]) == ("2026-11-04T23:30:00+00:00", "kept", 2026)
    assert first["item_id"] == second["item_id"] == office.item("Xã 1 ").id
    assert kept(office) == sorted([A, B])


def test_nothing_is_done_twice(office: Office) -> None:
    """A second walk asks for nothing, whether nothing happened or a poll found another item; a unit of
    which nothing has changed is not even judged."""
    office.polls("2026-11-05 06:30")
    copied(office)
    before = len(office.portal.requests)
    assert copied(office, "2026-11-05 07:30") == Copied()
    assert len(office.portal.requests) == before
    with office.store() as store:
        assert waiting.due(store, office.settings, office.settings.units, office.now()) == []
    illustrates(office, 3, "2026-11-05 08:00", '<img src="/anh/a.png">')
    office.polls("2026-11-05 17:30")
    assert copied(office).kept == 1
    assert asked(office) == ["/anh/a.png", "/anh/b.png", "/anh/a.png"]
    assert kept(office) == sorted([A, B])


def test_an_item_that_waits_has_its_images_and_one_that_changes_again(office: Office) -> None:
    """An item that a person is to judge is copied, too. When the article changes, its new page is copied beside the old, and the same bytes kept once."""
    illustrates(office, 4, None, '<img src="/anh/c.png">')
    office.portal.serves("/anh/c.png", png(30), "image/png")
    office.polls("2026-11-05 06:30")
    assert next(line for line in office.year().undated if "Xã 4 " in line.item.title).awaiting
    copied(office)
    assert "/anh/c.png" in asked(office)
    illustrates(office, 1, "2026-11-02 08:00", '<img src="/anh/a.png">', title="Xã 1 cải cách hành chính: đã sửa")
    office.polls("2026-11-12 06:30")
    assert copied(office).kept == 1
    rows = [row for row in parts(office) if row["url"].endswith("a.png")]
    assert len({row["answer"] for row in rows}) == 2
    assert len({row["sha256"] for row in rows}) == 1
    assert len(kept(office)) == 3


NOT_HAD = [
    ("another host", '<img src="http://localhost:{port}/anh/z.png">', "elsewhere", False),
    ("forbidden by robots.txt", '<img src="/cam/z.png">', "refused", False),
    ("not there", '<img src="/anh/khong.png">', "refused", True),
    ("a page in its place", '<img src="/">', "no_image", True),
    ("a drawing that may hold scripts", '<img src="/anh/v.svg">', "no_image", True),
    ("too large", '<img src="/anh/to.png">', "too_large", True),
    ("a broken server", '<img src="/anh/hong.png">', "failed", True),
]


@pytest.mark.parametrize(("case", "inner", "outcome", "is_asked"), NOT_HAD, ids=[case for case, *_ in NOT_HAD])
def test_an_image_that_cannot_be_had_changes_nothing(
    tmp_path: Path, portal: Portal, case: str, inner: str, outcome: str, is_asked: bool
) -> None:
    """An image that may not be asked for, or can't be had, is noted with why. The polls, the count and the other images stay as they are."""
    office = Office(tmp_path, portal, fetch="max_bytes = 20000")
    portal.robots("User-agent: *\nDisallow: /cam/\n")
    portal.serves("/anh/a.png", A, "image/png")
    portal.serves("/anh/v.svg", "<svg xmlns='http://www.w3.org/2000/svg'/>", "image/svg+xml")
    portal.serves("/anh/to.png", png(1, 30_000), "image/png")
    portal.fails("/hong", 503)
    illustrates(office, 1, "2026-11-02 08:00", inner.format(port=portal.base.rpartition(":")[2]) + '<img src="/anh/a.png">')
    assert office.polls("2026-11-05 06:30").ending is Ending.OK
    before, asked_before = office.counted(), len(portal.requests)
    done = copied(office)
    assert [row["outcome"] for row in parts(office)] == [outcome, "kept"]
    assert (done.kept, done.failed, done.faults) == (1, 1, [])
    assert (len([r for r in portal.requests[asked_before:] if "robots" not in r.path and r.path != "/anh/a.png"]) > 0) == is_asked
    assert office.counted() == before == {"2026-11": 1}
    assert office.polls("2026-11-06 06:30").ending is Ending.OK


def test_what_fails_is_tried_thrice(office: Office) -> None:
    """An image of a server that is down is asked for again in the next two walks, the others not; then it is left, and the unit is passed over."""
    office.portal.fails("b.png", 503)
    office.polls("2026-11-05 06:30")
    for hour in range(7, 13):
        copied(office, f"2026-11-05 {hour:02d}:30")
    assert [path for path in asked(office) if "a.png" in path] == ["/anh/a.png"]
    assert len([path for path in asked(office) if "b.png" in path]) == 3
    office.portal.heals()
    assert copied(office, "2026-11-06 06:30") == Copied()


def test_one_that_recovers_is_had(office: Office) -> None:
    """An image that failed once is kept by the next walk, beside the row of the failure."""
    office.portal.fails("b.png", 503, times=1)
    office.polls("2026-11-05 06:30")
    copied(office)
    assert copied(office, "2026-11-05 17:30").kept == 1
    assert [(row["url"][-5:], row["outcome"]) for row in parts(office)] == [("a.png", "kept"), ("b.png", "failed"), ("b.png", "kept")]


def test_a_spent_budget_is_told_once(office: Office) -> None:
    """Once the images of a unit and year fill their megabytes no more are kept or asked for, and a person is told once."""
    budget(office, 1)
    for n in range(4):
        office.portal.serves(f"/anh/{n}.png", png(n, 400_000), "image/png")
    office.portal.serves("/anh/a.png", png(10, 400_000), "image/png")
    illustrates(office, 3, "2026-11-04 08:00", "".join(f'<img src="/anh/{n}.png">' for n in range(4)))
    office.polls("2026-11-05 06:30")
    done = copied(office)
    assert done.told == ["unit: the images of 2026 have used up their 1 MB; no more are kept (evidence.images_mb in config.toml)"]
    assert sum(map(len, kept(office))) < 1_000_000
    outcomes = [row["outcome"] for row in parts(office)]
    assert outcomes.count("over_budget") >= 2
    illustrates(office, 5, "2026-11-06 08:00", '<img src="/anh/moi.png">')
    office.polls("2026-11-07 06:30")
    assert copied(office).told == []
    with office.store() as store:
        assert page_copies.spent_budgets(store)[0]["year"] == 2026
        assert [found.health for found in evidence.budgets(store, office.settings)] == [Health.WARN]
        budget(office, 2)
        assert list(evidence.budgets(store, office.settings)) == []


def test_with_no_budget_nothing_is_asked_for(office: Office) -> None:
    """`images_mb = 0` keeps no image, and says nothing of a budget."""
    budget(office, 0)
    office.polls("2026-11-05 06:30")
    assert copied(office) == Copied()
    assert asked(office) == []


def test_a_style_sheet_is_fetched_once_for_a_portal(office: Office) -> None:
    """The style sheet that all pages of a portal name is kept once and asked for again only after a month."""
    office.portal.serves("/k.css", "h2 { color: red }", "text/css")
    for n, when in ((4, "2026-11-03 09:00"), (5, "2026-11-04 08:00")):
        for post in (n, n + 10):
            illustrates(
                office, post, when, "", head='<link rel="stylesheet" href="/k.css"><link rel="stylesheet" media="print" href="/in.css">'
            )
        office.polls(f"2026-11-0{n + 1} 06:30", since="2026-11-01")
        copied(office)
    assert office.portal.asked("css") == ["/k.css"]
    illustrates(office, 6, "2026-12-10 08:00", "", head='<link rel="stylesheet" href="/k.css">')
    office.polls("2026-12-11 06:30")
    copied(office)
    assert office.portal.asked("css") == ["/k.css"] * 2


def test_a_walk_ends_in_time_and_the_next_goes_on(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    """A walk ends after ten minutes, or when it is told to, between two requests; what is left is done by the next, and nothing twice."""
    office.polls("2026-11-05 06:30")
    stop = Event()
    stop.set()
    assert copied(office, stop=stop) == Copied()
    began, ticks = office.now(), iter(range(10_000))
    monkeypatch.setattr(office, "now", lambda: began + timedelta(minutes=2) * next(ticks))
    first = copied(office)
    monkeypatch.undo()
    assert first.kept < 2
    while copied(office) != Copied():
        pass
    assert asked(office) == ["/anh/a.png", "/anh/b.png"]


def test_a_full_disk_loses_nothing(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where a file can't be laid the walk says so, the count stands, and the next walk carries on."""
    office.polls("2026-11-05 06:30")

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr("os.fsync", full)
        done = newswatch("check", "--copies", cwd=office.folder)
    assert "a file can't be kept: No space left on device" in done.stderr
    assert office.counted() == {"2026-11": 1}
    assert copied(office).kept == 2
    assert list(vault.folder_of(office.settings.database).rglob("*.part")) == []


def test_the_commands_tell_of_it(office: Office) -> None:
    """`check --copies` says how many were kept, `explain --item` names each with how its file is found; `check` and `backfill` alone copy none."""
    assert newswatch("backfill", "--since", "2026-11-01", cwd=office.folder).returncode == 0
    assert newswatch("check", cwd=office.folder).returncode == 0
    assert asked(office) == []
    done = newswatch("check", "--copies", cwd=office.folder)
    assert "copying 1 pages of items that count or wait" in done.stderr
    assert "copies of pages: 2 images and style sheets kept, 0 not had, 0 pages shown" in done.stderr
    item = str(office.item("Xã 1 ").id)
    (row, _) = json.loads(newswatch("explain", "--item", item, "--json", cwd=office.folder).stdout)["page_parts"]
    assert (row["outcome"], row["state"], row["type"]) == ("kept", "sound", "image/png")
    assert "Ảnh của bài: 2 giữ được, 0 không lấy được" in newswatch("explain", "--item", item, cwd=office.folder).stdout


@pytest.fixture
def browser(monkeypatch: pytest.MonkeyPatch) -> str:
    """The machine's Chromium, to be used."""
    path = needs.program("chromium", "chromium-browser", "google-chrome")
    monkeypatch.setenv(chromium.VARIABLE, path)
    return path


TRAPS = (
    '<script>document.body.innerHTML = ""; fetch("/trap/1")</script><iframe src="/trap/2"></iframe><img src="/anh/a.png" onload="fetch(\'/trap/3\')">'
    '<object data="/trap/4"></object><video src="/trap/5"></video><link rel="preload" href="/trap/6" as="image">'
)


def test_a_page_is_shown_without_scripts_or_network(office: Office, browser: str) -> None:
    """Where there is a Chromium the page is kept as a picture and a print, made of what was captured alone; it is done once."""
    illustrates(office, 1, "2026-11-02 08:00", TRAPS, head='<meta http-equiv="refresh" content="0;url=/trap/7">')
    office.polls("2026-11-05 06:30")
    done = copied(office)
    assert (done.shown, done.told, done.faults) == (1, [], [])
    assert office.portal.asked("trap") == []
    with office.store() as store:
        rows = page_copies.listed(store, office.item("Xã 1 ").id)["page_copies"]
        bodies = {row["kind"]: vault.body_of(store.path, row["sha256"], row["size"]) for row in rows}
    assert bodies["screenshot"].startswith(b"\x89PNG")
    assert bodies["print"].startswith(b"%PDF-")
    assert {row["maker"].split()[0] for row in rows} == {"Chromium"}
    before = len(office.portal.requests)
    assert copied(office) == Copied()
    assert len(office.portal.requests) == before


@pytest.mark.skipif(not hasattr(signal, "SIGSTOP"), reason="needs a system that can stop a process")
def test_a_browser_that_hangs_is_ended(browser: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A browser that answers nothing any more holds up nobody: it is ended, and the page was tried."""
    monkeypatch.setattr(chromium, "_LONGEST", 1.0)
    with chromium.running(browser) as running:
        os.kill(running.process, signal.SIGSTOP)
        with pytest.raises(ParseError, match="can't be shown in a browser"):
            running.show(b"<html><body><h1>Tin</h1></body></html>", "http://xa.example/tin", "text/html", {})
        assert not running.is_alive


def test_a_browser_that_comes_later_shows_what_is_there(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    """Pages copied while there was no browser are shown once there is one, without any request; one that can't start is told and harms nothing."""
    office.polls("2026-11-05 06:30")
    copied(office)
    broken = office.folder / "browser"
    broken.write_text("#!/bin/sh\nexit 3\n", encoding="utf-8")
    broken.chmod(0o755)
    monkeypatch.setenv(chromium.VARIABLE, str(broken))
    done = copied(office)
    assert (done.shown, len(done.told)) == (0, 1)
    assert f"{broken}: can't be started" in done.told[0]
    monkeypatch.setenv(chromium.VARIABLE, needs.program("chromium", "chromium-browser", "google-chrome"))
    before = len(office.portal.requests)
    assert copied(office).shown == 1
    assert len(office.portal.requests) == before


def test_a_unit_with_much_holds_up_no_other(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    """One walk takes up so many pages of a unit at most; the rest are done by the next ones."""
    monkeypatch.setattr("newswatch.services.copies.run._MOST_PAGES", 1)
    illustrates(office, 3, "2026-11-04 08:00", '<img src="/anh/b.png">')
    office.polls("2026-11-05 06:30")
    assert [copied(office).kept for _ in range(3)] in ([2, 1, 0], [1, 2, 0])


def test_files_of_pages_are_checked_as_all_others(office: Office) -> None:
    """An image that is gone is told with its item."""
    office.polls("2026-11-05 06:30")
    copied(office)
    with office.store() as store:
        shutil.rmtree(attach.folder_of(store.path))
        assert {(one.state, one.items) for one in files.checked(store)} == {("missing", (office.item("Xã 1 ").id,))}


def test_all_evidence_of_an_item_is_laid_out(office: Office, tmp_path: Path) -> None:
    """`files copy` lays the page as received, a copy that can run and load nothing, its images and attached files into a new folder, and no other."""
    illustrates(office, 1, "2026-11-02 08:00", TRAPS, title="Xã 1 cải cách hành chính", head='<base href="/x/">')
    office.polls("2026-11-05 06:30")
    copied(office)
    item, note = str(office.item("Xã 1 ").id), tmp_path / "lời.txt"
    note.write_text("Kính thưa bà con", encoding="utf-8")
    assert newswatch("attach", item, note, "--kind", "script", cwd=tmp_path).returncode == 0
    folder = tmp_path / "chứng"
    names = [Path(name).name for name in json.loads(newswatch("files", "copy", item, folder, "--json", cwd=tmp_path).stdout)]
    assert names == ["page-as-received.bin", "page-readable.html", "image-1.png", "script-1.txt"]
    assert (folder / "image-1.png").read_bytes() == A
    text = (folder / "page-readable.html").read_text(encoding="utf-8")
    assert "Xã 1 cải cách hành chính" in text
    assert f"data:image/png;base64,{b64encode(A).decode()}" in text
    assert [sign for sign in ("<script", "trap", "onload", "<iframe", "<object", "<link", "<video") if sign in text] == []
    again = newswatch("files", "copy", item, folder, cwd=tmp_path)
    assert (again.returncode, "is not empty" in again.stderr) == (2, True)


def test_a_fault_nobody_foresaw_is_that_pages(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    """An exception in reading one page's image is told with its traceback and the others go on; the unit is looked at again."""
    illustrates(office, 3, "2026-11-04 08:00", '<img src="/anh/x.png">')
    office.portal.serves("/anh/x.png", b"X", "image/png")
    office.polls("2026-11-05 06:30")
    with monkeypatch.context() as patched:
        real = file_type
        patched.setattr("newswatch.services.copies.fetching.file_type", lambda head, tail: 1 // 0 if head == b"X" else real(head, tail))
        done = copied(office)
    assert (done.kept, ["ZeroDivisionError" in fault.told for fault in done.faults]) == (2, [True])
    assert [row["outcome"] for row in parts(office)] == ["kept", "kept"]
    assert copied(office).failed == 1
    assert copied(office) == Copied()


def test_killed_while_copying(office: Office) -> None:
    """Wherever the copying of pages is killed, no row lacks its bytes; the next walk leaves no half file and none without a row, and has every image."""
    office.polls("2026-11-05 06:30")
    *lines, end = killed(office.settings.path, office.settings.database, office.now(), 1)
    points = [json.loads(line) for line in lines]
    assert end == f"end {len(points)} 0"
    effects = " ".join(point["effect"] for point in points)
    assert all(
        what in effects for what in ("fsync", "replace .part", "INSERT INTO page_parts", "INSERT INTO copying", "INSERT INTO copied_units")
    )
    assert [point for point in points if point["after"]["lost"] or point["tidied"]["lost"]] == []
    assert [point for point in points if point["tidied"]["strays"] or point["tidied"]["parts"]] == []
    assert [point for point in points if point["again"] != {"rows": 2, "lost": [], "strays": 0, "parts": 0}] == []


def test_images_are_requests_of_the_day_too(office: Office) -> None:
    """Where a host is sent a number of requests a day, its images count among them, and those that it can't be sent any more follow another day."""
    office.polls("2026-11-05 06:30")
    asked_for = len(office.portal.asked(""))
    office.with_settings(lambda of: replace(of, fetch=replace(of.fetch, requests_a_day=asked_for + 2)))
    with office.store() as store:
        budgets.note(store, {(site, date(2026, 11, 5)): asked_for for site in office.unit.hosts.own})
    assert copied(office).kept == 1
    assert copied(office, "2026-11-05 09:30").kept == 0
    assert copied(office, "2026-11-06 09:30").kept == 1
