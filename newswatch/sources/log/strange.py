"""The headers of a log that no field is known for: what a person is asked for when a file is looked at before it is taken in."""

from collections.abc import Iterator

from newswatch.core.text import clean
from newswatch.errors import InputError
from newswatch.sources.log.axis import axis_of
from newswatch.sources.log.bounds import calmed, check_tables
from newswatch.sources.log.columns import Aliases, Meanings, header_key, meaning_of, meanings, nearest_header
from newswatch.sources.log.days import is_date
from newswatch.sources.log.dittos import filled_in
from newswatch.sources.log.files import sheets
from newswatch.sources.log.head import Head
from newswatch.sources.log.tables import Parted, part

_MOST = 30
"""Headers that are asked for: no log has more columns, and what has is no header."""


def strange_headers(body: bytes, name: str, aliases: Aliases) -> tuple[str, ...]:
    """The headers, as written, that mean nothing here; where no header is understood, the texts of the row most like one. Each is given once.

    None for a file that can't be opened at all.
    """
    known = meanings(aliases)
    try:
        tables = sheets(body, name, known)
        check_tables(tables, name)
    except InputError:
        return ()
    found = {
        header_key(text): clean(text) for one in part([filled_in(calmed(sheet)) for sheet in tables], known) for text in _of(one, known)
    }
    found.pop("", None)
    return tuple(found.values())[:_MOST]


def _of(one: Parted, known: Meanings) -> Iterator[str]:
    if one.tables:
        heads: list[Head] = [table.head for table in one.tables]
        yield from (
            text for head in heads for at, text in head.labels.items() if at not in head.places.values() and _is_strange(text, known)
        )
    else:
        yield from (text for text in nearest_header(one.sheet.rows, known)[0] if _is_strange(text, known))


def _is_strange(text: str, known: Meanings) -> bool:
    return any(map(str.isalpha, text)) and not (meaning_of(text, known) or axis_of(text) or is_date(text))
