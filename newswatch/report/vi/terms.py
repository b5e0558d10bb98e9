"""The Vietnamese terms for states, channels, verdicts, fields, readings and reasons, and how days, months and points are written."""

from collections.abc import Callable, Sequence
from datetime import date, datetime
from decimal import Decimal

from newswatch.core.count.duplicates import Sameness
from newswatch.core.count.logbook import LogState
from newswatch.core.count.reasons import About, Line, Reason, Why
from newswatch.core.count.revision import Cause, Kind, Stated
from newswatch.core.count.statement import State
from newswatch.core.model import LOCAL, Channel, Countable, DateOrigin, Domain, ItemType, Origin, Phrase, Verdict
from newswatch.core.months import Month
from newswatch.core.quota.clause import Reading, ReadingStatus, Scope
from newswatch.core.quota.rule import Rule
from newswatch.report.figures import plain_points
from newswatch.report.vi import answers

STATES = {State.MET: "đạt", State.SHORT: "thiếu", State.UNKNOWN: "chưa rõ", State.OPEN: "đang trong tháng"}
TO_COME = "chưa tới"
LOGS = {
    LogState.CLOSED: "đã chốt sổ",
    LogState.NONE_AIRED: "đã chốt sổ, không phát tin, bài nào",
    LogState.UNCONFIRMED: "tự chốt, không ai xác nhận",
    LogState.OPEN: "chưa chốt sổ",
    LogState.UNWATCHED: "không theo dõi",
}
CHANNELS = {Channel.PORTAL: "Trang TTĐT", Channel.LOUDSPEAKER: "Truyền thanh"}
VERDICTS = {Verdict.PAR: "CCHC", Verdict.OTHER: "không phải CCHC", Verdict.UNSURE: "chờ xét"}
TYPES = {
    ItemType.TIN: "tin",
    ItemType.BAI: "bài",
    ItemType.NOTICE: "thông báo",
    ItemType.DOCUMENT: "văn bản",
    ItemType.SKIT: "tiểu phẩm",
}
ORIGINS = {
    Origin.OWN: "tự viết",
    Origin.RETOLD: "biên tập từ trang TTĐT",
    Origin.RELAY: "tiếp âm",
    Origin.REPOST: "đăng lại",
    Origin.REBROADCAST: "phát lại",
}
DATE_ORIGINS = {
    DateOrigin.PAGE: "ngày in trên bài",
    DateOrigin.LISTING: "ngày in ở trang danh sách",
    DateOrigin.FEED: "ngày trong kênh tin của trang",
    DateOrigin.URL: "ngày trong đường dẫn",
    DateOrigin.MODIFIED: "ngày cập nhật, chưa thấy ngày đăng",
    DateOrigin.LOG: "sổ nhật ký phát thanh",
    DateOrigin.PERSON: "người xét ghi",
    DateOrigin.ALTERNATIVE: "cũng có thể là",
    DateOrigin.NONE: "không có ngày",
}
DOMAINS = {
    Domain.STEERING: "chỉ đạo, điều hành CCHC",
    Domain.INSTITUTIONS: "thể chế",
    Domain.PROCEDURES: "thủ tục hành chính",
    Domain.APPARATUS: "tổ chức bộ máy",
    Domain.CIVIL_SERVICE: "chế độ công vụ",
    Domain.PUBLIC_FINANCE: "tài chính công",
    Domain.DIGITAL: "Chính phủ điện tử, Chính phủ số",
}
READINGS = {
    Reading.A_CUMULATIVE: "A. cộng dồn từng tin, bài thiếu trong năm",
    Reading.B_DEFICIENT_MONTHS: "B. mỗi tháng thiếu trừ một lần",
    Reading.C_WORST_MONTH: "C. theo tháng thiếu nhiều nhất",
    Reading.D_AVERAGE_CEIL: "D. bình quân tháng, tròn tin, bài",
    Reading.D_AVERAGE_EXACT: "D′. bình quân tháng, chính xác",
    Reading.E_ANNUAL_TOTAL: "E. theo tổng số của năm",
    Reading.F_MEAN_SCORE: "F. bình quân điểm các tháng",
}
SCOPES = {
    Scope.COMBINED: "cộng chung các kênh",
    Scope.EACH_CHANNEL: "từng kênh",
    Scope.ANY_CHANNEL: "kênh nào nhiều hơn",
}
_SEEN = {
    Kind.SEEN: "đã rõ những ngày hoặc bài trước đây chưa xem được hay chưa rõ ngày",
    Kind.UNSEEN: "không còn căn cứ cho thấy đã xem đủ mọi ngày của tháng (nguồn tin thay đổi, hoặc còn bài chưa rõ ngày)",
}
UPGRADED = {"program": "phiên bản mới", "lexicon": "bộ từ vựng mới", "proof": "cách xác nhận ngày đã theo dõi mới"}
_SAMENESS = {
    Sameness.PERSON: "do người xét ghi",
    Sameness.OPENING: "cùng tiêu đề và đoạn mở đầu",
    Sameness.TITLE: "cùng tiêu đề, cách nhau ít ngày",
    Sameness.TITLE_AND_DAY: "cùng tiêu đề, cùng ngày",
    Sameness.TEXT: "cùng nội dung",
    Sameness.LINK: "sổ phát thanh dẫn tới bài đăng",
    Sameness.ALIKE: "tiêu đề và nội dung gần như nhau",
    Sameness.RETOLD: "biên tập từ bài giống nhất trên trang",
}
_REASONS = {
    Why.NOT_PAR: "không phải tin, bài CCHC",
    Why.CHANNEL: "kênh không được tính: {}",
    Why.ITEM_TYPE: "không phải tin, bài mà là {}",
    Why.ORIGIN: "nguồn không được tính: {}",
    Why.NO_FIRST_AIRING: "ghi là phát lại nhưng sổ không có lần phát đầu",
    Why.SAME_STORY: "trùng với {}",
    Why.UNSURE: "chưa đủ căn cứ để phân loại, chờ xét",
    Why.UNREAD: "chưa đọc được nội dung bài: {}",
    Why.ORIGIN_DOUBT: "{}: có tính không, chờ xét",
    Why.RETOLD: "biên tập lại từ trang TTĐT, chưa rõ từ bài nào",
    Why.UNDATED: "không rõ ngày đăng",
    Why.DATES_DISAGREE: "các ngày ghi không khớp về tháng: {}",
    Why.DAY_DOUBT: "nguồn tin ghi chưa rõ ngày thuộc tháng nào: {}",
    Why.BACKDATED: "đăng hoặc sửa ngày sau khi tháng đã kết thúc; thấy lần đầu {}",
    Why.TOO_LATE: "đăng hoặc sửa ngày sau khi tháng đã kết thúc, quy định không tính; thấy lần đầu {}",
    Why.FUTURE: "ghi ngày sau ngày thấy lần đầu: {}",
    Why.FOREIGN_HOST: "nằm trên máy chủ {}, chưa rõ có thuộc trang TTĐT của đơn vị không",
    Why.NOT_OURS: "nằm trên máy chủ {}, không thuộc trang TTĐT của đơn vị",
    Why.DATE_DENIED: "người xét ghi là không đăng vào ngày đã nêu: {}",
    Why.DEAD_LINK: "bài không còn đọc được, người xét ghi là không tính",
}
_ABOUT_DATES = {Why.UNDATED, Why.DATES_DISAGREE, Why.DAY_DOUBT, Why.BACKDATED, Why.FUTURE, Why.DATE_DENIED}
_PLACES = {"title": "tiêu đề", "text": "nội dung", "section": "chuyên mục"}
_SMALL = 0.5
_ABOUT: dict[About, str] = dict([*TYPES.items(), *ORIGINS.items(), *CHANNELS.items(), *answers.ANSWERS.items()])


