"""A source is its address and its profile: changing either begins its coverage anew, while the items stay the unit's."""

import os
from dataclasses import replace
from pathlib import Path

import pytest
from office import Office
from portal import Portal

from newswatch.core.count.revision import Kind
from newswatch.core.count.statement import State
from newswatch.core.months import Month
from newswatch.services import statements, status
from newswatch.store import polls, units

DROP = 'drop = [".cong-cu", ".lien-quan"]'


def first_page_by_number(office: Office) -> None:
    """Gives the source another address: that of the same list, by its number."""
    edit(office, f'url = "{office.portal.listing_url}"', f'url = "{office.portal.base}/trang-1.html"')


def another_profile(office: Office) -> None:
    """Gives the source a profile that reads the same pages otherwise."""
    edit(office, DROP, 'drop = [".cong-cu", ".lien-quan", ".quang-cao"]')


def edit(office: Office, before: str, after: str) -> None:
    text = office.settings.path.read_text(encoding="utf-8")
    assert text.count(before) == 1
    office.settings.path.write_text(text.replace(before, after), encoding="utf-8")
    office.reads_settings()


CHANGES = pytest.mark.parametrize("change", [first_page_by_number, another_profile], ids=["address", "profile"])
MONTHS = ("2026-08", "2026-09", "2026-10")


@pytest.fixture
def office(tmp_path: Path, portal: Portal) -> Office:
    """An office that has looked at all from August to the morning of 2 November, and closed October's log: two short months and a met one."""
    office = Office(tmp_path, portal)
    for month, items in ((8, 3), (9, 4), (10, 3)):
        for n in range(items):
            office.par(month * 100 + n, f"2026-{month:02d}-{4 + n:02d} 08:00")
    office.polls("2026-10-08 06:30", since="2026-08-01")
    office.closes_log("2026-08")
    office.polls("2026-11-02 06:30", since="2026-08-01")
    office.closes_log("2026-10")
    assert states(office) == [State.SHORT, State.MET, State.SHORT]
    return office


def states(office: Office) -> list[State]:
    """The states of August, September and October."""
    found = {str(m.month): m.state for m in office.year().months}
    return [found[month] for month in MONTHS]


@CHANGES
def test_another_address_or_profile_proves_nothing_of_earlier_days(office: Office, change: object) -> None:
    """From the change on a short month is unknown for the days only the old source covered; what the new one covers is known again."""
    assert callable(change)
    change(office)
    assert states(office) == [State.UNKNOWN, State.MET, State.UNKNOWN]
    office.polls("2026-11-03 06:30")
    assert states(office) == [State.UNKNOWN, State.MET, State.SHORT]
    office.polls("2026-11-03 17:30", since="2026-08-01")
    assert states(office) == [State.SHORT, State.MET, State.SHORT]


@CHANGES
def test_a_month_known_no_more_says_so_and_not_that_it_was_looked_at(office: Office, change: object) -> None:
    """Stated anew after the change a short month is unknown because nothing proves its days any more; once they are, because they were looked at."""
    assert callable(change)
    office.states()
    change(office)
    office.states()
    for at in ("2026-11-03 06:30", "2026-11-03 17:30"):
        office.polls(at, since="2026-08-01")
    office.states()
    with office.store() as store:
        told = [[c.kind for c in causes] for _, causes in statements.revisions_of(store, office.unit, Month.parse("2026-08"))]
    assert told == [[], [Kind.UNSEEN], [Kind.SEEN]]


@CHANGES
def test_items_stay_the_units(office: Office, change: object) -> None:
    """After the change no item is doubled, counted otherwise, held for back-dated or for gone."""
    before, ids = office.counted(), [item.id for item in office.items()]
    assert callable(change)
    change(office)
    report = office.polls("2026-11-03 06:30", since="2026-08-01")
    assert (report.polled[0].new, report.polled[0].changed) == (0, 0)
    assert [item.id for item in office.items()] == ids
    assert office.counted() == before
    assert [m.awaiting for m in office.year().months] == [0] * 12
    assert not any(item.gone for item in office.items())


@CHANGES
def test_what_the_old_source_missed_is_no_back_dated_item(office: Office, change: object) -> None:
    """An item that the new source names first may be older than the change: it was not there to be seen before, and counts."""
    assert callable(change)
    change(office)
    office.par(850, "2026-08-20 08:00")
    office.polls("2026-11-03 06:30", since="2026-08-01")
    assert (office.counted()["2026-08"], office.month("2026-08").awaiting) == (4, 0)


