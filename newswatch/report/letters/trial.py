"""The test mail: it shows that mails arrive, and holds no figures."""

from datetime import datetime

from newswatch.config import Unit
from newswatch.core.notices.notice import Notice, NoticeKind
from newswatch.core.text import printable
from newswatch.report.letters import sections
from newswatch.report.letters.blocks import Callout, Letter, Paragraph
from newswatch.report.letters.html import as_html
from newswatch.report.letters.text import as_text
from newswatch.report.tones import Tone
from newswatch.report.vi import terms


def trial(unit: Unit, now: datetime) -> Notice:
    """A test mail written at `now`. It is about no month and is kept nowhere."""
    told = f"Thư thử của newswatch, viết lúc {terms.moment(now)}. Nhận được thư này là đường gửi thư đã thông; không cần làm gì."
    blocks = (Callout("Thư thử: đường gửi thư đã thông", Tone.GOOD), Paragraph(told))
    foot = "Thư này không nói gì về số tin, bài và không được lưu lại."
    short = f"Thư thử, viết lúc {terms.moment(now)}. Nhận được là đường gửi thư đã thông; không cần làm gì."
    letter = Letter(sections.sender(unit), "Thư thử", blocks, foot)
    subject = printable(f"[{unit.name}] Thư thử của newswatch, {terms.moment(now)}")
    return Notice(NoticeKind.TROUBLE, "trial", 0, subject, as_text(letter), as_html(letter), short)