Namer = Callable[[int, int], str]
"""Names an item, given by its number, in a sentence about another item (0: about no other)."""


def made_by(origin: Origin, source: str, author: str) -> str:
    """Who made a bulletin: of an own one whose log names another source, that it was contributed (the log's reader then takes it for the author)."""
    return "cộng tác" if origin is Origin.OWN and source and source == author else ORIGINS[origin]


def capital(text: str) -> str:
    """The text with a capital first letter."""
    return text[:1].upper() + text[1:]


def small(text: str) -> str:
    """The text with a small first letter, to stand within a sentence."""
    return text[:1].lower() + text[1:]


def by_number(number: int, _beside: int = 0) -> str:
    """An item by its number alone: `mục 17`."""
    return f"mục {number}"


def reason(given: Reason, named: Namer = by_number, item: int = 0) -> str:
    """Why the item numbered `item` does not count. `named` names another item that the reason speaks of."""
    about = _ABOUT[given.about] if given.about else given.host or ", ".join(_stated_day(origin, at) for origin, at in given.days)
    text = _REASONS[given.why].format(named(given.item, item) if given.item else about).removesuffix(": ")
    return f"{text} ({_SAMENESS[given.sameness]})" if given.sameness else text


def cause(given: Cause, named: Namer = by_number) -> str:
    """What changed a month that had been stated. `named` names the items."""
    if given.kind is Kind.RULE:
        return "quy định hoặc khung ngày của tháng thay đổi"
    if given.kind is Kind.UPGRADE:
        return f"chương trình theo dõi được cập nhật ({', '.join(UPGRADED[name] for name in given.changed)})"
    if given.kind in _SEEN:
        return _SEEN[given.kind]
    if given.kind is Kind.LOG:
        return _log_cause(given)
    item = named(given.item, 0)
    if given.kind is Kind.ADDED:
        seen = f"ghi vào sổ ngày {day(given.day)}, sau khi đã chốt sổ" if given.late else f"thấy lần đầu {day(given.day)}"
        return f"{item} nay được tính ({seen}{f'; người xét: {given.by}' if given.by else ''})"
    if given.kind is Kind.AWAITING:
        return f"{item} có thể thuộc tháng này, còn chờ xét (thấy lần đầu {day(given.day)})"
    if given.kind is Kind.REMOVED and given.reason:
        return f"{item} không còn được tính: {reason(given.reason, named, given.item)}"
    return f"{item} nay thuộc tháng khác hoặc đã hủy"


