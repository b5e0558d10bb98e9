"""Past years as a person writes them down: what is read, and what is told of a faulty file."""

import tomllib
from decimal import Decimal

import pytest

from newswatch.core.model import Channel
from newswatch.core.months import Month
from newswatch.core.quota.past_years import past_years
from newswatch.core.quota.readings import MonthCount
from newswatch.errors import ConfigError

WHOLE = "[4, 4, 3, 4, 4, 4, 4, 4, 4, 4, 4, 4]"


def problems_of(text: str) -> tuple[str, ...]:
    """What is told of a file of past years."""
    with pytest.raises(ConfigError) as caught:
        past_years(tomllib.loads(text), "years.toml")
    return caught.value.problems


def test_a_year_with_combined_counts() -> None:
    """Counts go by month from January on; without a split the channels stay unknown."""
    years = past_years(tomllib.loads(f"[[years]]\nyear = 2019\nawarded = 1.5\ncounts = {WHOLE}"), "years.toml")
    assert list(years) == [2019]
    assert years[2019].awarded == Decimal("1.5")
    assert years[2019].counts[2] == MonthCount(Month(2019, 3), 3)
    assert [str(count.month) for count in years[2019].counts] == [f"2019-{n:02d}" for n in range(1, 13)]
    assert not years[2019].counts[2].split_known


def test_a_year_with_both_channels() -> None:
    """The counts of each channel go with the combined ones, month by month."""
    text = "[[years]]\nyear = 2019\nawarded = 2\ncounts = [4, 5]\nportal = [3, 5]\nloudspeaker = [2, 0]"
    counts = past_years(tomllib.loads(text), "years.toml")[2019].counts
    assert counts == (
        MonthCount(Month(2019, 1), 4, {Channel.PORTAL: 3, Channel.LOUDSPEAKER: 2}),
        MonthCount(Month(2019, 2), 5, {Channel.PORTAL: 5, Channel.LOUDSPEAKER: 0}),
    )


def test_a_month_may_count_less_than_one_of_its_channels() -> None:
    """An airing of a story told the month before is one on the loudspeaker and none among all."""
    text = "[[years]]\nyear = 2019\nawarded = 2\ncounts = [0]\nportal = [0]\nloudspeaker = [1]"
    assert past_years(tomllib.loads(text), "years.toml")[2019].counts[0].combined == 0


def test_several_years() -> None:
    """Each year stands for itself."""
    text = f"[[years]]\nyear = 2018\nawarded = 2\ncounts = {WHOLE}\n[[years]]\nyear = 2019\nawarded = -0.5\ncounts = [0]"
    years = past_years(tomllib.loads(text), "years.toml")
    assert {year: (past.awarded, len(past.counts)) for year, past in years.items()} == {2018: (Decimal(2), 12), 2019: (Decimal("-0.5"), 1)}


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", ["years: is missing; a history needs at least one [[years]] table"]),
        ("years = []", ["years: is missing; a history needs at least one [[years]] table"]),
        (
            "[[years]]\nyear = 2019\nawarded = 2",
            ["years[1].counts: is missing; expected the monthly counts from January on, such as [4, 4, 3]"],
        ),
        (
            "[[years]]\nyear = 2019\nawarded = 2\ncounts = []",
            ["years[1].counts: is missing; expected the monthly counts from January on, such as [4, 4, 3]"],
        ),
        ("[[years]]\nyear = 2019\nawarded = 2\ncounts = 4", ["years[1].counts: expected a list, found 4"]),
        ("[[years]]\nyear = 2019\ncounts = [4]", ["years[1].awarded: is missing; expected the points that were awarded, such as 1.5"]),
        ("[[years]]\nyear = 2019\nawarded = '1,5'\ncounts = [4]", ["years[1].awarded: expected points such as 0.5, found '1,5'"]),
        ("[[years]]\nawarded = 2\ncounts = [4]", ["years[1].year: is missing; expected a whole number"]),
        ("[[years]]\nyear = 19\nawarded = 2\ncounts = [4]", ["years[1].year: expected 1990 to 2100, found 19"]),
        ("[[years]]\nyear = 20190\nawarded = 2\ncounts = [4]", ["years[1].year: expected 1990 to 2100, found 20190"]),
        (f"[[years]]\nyear = 2019\nawarded = 2\ncounts = {[4] * 13}", ["years[1].counts: has 13 months, a year has 12"]),
        ("[[years]]\nyear = 2019\nawarded = 2\ncounts = [4, 'ba']", ["years[1].counts: expected whole numbers from 0 on, found 'ba'"]),
        (
            "[[years]]\nyear = 2019\nawarded = 2\ncounts = [4, 4]\nportal = [4, true]\nloudspeaker = [0, 0]",
            ["years[1].portal: expected whole numbers from 0 on, found True"],
        ),
        (
            "[[years]]\nyear = 2019\nawarded = 2\ncounts = [4, 4]\nportal = [4]\nloudspeaker = [0, 0]",
            ["years[1].portal: has 1 months, counts has 2"],
        ),
        (
            "[[years]]\nyear = 2019\nawarded = 2\ncounts = [4]\nportal = []\nloudspeaker = [4]",
            ["years[1].portal: has 0 months, counts has 1"],
        ),
        (
            "[[years]]\nyear = 2019\nawarded = 2\ncounts = [4, 4]\nportal = [4, 4]",
            ["years[1].loudspeaker: is missing; give the counts of each channel, or of neither"],
        ),
        (
            "[[years]]\nyear = 2019\nawarded = 2\ncounts = [4]\n[[years]]\nyear = 2019\nawarded = 1\ncounts = [3]",
            ["years[2].year: 2019 stands twice; each year must be its own"],
        ),
        (
            "[[years]]\nyear = 2019\nawarded = 2\ncounts = [4, 5]\nportal = [4, 1]\nloudspeaker = [0, 3]",
            ["years[1].counts: month 2 has 5, its channels together have 4"],
        ),
        ("[[years]]\nyear = 2019\nawarded = 2\ncount = [4]\ncounts = [4]", ["years[1].count: unknown key, did you mean 'counts'?"]),
    ],
)
def test_a_fault_is_told_with_its_place(text: str, told: list[str]) -> None:
    """Each fault is one problem with the file, the year's place and the key."""
    assert problems_of(text) == tuple(f"years.toml: {problem}" for problem in told)


def test_all_faults_come_at_once() -> None:
    """Two faulty years and an unknown key at the top are told together."""
    assert len(problems_of("title = 'x'\n[[years]]\nyear = 1\nawarded = 2\ncounts = [4]\n[[years]]\nyear = 2019\ncounts = [4]")) == 3


def test_years_that_cannot_be_told_are_not_told_twice() -> None:
    """Two tables without a year are two problems, no more."""
    assert len(problems_of("[[years]]\nawarded = 2\ncounts = [4]\n[[years]]\nawarded = 1\ncounts = [3]")) == 2
