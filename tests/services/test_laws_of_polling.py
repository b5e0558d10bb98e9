"""Laws of looking: neither the order of looks nor any fault in fetching changes what is counted."""

import tempfile
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from office import PAR_BODY, PAR_TITLE, Office
from portal import Mischief, Portal

from newswatch.core.classify import classify_item
from newswatch.core.count.statement import State
from newswatch.core.identity import content_digest
from newswatch.core.model import LOCAL, Channel, DateOrigin, Dates, Entry
from newswatch.core.polling.records import ItemUpdate, Poll, PollOutcome
from newswatch.store import polls

NOW = datetime(2026, 11, 20, 2, tzinfo=UTC)
law = settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
DAYS = st.tuples(st.integers(6, 11), st.integers(1, 19))
PAGES = st.sampled_from([r"^/$", r"/trang-\d+\.html", r"/tin/.*", r"/tin/.*-\d*[13]\.html", r"/robots\.txt", r"/.*"])
FAULTS = st.tuples(PAGES, st.sampled_from([500, 503, 404, "drop", "truncate"]), st.integers(1, 6))


def update(office: Office, n: int, day: tuple[int, int]) -> ItemUpdate:
    """What a look finds of one plain PAR article."""
    at = datetime(2026, *day, 8, tzinfo=LOCAL)
    title, text = PAR_TITLE.format(n=n), PAR_BODY.format(n=n)
    entry = Entry(f"xa.example#{n}", f"https://xa.example/tin-{n}.html", title, published_at=at, date_origin=DateOrigin.LISTING)
    classification = classify_item(Channel.PORTAL, title, text, office.settings.lexicon)
    digest = content_digest(title, text, (at.isoformat(),))
    stated = ((DateOrigin.LISTING, at.date()),)
    return ItemUpdate(entry, title, text, Dates(listing_at=at), at, DateOrigin.LISTING, stated, classification, digest, NOW, True)


def counted_after(batches: Sequence[Sequence[tuple[int, tuple[int, int]]]]) -> dict[str, int]:
    """The monthly counts once each batch was recorded as a look in a run of its own."""
    with tempfile.TemporaryDirectory() as folder, Portal() as portal:
        office = Office(Path(folder), portal)
        with office.store() as store:
            rows = store.enrolled
            for batch in batches:
                with store.run("check", office.now) as run:
                    found = tuple(update(office, n, day) for n, day in batch)
                    polls.record(store, run.id, rows["unit", ""], rows["unit", "list"], Poll(NOW, PollOutcome.OK, updates=found))
        return office.counted()


@given(st.lists(DAYS, min_size=1, max_size=12), st.data())
@law
def test_shuffling_repeating_and_splitting_looks_changes_no_count(days: list[tuple[int, int]], data: st.DataObject) -> None:
    """The same entries in another order, some of them twice, spread over several runs, give the same monthly counts."""
    entries = list(enumerate(days))
    again = data.draw(st.permutations(entries + data.draw(st.lists(st.sampled_from(entries), max_size=5))))
    cuts = sorted(data.draw(st.lists(st.integers(0, len(again)), max_size=3)))
    batches = [again[a:b] for a, b in zip([0, *cuts], [*cuts, len(again)], strict=True)]
    assert counted_after(batches) == counted_after([entries])


@given(st.lists(st.tuples(st.integers(9, 10), st.integers(1, 28)), min_size=4, max_size=14), st.lists(FAULTS, min_size=1, max_size=3))
@settings(law, max_examples=15)
def test_no_fault_in_fetching_changes_a_count(days: list[tuple[int, int]], faults: list[tuple[str, int | Mischief, int]]) -> None:
    """Whatever fails while looking, no count exceeds the truth, no month is short that is not, and after the fault all is as without it."""
    with tempfile.TemporaryDirectory() as folder, tempfile.TemporaryDirectory() as other, Portal() as portal:
        portal.per_page = 4
        office, untroubled = Office(Path(folder), portal), Office(Path(other), portal)
        for n, (month, day) in enumerate(days):
            office.par(n, f"2026-{month:02d}-{day:02d} 08:00", title=f"Việc thứ {n} của xã trong đợt này")
        for at in ("2026-11-20 09:00", "2026-11-20 17:30"):
            untroubled.polls(at, since="2026-06-01")
        truth = {str(m.month): m for m in untroubled.year().months}
        for path, status, times in faults:
            portal.fails(path, status, times)
        for at in ("2026-11-20 09:00", "2026-11-20 17:30"):
            office.polls(at, since="2026-06-01")
            for seen in office.year().months:
                assert seen.count.combined <= truth[str(seen.month)].count.combined
                assert seen.state is not State.SHORT or truth[str(seen.month)].state is State.SHORT
        portal.heals()
        office.polls("2026-11-21 09:00", since="2026-06-01")
        assert office.counted() == untroubled.counted()
