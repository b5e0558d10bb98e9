"""What changed between two assessment sheets, and who ranks where, in Vietnamese and as JSON."""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Any

from newswatch.core.assessment.comparing import Change, Comparison, Share
from newswatch.core.assessment.standing import Doubt, Ranked, Standing
from newswatch.report.vi.findings import plain, points
from newswatch.report.vi.reasons import technical

_DOUBTS = {
    Doubt.NO_TOTAL: "biểu không có dòng “Tổng cộng”",
    Doubt.BLANK: "ô tổng điểm để trống",
    Doubt.UNCALCULATED: "tổng điểm chưa được Excel tính; mở tệp bằng Excel rồi lưu lại",
    Doubt.UNREADABLE: "ô tổng điểm ghi “{said}”, không đọc được thành điểm",
    Doubt.NO_COLUMN: "biểu không có cột điểm này",
    Doubt.TWO_TOTALS: "có hai dòng tổng ghi điểm khác nhau",
    Doubt.NOT_THE_SUM: "{what} ghi {stated}, cộng các dòng dưới được {counted}",
    Doubt.ABOVE_MOST: "{what} ghi {stated}, cao hơn điểm tối đa {counted}",
    Doubt.UNREAD: "{said}",
    Doubt.SAME_FILE: "giống hệt tệp {said}",
    Doubt.SAME_UNIT: "cùng đơn vị với tệp {said}",
}


def signed(amount: Decimal | None) -> str:
    """A difference with its sign: `+4,47`, `-0,5`, `0`; a question mark if unknown."""
    return "?" if amount is None else ("+" if amount > 0 else "") + points(amount)


def fraction(amount: Decimal | None, most: Decimal | None) -> str:
    """`1,5/2`; a question mark stands for what is unknown."""
    given = "?" if amount is None else points(amount)
    return given if most is None else f"{given}/{points(most)}"


def summary(found: Comparison, old: str, new: str) -> Iterator[str]:
    """The totals, and how they differ."""
    yield f"Tổng điểm: {old} {fraction(found.old, None)}, {new} {fraction(found.new, None)}, chênh lệch {signed(found.difference)}."
    unknown = sum(change.difference is None for change in found.changes)
    if unknown:
        yield f"{unknown} tiêu chí chưa rõ điểm ở một bên, không tính là 0. Cộng các tiêu chí rõ điểm ở cả hai bên: {signed(found.known)}."
    if found.elsewhere:
        yield f"Ngoài các tiêu chí dưới đây, tổng còn chênh lệch {signed(found.elsewhere)} điểm ở các dòng không có trong biểu."


def change_cells(change: Change) -> tuple[str, ...]:
    """A criterion as a row: code, title, then, now, difference, lost to the maximum, whose."""
    old = fraction(change.old, change.old_most) if change.in_old else "không có"
    new = fraction(change.new, change.new_most) if change.in_new else "không có"
    return (change.code, change.title, old, new, signed(change.difference), _lost(change.lost), change.unit or "chưa ghi")


def share_cells(share: Share) -> tuple[str, ...]:
    """A responsible unit as a row: its difference, what it lost to the maxima, of how many criteria, of how many the difference is unknown."""
    lost = points(share.lost) if share.unknown_lost < share.criteria else "?"
    difference = signed(share.difference) if share.unknown < share.criteria else "?"
    return (share.unit or "chưa ghi", difference, lost, str(share.criteria), str(share.unknown))


def _lost(amount: Decimal | None) -> str:
    return "?" if amount is None else points(amount)


def comparison_shape(found: Comparison) -> dict[str, Any]:
    """A comparison as JSON; points are texts with a full stop."""
    return {
        "old_total": plain(found.old),
        "new_total": plain(found.new),
        "difference": plain(found.difference),
        "known_difference": plain(found.known),
        "elsewhere": plain(found.elsewhere),
        "criteria": [
            {
                "code": change.code,
                "title": change.title,
                "unit": change.unit or None,
                "old": plain(change.old),
                "new": plain(change.new),
                "old_maximum": plain(change.old_most),
                "new_maximum": plain(change.new_most),
                "difference": plain(change.difference),
                "lost": plain(change.lost),
            }
            for change in found.changes
        ],
        "units": [
            {
                "unit": share.unit or None,
                "difference": plain(share.difference),
                "lost": plain(share.lost),
                "criteria": share.criteria,
                "unknown": share.unknown,
                "unknown_lost": share.unknown_lost,
            }
            for share in found.shares
        ],
    }


def doubt(given: Standing) -> str:
    """Why a file is not ranked."""
    if given.doubt is None:
        return ""
    said = technical(given.said) if given.doubt is Doubt.UNREAD else given.said
    what = f"tiêu chí {given.code}" if given.code else "tổng"
    return _DOUBTS[given.doubt].format(said=said, what=what, stated=points(given.stated), counted=points(given.counted))


def note(given: Standing) -> str:
    """What stands beside a unit: why it has no rank, or that its total could not be held against its rows."""
    if given.doubt is not None or not given.unchecked:
        return doubt(given)
    if given.listed is None or given.most is None or given.listed == given.most:
        return "chưa rõ điểm ở một số dòng; tổng lấy theo dòng tổng, không kiểm tra được"
    return f"các dòng trong biểu có {points(given.listed)}/{points(given.most)} điểm; tổng lấy theo dòng tổng, không kiểm tra được"


def place(rank: int | None, among: int) -> str:
    """`01/11`; a dash without a rank."""
    return "–" if rank is None else f"{rank:02d}/{among:02d}"


def ranking_head(found: Sequence[Ranked]) -> Iterator[str]:
    """How many are ranked, and what that leaves out."""
    among = sum(one.rank is not None for one in found)
    yield f"Xếp hạng {among}/{len(found)} đơn vị có tổng điểm rõ ràng."
    if among < len(found):
        yield f"{len(found) - among} tệp không xếp hạng được, không tính là 0 điểm; thứ hạng có thể thay đổi khi có các tệp này."


def ranking_cells(one: Ranked, among: int) -> tuple[str, ...]:
    """A unit as a row: rank, unit, total, class, file, note."""
    given = one.standing
    total = fraction(given.total, given.most) if given.total is not None else "?"
    return (place(one.rank, among), given.unit, total, one.band, given.file, note(given))


def ranking_shape(found: Sequence[Ranked]) -> dict[str, Any]:
    """A ranking as JSON; `complete` tells that every file has a rank."""
    return {
        "complete": all(one.rank is not None for one in found),
        "among": sum(one.rank is not None for one in found),
        "units": [
            {
                "rank": one.rank,
                "unit": one.standing.unit,
                "total": plain(one.standing.total),
                "maximum": plain(one.standing.most),
                "band": one.band or None,
                "file": one.standing.file,
                "doubt": str(one.standing.doubt) if one.standing.doubt else None,
                "told": note(one.standing) or None,
            }
            for one in found
        ],
    }