def _log_cause(given: Cause) -> str:
    if given.log is LogState.CLOSED:
        return f"{given.by} đã chốt sổ phát thanh ngày {day(given.day)}"
    if given.log is LogState.NONE_AIRED:
        return f"{given.by} đã chốt sổ phát thanh ngày {day(given.day)}, xác nhận cả tháng không phát tin, bài nào"
    if given.log is LogState.UNCONFIRMED:
        return f"sổ phát thanh tự chốt ngày {day(given.day)}, không ai xác nhận"
    return "sổ phát thanh chưa chốt" if given.log is LogState.OPEN else "không theo dõi truyền thanh nữa, chỉ tính trang TTĐT"


def stated(given: Stated) -> str:
    """How a month was stated: `thiếu (sổ phát thanh không ai xác nhận)`, `chưa rõ (chưa chốt sổ phát thanh)`."""
    if given.awaits_log:
        return f"{STATES[given.state]} (chưa chốt sổ phát thanh)"
    if given.log is LogState.UNWATCHED:
        return f"{STATES[given.state]} (chỉ tính trang TTĐT)"
    unconfirmed = given.state is State.SHORT and given.log is LogState.UNCONFIRMED
    return STATES[given.state] + (" (sổ phát thanh không ai xác nhận)" if unconfirmed else "")


def hosts_in_doubt(line: Line) -> list[str]:
    """The hosts of which a person is to say whether they belong to the unit's portal."""
    return [given.host for given in line.because if given.why is Why.FOREIGN_HOST]


def name_host(host: str) -> str:
    """What the keeper is to write into the configuration about a host."""
    return f'trong config.toml, ở nguồn tin nêu bài này, ghi hosts = ["{host}"] nếu thuộc, ghi foreign_hosts = ["{host}"] nếu không thuộc'


def settle(line: Line) -> str:
    """The options of `newswatch review` that make an awaiting item count: `--accept 17`, `--settle 17 --date 2026-03-05`."""
    why = {given.why for given in line.because}
    options = [f"--accept {line.item.id}" if why & {Why.UNSURE, Why.UNREAD, Why.FOREIGN_HOST} else f"--settle {line.item.id}"]
    if why & _ABOUT_DATES:
        options.append(f"--date {line.item.day or 'NĂM-THÁNG-NGÀY'}")
    if why & {Why.ORIGIN_DOUBT, Why.NO_FIRST_AIRING}:
        options.append("--origin own")
    if Why.RETOLD in why:
        options.append("--own-story")
    return " ".join(options)


