"""A host that has had its requests of the day is told as that, and as no fault: by check, status, the board's page and the doctor, who asks no more."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from command import newswatch
from office import Office
from portal import Portal
from rich.console import Console
from wording import english

from newswatch.core.polling.records import LastPoll
from newswatch.report.terminal import tables
from newswatch.report.vi import board, setup
from newswatch.services import doctor
from newswatch.services.doctor import Finding, Health
from newswatch.store import polls

SOURCE, TRIAL = "nguồn tin unit/list", "đọc thử unit/list"


def office_of(folder: Path, portal: Portal, requests: int) -> Office:
    """An office whose portal may be sent so many requests a day; a robots.txt is one of them."""
    office = Office(folder, portal, fetch=f"requests_a_day = {requests}")
    office.par(1, "2026-11-02 08:00")
    return office


def last(office: Office) -> LastPoll:
    """The last poll of the only source."""
    with office.store() as store:
        return polls.last_polls(store, 1)[0]


def found(office: Office) -> dict[str, Finding]:
    """What the doctor finds, by what it is about."""
    return {one.about: one for one in doctor.run(office.settings.path, office.now).findings}


def shown(told: object) -> str:
    """A table as text."""
    console = Console(width=400)
    with console.capture() as capture:
        console.print(told)
    return capture.get()


def test_a_check_that_no_request_was_left_for_has_not_failed_altogether(tmp_path: Path, portal: Portal) -> None:
    """Exit code 4 says that what was asked can't be read; a source left alone because of its budget gives 3, and is counted apart from the failed."""
    office_of(tmp_path, portal, 1)
    done = newswatch("check", cwd=tmp_path)
    assert (done.returncode, "0 failed, 1 left alone: their hosts have had their requests of the day" in done.stdout) == (3, True)
    (tmp_path / "config.toml").write_text((tmp_path / "config.toml").read_text("utf-8").replace("a_day = 1", "a_day = 9"), "utf-8")
    portal.goes_down()
    assert newswatch("check", cwd=tmp_path).returncode == 4


def test_status_and_page_say_that_the_host_was_left_alone(tmp_path: Path, portal: Portal) -> None:
    """Neither says that the source can't be read: they say that its requests are used up, and `status` that waiting or a larger budget helps."""
    office = office_of(tmp_path, portal, 8)
    office.polls("2026-11-20 08:00")
    office.settings = replace(office.settings, fetch=replace(office.settings.fetch, requests_a_day=1))
    office.polls("2026-11-20 12:00")
    poll = last(office)
    statement = office.year()
    for text in (
        shown(tables.overview([(office.unit, statement, [poll])])),
        shown(tables.sources([poll])),
        board.source(poll, date(2026, 11, 20)),
    ):
        assert (setup.OVER_BUDGET in text, "không đọc được" in text) == (True, False)
    assert setup.OVER_BUDGET_ADVICE in shown(tables.sources([poll]))


@pytest.mark.parametrize("requests", [1, 2])
def test_the_doctor_asks_no_host_that_has_had_its_requests(tmp_path: Path, portal: Portal, requests: int) -> None:
    """After a check that used the budget up the doctor makes no request, and advises to wait or to raise it, not to mend the source."""
    office = office_of(tmp_path, portal, requests)
    office.polls("2026-11-20 08:00")
    office.polls("2026-11-20 09:00")
    before = len(portal.asked())
    told = found(office)
    assert len(portal.asked()) == before == requests - 1, "what is counted beside these is the robots.txt"
    assert [told[about].advice for about in (SOURCE, TRIAL)] == [setup.OVER_BUDGET_ADVICE] * 2
    assert told[TRIAL].health is Health.WARN
    assert not any(english(told[about].found) or english(told[about].advice) for about in (SOURCE, TRIAL))


def test_what_the_doctor_asks_is_counted(tmp_path: Path, portal: Portal) -> None:
    """A trial read takes of the day's budget as a check does, and so does another after it."""
    office = office_of(tmp_path, portal, 1000)
    office.polls("2026-11-20 08:00")
    for _ in range(2):
        assert found(office)[TRIAL].health is Health.OK
    with office.store() as store:
        assert store.rows("SELECT asked FROM requests") == [{"asked": len(portal.asked()) + 3}], "one robots.txt each"


def test_the_doctor_tries_nothing_that_it_cannot_count(tmp_path: Path, portal: Portal) -> None:
    """Where the database can't be opened nobody knows what a host was sent today: a host with a budget is not asked, and that is told."""
    office = office_of(tmp_path, portal, 1000)
    office.settings.database.write_bytes(b"no database at all" * 100)
    told = found(office)[TRIAL]
    assert (told.health, "không đọc thử" in told.found, portal.asked()) == (Health.WARN, True, [])
