"""The letter about sources that could not be read for days, so that nobody takes their silence for a shortfall."""

from newswatch.config import Unit
from newswatch.core.notices.notice import Briefing, Recovered, Unreadable
from newswatch.core.text import printable
from newswatch.report import json_shapes
from newswatch.report.letters import operator_notes, sections
from newswatch.report.letters.blocks import Block, Callout, Draft, Entries, Entry, Heading, Paragraph, Points
from newswatch.report.tones import Tone
from newswatch.report.vi import terms
from newswatch.report.vi.reasons import technical

_LONGEST_ERROR = 240
_CHECKS = (
    "Mở trang bằng trình duyệt trên máy khác hoặc điện thoại: trang có còn chạy, có đổi địa chỉ hay giao diện không?",
    "Máy theo dõi có vào được Internet không, có bị tắt nhiều ngày không?",
)


def trouble(unit: Unit, briefing: Briefing) -> Draft:
    """Which sources, since when, what it means, and what to check. Commands and technical reasons come last.

    Where nobody looked, it is the machine that is told of: nothing is known of the portal then.
    """
    sources = briefing.due_notice.sources
    since = min((s.since for s in sources), default=briefing.today)
    length = (briefing.today - since).days
    off, needed = bool(sources) and not any(s.tried for s in sources), any(s.required for s in sources)
    names = "trang tin" if len(sources) == 1 else f"{len(sources)} nguồn tin"
    last = max((s.last_good_at for s in sources if s.last_good_at), default=None)
    read = f"Lần đọc được gần nhất: {terms.moment(last)}." if last else f"Chưa lần nào đọc được, đã {length} ngày."
    gone = f"máy theo dõi không chạy từ {terms.day(since)} đến {terms.day(briefing.today)}"
    what = gone if off else f"không đọc được {names}"
    meaning = _meaning(needed=needed, off=off)
    blocks: tuple[Block, ...] = (
        Callout(f"{terms.capital(what)}. {read.removesuffix('.')}", Tone.DOUBT),
        Paragraph(f"{terms.capital(unit.title)}: {what}. {meaning}"),
        Heading("Nguồn chưa được xem" if off else "Nguồn không đọc được"),
        Entries(tuple(map(_entry, sources))),
        Heading("Cần kiểm tra"),
        Points(_CHECKS[1:] if off else _CHECKS),
    )
    title = "Máy theo dõi không chạy" if off else "Không đọc được nguồn tin"
    letter = sections.letter(unit, briefing, title, blocks, attached=False)
    ask = "Nhờ kiểm tra máy theo dõi." if off else "Nhờ kiểm tra trang còn chạy, có đổi địa chỉ không."
    short = (f"{sections.who(unit)}: {what}.", read, meaning, ask)
    facts = {"sources": [_fact(s) for s in sources], "machine_off": off}
    subject = f"{terms.capital(what)} – chưa kết luận gì về số tin, bài" if needed else f"{terms.capital(what)} (nguồn phụ)"
    restore = operator_notes.restore((s.source, printable(s.url), printable(technical(s.error), _LONGEST_ERROR)) for s in sources)
    return Draft(subject, letter, short, facts, tuple(restore))


def recovered(unit: Unit, briefing: Briefing, told: Recovered) -> Draft:
    """That the sources of a trouble that was told are read again, and what becomes of the days in between."""
    names = "trang tin" if len(told.sources) == 1 else f"{len(told.sources)} nguồn tin"
    what = f"đã đọc lại được {names} lúc {terms.moment(told.at)}"
    meaning = "Máy đang xem bù các bài đăng trong thời gian gián đoạn; ngày nào còn chưa rõ thì được ghi trong thư kết quả của tháng."
    blocks: tuple[Block, ...] = (
        Callout(terms.capital(what), Tone.GOOD),
        Paragraph(f"{terms.capital(unit.title)}: {what}. {meaning} Không cần làm gì."),
    )
    letter = sections.letter(unit, briefing, "Đã đọc lại được nguồn tin", blocks, attached=False)
    facts = {"recovered": list(told.sources), "recovered_at": json_shapes.utc(told.at)}
    return Draft(terms.capital(what), letter, (f"{sections.who(unit)}: {what}.", meaning), facts)


def _meaning(*, needed: bool, off: bool) -> str:
    if not needed:
        return "Đây là nguồn phụ, các nguồn chính vẫn được xem: kết quả của tháng không bị ảnh hưởng."
    again = "Khi máy chạy lại" if off else "Khi đọc lại được trang"
    return (
        "Những ngày này được ghi là chưa xem: không nói lên số tin, bài đã đăng và không bị kết luận là thiếu. "
        f"{again}, máy tự xem bù các bài cũ."
    )


def _fact(source: Unreadable) -> dict[str, object]:
    return {"source": source.source, "since": source.since.isoformat(), "required": source.required, "error": source.error}


def _entry(source: Unreadable) -> Entry:
    kind = "nguồn chính" if source.required else "nguồn phụ"
    read = f"lần đọc được gần nhất: {terms.moment(source.last_good_at)}" if source.last_good_at else "chưa lần nào đọc được"
    return Entry(source.source, kind, source.url, source.url, read)
