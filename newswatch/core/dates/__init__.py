"""Dates as portals and logs write them → instants, and which of several stated dates stands. Where in a page a date stood is known in sources."""

from newswatch.core.dates.address import dated_address
from newswatch.core.dates.clock import parse_clock, parse_duration
from newswatch.core.dates.digits import Order, both_days, exchangeable, swapped
from newswatch.core.dates.parsing import find, from_epoch_ms, parse
from newswatch.core.dates.relative import Relative, relative
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
    "relative",
    "swapped",
]
