"""What the operator of the machine is to type: the last section of a letter, in small print, apart from what the board reads."""

from collections.abc import Iterable, Sequence

from newswatch.core.count.reasons import Line
from newswatch.core.months import Month
from newswatch.core.notices.notice import UnreadLog
from newswatch.report.letters.blocks import Block, Heading, Paragraph
from newswatch.report.vi import logs as vi
from newswatch.report.vi import terms

_ITEM = "SỐ_MỤC"
_SIGNED = "--by TÊN --because LÝ_DO"
_NO_POLL = "chưa có lần xem nào trong thời gian này"
_NO_DAY = f"Chỉ biết không đăng trong tháng nào: newswatch review --settle {_ITEM} --not-in NĂM-THÁNG {_SIGNED}"
_DEAD = f"Bài không còn đọc được, không tính nữa: newswatch review --settle {_ITEM} --dead-link {_SIGNED}"
IMPORT = "Nhập sổ phát thanh: newswatch bulletin import TỆP"


def close_log(month: Month) -> str:
    """How to close the log of a month."""
    return f"Chốt sổ phát thanh {month.label}: newswatch bulletin close --month {month} --by TÊN; nếu cả tháng không phát thì thêm --none-aired"


def section(texts: Iterable[str]) -> list[Block]:
    """The section as blocks; none if there is nothing to type."""
    found = [Paragraph(text, small=True) for text in texts]
    return [Heading("Cán bộ phụ trách kỹ thuật"), *found] if found else []


def logs(unread: Sequence[UnreadLog]) -> list[str]:
    """What to do about logs that were not taken in whole."""
    told = [f"{vi.unread(log)}; sửa tệp rồi nhập lại: newswatch bulletin import TỆP" for log in unread]
    return [*told, *([f"Tệp sổ không cần nữa: {vi.IGNORE}"] if told else [])]


def review(awaiting: Sequence[Line], shown: int) -> list[str]:
    """How to settle each of the first `shown` items that await a person. Items that need only a verdict share one command."""
    if not awaiting:
        return []
    hints = [(line.item.id, terms.settle(line)) for line in awaiting[:shown]]
    plain = [id_ for id_, hint in hints if hint == f"--accept {id_}"]
    numbers = ", ".join(map(str, plain))
    texts = [f"Mục {numbers}: newswatch review --accept {numbers if len(plain) == 1 else _ITEM} {_SIGNED}"] if plain else []
    texts += [f"Mục {id_}: newswatch review {hint} {_SIGNED}" for id_, hint in hints if id_ not in plain]
    texts[-1] += f"; không nhận thì dùng --reject {_ITEM}"
    hosts = dict.fromkeys(host for line in awaiting[:shown] for host in terms.hosts_in_doubt(line))
    texts += [f"Bài trên máy chủ {host}: {terms.name_host(host)}" for host in hosts]
    texts += [_NO_DAY] if any(line.item.day is None for line in awaiting[:shown]) else []
    texts += [_DEAD] if any(not line.item.whole for line in awaiting[:shown]) else []
    return texts + ([f"Xem cả {len(awaiting)} mục: newswatch review"] if len(awaiting) > shown else [])


def review_any() -> list[str]:
    """How to see and settle what awaits a person, for a letter that does not list it."""
    return [f"Xem các mục chờ xét: newswatch review; nhận một mục: newswatch review --accept {_ITEM} {_SIGNED}"]


def restore(sources: Iterable[tuple[str, str, str]]) -> list[str]:
    """What to try with unreadable sources (name, address, error). Each address stands once; the technical reasons come last."""
    rows = list(sources)
    probes = dict.fromkeys(url for _, url, _ in rows)
    reasons = (f"Lý do kỹ thuật, nguồn {name}: {error.removeprefix(f'{url}: ') or _NO_POLL}" for name, url, error in rows)
    return ["Kiểm tra máy: newswatch doctor", *(f"Nếu trang đã đổi: newswatch probe {url}" for url in probes), *reasons]
