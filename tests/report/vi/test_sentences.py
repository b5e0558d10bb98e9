"""Sentences about a month."""

import pytest

from newswatch.report.vi import sentences


@pytest.mark.parametrize(
    ("chance", "said"),
    [(0.0, "dưới 10%"), (0.099, "dưới 10%"), (0.1, "khoảng 10%"), (0.62, "khoảng 60%"), (0.9, "khoảng 90%"), (0.91, "trên 90%")],
)
def test_a_chance_is_told_no_finer_than_it_is_known(chance: float, said: str) -> None:
    """A chance is told in steps of five per cent between 10% and 90%."""
    assert sentences.chance(chance) == said
