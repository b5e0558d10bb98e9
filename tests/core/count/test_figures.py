"""A year in figures: what is kept of it says the same, and bytes that say nothing are told apart."""

import json
from dataclasses import replace
from decimal import Decimal

import pytest
from rule_tables import rule
from worlds import bulletin, countable, year_of

from newswatch.core.count.figures import figures, figures_of, kept_figures
from newswatch.core.count.keeping import DamagedError, in_brief
from newswatch.core.model import Verdict

ITEMS = [
    countable(1, "Một", "2026-01-05"),
    countable(2, "Hai", "2026-02-05", verdict=Verdict.UNSURE),
    bulletin(3, "Ba", "2026-03-07"),
    countable(4, "Bốn", None, verdict=Verdict.UNSURE),
]


@pytest.mark.parametrize("scope", ["combined", "each_channel", "any_channel"])
def test_kept_figures_are_those_of_the_year(scope: str) -> None:
    """Figures read back are those of the statement, in brief or whole, under any scope."""
    year = year_of(ITEMS, rule(scope=scope))
    assert figures(kept_figures(year), year.rule, year.as_of) == figures_of(year) == figures_of(in_brief(year))
    for told, stated in zip(figures_of(year).months, year.months, strict=True):
        assert told.counted_by(year.rule) == stated.count
        assert told.looked_at == stated.coverage.complete


def test_what_waits_is_counted_with_what_has_no_date() -> None:
    """Items that wait for a person are counted, be they of a month or of none."""
    assert figures_of(year_of(ITEMS)).waiting == sum(line.awaiting for line in year_of(ITEMS).lines) > 1


def test_points_come_back_exactly() -> None:
    """Points are decimals, and none is not nought."""
    year = replace(year_of([]), score=Decimal("1.50"), low=None, high=Decimal(0))
    told = figures(kept_figures(year), year.rule, year.as_of)
    assert (str(told.score), told.low, told.high) == ("1.50", None, Decimal(0))


@pytest.mark.parametrize(
    "text", ["", "[]", "{}", "null", '[2026,[[2026,13,"met",1,[],0,true,true,1]],null,null,null,null,null,0]', "[2026,[[1]],1,2,3,4,5]"]
)
def test_text_that_is_no_figures_is_damaged(text: str) -> None:
    """What can't be read back is told as damaged, whatever it is."""
    year = year_of([])
    with pytest.raises(DamagedError):
        figures(text, year.rule, year.as_of)
    with pytest.raises(DamagedError):
        figures(json.dumps({"year": 2026}), year.rule, year.as_of)
