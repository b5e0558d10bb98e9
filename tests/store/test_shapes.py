"""Facts as JSON in a column: what is read back is what was written."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from newswatch.core.count.duplicates import Sameness
from newswatch.core.count.reasons import About, Reason, Why
from newswatch.core.count.revision import Cause, Kind
from newswatch.core.model import Channel, DateOrigin, Domain, ItemType, Origin, Phrase
from newswatch.store import shapes

ABOUT: dict[Why, type[About]] = {Why.CHANNEL: Channel, Why.ITEM_TYPE: ItemType, Why.ORIGIN: Origin, Why.ORIGIN_DOUBT: Origin}
IDS = st.integers(0, 10**9)
DAYS = st.dates(date(1990, 1, 1), date(2100, 1, 1))
STATED = st.lists(st.tuples(st.none() | st.sampled_from(DateOrigin), DAYS), max_size=4).map(tuple)
PHRASES = st.builds(
    Phrase, st.text(), st.text(), IDS, st.floats(allow_nan=False, allow_infinity=False), st.none() | st.sampled_from(Domain)
)


@st.composite
def reasons(draw: st.DrawFn) -> Reason:
    """A reason with any facts, about what its kind is about."""
    why = draw(st.sampled_from(Why))
    about = draw(st.none() | st.sampled_from(ABOUT[why])) if why in ABOUT else None
    return Reason(why, about, draw(IDS), draw(STATED), draw(st.none() | st.sampled_from(Sameness)))


CAUSES = st.builds(Cause, st.sampled_from(Kind), IDS, st.none() | DAYS, st.text(), st.none() | reasons())


@given(st.lists(CAUSES, max_size=4))
def test_causes_are_read_as_they_were_written(causes: list[Cause]) -> None:
    """Kind, item, day, person and reason of each cause come back, in their order, whatever a person's name holds."""
    assert shapes.causes_of(shapes.causes_json(causes)) == causes


@given(st.lists(PHRASES, max_size=4))
def test_phrases_are_read_as_they_were_written(phrases: list[Phrase]) -> None:
    """Text, place, weight and field of each phrase come back."""
    assert shapes.phrases_of(shapes.phrases_json(phrases)) == tuple(phrases)
