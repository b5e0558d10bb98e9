"""What the database tells: is it sound, was everything done in time, what did the sources say, how does the outbox stand?"""

from collections.abc import Iterator
from datetime import datetime, timedelta

from newswatch.config import Settings
from newswatch.core.notices.agenda import Duty, Ending
from newswatch.core.notices.astray import astray
from newswatch.core.polling.proof import Gap
from newswatch.core.polling.records import LastPoll, PollOutcome
from newswatch.report.vi import setup as vi
from newswatch.report.vi.proofs import GAPS
from newswatch.report.vi.reasons import technical
from newswatch.services.doctor.finding import CLOCK, DATABASE, LATE, Finding, Health, ago, megabytes, moment
from newswatch.services.duties import next_due, owing
from newswatch.services.inbox import strays as lost_files
from newswatch.services.inbox import unread_logs
from newswatch.store import deliveries, health, polls, runs, sound, units
from newswatch.store.store import Store

_SLACK = timedelta(minutes=5)
_LASTING = (Gap.SEVERAL_LISTS, Gap.PAGE_SLIPPED, Gap.PAGE_MISSING, Gap.ORDER_UNKNOWN, Gap.PAGE_LIMIT, Gap.NEWEST_ONLY, Gap.NO_PAGER)

_OUTBOX, _OPEN_RUN = "thư chờ gửi", "lượt chạy chưa xong"
_DUTIES = {Duty.CHECK: "lần xem nguồn tin gần nhất", Duty.CLOSE: "lần kết luận tháng gần nhất"}
_ENDED = {
    Ending.OPEN: "chưa xong",
    Ending.OK: "tốt",
    Ending.PARTIAL: "được một phần",
    Ending.FAILED: "không thành công",
    Ending.STOPPED: "bị dừng giữa chừng",
    Ending.CRASHED: "bị dừng giữa chừng",
}
_NEWEST_FIRST = "khai báo danh sách xếp tin mới trước, hoặc nguồn tin RSS của cổng"
_MENDED = {
    Gap.ORDER_UNKNOWN: _NEWEST_FIRST,
    Gap.NO_PAGER: f"đặt next_page hoặc page_pattern trong mẫu đọc, hoặc {_NEWEST_FIRST}",
    Gap.PAGE_LIMIT: "tăng max_pages trong [fetch], hoặc khai báo danh sách xếp tin mới trước",
}
"""What would help where a source proves no day."""


def damage(store: Store) -> list[Finding]:
    """What is broken in the file itself."""
    advice = "giữ một bản của tệp này, rồi khôi phục bản sao trước đó; `sqlite3 TỆP .recover` cứu phần còn đọc được"
    harm = sound.damage(store)
    return [Finding(DATABASE, Health.BAD, f"{store.path}: bị hỏng: {harm}", advice)] if harm else []


def database(store: Store, now: datetime) -> Iterator[Finding]:
    """Whether it can be written, and holds nothing that is still to come."""
    size = store.path.stat().st_size
    if store.writable:
        with store.writing():
            pass
        yield Finding(DATABASE, Health.OK, f"{store.path}: nguyên vẹn, ghi được, {megabytes(size, 1)}")
    else:
        advice = "chạy newswatch bằng tài khoản sở hữu tệp này, hoặc cấp quyền cho tài khoản đang chạy"
        yield Finding(DATABASE, Health.BAD, f"{store.path}: chỉ được đọc, không ghi được", advice)
    if found := health.kept_logins(store):
        told = f"{found} chỗ có địa chỉ kèm tên đăng nhập do phiên bản trước ghi; từ nay không hiện ra nữa, nhưng đã từng được in ra và gửi trong thư"
        yield Finding(DATABASE, Health.WARN, told, "đổi mật khẩu đó ở cổng, và giữ kín tệp này cùng các bản sao")
    last = health.latest(store)
    if last and last > now + _SLACK:
        advice = "đồng hồ bị chỉnh lùi, hoặc từng chạy nhanh: chỉnh lại cho đúng (timedatectl, NTP); cho đến lúc đó, điều thấy bây giờ bị coi là sớm hơn"
        yield Finding(CLOCK, Health.BAD, f"cơ sở dữ liệu có ghi nhận lúc {moment(last)}, là thời điểm chưa tới", advice)


