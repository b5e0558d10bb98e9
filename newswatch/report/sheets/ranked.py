"""A ranking of units as a workbook."""

from collections.abc import Sequence
from datetime import datetime

from newswatch.core.assessment.standing import Ranked
from newswatch.report.sheets.made import Line, Page, made
from newswatch.report.vi import standings, terms

_COLUMNS = (("Đơn vị", 34), ("Tổng điểm", 11), ("Điểm tối đa", 11), ("Xếp loại", 14), ("Tệp", 34), ("Ghi chú", 48))


def ranking_book(found: Sequence[Ranked], title: str, at: datetime) -> bytes:
    """An .xlsx file: a row for each unit, those without a sure total below the others, with the reason."""
    among = sum(one.rank is not None for one in found)
    lines = [
        Line((one.rank, given.unit, given.total, given.most, one.band or None, given.file, terms.capital(standings.note(given)) or None))
        for one in found
        for given in [one.standing]
    ]
    page = Page(
        name="Xếp hạng",
        title=title,
        said=tuple(standings.ranking_head(found)),
        columns=((f"Hạng trên {among}", 9), *_COLUMNS),
        lines=lines,
        signed=("NGƯỜI LẬP BIỂU", "THỦ TRƯỞNG ĐƠN VỊ"),
        filtered=True,
    )
    return made(page, at)