def drivers(phrases: Sequence[Phrase], most: int = 6, *, weights: bool = False) -> str:
    """What drove the program's verdict: the `most` phrases that weigh most, in Vietnamese; with `weights` what each weighs."""
    weighed = sorted(((round(p.weight, 1), p) for p in phrases), key=lambda w: -abs(w[0]))
    shown = [(weight, p) for weight, p in weighed if abs(weight) >= _SMALL][:most]
    if not weights:
        return _signs(shown or weighed[:most])
    texts = [f"{_weight(weight)} {p.text} ({_PLACES.get(p.where, p.where)})" for weight, p in shown]
    rest = sum(weight for weight, _ in weighed) - sum(weight for weight, _ in shown)
    return "; ".join(texts + ([f"{_weight(rest)} các từ khác"] if abs(rest) >= _SMALL / 5 else []))


def _signs(weighed: Sequence[tuple[float, Phrase]]) -> str:
    """What speaks for PAR and what against it, the stronger side first."""
    sides = [("dấu hiệu CCHC", [w for w in weighed if w[0] > 0]), ("dấu hiệu tin khác", [w for w in weighed if w[0] < 0])]
    sides.sort(key=lambda side: -abs(sum(weight for weight, _ in side[1])))
    return "; ".join(
        f"{head}: {', '.join(f'{p.text} ({_PLACES.get(p.where, p.where)})' for _, p in found)}" for head, found in sides if found
    )


def verdict_drivers(item: Countable, *, weights: bool = False) -> str:
    """What drove the verdict that stands: a person's own words, or the phrases that weigh most."""
    return item.decided_by.because if item.decided_by.is_person else drivers(item.phrases, weights=weights)


def standing(line: Line) -> str:
    """Whether an item counts, and if not, why; of one that counts by its title alone, why its article was not read."""
    gone = " – bài không còn trên trang, còn bản lưu" if line.item.gone else ""
    if not line.counted:
        return "; ".join((*map(reason, line.because), *map(name_host, hosts_in_doubt(line)))) + gone
    unread = "" if line.item.whole else " theo tiêu đề, chưa đọc được nội dung bài"
    why = f": {answers.ANSWERS[line.item.answer]}" if unread and line.item.answer.unread else ""
    return f"được tính{unread}{why}{gone}"


def points(amount: Decimal | None, decimals: int = 2) -> str:
    """Points with a comma, without needless zeros: `1,5`. A dash stands for no points."""
    return "–" if amount is None else plain_points(amount, decimals).replace(".", ",")


def day(value: date | None) -> str:
    """A day as written in Việt Nam: `05/03/2026`."""
    return f"{value:%d/%m/%Y}" if value else "không rõ ngày"


def moment(at: datetime) -> str:
    """An instant in local time: `17:30 05/03/2026`."""
    return f"{at.astimezone(LOCAL):%H:%M %d/%m/%Y}"


def month(value: Month) -> str:
    """A month in figures: `03/2026`."""
    return f"{value.month:02d}/{value.year}"


def days(found: Sequence[date], most: int = 3) -> str:
    """The first `most` days, and how many more there are."""
    shown = ", ".join(day(d) for d in found[:most])
    return f"{shown} và {len(found) - most} ngày khác" if len(found) > most else shown


def reading_note(rule: Rule) -> str:
    """Which reading is used and whether a document confirms it."""
    if rule.reading_status is ReadingStatus.CONFIRMED:
        return f"Cách tính {READINGS[rule.reading]}; xác nhận tại {rule.confirmed_by}."
    return f"Cách tính {READINGS[rule.reading]}; chưa có văn bản xác nhận cách tính này."


def _weight(amount: float) -> str:
    return f"{amount:+.1f}".replace(".", ",").replace("-", "−")


def _stated_day(origin: DateOrigin | None, at: date) -> str:
    """A day with where it was read: `ngày in trên bài 05/03/2026`."""
    return f"{DATE_ORIGINS[origin]} {day(at)}" if origin else day(at)


def partly_seen(told: str) -> str:
    """A count of a month of which days were not looked at: `thấy 0/4, chưa xem đủ`."""
    return f"thấy {told}, chưa xem đủ"
