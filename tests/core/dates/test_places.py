"""Which place on a site's article pages states the day of publication."""

import pytest

from newswatch.core.dates.places import Places


@pytest.mark.parametrize(
    ("places", "usual"),
    [
        (["a", "a", "a"], True),
        (["a", "a", "a", "", ""], True),
        (["a", "a", "a", "", "", ""], False),
        (["a", "a", "a", "b", "b", "b"], False),
        (["a", "a"], False),
        (["a", "a", None, None, None, "a"], True),
        ([], False),
    ],
)
def test_most_articles_have_to_print_it_there(places: list[str | None], usual: bool) -> None:
    """A place is believed once at least three articles, and more than half of those looked at, print a date there."""
    assert Places.of(places).is_usual("a") is usual


def test_no_place_is_not_usual() -> None:
    """Articles that print no such date make no place of their own."""
    tally = Places.of(["", "", "", ""])
    assert not tally.is_usual("")
    assert not tally.is_usual(None)
