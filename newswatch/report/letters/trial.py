"""The mail that only tries the way: no figures, nothing to do."""

from datetime import datetime

from newswatch.config import Unit
from newswatch.core.notices.notice import Notice, NoticeKind
from newswatch.report.letters import html, text
from newswatch.report.letters.blocks import Callout, Letter, Paragraph, Tone, clean
from newswatch.report.letters.sections import capital
from newswatch.report.vi import terms


def trial(unit: Unit, now: datetime) -> Notice:
    """A test mail, written at `now`; it is about no month and is kept nowhere."""
    told = f"Thư thử của newswatch, viết lúc {terms.moment(now)}. Nhận được thư này là đường gửi thư đã thông; không cần làm gì."
    blocks = (Callout("Thư thử: đường gửi thư đã thông", Tone.GOOD), Paragraph(told))
    foot = "Thư này không nói gì về số tin, bài và không được lưu lại."
    short = f"Thư thử, viết lúc {terms.moment(now)}. Nhận được là đường gửi thư đã thông; không cần làm gì."
    letter = Letter(f"{capital(unit.title)} · gửi Ban biên tập", "Thư thử", blocks, foot)
    subject = clean(f"[{unit.name}] Thư thử của newswatch, {terms.moment(now)}")
    return Notice(NoticeKind.TROUBLE, "trial", 0, subject, text.render(letter), html.render(letter), short)
