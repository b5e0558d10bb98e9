"""What witnesses prove and refute, by hand-made values."""

from datetime import UTC, date, datetime

import pytest

from newswatch.core.model import LOCAL
from newswatch.core.polling.proof import Gap, Walk
from newswatch.core.polling.records import Refutation, Span
from newswatch.core.polling.witness import Named, Witnesses, attested, hidden, prove_named


def day(number: int, hour: int = 0) -> datetime:
    return datetime(2026, 10, number, hour, tzinfo=LOCAL)


@pytest.mark.parametrize(
    ("walk", "older", "reach", "until"),
    [
        (Walk.COUNTED, True, day(5), None),
        (Walk.COUNTED, False, day(5), None),
        (Walk.MAPPED, True, day(5), day(20, 8)),
        (Walk.MAPPED, False, day(9, 8), day(20, 8)),
    ],
)
def test_how_far_it_proves(walk: Walk, older: bool, reach: datetime, until: datetime | None) -> None:
    """Counted: the window, not before the first item's month. Mapped: from the first item named, or the window, to the last."""
    proof = prove_named(Named(day(5), walk, {"a": day(9, 8), "b": day(20, 8)}, whole=True, older=older))
    assert (proof.reach, proof.until, proof.gaps) == (reach, until, ())


@pytest.mark.parametrize(
    ("changes", "gaps"),
    [
        ({"whole": False}, ()),
        ({"limited": True}, (Gap.PAGE_LIMIT,)),
        ({"contradicted": True}, (Gap.WITNESS_CONTRADICTS,)),
        ({"refutes": (date(2026, 10, 9),)}, (Gap.WITNESS_CONTRADICTS,)),
        ({"dates": {"a": None}}, (Gap.UNDATED_ENTRIES,)),
    ],
)
def test_what_keeps_it_from_proving(changes: dict[str, object], gaps: tuple[Gap, ...]) -> None:
    """Each lack proves nothing and is told."""
    values = {"since": day(5), "walk": Walk.COUNTED, "dates": {"a": day(9)}, "whole": True, "older": True} | changes
    proof = prove_named(Named(**values))  # type: ignore[arg-type]
    assert (proof.reach, proof.gaps) == (None, gaps)


def test_a_refuted_day_is_struck_from_the_list_for_good_and_from_the_witness_up_to_then() -> None:
    """A later poll of the witness proves the day again, a later one of the list doesn't."""
    whole = [Span(source, day(1), day(20), row) for row, source in enumerate(["list", "w", "list", "w"], start=1)]
    found = attested(whole[:3], Witnesses({"w": ["list"]}, (Refutation("w", date(2026, 10, 9), 2),)))
    assert {(s.start, s.end) for s in found} == {(day(1), day(9)), (day(10), day(20))}
    found = attested(whole, Witnesses({"w": ["list"]}, (Refutation("w", date(2026, 10, 9), 2),)))
    assert [s.row for s in found if (s.source_id, s.start, s.end) == ("list", day(1), day(20))] == [4]


def test_only_what_lies_in_a_claim_is_hidden() -> None:
    """An item later than the list was read, older than it reached, or of the day that was not over is not hidden by it."""
    claim = Span("list", day(5), day(9, 12).astimezone(UTC))
    assert hidden([day(4, 8), day(6), day(6, 8), day(9), day(9, 8), day(9, 13)], [claim]) == (date(2026, 10, 6), date(2026, 10, 9))
    assert hidden([day(9)], [claim]) == ()
