"""Vietnamese for a list of items that were looked for: how each stands in a few words, how many they are, and the reasons by which one can look."""

from newswatch.core.count.reasons import Line, Why
from newswatch.core.text import printable
from newswatch.report.vi import item_names, terms

REASONS = {
    Why.NOT_PAR: "không phải tin, bài CCHC",
    Why.SAME_STORY: "trùng với mục khác",
    Why.UNSURE: "chưa đủ căn cứ để phân loại",
    Why.UNREAD: "chưa đọc được nội dung bài",
    Why.UNDATED: "không rõ ngày đăng",
    Why.DATES_DISAGREE: "các ngày ghi không khớp về tháng",
    Why.DAY_DOUBT: "chưa rõ ngày thuộc tháng nào",
    Why.BACKDATED: "đăng sau khi tháng đã kết thúc, chờ xét",
    Why.TOO_LATE: "đăng sau khi tháng đã kết thúc, không tính",
    Why.FUTURE: "ghi ngày sau ngày thấy",
    Why.DATE_DENIED: "người xét ghi là không đăng vào ngày ấy",
    Why.CHANNEL: "kênh không được tính",
    Why.ITEM_TYPE: "không phải tin, bài (thông báo, văn bản…)",
    Why.ORIGIN: "nguồn không được tính",
    Why.ORIGIN_DOUBT: "chưa rõ nguồn có được tính không",
    Why.NO_FIRST_AIRING: "phát lại, không thấy lần phát đầu",
    Why.RETOLD: "biên tập lại, chưa rõ từ bài nào",
    Why.FOREIGN_HOST: "chưa rõ có thuộc trang TTĐT của đơn vị không",
    Why.NOT_OURS: "không thuộc trang TTĐT của đơn vị",
    Why.DEAD_LINK: "bài không còn đọc được",
}
"""Why items do not count, as one looks for it; what is most asked for first."""

_NO_MONTH = "không thuộc tháng nào được tính"
_MOST_SIGNS = 2
_LONGEST = 140


def found(total: int, most: int, counted: int | None) -> str:
    """How many were found: `128 mục, tính 49`; beyond `most` only that they are more: `hơn 1.000 mục`."""
    told = f"hơn {most:,} mục".replace(",", ".") if total > most else f"{total} mục"
    return told if counted is None else f"{told}, tính {counted}"


def state(line: Line | None) -> str:
    """Whether an item counts, in two words."""
    if line is None:
        return "không tính"
    return "được tính" if line.counted else "chờ xét" if line.awaiting else "không tính"


def because(line: Line | None) -> str:
    """Why it does or does not, shortly: `vì có “một cửa”`, `do Hoa xét: đã xem`, `trùng với mục 17 (cùng tiêu đề, cùng ngày)`."""
    if line is None:
        return _NO_MONTH
    if not line.counted:
        return printable(item_names.why_not(line, terms.by_number), _LONGEST)
    by = line.item.decided_by
    if by.is_person:
        return printable(f"do {by.name} xét: {by.because}", _LONGEST)
    signs = sorted((p for p in line.item.phrases if p.weight > 0), key=lambda p: -p.weight)
    named = [f"“{text}”" for text in dict.fromkeys(p.text for p in signs)][:_MOST_SIGNS]
    return printable(f"vì có {', '.join(named)}" if named else "theo quy tắc", _LONGEST)
