"""Vietnamese for evidence packs: what files are, what is missing, what verifying found."""

from collections.abc import Iterator
from datetime import UTC, datetime

from newswatch.core.record.ledger import short
from newswatch.core.record.pack import Checked, Flaw, Lack, Missing, What, Wrong
from newswatch.core.text import printable
from newswatch.report.vi import files, terms

_LONGEST = 200
_WHAT = {
    What.LISTING: "trang danh sách đầu tiên nêu bài",
    What.PAGE: "trang của bài",
    What.PART: "hình ảnh, kiểu trình bày của trang",
    What.READABLE: "bản sao đọc được của trang",
    What.DOCUMENT: "tệp đăng trên trang",
    What.SCREENSHOT: "ảnh chụp trang",
    What.PRINT: "bản in trang",
    What.BULLETIN: "nội dung tin ghi trong sổ",
    What.LOG: "tệp sổ phát thanh như lúc nhận",
    What.AUDIO: "bản ghi âm",
    What.SCRIPT: "kịch bản, lời đọc",
    What.LOG_PAGE: "ảnh trang sổ phát thanh",
    What.DECISION: "giấy tờ của quyết định",
    What.PICTURE: "ảnh chụp màn hình do người gửi",
    What.PAPER: "giấy tờ khác",
}
_WHEN = {
    What.READABLE: "lập từ trang thấy lúc",
    What.AUDIO: "đính kèm lúc",
    What.SCRIPT: "đính kèm lúc",
    What.LOG_PAGE: "đính kèm lúc",
    What.DECISION: "đính kèm lúc",
    What.PICTURE: "đính kèm lúc",
    What.PAPER: "đính kèm lúc",
    What.LOG: "nhận lúc",
    What.BULLETIN: "nhận lúc",
    What.SCREENSHOT: "chụp từ trang đã lưu lúc",
    What.PRINT: "in từ trang đã lưu lúc",
}
_LACKS = {
    Lack.LISTING: "không lưu được trang danh sách đầu tiên nêu bài",
    Lack.PAGE: "không lưu được trang của bài",
    Lack.UNREAD: "có trang đã nhận nhưng chưa đọc được nội dung bài",
    Lack.PRUNED: "nội dung trang không còn giữ (người phụ trách đã cho bỏ), chỉ còn địa chỉ, thời điểm, mã SHA-256",
    Lack.BODY_CHANGED: "nội dung trang đã lưu không còn hoặc không khớp mã SHA-256, không kèm theo",
    Lack.READABLE: "không lập được bản sao đọc được của trang",
    Lack.PICTURE: "không có ảnh chụp trang",
    Lack.PART: "hình ảnh, kiểu trình bày của trang không lấy được: {}",
    Lack.FILE_MISSING: "tệp đã lưu không còn",
    Lack.FILE_CHANGED: "tệp đã lưu bị thay đổi, không kèm theo",
    Lack.LOG: "không có tệp sổ phát thanh (tin nhập tay, hoặc phiên bản cũ không giữ tệp)",
    Lack.AUDIO: "không có bản ghi âm",
    Lack.SCRIPT: "không có kịch bản, lời đọc",
}
STANDINGS = {"counted": "được tính", "waiting": "chờ xét", "not": "không tính"}
_PAPERS = {
    "list": "Danh sách tin, bài",
    "report": "Báo cáo",
    "statement": "Kết quả từng tháng (cho máy đọc)",
    "web": "Kho lưu trang web (mở bằng ReplayWeb.page)",
    "rule": "Quy tắc chấm điểm đang dùng",
    "lexicon": "Bộ từ vựng đang dùng",
    "ledger": "Trích sổ ghi",
    "index": "Mục lục (cho máy đọc)",
}
_EARLIER = {"rule": "Quy tắc chấm điểm trước đây", "lexicon": "Bộ từ vựng trước đây"}
_WRONG = {
    Wrong.UNSAFE: "tên hoặc loại tệp không được phép có trong bộ minh chứng",
    Wrong.ZIP: "tệp ZIP không đúng từng byte như lúc lập",
    Wrong.MISSING: "thiếu tệp",
    Wrong.EXTRA: "tệp lạ, không thuộc bộ minh chứng",
    Wrong.CHANGED: "nội dung đã bị thay đổi",
    Wrong.TAG: "tệp kê khai không khớp với nội dung",
    Wrong.TOO_LARGE: "quá lớn so với mức cho phép",
    Wrong.UNREADABLE: "không đọc được",
    Wrong.WEB: "kho lưu trang web không khớp mã của chính nó",
    Wrong.LINK: "trích sổ ghi không dẫn tới mã sổ",
    Wrong.CITED: "mục dẫn tới điều không có trong bộ, hoặc sổ ghi không ghi nhận",
}


