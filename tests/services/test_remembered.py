"""What a serving process remembers of units: never of one what stands of another, nor of settings read anew what stood before."""

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from office import Office
from portal import Portal

from newswatch.core.count.figures import kept_figures
from newswatch.core.count.keeping import DamagedError
from newswatch.services.remembered import figures, rests_on


@pytest.fixture
def office(tmp_path: Path, portal: Portal) -> Office:
    """An office that looked at nothing yet."""
    return Office(tmp_path, portal)


def test_settings_read_anew_are_worked_out_anew(office: Office) -> None:
    """Equal settings rest on the same, whether they are the same object or read again; any other field rests on something else."""
    first, before = office.unit, rests_on(office.unit, {1: "list"})
    office.reads_settings()
    assert office.unit is not first
    assert rests_on(office.unit, {1: "list"}) == rests_on(first, {1: "list"}) == before
    assert rests_on(replace(office.unit, log_closes_on=11), {1: "list"}) != before
    assert rests_on(office.unit, {1: "list", 2: "feed"}) != before
    assert rests_on(office.unit, {1: "feed"}) != before


def test_figures_are_of_their_moment(office: Office) -> None:
    """The same text at two moments gives the same figures as of each; a damaged text is refused each time."""
    office.polls("2026-11-20 09:00")
    text = kept_figures(office.year())
    moments = [datetime(2026, 11, 20, hour, tzinfo=UTC) for hour in (1, 2)]
    found = [figures(office.unit, 2026, text, at) for at in moments]
    assert [one.as_of for one in found] == moments
    assert found[0].months == found[1].months
    for _ in range(2):
        with pytest.raises(DamagedError):
            figures(office.unit, 2026, text[:-5], moments[0])
