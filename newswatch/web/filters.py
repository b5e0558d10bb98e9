"""What a list of items is narrowed to, as it stands in the page's address: read from there and written there again. What is none asks for nothing."""

from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from enum import StrEnum
from typing import TypeVar

from newswatch.core.count.reasons import Why
from newswatch.core.model import LOCAL, Channel, Domain, Verdict
from newswatch.core.months import Month
from newswatch.core.text import printable
from newswatch.report.vi import finding, terms
from newswatch.services.search import Filters

TEXT, MONTH, CHANNEL, VERDICT, DOMAIN, STANDING, AFTER = "tim", "thang", "kenh", "ket-luan", "linh-vuc", "tinh", "sau"
"""The names in the address."""

COUNTED, NOT_COUNTED, AWAITING = "co", "khong", "cho"
_LONGEST_TEXT = 200
_MOST_MONTHS = 72
_SENSIBLE = range(1990, 2100)
_MONTHS = 12

Choices = list[tuple[str, str]]
"""The values of a field with their words."""

_T = TypeVar("_T")


def asked(address: Mapping[str, str]) -> Filters:
    """What an address asks for."""
    standing = address.get(STANDING, "")
    return Filters(
        text=printable(address.get(TEXT, "")[:_LONGEST_TEXT]),
        month=_read(sensible_month, address.get(MONTH, "")),
        channel=_read(Channel, address.get(CHANNEL, "")),
        verdict=_read(Verdict, address.get(VERDICT, "")),
        domain=_read(Domain, address.get(DOMAIN, "")),
        awaiting=standing == AWAITING,
        why=_read(Why, standing),
        counted={COUNTED: True, NOT_COUNTED: False}.get(standing),
    )


def address(filters: Filters) -> dict[str, str]:
    """The fields of the address that ask for it; those that ask for nothing are left out."""
    standing = (
        AWAITING
        if filters.awaiting
        else {True: COUNTED, False: NOT_COUNTED}.get(filters.counted, "")
        if filters.counted is not None
        else ""
    )
    fields = {
        TEXT: filters.text,
        MONTH: str(filters.month or ""),
        CHANNEL: str(filters.channel or ""),
        VERDICT: str(filters.verdict or ""),
        DOMAIN: str(filters.domain or ""),
        STANDING: standing or str(filters.why or ""),
    }
    return {name: value for name, value in fields.items() if value}


def choices(years: list[int], filters: Filters, now: datetime) -> dict[str, Choices]:
    """What each list of the form offers, by its name."""
    return {
        MONTH: [("", "Mọi tháng"), *months(years, filters.month, now)],
        CHANNEL: [("", "Mọi kênh"), *_of(Channel, terms.CHANNELS)],
        VERDICT: [("", "Mọi kết luận"), *_of(Verdict, terms.VERDICTS)],
        DOMAIN: [("", "Mọi lĩnh vực"), *_of(Domain, terms.DOMAINS)],
        STANDING: [
            ("", "Mọi mục"),
            (COUNTED, "được tính"),
            (NOT_COUNTED, "không tính"),
            (AWAITING, "chờ xét"),
            *((str(why), f"vì: {text}") for why, text in finding.REASONS.items()),
        ],
    }


def months(years: list[int], chosen: Month | None, now: datetime) -> Iterator[tuple[str, str]]:
    """The months of some years up to the present one, the last first, and the one that is chosen."""
    local = now.astimezone(LOCAL)
    present = Month(local.year, local.month)
    last = max([present.year, *(year for year in years if year in _SENSIBLE and year <= present.year + 1)])
    all_ = [Month(year, n) for year in range(last, min([present.year, *years]) - 1, -1) if year in years for n in range(_MONTHS, 0, -1)]
    offered = [month for month in all_ if month <= present or month.year > present.year][:_MOST_MONTHS]
    if chosen and chosen not in offered:
        yield str(chosen), terms.capital(chosen.label)
    yield from ((str(month), terms.capital(month.label)) for month in offered)


def _of(kind: type[StrEnum], words: Mapping[_T, str]) -> Iterator[tuple[str, str]]:
    """The values of a vocabulary with their words."""
    return ((str(one), terms.capital(words[one])) for one in kind)  # type: ignore[index]


def sensible_month(text: str) -> Month:
    """The month that an address names. Raises ValueError for what is none, and for one of no year that an office has."""
    found = Month.parse(text)
    if found.year not in _SENSIBLE:
        raise ValueError(text)
    return found


def _read(read: Callable[[str], _T], text: str) -> _T | None:
    """A value as it stands in the address; None if it is none."""
    try:
        return read(text)
    except ValueError:
        return None
