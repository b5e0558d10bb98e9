"""Statements as bytes: they come back equal, in brief and whole, and damage is noticed or told."""

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st
from item_worlds import worlds
from rule_tables import rule
from worlds import countable, moment, month_in, year_of

from newswatch.core.count import keeping
from newswatch.core.count.keeping import DamagedError
from newswatch.core.model import Countable, Verdict


@given(worlds(), st.sampled_from(["2026-10-31 09:00", "2026-11-15 09:00", "2027-01-05 08:00"]))
def test_a_statement_comes_back(items: list[Countable], now: str) -> None:
    """Of any world: the whole statement without its items' texts, and in brief with those that wait for a person."""
    year = keeping.without_texts(year_of(items, now=now))
    brief = keeping.brief(keeping.kept_brief(year), year.rule, moment(now))
    assert brief == keeping.in_brief(year)
    assert keeping.with_items(brief, keeping.kept_items(year)) == year


def test_in_brief_says_what_waits() -> None:
    """In brief a year has the same figures; of its items those that wait are told, in their months, and no other."""
    year = year_of([countable(1, "Tin một", "2026-10-05"), countable(2, "Tin hai", "2026-10-06", verdict=Verdict.UNSURE)])
    brief = keeping.in_brief(year)
    assert [line.item.id for line in brief.lines] == [2]
    assert (brief.score, month_in(brief, 10).count, month_in(brief, 10).awaiting) == (year.score, month_in(year, 10).count, 1)


def test_texts_are_left_out_and_nothing_else() -> None:
    """The kept bytes of a long article hold its title and not its text."""
    year = year_of([countable(1, "Xã ra mắt tổ công nghệ số", "2026-10-05", text="Mật ong rừng. " * 500)])
    assert len(keeping.kept_items(year)) < 1000
    assert keeping.without_texts(year).lines[0].item.title == "Xã ra mắt tổ công nghệ số"


HARM: dict[str, Callable[[bytes], bytes]] = {
    "nothing": lambda _: b"",
    "a part": lambda body: body[:-9],
    "other bytes": lambda body: b"\x00" + body[1:],
    "another shape": lambda _: keeping._packed([1, 2]),
}


@pytest.mark.parametrize("harm", HARM.values(), ids=HARM)
def test_bytes_that_say_nothing_are_told(harm: Callable[[bytes], bytes]) -> None:
    """Nothing, a part, other bytes and bytes of another shape raise the one error that says so."""
    year = keeping.without_texts(year_of([countable(1, "Tin", "2026-10-05")]))
    with pytest.raises(DamagedError):
        keeping.brief(harm(keeping.kept_brief(year)), rule(), moment("2027-01-05"))
    with pytest.raises(DamagedError):
        keeping.with_items(year, harm(keeping.kept_items(year)))
