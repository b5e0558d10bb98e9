"""Assessment sheets compared and ranked, as tables for a terminal, in Vietnamese."""

from collections.abc import Iterator, Sequence

from rich.console import RenderableType
from rich.text import Text

from newswatch.core.assessment.comparing import Comparison
from newswatch.core.assessment.standing import Ranked
from newswatch.report.terminal.cells import FAULT, table
from newswatch.report.vi import standings


def comparison(found: Comparison, old: str, new: str) -> Iterator[RenderableType]:
    """Both totals, each criterion with what it lost and whose it is, and each responsible unit."""
    yield from standings.summary(found, old, new)
    criteria = table("Mã", "Tiêu chí", "Trước", "Sau", "Chênh lệch", "Mất so với tối đa", "Bộ phận tham mưu")
    for change in found.changes:
        criteria.add_row(*standings.change_cells(change))
    yield criteria
    yield ""
    units = table("Bộ phận tham mưu", "Chênh lệch", "Mất so với tối đa", "Số tiêu chí", "Chưa rõ")
    for share in found.shares:
        units.add_row(*standings.share_cells(share))
    yield units


def ranking(found: Sequence[Ranked]) -> Iterator[RenderableType]:
    """The units by rank; those without a sure total below, with the reason."""
    yield from standings.ranking_head(found)
    among = sum(one.rank is not None for one in found)
    made = table("Hạng", "Đơn vị", "Tổng điểm", "Xếp loại", "Tệp", "Ghi chú")
    for one in found:
        *cells, note = standings.ranking_cells(one, among)
        made.add_row(*cells, Text(note, FAULT if one.rank is None else ""))
    yield made