@CHANGES
def test_what_was_back_dated_stays_so(office: Office, change: object) -> None:
    """An item that the old source showed to be back-dated still waits for a person after the change."""
    office.par(850, "2026-08-20 08:00")
    office.polls("2026-11-03 06:30", since="2026-08-01")
    assert office.month("2026-08").awaiting == 1
    assert callable(change)
    change(office)
    office.polls("2026-11-04 06:30", since="2026-08-01")
    assert (office.counted()["2026-08"], office.month("2026-08").awaiting) == (3, 1)


@CHANGES
def test_changing_back_resumes(office: Office, change: object) -> None:
    """With the old address and profile the source is the one it was: what it had covered is covered, and the change left no third row."""
    text = office.settings.path.read_text(encoding="utf-8")
    assert callable(change)
    change(office)
    office.polls("2026-11-03 06:30")
    office.settings.path.write_text(text, encoding="utf-8")
    office.reads_settings()
    assert states(office) == [State.SHORT, State.MET, State.SHORT]
    with office.store() as store:
        assert [row["id"] for row in store.rows("SELECT id FROM sources ORDER BY id")] == [1, 2]
        assert units.source_row(store, office.unit, office.unit.sources[0]) == 1


def test_names_say_nothing_of_a_source(office: Office) -> None:
    """A profile under another name reads pages alike, and a unit's name written otherwise leaves its sources what they are."""
    profile = office.unit.sources[0].profile
    assert replace(profile, name="cổng xã").digest == profile.digest
    assert len({replace(profile, entry="li").digest, replace(profile, drop=()).digest, profile.digest}) == 3
    edit(office, 'name = "Thử"', 'name = "Thử nghiệm"')
    assert states(office) == [State.SHORT, State.MET, State.SHORT]
    with office.store() as store:
        assert store.rows("SELECT count(*) AS n FROM sources") == [{"n": 1}]
        assert store.rows("SELECT name FROM units") == [{"name": "Thử nghiệm"}]


def test_status_tells_of_the_present_source(office: Office) -> None:
    """After a change `status` shows the source under its name as one that was never looked at; what earlier ones proved bears names of their own."""
    first_page_by_number(office)
    with office.store() as store:
        (told,) = status.status(store, office.settings, office.settings.units, 2026, office.now()).units[0].polls
        assert (told.source_id, told.polled_at, told.first_at) == ("list", None, None)
        row = units.unit_row(store, office.unit)
        assert {span.source_id for span in polls.spans(store, row)} == {"list#1"}
    office.polls("2026-11-03 06:30")
    with office.store() as store:
        assert {span.source_id for span in polls.spans(store, row)} == {"list#1", "list"}


@pytest.mark.parametrize("writable", [False, True])
def test_a_renamed_source_is_the_same(office: Office, monkeypatch: pytest.MonkeyPatch, writable: bool) -> None:
    """Another id over the same address and profile loses no coverage, and `status` tells of it under that id, also where the database is only read."""
    edit(office, 'id = "list"', 'id = "tin-tuc"')
    monkeypatch.setattr(os, "access", lambda *_, **__: writable)
    assert states(office) == [State.SHORT, State.MET, State.SHORT]
    with office.store() as store:
        (told,) = status.status(store, office.settings, office.settings.units, 2026, office.now()).units[0].polls
        assert (told.source_id, told.polled_at is not None) == ("tin-tuc", True)
        assert {span.source_id for span in polls.spans(store, units.unit_row(store, office.unit))} == {"tin-tuc"}
        assert store.rows("SELECT id, key FROM sources") == [{"id": 1, "key": "tin-tuc" if writable else "list"}]


def test_two_sources_that_exchange_their_ids_keep_what_they_proved(office: Office) -> None:
    """Ids that are exchanged, or given to another source, move no proof from one address to the other."""
    text = office.settings.path.read_text(encoding="utf-8")
    begin = text.index("[[units.sources]]")
    source = text[begin:]
    other = source.replace(f'url = "{office.portal.listing_url}"', f'url = "{office.portal.base}/trang-1.html"')
    for first, second in (("list", "b"), ("b", "list")):
        both = source.replace('id = "list"', f'id = "{first}"') + "\n" + other.replace('id = "list"', f'id = "{second}"')
        office.settings.path.write_text(text[:begin] + both, encoding="utf-8")
        office.reads_settings()
        assert states(office) == [State.UNKNOWN, State.MET, State.UNKNOWN]
        with office.store() as store:
            assert {span.source_id for span in polls.spans(store, units.unit_row(store, office.unit))} == {first}
            assert [row["id"] for row in store.rows("SELECT id FROM sources ORDER BY id")] == [1, 2]