def duties_done(store: Store, settings: Settings, now: datetime) -> Iterator[Finding]:
    """Whether a daemon runs, and when each daily duty was last done, by whomever."""
    units.enroll(store, settings.units)
    with_daemon = store.held(runs.DAEMON)
    coming = f"việc kế tiếp lúc {moment(next_due(store, settings, now))}"
    yield Finding(
        "chương trình thường trực",
        Health.OK,
        f"đang chạy; {coming}" if with_daemon else f"không chạy; cron, bộ hẹn giờ hoặc người làm thay; {coming}",
    )
    start = "xem `systemctl status newswatch` hoặc nhật ký của nó" if with_daemon else "chạy `newswatch run`, hoặc xem `newswatch service`"
    late = owing(store, settings, now - LATE)
    for duty, last in ((duty, runs.last_run(store, str(duty))) for duty in Duty):
        if last is None:
            yield Finding(_DUTIES[duty], Health.WARN, "chưa lần nào", f"chạy `newswatch {duty}`, hoặc {start}")
        elif duty in late:
            yield Finding(_DUTIES[duty], Health.WARN, f"{ago(last.started_at, now)}, {_ENDED[last.ending]}; đã quá giờ phải làm", start)
        elif last.ending is Ending.FAILED:
            yield Finding(
                _DUTIES[duty], Health.WARN, f"{ago(last.started_at, now)}, không thành công", f"`newswatch {duty}` cho biết vì sao"
            )
        else:
            yield Finding(_DUTIES[duty], Health.OK, f"{ago(last.started_at, now)}, {_ENDED[last.ending]}")
    yield from _open_run(store, now)


def outbox(store: Store, settings: Settings, now: datetime) -> Finding:
    """The mails on their way."""
    box = deliveries.summary(store)
    since = f", thư cũ nhất viết {ago(box.oldest, now)}" if box.oldest else ""
    lying = f"{box.laid} thư đã ghi ra tệp, chưa gửi, " if box.laid or not settings.mail.host else ""
    gone = f"{box.sent} thư đã gửi, " if box.sent or settings.mail.host else ""
    told = f"{gone}{lying}{box.waiting} thư chờ, {box.failed} thư bị từ chối hẳn{since}"
    if box.held:
        advice = "sửa đường tới máy chủ thư; thư sẽ tự đi sau đó"
        return Finding(_OUTBOX, Health.BAD, f"{told}; {box.held} thư bị giữ lại: {technical(box.trouble or '')}", advice)
    if box.failed:
        advice = "`newswatch outbox list` cho biết vì sao; `newswatch outbox retry` gửi lại, thêm `--to ĐỊA_CHỈ` để gửi sang địa chỉ khác"
        return Finding(_OUTBOX, Health.BAD, told, advice)
    if box.waiting and box.oldest and now - box.oldest > LATE:
        return Finding(_OUTBOX, Health.WARN, told, "`newswatch outbox list` cho biết vì sao; `newswatch deliver` gửi những thư đến giờ")
    if box.in_doubt:
        told = f"{told}; {box.in_doubt} thư giữ lại vì có thể đã gửi trước khi khôi phục dữ liệu"
        advice = (
            "`newswatch outbox list` liệt kê; chưa ai nhận thì `newswatch outbox retry SỐ`, đã nhận rồi thì `newswatch outbox cancel SỐ`"
        )
        return Finding(_OUTBOX, Health.WARN, told, advice)
    if box.laid and settings.mail.host:
        return Finding(
            _OUTBOX,
            Health.WARN,
            told,
            "`newswatch outbox send-laid` gửi những thư mới chỉ ghi ra tệp; `newswatch outbox list --all` liệt kê",
        )
    return Finding(_OUTBOX, Health.OK, told)


def strays(store: Store, settings: Settings) -> Iterator[Finding]:
    """The mails on their way to mailboxes that the settings name no more."""
    for mail in astray(deliveries.listed(store, everything=True), {unit.id: unit.recipients for unit in settings.units}):
        to = mail.others[0] if len(mail.others) == 1 else "ĐỊA_CHỈ"
        ways = f"`newswatch outbox retry {mail.mail_id} --to {to}` gửi sang địa chỉ đúng, `newswatch outbox cancel {mail.mail_id}` không gửi nữa"
        told = f"thư {mail.mail_id} của {mail.unit} đang gửi tới {mail.address}, nhưng config.toml không còn ghi địa chỉ này"
        yield Finding(f"thư {mail.mail_id}", Health.WARN, told, ways)


