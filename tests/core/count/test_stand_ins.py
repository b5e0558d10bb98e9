"""Articles dated by a change alone, and the earlier months that they may be of."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from rule_tables import rule
from worlds import ALL_YEAR, countable, moment, watched, year_of

from newswatch.core.count.statement import MonthStatement, State
from newswatch.core.model import Countable, DateOrigin, Verdict
from newswatch.core.polling.records import Span

THREE = [countable(n, f"Tin cải cách số {n}", f"2026-10-{10 + n}") for n in (1, 2, 3)]


def changed(at: str, seen: str, **changes: Any) -> Countable:
    stated = ((DateOrigin.MODIFIED, date.fromisoformat(at)),)
    values: dict[str, Any] = {"date_origin": DateOrigin.MODIFIED, "stated": stated, "first_seen_at": moment(seen)} | changes
    return countable(9, "Tin sửa sau", at, **values)


def october(items: Sequence[Countable], spans: Sequence[Span] = ALL_YEAR) -> MonthStatement:
    return next(m for m in year_of(items, rule(), spans).months if str(m.month) == "2026-10")


@pytest.mark.parametrize(
    ("case", "item", "spans", "state"),
    [
        ("seen before all of October was", changed("2026-11-03", "2026-11-05"), ALL_YEAR, State.UNKNOWN),
        (
            "seen after October was proved",
            changed("2026-11-03", "2026-11-05"),
            (watched("2026-10-01", "2026-11-02"), *ALL_YEAR),
            State.SHORT,
        ),
        (
            "seen when October was proved but for its last day",
            changed("2026-11-01", "2026-11-01 09:00"),
            (watched("2026-10-01", "2026-10-30"), *ALL_YEAR),
            State.UNKNOWN,
        ),
        ("changed in September", changed("2026-09-30", "2026-11-05"), ALL_YEAR, State.SHORT),
        ("no PAR news", changed("2026-11-03", "2026-11-05", verdict=Verdict.OTHER), ALL_YEAR, State.SHORT),
        ("unsure", changed("2026-11-03", "2026-11-05", verdict=Verdict.UNSURE), ALL_YEAR, State.UNKNOWN),
        ("dated by a person", changed("2026-11-03", "2026-11-05", date_origin=DateOrigin.PERSON), ALL_YEAR, State.SHORT),
        ("dated by its feed", changed("2026-11-03", "2026-11-05", date_origin=DateOrigin.FEED), ALL_YEAR, State.SHORT),
    ],
)
def test_what_was_changed_later_may_have_been_published_before(case: str, item: Countable, spans: tuple[Span, ...], state: State) -> None:
    """A month is not short for sure while a later month's article, dated by a change alone, may be of it."""
    found = october([*THREE, item], spans)
    assert (found.state, found.stand_ins) == (state, int(state is State.UNKNOWN)), case


@pytest.mark.parametrize(("first", "state"), [("2026-11-02", State.SHORT), ("2026-10-30", State.UNKNOWN)])
def test_polls_that_share_a_row_prove_each_for_itself(first: str, state: State) -> None:
    """A row that grew on after an article was seen proves October by those of its polls that were made before."""
    row = replace(watched("2026-10-01", "2026-11-20"), row=1, nth=1, first=moment(first), repeats=b"\x01")
    assert october([*THREE, changed("2026-11-03", "2026-11-05")], (row, *ALL_YEAR)).state is state


def test_it_counts_where_its_change_is() -> None:
    """The article counts in the month of its change, which is what is known of it, and a month that is met stays met."""
    four = [*THREE, changed("2026-10-20", "2026-10-25")]
    assert october(four).state is State.MET
    assert october([*four, countable(10, "Tin khác", "2026-11-05", date_origin=DateOrigin.MODIFIED)]).state is State.MET
