"""A year of the daemon's rounds by a moved clock, against a real portal and mail server: the expected notices, each once."""

import random
import threading
from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from office import Office
from portal import Portal
from postbox import Postbox

from newswatch.core.model import LOCAL, Verdict
from newswatch.services.round import Round
from newswatch.store import deliveries

BOARD = ("thuky@xa.example", "truongban@xa.example")
FIRST, LAST = date(2028, 1, 3), date(2029, 1, 12)

# 2028 is a leap year; Tết falls on 26 January, giỗ Tổ on 4 April, 30 April on a Sunday, 24 November on a Friday.
ARTICLES = [
    *["2027-11-05 08:00", "2027-11-12 08:00"],
    *["2027-12-03 08:00", "2027-12-06 08:00", "2027-12-09 08:00", "2027-12-12 08:00"],
    *["2028-01-04 08:00", "2028-01-07 08:00", "2028-01-09 08:00", "2028-01-18 08:00"],
    *["2028-02-03 08:00", "2028-02-06 08:00", "2028-02-09 08:00", "2028-02-29 23:50"],
    *["2028-03-01 00:10", "2028-03-12 08:00", "2028-03-22 08:00"],
    *["2028-04-11 09:00", "2028-04-12 08:00", "2028-04-13 08:00", "2028-04-14 08:00"],
    *["2028-05-04 08:00", "2028-05-08 08:00", "2028-05-11 08:00", "2028-05-15 08:00"],
    *["2028-06-02 08:00", "2028-06-05 08:00", "2028-06-07 08:00", "2028-06-15 08:00"],
    *["2028-07-04 08:00", "2028-07-07 08:00", "2028-07-11 08:00"],
    *["2028-08-02 08:00", "2028-08-04 20:00", "2028-08-08 08:00", "2028-08-31 23:59"],
    *["2028-09-01 00:01", "2028-09-05 08:00", "2028-09-08 08:00", "2028-09-12 08:00"],
    *["2028-10-03 08:00", "2028-10-05 08:00", "2028-10-09 08:00", "2028-10-12 08:00", "2028-10-31 23:30"],
    *["2028-11-01 00:05", "2028-11-07 08:00", "2028-11-09 08:00"],
    *["2028-12-26 08:00"],
]
OUTAGES = [("2028-06-09 12:00", "2028-06-21 12:00"), ("2028-07-29 12:00", "2028-08-04 12:00")]
REJECTED = ("2028-06-05 10:00", "2028-05-11 08:00")  # when a person says so, and the article

EXPECTED = [
    *["2028-02-20 warning 2028-02-20", "2028-02-25 warning 2028-02-25"],
    *["2028-03-20 warning 2028-03-20", "2028-03-25 warning 2028-03-25"],
    *["2028-04-03 shortfall 2028-03", "2028-04-10 result 2028-03", "2028-04-10 quarter 2028-Q1", "2028-04-10 warning 2028-04-10"],
    *["2028-06-06 revision 2028-05", "2028-06-10 result 2028-05"],
    *["2028-06-12 trouble 2028-06-09", "2028-06-20 warning 2028-06-20", "2028-06-22 recovery 2028-06-09"],
    "2028-07-03 half_year 2028-H1",
    *["2028-07-20 warning 2028-07-20", "2028-07-25 warning 2028-07-25"],
    *["2028-08-01 shortfall 2028-07", "2028-08-01 trouble 2028-07-29", "2028-08-05 recovery 2028-07-29", "2028-08-10 result 2028-07"],
    *["2028-08-20 warning 2028-08-20", "2028-08-25 warning 2028-08-25"],
    "2028-10-02 quarter 2028-Q3",
    *["2028-11-20 warning 2028-11-20", "2028-11-25 warning 2028-11-25", "2028-12-01 shortfall 2028-11", "2028-12-10 result 2028-11"],
    *["2028-12-10 warning 2028-12-10", "2028-12-20 warning 2028-12-20", "2028-12-25 warning 2028-12-25"],
    *["2029-01-02 shortfall 2028-12", "2029-01-10 result 2028-12", "2029-01-10 year 2028", "2029-01-10 warning 2029-01-10"],
]
TRUTH = {3: (3, "short"), 5: (3, "short"), 7: (3, "short"), 11: (3, "short"), 12: (1, "short")}


