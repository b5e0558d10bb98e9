"""What was just done, told at the head of the next page, with a button that undoes it."""

from dataclasses import asdict, dataclass, field
from typing import Any

from flask import flash, g, get_flashed_messages


@dataclass(frozen=True, slots=True)
class Banner:
    """What was done. With `undo` (a path) a button sends its `fields` there. `wrong` says that it was not done."""

    text: str
    undo: str = ""
    fields: dict[str, str] = field(default_factory=dict)
    wrong: bool = False


def tell(text: str, *, undo: str = "", fields: dict[str, str] | None = None, wrong: bool = False) -> None:
    """Has the next page tell it: `tell("Đã nhận “…”", undo=url_for("review.undo"), fields={"decision": "17"})`."""
    flash(asdict(Banner(text, undo, fields or {}, wrong)), "banner")  # type: ignore[arg-type]


def taken() -> list[Banner]:
    """What is to be told on this page, once."""
    told: list[Any] = list(get_flashed_messages(category_filter=["banner"]))
    found = [Banner(**one) for one in told]
    if found:
        g.told = True
    return found