def seen(store: Store, settings: Settings, now: datetime) -> Iterator[Finding]:
    """What the last polls of the sources said."""
    for unit in settings.units:
        known = {last.source_id: last for last in polls.last_polls(store, units.unit_row(store, unit))} if units.has(store, unit) else {}
        for source in unit.sources:
            last = known.get(source.id, LastPoll(source.id, source.url))
            yield _last_poll(f"nguồn tin {unit.id}/{source.id}", last, settings.schedule.trouble_days, now)


def _last_poll(about: str, last: LastPoll, patience: int, now: datetime) -> Finding:
    good = last.last_good_at
    if last.polled_at is None:
        return Finding(about, Health.WARN, "chưa xem lần nào", "chạy `newswatch check`")
    told = f"đọc được lần cuối {ago(good, now)}" if good else "chưa lần nào đọc được"
    if last.failed:
        bad = good is None or now - good > timedelta(days=patience)
        if last.over_budget:
            told = f"{told}; lần xem cuối {vi.OVER_BUDGET}: {technical(last.error or '')}"
            return Finding(about, Health.BAD if bad else Health.WARN, told, vi.OVER_BUDGET_ADVICE)
        outcome = "đáng ngờ" if last.outcome is PollOutcome.SUSPECT else "không đọc được"
        told = f"{told}; lần xem cuối {outcome}: {technical(last.error or '')}"
        advice = f"xem `newswatch probe '{last.url}'` đọc được gì; sửa url hoặc mẫu đọc trong config.toml"
        return Finding(about, Health.BAD if bad else Health.WARN, told, advice)
    if good and now - good > timedelta(days=patience):
        return Finding(about, Health.WARN, told, "chạy `newswatch check`, và xem vì sao không có lần xem nào")
    settled = last.first_at is not None and now - last.first_at > timedelta(days=patience)
    return _unproved(about, told, last, settled=settled) or Finding(about, Health.OK, told)


def _unproved(about: str, told: str, last: LastPoll, *, settled: bool) -> Finding | None:
    """A source that is read well and still proves no day: a month that needs it can never be known.

    A page of several lists never will. Of others it is said once they are `settled`: the order of a short list shows only as news come in.
    """
    proof = last.proof
    if proof is None or proof.reach is not None:
        return None
    lasting = _LASTING if settled else _LASTING[:1]
    why = next((gap for gap in lasting if gap in proof.gaps), None)
    if why is None:
        return None
    said, _, advice = GAPS[why].partition("; nên ")
    helps = advice or _MENDED.get(why) or f"xem `newswatch probe '{last.url}'`"
    return Finding(about, Health.WARN, f"{told}, nhưng không chứng minh được ngày nào: {said}", helps)


def _open_run(store: Store, now: datetime) -> Iterator[Finding]:
    run_ = health.open_run(store)
    if run_ and store.held():
        yield Finding(_OPEN_RUN, Health.OK, f"{run_[0]}, bắt đầu {ago(run_[1], now)}, đang làm")
    elif run_:
        yield Finding(_OPEN_RUN, Health.OK, f"{run_[0]}, bắt đầu {ago(run_[1], now)}, bị bỏ dở do sự cố; lần chạy sau sẽ đóng lại")


def logs(store: Store, settings: Settings, now: datetime) -> Iterator[Finding]:
    """The loudspeaker logs that were handed in and not taken in whole."""
    loose = lost_files(settings)
    for unit in settings.units:
        found = unread_logs(store, settings, unit, now, loose)
        about = f"sổ phát thanh {unit.id}"
        for one in found:
            told = f"{one.file}: {one.rows} dòng chưa nhận được" if one.rows else f"{one.file}: {technical(one.why)}"
            advice = (
                f"`newswatch bulletin import --dry-run TỆP` chỉ ra chỗ sai; sửa rồi để lại tệp cùng tên vào thư mục nhận sổ {settings.inbox}; "
                f"không cần nữa: `newswatch bulletin ignore '{one.file}' --by TÊN --because LÝ_DO`"
            )
            yield Finding(about, Health.WARN, told, advice)
        if not found:
            yield Finding(about, Health.OK, "các sổ phát thanh đã nộp gần đây đều nhận đủ")
