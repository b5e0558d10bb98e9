"""What rows of earlier versions hold that is not shown: logins in addresses, and in what was said of them."""

from collections.abc import Sequence
from typing import Any

from newswatch.masking import masked, without_login

_ADDRESSES, _TEXTS = ("url", "final_url", "web_link"), ("error", "note", "traceback")
"""The columns that hold an address, or what was said of one."""


def hide_logins(read: list[dict[str, Any]], names: Sequence[str]) -> None:
    """Takes logins out of the columns of rows that were read."""
    for name in (n for n in names if n in _ADDRESSES or n in _TEXTS):
        hide = without_login if name in _ADDRESSES else masked
        for row in read:
            if isinstance(value := row[name], str) and "@" in value:
                row[name] = hide(value)
