"""Dataclasses as plain values that JSON holds, and back."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newswatch.core.model import LOCAL, Channel, Origin
from newswatch.core.months import Month
from newswatch.core.plain import plainly


@dataclass(frozen=True, slots=True)
class Inner:
    """Fields that need no change, and one that does."""

    name: str
    count: int
    share: float
    month: Month | None


@dataclass(frozen=True, slots=True)
class Outer:
    """A field of each type that is known."""

    inner: tuple[Inner, ...]
    pair: tuple[date, Inner]
    numbers: frozenset[int]
    by_channel: Mapping[Channel, Decimal]
    about: Channel | Origin | None
    at: datetime | None
    words: tuple[str, ...]


months = st.builds(Month, st.integers(1, 9999), st.integers(1, 12))
inners = st.builds(Inner, st.text(), st.integers(), st.floats(allow_nan=False), st.none() | months)
instants = st.datetimes(timezones=st.sampled_from([UTC, LOCAL]))
outers = st.builds(
    Outer,
    st.lists(inners).map(tuple),
    st.tuples(st.dates(), inners),
    st.frozensets(st.integers()),
    st.dictionaries(st.sampled_from(list(Channel)), st.decimals(allow_nan=False)),
    st.none() | st.sampled_from([*Channel, *Origin]),
    st.none() | instants,
    st.lists(st.text()).map(tuple),
)


@given(outers)
def test_what_goes_comes_back(value: Outer) -> None:
    """A value comes back equal from JSON, enums as members of their own kind and instants in the zone they were told in."""
    way = plainly(Outer)
    back = way.back(json.loads(json.dumps(way.to(value))))
    assert back == value
    assert type(back.about) is type(value.about)
    assert (back.at and back.at.utcoffset()) == (value.at and value.at.utcoffset())


@pytest.mark.parametrize("told", [["x", 1, 0.5], ["x", 1, 0.5, [2026, 13]], ["x", 1, 0.5, None, None], None, 7, ["x", 1, 0.5, "2026-03"]])
def test_what_is_none_of_it_is_refused(told: Any) -> None:
    """Too few or too many fields, a month that is none and a value of another shape raise an error, never give a value."""
    with pytest.raises((TypeError, ValueError, LookupError)):
        plainly(Inner).back(told)


@pytest.mark.parametrize("kind", [complex, list[int], object])
def test_an_unknown_type_is_refused_at_once(kind: Any) -> None:
    """A type without a plain value is refused when it is asked for, not when a value comes along."""
    with pytest.raises(TypeError, match="no plain value is known"):
        plainly(kind)