class Year:
    """An office whose portal lives through the year while the daemon's rounds look at it."""

    def __init__(self, office: Office) -> None:
        self.office = office
        self.events = sorted(self._events(), key=lambda event: event[0])
        self.said: list[str] = []

    def _events(self) -> Iterator[tuple[str, str, int]]:
        for n, at in enumerate(ARTICLES):
            yield at, "article", n
        for down, up in OUTAGES:
            yield down, "down", 0
            yield up, "up", 0
        yield REJECTED[0], "reject", ARTICLES.index(REJECTED[1])

    def lives(self, off: frozenset[date] = frozenset()) -> None:
        """A round at 06:31 and one at 08:00 of every day on which the machine is on."""
        day = FIRST
        while day <= LAST:
            for clock in ("06:31", "08:00"):
                self._until(f"{day} {clock}")
                if day not in off:
                    self._round(f"{day} {clock}")
            day += timedelta(days=1)

    def _until(self, at: str) -> None:
        while self.events and self.events[0][0] <= at:
            when, what, n = self.events.pop(0)
            portal = self.office.portal
            if what == "article":
                self.office.par(n, when)
            elif what == "reject":
                self.office.at = when
                self.office.decides(self.office.item(f"Xã {n} ").id, verdict=Verdict.OTHER)
            else:
                portal.goes_down() if what == "down" else portal.comes_back()

    def _round(self, at: str) -> None:
        self.office.at = at
        Round(self.office.settings, self.office.now, threading.Event(), self.said.append).walk()

    def told(self) -> list[str]:
        """The notices that were mailed: the local day, the kind, the period. A result after an open log, and the end of a trouble, are called so."""
        with self.office.store() as store:
            rows = deliveries.listed(store, everything=True)
        assert {row["state"] for row in rows} == {"sent"}
        later = {"shortfall": "result", "trouble": "recovery"}
        named = ((row["made_at"], later.get(row["kind"], row["kind"]) if row["revision"] else row["kind"], row["period"]) for row in rows)
        mailed = dict.fromkeys(named)
        return [f"{datetime.fromisoformat(at).astimezone(LOCAL).date()} {kind} {period}" for at, kind, period in mailed]

    def last_told(self) -> dict[int, tuple[int, str]]:
        """What the board was told last of each month of 2028 that is not met: count and state."""
        with self.office.store() as store:
            rows = store.rows(
                "SELECT period, facts ->> 'counted' AS counted, facts ->> 'state' AS state FROM notifications "
                "WHERE kind IN ('shortfall', 'revision') AND period LIKE '2028-%' ORDER BY id"
            )
        last = {int(row["period"][5:]): (int(row["counted"]), str(row["state"])) for row in rows}
        return {month: told for month, told in last.items() if told[1] != "met"}


@pytest.fixture
def year(tmp_path: Path, portal: Portal, postbox: Postbox) -> Year:
    """The office on 3 January 2028."""
    office = Office(tmp_path, portal)
    office.has_board(postbox, *BOARD)
    portal.per_page = 4
    portal.validators = "etag"
    text = office.settings.path.read_text(encoding="utf-8")
    office.settings.path.write_text(
        text.replace("[mail]", '[schedule]\nchecks = ["06:30"]\njitter_minutes = 0\n[mail]', 1), encoding="utf-8"
    )
    office.reads_settings()
    return Year(office)


def test_a_year(year: Year, postbox: Postbox) -> None:
    """Every notice of the year comes on its day, once, to each of the board: letters on first working days, results once logs are closed, warnings,
    revisions, troubles, digests."""
    year.lives()
    assert year.told() == EXPECTED
    assert set(Counter(mail.message_id for mail in postbox.mails).values()) == {1}
    assert len(postbox.mails) == len(EXPECTED) * len(BOARD)
    assert year.last_told() == TRUTH


@pytest.mark.parametrize("seed", [1133])
def test_a_year_with_the_machine_off_on_random_days(year: Year, postbox: Postbox, seed: int) -> None:
    """With the machine off on two days in five, often for days on end, no result or digest is lost or doubled, and what was told last is true."""
    days, drawn, off = (LAST - FIRST).days, random.Random(seed), set[date]()
    while len(off) < 0.4 * days:
        start = FIRST + timedelta(days=drawn.randrange(1, days - 12))
        off |= {start + timedelta(days=n) for n in range(drawn.choice([1, 1, 2, 3, 9]))}
    year.lives(frozenset(off))
    found = [line.split(" ", 1)[1] for line in year.told()]
    assert set(Counter(found).values()) == {1}
    expected = [line.split(" ", 1)[1] for line in EXPECTED]
    lasting = ("shortfall", "quarter", "half_year", "year")
    assert [f for f in found if f.startswith(lasting)] == [e for e in expected if e.startswith(lasting)]
    assert {f for f in found if not f.startswith(("trouble", "recovery"))} <= set(expected)
    assert set(Counter(mail.message_id for mail in postbox.mails).values()) == {1}
    assert year.last_told() == TRUTH
