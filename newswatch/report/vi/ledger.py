"""Vietnamese for the ledger: its head in letters and tables, and what verifying it found."""

from collections.abc import Iterator
from datetime import datetime

from newswatch.core.months import Month
from newswatch.core.record.ledger import Broken, Chain, Fault, Stood, Verified, short
from newswatch.core.text import printable
from newswatch.report.vi import terms

_LONGEST = 90
_TABLES = {
    "adoptions": "lần nhận dữ liệu cũ vào sổ",
    "answers": "trả lời của máy chủ",
    "attachments": "tệp đính kèm mục",
    "bulletins": "tin đã phát thanh",
    "captures": "trang đã lưu",
    "closings": "lần chốt sổ phát thanh",
    "decisions": "phân loại, quyết định",
    "fetches": "lần xem nguồn",
    "file_voids": "lần hủy tệp đính kèm",
    "files": "tệp minh chứng đã lưu",
    "ignored_files": "tệp được cho bỏ qua",
    "intakes": "lần nhận tệp sổ",
    "items": "mục",
    "ledger": "mắt xích của sổ ghi",
    "log_files": "tệp sổ phát thanh đã lưu",
    "moves": "lần bài đổi địa chỉ",
    "namings": "trang danh sách đã nêu bài",
    "notifications": "thư đã lập",
    "observations": "lần ghi nhận bài",
    "origins": "nguồn gốc của bài",
    "page_copies": "ảnh chụp, bản in của trang",
    "page_parts": "hình ảnh, kiểu trình bày của trang",
    "runs": "lượt chạy",
    "signatures": "chữ ký xác nhận kết quả tháng",
    "sources": "nguồn theo dõi",
    "stamps": "dấu thời gian",
    "statements": "kết quả tháng đã lập",
    "texts": "quy tắc, từ vựng đã lưu",
    "watches": "ngày bắt đầu báo cáo ban biên tập",
    "withdrawals": "lần rút quyết định",
}
_BROKEN = {
    Broken.CHANGED: "nội dung đã bị sửa sau khi ghi sổ",
    Broken.MISSING: "đã ghi sổ nhưng không còn",
    Broken.OUTSIDE: "không qua sổ ghi (do chương trình khác viết vào)",
    Broken.LINK: "chính mắt xích bị sửa hoặc bị bỏ",
    Broken.BODY: "nội dung lưu không khớp mã SHA-256 của nó",
    Broken.NO_BODY: "nội dung lưu không còn",
    Broken.STAMP: "dấu thời gian không khớp sổ ghi, hoặc không được chứng thư của nơi cấp xác nhận",
    Broken.LOOSE: "trỏ tới một dòng không còn",
    Broken.LABEL: "địa chỉ, thời điểm hoặc kích thước ghi kèm không khớp trả lời của máy chủ",
}


def head(text: str) -> str:
    """The head of a ledger in a letter's foot: short and in full; empty for none."""
    return f"Mã sổ ghi {short(text)}, đầy đủ: {text}." if text else ""


def head_in_short(text: str) -> str:
    """The same in short."""
    return f"Mã sổ ghi {short(text)}." if text else ""


def verified(found: Verified) -> Iterator[str]:
    """What verifying found, a line each."""
    for chain in found.chains:
        yield from _chain(chain)
    bad = f", {found.broken_bodies} bị sai" if found.broken_bodies else ", đều khớp mã của mình"
    yield f"Nội dung lưu (trang, tệp sổ, tệp minh chứng, quy tắc, từ vựng): đã kiểm {found.bodies}{bad}."
    yield from (f"  {_fault(fault)}" for fault in found.faults)
    for one in found.dropped:
        yield f"  {one.bodies} trang không còn giữ nội dung, do {printable(one.by, _LONGEST)} bỏ {_moment(one.at)}: {printable(one.because, _LONGEST)}."
    yield (
        "Sổ ghi nguyên vẹn."
        if found.whole
        else "SỔ GHI KHÔNG NGUYÊN VẸN. Giữ nguyên tệp dữ liệu, khôi phục bản sao lưu có trước và báo người phụ trách."
    )


def stood(asked: str, found: list[Stood]) -> Iterator[str]:
    """Where a head stood, a line for each place."""
    if not found:
        yield f"Mã {printable(asked, _LONGEST)} không có trong sổ ghi nào ở đây: thư ấy lập từ dữ liệu khác, hoặc sổ đã bị cắt bớt, viết lại."
    for one in found:
        when = f", dòng cuối ghi {_moment(one.at)} ({_table(one.table)})" if one.at else f" ({_table(one.table)})" if one.table else ""
        yield f"Mã {short(one.head)}: đơn vị {one.unit}, sau mắt xích {one.link} trên {one.links}{when}."
        if one.month:
            number = f", lập lại lần {one.revision}" if one.revision else ""
            yield f"  Kết quả lập gần nhất đến lúc đó: {Month.parse(one.month).label}{number}, lúc {_moment(one.stated_at or '')}."
        yield "  Mọi mắt xích đến đó còn nguyên như khi ghi." if one.whole else "  TRƯỚC ĐÓ CÓ MẮT XÍCH BỊ HỎNG, xem ở trên."


def _chain(chain: Chain) -> Iterator[str]:
    if not chain.broken:
        yield f"{chain.unit}: {chain.links} mắt xích, đều nguyên vẹn. {head_in_short(chain.head)}"
    else:
        first = f", mắt xích hỏng đầu tiên: {chain.first}" if chain.first else ""
        yield f"{chain.unit}: {chain.links} mắt xích, {chain.broken} chỗ sai{first}."
        yield from (f"  {_fault(fault)}" for fault in chain.faults)
        if chain.broken > len(chain.faults):
            yield f"  và {chain.broken - len(chain.faults)} chỗ khác."
    if chain.stamps:
        link, stamped = chain.stamps[-1]
        yield f"  {len(chain.stamps)} dấu thời gian được xác nhận; dấu sau cùng: mắt xích {link} đã có lúc {terms.moment(stamped)}."
    if chain.unchecked:
        yield f"  {chain.unchecked} dấu thời gian chưa kiểm được: cần [tsa] certificate trong config.toml và gói newswatch[tsa]."
    for at, links in chain.adopted:
        yield f"  {links} dòng có từ trước được nhận vào sổ lúc {_moment(at)}; sổ chứng minh chúng từ lúc đó."


def _fault(fault: Fault) -> str:
    link = f"mắt xích {fault.link}: " if fault.link else ""
    at = f", ghi lúc {_moment(fault.at)}" if fault.at else ""
    says = f", “{printable(fault.says, _LONGEST)}”" if fault.says else ""
    also = f"; hoặc dòng đi cùng: {', '.join(fault.also)}" if fault.also and fault.what is Broken.CHANGED else ""
    return (
        f"{link}bảng {fault.table} ({_table(fault.table)}), dòng {printable(fault.row, _LONGEST)}{says}{at}: {_BROKEN[fault.what]}{also}."
    )


def _table(name: str) -> str:
    return _TABLES.get(name, name)


def _moment(text: str) -> str:
    """An instant as stored in local time, or as it is if it is none."""
    try:
        return terms.moment(datetime.fromisoformat(text))
    except ValueError:
        return printable(text, _LONGEST)
