"""The whole job on the sample portal: its log taken in, its year read over HTTP, the year stated."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from newswatch.config import Settings, Unit, load
from newswatch.core.count.statement import YearStatement
from newswatch.core.polling.coverage import midnight
from newswatch.demo import folder
from newswatch.demo.portal import DemoPortal
from newswatch.services.check import Polled
from newswatch.services.faults import Fault
from newswatch.services.log_files import TakenIn
from newswatch.services.opening import open_store
from newswatch.services.round import Listener, Scope, Watch
from newswatch.services.statements import year_of


@dataclass(frozen=True, slots=True)
class Demo:
    """What came of it: the settings and the unit, the statement of its year, and how many articles and bulletins were read."""

    settings: Settings
    unit: Unit
    statement: YearStatement
    articles: int
    bulletins: int


def _raise(fault: Fault) -> None:
    raise RuntimeError(fault.told)


def run(place: Path, portal: DemoPortal, now: Callable[[], datetime]) -> Demo:
    """Lays the demo's files out in a folder and does the job there."""
    settings = load(folder.lay_out(place, portal))
    unit = settings.unit(None)
    files: list[TakenIn] = []
    sources: list[Polled] = []
    with open_store(settings, create=True) as store:
        scope = Scope((unit,), since=midnight(folder.FIRST_DAY), state=False)
        Watch(store, settings, now).walk(scope, Listener(_raise, file=files.append, source=sources.append))
        statement = year_of(store, unit, portal.year, now())
    return Demo(settings, unit, statement, sum(x.new for x in sources), sum(t.added for t in files))
