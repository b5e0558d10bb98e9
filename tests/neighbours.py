"""Two units in one database, each watching a portal of its own, and faults nobody foresaw planted into one of them."""

import re
from collections.abc import Callable
from typing import Any

from click.testing import CliRunner, Result
from office import Office
from portal import Portal, profile_toml

from newswatch.cli import newswatch
from newswatch.config import Unit

NEIGHBOUR = "neighbour"


def neighbours(office: Office, other: Portal) -> Office:
    """The office with a second unit in its database that watches the other portal, and has the first one's board if there is one."""
    other.per_page = 2
    text = office.settings.path.read_text(encoding="utf-8")
    unit = text[text.index("[[units]]") :].split("\n[[units.sources]]")[0].replace('id = "unit"', f'id = "{NEIGHBOUR}"')
    source = f'\n[[units.sources]]\nid = "list"\nkind = "listing"\nurl = "{other.listing_url}"\n[units.sources.profile]\n{profile_toml()}'
    office.settings.path.write_text(f"{text}\n{unit}{source}", encoding="utf-8")
    office.reads_settings()
    return office


def command(office: Office, *words: str) -> Result:
    """A command of the program, run in this process. A fault nobody foresaw that reaches the door is raised."""
    result = CliRunner().invoke(newswatch, ["--config", str(office.settings.path), *words])
    if result.exception and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result


def broken_for(real: Callable[..., Any], marked: Callable[..., bool]) -> Callable[..., Any]:
    """The function, broken for the calls that are marked."""

    def broken(*args: Any, **options: Any) -> Any:
        if marked(*args, **options):
            raise ZeroDivisionError("planted")
        return real(*args, **options)

    return broken


def of_unit(*args: Any, **_: Any) -> bool:
    """Is the call about the first unit?"""
    return any(isinstance(arg, Unit) and arg.id != NEIGHBOUR for arg in args)


def runs(office: Office) -> list[tuple[str, str, str]]:
    """The verb, ending and note of each run so far, oldest first."""
    with office.store() as store:
        return [(r["verb"], r["ending"], r["note"]) for r in store.rows("SELECT verb, ending, note FROM runs ORDER BY id")]


def fault_of(text: str) -> bool:
    """Does a text tell of the planted fault, as people are to read it?"""
    return re.search(r": a fault nobody foresaw \(ZeroDivisionError: planted\); please report it", text) is not None
