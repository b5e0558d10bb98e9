"""Vietnamese for what waits for a person: what an item may change once it is settled, and how it is settled."""

from newswatch.core.count.settling import Settling, Stake
from newswatch.report.vi import terms

_MOST_MONTHS = 3

ACCEPT = "Nhận hay không nhận: newswatch review --accept N --by TÊN --because LÝ_DO (hoặc --reject N)."
DATE = (
    "Biết ngày đăng: --settle N --date 2026-03-05. Chỉ biết không đăng trong tháng hay năm nào: --settle N --not-in 2026-03 "
    "(hoặc --not-in 2025); một lệnh có thể nêu nhiều mục, nhiều tháng."
)
DEAD = "Bài không còn, không đọc lại được: --settle N --dead-link (không tính), hoặc --accept N --date 2026-03-05 --dead-link (tính theo tiêu đề)."


def decides(one: Settling) -> str:
    """What an item may change: `có thể đủ tháng 03/2026, 0,5 điểm`; `có thể thuộc tháng 03/2026 (còn thiếu 2), 0,5 điểm; hoặc tháng 04/2026`."""
    if not one.stakes:
        return "không làm đổi kết quả tháng nào"
    first, others = one.stakes[0], one.stakes[1:]
    if not others:
        return _stake(first)
    names = ", ".join(terms.month(stake.month) for stake in others[:_MOST_MONTHS])
    more = f" và {len(others) - _MOST_MONTHS} tháng khác" if len(others) > _MOST_MONTHS else ""
    return f"{_stake(first)}; hoặc thuộc tháng {names}{more}"


def _stake(stake: Stake) -> str:
    worth = f", {terms.points(stake.points)} điểm" if stake.points else ""
    if not stake.ended:
        return f"có thể thêm cho {stake.month.label} chưa hết (còn thiếu {stake.short}){worth}"
    if stake.short == 1:
        return f"có thể đủ {stake.month.label}{worth}"
    return f"có thể thuộc {stake.month.label} (còn thiếu {stake.short}){worth}"
