"""Logs in operators' shapes come out as a person reads them: each airing right, or told with its row; none wrong or lost in silence."""

import pytest
from logbook import ALIASES
from logshapes import SHAPES, Shape
from logshapes.measure import Measured, measure
from office import Office
from portal import Portal

from newswatch.errors import InputError
from newswatch.services import intake
from newswatch.sources.log.reader import read

TOLD = {"o hong.xlsx": 4, "nhieu tin.csv": 2, "chu hong.csv": 1, "t1.csv": 1}
"""The airings that are told and not read, by file: broken cells, a delimiter without quotation marks, a broken letter, another year."""


def measured(shape: Shape) -> Measured:
    """How a log comes out of the reader."""
    try:
        reading = read(shape.body, shape.name, ALIASES)
    except InputError as error:
        return measure(shape, (), [str(error)], refused=True)
    return measure(shape, reading.bulletins, list(map(str, reading.problems)))


@pytest.mark.parametrize("shape", SHAPES, ids=lambda shape: shape.name)
def test_a_log_comes_out_as_a_person_reads_it(shape: Shape) -> None:
    """Of each log every airing is right, but for those that stand in cells nobody could read, which are told."""
    done = measured(shape)
    assert done.faults == []
    assert done.told == TOLD.get(shape.name, 0)


def test_most_airings_are_read() -> None:
    """Over all shapes at least nine of ten airings are read, and none is wrong or lost in silence."""
    done = sum(map(measured, SHAPES), Measured())
    assert len(SHAPES) >= 40
    assert (done.faults, done.right >= 0.9 * (done.right + done.told)) == ([], True)


def test_the_inbox_brings_what_an_import_brings(office: Office) -> None:
    """Files of every shape laid into the inbox give the same bulletins and problems as their import."""
    office.settings.inbox.mkdir()
    for shape in SHAPES:
        (office.settings.inbox / shape.name).write_bytes(shape.body)
    with office.store() as store:
        found = {taken.file: taken for taken in intake.sweep_inbox(store, office.settings, office.settings.units, office.now)}
    for shape in SHAPES:
        reading = read(shape.body, shape.name, ALIASES)
        assert found[shape.name].problems == tuple(map(str, reading.problems))
        assert found[shape.name].added + found[shape.name].known == len(reading.bulletins)


@pytest.fixture
def office(tmp_path_factory: pytest.TempPathFactory, portal: Portal) -> Office:
    """An office with an empty portal."""
    return Office(tmp_path_factory.mktemp("office"), portal)
