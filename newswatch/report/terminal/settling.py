"""What waits for a person as a table for a terminal, in the order of what it decides."""

from collections.abc import Iterable

from rich.console import RenderableType
from rich.text import Text

from newswatch.core.count.settling import Decides, Settling
from newswatch.report.terminal.cells import WAITING, table
from newswatch.report.vi import settling, terms

HOW = (settling.ACCEPT, settling.DATE, settling.DEAD)
"""How what waits is settled."""


def listing(found: Iterable[Settling]) -> RenderableType:
    """Each item with why it waits and what it may change."""
    made = table("Mục", "Ngày", "Kênh", "Tiêu đề", "Vì sao chờ", "Xét để làm gì")
    for one in found:
        item = one.line.item
        decides = Text(settling.decides(one), WAITING if one.decides is Decides.ENDED else "")
        made.add_row(str(item.id), terms.day(item.day), terms.CHANNELS[item.channel], item.title, terms.standing(one.line), decides)
    return made


def addresses(found: Iterable[Settling]) -> list[str]:
    """The address of each item as a line of its own, since a column would break it."""
    return [f"Mục {one.line.item.id}: {one.line.item.url}" for one in found if one.line.item.url]
