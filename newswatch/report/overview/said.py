"""What is said of the table of all units: how it is ranked, and what its words mean."""

from collections.abc import Sequence

from newswatch.core.months import Month
from newswatch.report.overview.line import UnitLine
from newswatch.report.vi import terms

_RANKED = {"score": "điểm", "month": "số tin, bài của tháng", "year": "số tin, bài của cả năm"}
_UNSURE = {
    "score": "còn tháng chưa rõ, còn mục chờ xét có thể làm đổi điểm, hoặc chưa có tháng nào kết luận được",
    "month": "có tháng này chưa tới, chưa rõ, chưa xem đủ ngày, không được xét, hoặc số còn có thể đổi (mục chờ xét, sổ chưa chốt)",
    "year": "còn tháng chưa rõ, chưa xem đủ ngày hoặc số còn có thể đổi (mục chờ xét, sổ chưa chốt), hoặc chưa có tháng nào được xét",
}
_TREND = "Xu hướng: số tin, bài được tính của ba tháng đã qua gần nhất so với ba tháng trước đó (chênh từ 1 tin, bài/tháng); “–” khi có tháng chưa rõ."


def month(value: Month) -> str:
    """The month as the head of its column has it: `11/2026`."""
    return terms.month(value)


def notes(found: Sequence[UnitLine], among: int, rules: Sequence[str], *, by: str) -> list[str]:
    """The notes on a table of these lines, the first of `among`, judged by rules of these ids and sorted `by` a word of the command line."""
    told = [f"{len(found)} trong {among} đơn vị." if len(found) < among else f"{among} đơn vị."]
    if by in _RANKED:
        told.append(f"Hạng theo {_RANKED[by]}; bằng nhau thì đồng hạng, hạng sau tính đủ số đơn vị đứng trước (1, 2, 2, 4).")
        if unsure := sum(line.rank is None for line in found):
            told.append(f"{unsure} đơn vị {_UNSURE[by]} nên chưa xếp hạng.")
        if len(rules) > 1:
            told.append(
                f"Các đơn vị chấm theo {len(rules)} quy định khác nhau ({', '.join(rules)}), điểm không so được với nhau giữa các quy định."
            )
    return [*told, _TREND]
