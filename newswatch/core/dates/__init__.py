"""Dates as portals and logs write them → instants, and which of several stated dates stands. Where in a page a date stood is known in sources."""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from newswatch.core.dates.address import dated_address
    from newswatch.core.dates.clock import parse_clock, parse_duration
    from newswatch.core.dates.digits import Order, both_days, exchangeable, swapped
    from newswatch.core.dates.parsing import find, from_epoch_ms, parse
    from newswatch.core.dates.relative import Relative
    from newswatch.core.dates.standing import Dating, choose, disagree
    from newswatch.core.dates.together import Convention, Doubt, Told, convention

__all__ = [
    "Convention",
    "Dating",
    "Doubt",
    "Order",
    "Relative",
    "Told",
    "both_days",
    "choose",
    "convention",
    "dated_address",
    "disagree",
    "exchangeable",
    "find",
    "from_epoch_ms",
    "parse",
    "parse_clock",
    "parse_duration",
    "swapped",
]
_HOMES = {
    "address": ("dated_address",),
    "clock": ("parse_clock", "parse_duration"),
    "digits": ("Order", "both_days", "exchangeable", "swapped"),
    "parsing": ("find", "from_epoch_ms", "parse"),
    "relative": ("Relative",),
    "standing": ("Dating", "choose", "disagree"),
    "together": ("Convention", "Doubt", "Told", "convention"),
}
_HOME_OF = {name: home for home, names in _HOMES.items() for name in names}


def __getattr__(name: str) -> Any:
    """Loads what a name stands for when it is first asked for: counting needs `standing` alone, and no grammar of dates.

    No name is that of a module beside it, which would take its place once it is loaded.
    """
    if name not in _HOME_OF:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    found = globals()[name] = getattr(__import__(f"{__name__}.{_HOME_OF[name]}", fromlist=[name]), name)
    return found
