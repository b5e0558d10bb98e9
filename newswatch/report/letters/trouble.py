"""The letter about sources that could not be read for days, so that nobody takes their silence for a shortfall."""

from newswatch.config import Unit
from newswatch.core.notices.notice import Briefing, Unreadable
from newswatch.core.text import printable
from newswatch.report.letters import operator_notes, sections
from newswatch.report.letters.blocks import Block, Callout, Draft, Entries, Entry, Heading, Paragraph, Points
from newswatch.report.tones import Tone
from newswatch.report.vi import terms

_LONGEST_ERROR = 240
_CHECKS = (
    "Mở trang bằng trình duyệt trên máy khác hoặc điện thoại: trang có còn chạy, có đổi địa chỉ hay giao diện không?",
    "Máy theo dõi có vào được Internet không, có bị tắt nhiều ngày không?",
)


def trouble(unit: Unit, briefing: Briefing) -> Draft:
    """Which sources, since when, what it means, and what to check. Commands and technical reasons come last."""
    sources = briefing.due_notice.sources
    since = min((s.since for s in sources), default=briefing.today)
    length = (briefing.today - since).days
    names = "trang tin" if len(sources) == 1 else f"{len(sources)} nguồn tin"
    what = f"không đọc được {names} từ ngày {terms.day(since)}"
    needed = any(s.required for s in sources)
    meaning = (
        "Những ngày này được ghi là chưa xem: không nói lên số tin, bài đã đăng và không bị kết luận là thiếu. "
        "Khi đọc lại được trang, máy tự xem bù các bài cũ."
        if needed
        else "Đây là nguồn phụ, các nguồn chính vẫn được xem: kết quả của tháng không bị ảnh hưởng."
    )
    blocks: tuple[Block, ...] = (
        Callout(f"{terms.capital(what)}: đã {length} ngày", Tone.DOUBT),
        Paragraph(f"{terms.capital(unit.title)} {what}. {meaning}"),
        Heading("Nguồn không đọc được"),
        Entries(tuple(map(_entry, sources))),
        Heading("Cần kiểm tra"),
        Points(_CHECKS),
    )
    letter = sections.letter(unit, briefing, "Không đọc được nguồn tin", blocks, attached=False)
    short = (f"{sections.who(unit)}: {what}, đã {length} ngày.", meaning, "Nhờ kiểm tra trang còn chạy, có đổi địa chỉ không.")
    facts = {"sources": [{"source": s.source, "since": s.since.isoformat(), "required": s.required, "error": s.error} for s in sources]}
    subject = f"{terms.capital(what)} – chưa kết luận gì về số tin, bài" if needed else f"{terms.capital(what)} (nguồn phụ)"
    restore = operator_notes.restore((s.source, printable(s.url), printable(s.error, _LONGEST_ERROR)) for s in sources)
    return Draft(subject, letter, short, facts, tuple(restore))


def _entry(source: Unreadable) -> Entry:
    kind = "nguồn chính" if source.required else "nguồn phụ"
    return Entry(source.source, kind, source.url, source.url, f"chưa đọc được từ ngày {terms.day(source.since)}")