def paper(name: str) -> str:
    """A paper of the pack by its name: `rule`, or `rule ab12cd34ef56` for a text that is no more in force."""
    kind, _, digest = name.partition(" ")
    return f"{_EARLIER[kind]}, mã {digest}" if digest else _PAPERS[kind]


def what(kind: What) -> str:
    """What a file or an answer is."""
    return _WHAT[kind]


def seen(kind: What, at: str) -> str:
    """Since when a file is known, or when an answer came: never more than was observed."""
    return f"{_WHEN.get(kind, 'thấy lúc')} {moment(at)}"


def missing(one: Missing) -> str:
    """What is missing of an item."""
    told = _LACKS[one.what].format(one.count)
    return f"{told}: {printable(one.which, _LONGEST)}" if one.which else told


def moment(stored: str) -> str:
    """A stored instant in local time, or as it is if it is none."""
    try:
        at = datetime.fromisoformat(stored)
    except ValueError:
        return printable(stored, _LONGEST)
    return terms.moment(at if at.tzinfo else at.replace(tzinfo=UTC))


def made(path: str, count: int, size: int, rows: int, incomplete: int, head: str) -> str:
    """That a pack was made, and how many items count and lack evidence."""
    lacking = f", {incomplete} mục được tính còn thiếu minh chứng (xem mục lục)" if incomplete else ", mục nào được tính cũng đủ minh chứng"
    return f"{path}: {count} tệp ({files.size(size)}), {rows} mục{lacking}. Mã sổ ghi {short(head)}."


def checked(found: Checked) -> Iterator[str]:
    """What verifying a pack found, a line each."""
    counted = f"{found.files} tệp ({files.size(found.size)})"
    if found.unit is None or found.period is None:
        yield f"Đã kiểm {counted}. Vì có chỗ sai, CHƯA xét mục lục, kho trang web, trích sổ ghi và từng mục:"
    else:
        whose = f"{printable(found.period, _LONGEST)} của {printable(found.unit, _LONGEST)}"
        yield f"Bộ minh chứng {whose}, số liệu tính đến {moment(found.as_of or '')}."
        yield f"Đã kiểm {counted}, {found.rows} mục, {found.records} trang đã lưu, {found.links} mắt xích của sổ ghi."
    yield from (f"  {_flaw(flaw)}" for flaw in found.flaws)
    if found.wrong > len(found.flaws):
        yield f"  và {found.wrong - len(found.flaws)} chỗ khác."
    if found.withheld:
        yield f"{found.withheld} mắt xích chỉ kèm mã, không kèm nội dung, vì nội dung có tên đăng nhập hoặc mã phiên."
    yield from _stood(found)
    if found.whole and found.head:
        yield f"Bộ minh chứng nguyên vẹn. Mã sổ ghi {short(found.head)}, đầy đủ: {found.head}."
        yield "Thư, danh sách, báo cáo của đơn vị đều ghi mã sổ ghi lúc lập: thêm --head MÃ để biết mã ấy đứng ở đâu trong bộ này."
    else:
        yield "BỘ MINH CHỨNG KHÔNG NGUYÊN VẸN. Đề nghị nơi lập gửi lại."


def _stood(found: Checked) -> Iterator[str]:
    """Where the head that was asked after stood."""
    if found.asked and found.links is not None and not found.stood:
        yield f"Mã {short(found.asked)} không có trong trích sổ ghi của bộ này: giấy tờ ấy lập sau bộ minh chứng, hoặc từ dữ liệu khác."
    for link, head in found.stood:
        yield f"Mã {short(head)} đứng sau mắt xích {link} trên {found.links}: bộ này chứa trọn những gì đã ghi đến lúc ấy."


def _flaw(flaw: Flaw) -> str:
    where = f"{printable(flaw.where, _LONGEST)}: " if flaw.where else ""
    found = f" ({printable(flaw.found, _LONGEST)})" if flaw.found else ""
    return f"{where}{_WRONG[flaw.what]}{found}"
