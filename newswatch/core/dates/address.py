"""The date that an article's address carries."""

import re
from datetime import datetime

from newswatch.core.dates.parsing import from_epoch_ms, parse


def dated_address(url: str, pattern: str) -> datetime | None:
    """The date in an address, read by a pattern with the groups `y`, `m`, `d` (a day) or `ms` (epoch milliseconds). None if it is not whole."""
    found = re.search(pattern, url)
    if found is None:
        return None
    groups = found.groupdict()
    if groups.get("ms"):
        return from_epoch_ms(groups["ms"])
    day = [groups.get(part) or "" for part in "ymd"]
    return parse("-".join(part.zfill(2) for part in day)) if all(map(str.isdecimal, day)) else None
