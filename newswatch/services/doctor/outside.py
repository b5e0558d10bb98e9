"""Can the world outside be reached: the sources, the mail server, the board?"""

from collections.abc import Callable, Collection
from dataclasses import replace
from datetime import datetime

from newswatch import config, mail
from newswatch.config import Settings, Source, SourceKind, Unit
from newswatch.core.identity import site_of
from newswatch.core.model import Channel, Page
from newswatch.core.months import local_day
from newswatch.core.notices.notice import NoticeKind
from newswatch.errors import BudgetSpent, ConfigError, DeliveryError, NewswatchError, SourceError, TlsError
from newswatch.report.vi import setup as vi
from newswatch.report.vi.reasons import technical
from newswatch.services.doctor.finding import MAIL, Finding, Health
from newswatch.sources import feed, listing, sitemap, wordpress
from newswatch.sources.http.budget import Budget
from newswatch.sources.http.fetch import Fetcher


def board(settings: Settings, unit: Unit, refused: Collection[str]) -> Finding:
    """Whether anybody of a unit gets the monthly mail; `refused` are the mailboxes whose last mail was refused for good."""
    about, told = f"Ban biên tập {unit.id}", unit.recipients(NoticeKind.SHORTFALL)
    if not unit.board:
        advice = f"thêm các bảng [[units.board]] với địa chỉ thư của Ban biên tập vào {settings.path}"
        return Finding(about, Health.WARN, "chưa gửi thư cho ai", advice)
    if not told:
        return Finding(about, Health.WARN, "không ai nhận thư hằng tháng", 'thêm "shortfall" vào `notices` của một thành viên')
    lost = [r.address for r in told if r.address.lower() in refused]
    if lost:
        advice = "sửa địa chỉ trong config.toml, rồi `newswatch outbox retry SỐ --to ĐỊA_CHỈ` cho các thư bị từ chối"
        return Finding(about, Health.BAD, f"thư gửi {', '.join(lost)} bị từ chối hẳn; {len(told) - len(lost)} người khác vẫn nhận", advice)
    return Finding(about, Health.OK, f"{len(told)}/{len(unit.board)} hộp thư được gửi thư hằng tháng")


def sourceless(settings: Settings, now: datetime) -> list[Finding]:
    """The units without a source, under a rule that counts their portal: none of their days is looked at, so no month of theirs is known to be short."""
    year = local_day(now).year
    lacking = [unit for unit in settings.units if not unit.watched and Channel.PORTAL in unit.rule_for(year).channels]
    told = "không có nguồn tin nào, nên không ngày nào của trang TTĐT được xem; tháng chưa đủ tin, bài thì chưa rõ"
    advice = "khai báo nguồn tin (bảng [[units.sources]], hoặc các cột source. của units_file); không có trang TTĐT thì để như vậy"
    return [Finding(f"nguồn tin {unit.id}", Health.WARN, told, advice) for unit in lacking]


def mail_way(settings: Settings, *, offline: bool) -> Finding:
    """The way to the mail server, up to its login; or the folder, where there is none."""
    to = settings.mail
    if not to.host and not any(unit.board for unit in settings.units):
        return Finding(MAIL, Health.OK, "chưa khai báo máy chủ thư, và không có ai để gửi")
    try:
        if to.login and config.mail_password(to) is None:
            advice = "khai báo tệp mật khẩu ở password_file trong [mail] (credential của systemd chỉ dịch vụ mới thấy, như vậy vẫn được)"
            return Finding(MAIL, Health.WARN, f"{to.host}: từ đây không thấy mật khẩu cho tên đăng nhập {to.login}", advice)
        if to.host and offline:
            return Finding(MAIL, Health.OK, f"{to.host}: không hỏi, theo yêu cầu")
        reached = technical(mail.check_login(to))
    except ConfigError as error:
        return Finding(MAIL, Health.BAD, "\n".join(map(technical, error.problems)), "cho tài khoản chạy newswatch đọc tệp đó")
    except DeliveryError as error:
        return Finding(MAIL, Health.BAD, technical(str(error)), "sửa [mail] trong config.toml; `newswatch mail test` gửi thử")
    if to.host:
        return Finding(MAIL, Health.OK, reached)
    return Finding(
        MAIL, Health.WARN, reached, "khai báo máy chủ thư ở `host` trong [mail] của config.toml; nếu không Ban biên tập không nhận được gì"
    )


def reached(settings: Settings, unit: Unit, source: Source, now: Callable[[], datetime], budget: Budget) -> Finding:
    """The first page of a source, fetched now, if its host may still be asked today."""
    about, trouble = _trial(unit, source), Health.BAD if source.required else Health.WARN
    hasty = replace(settings.fetch, retries=0)
    try:
        with Fetcher(hasty, sorted({site_of(source.url), *source.hosts}), now, trust=settings.trust, budget=budget) as fetcher:
            page = fetcher.get(source.url)
        entries, undated = _entries(source, page), _undated(source, page)
    except TlsError as error:
        return Finding(
            about,
            trouble,
            f"{vi.tls_trouble(error.fault, source.url)} ({technical(str(error))})",
            vi.TLS_ADVICE[error.fault].format(url=source.url),
        )
    except BudgetSpent as error:
        return Finding(about, Health.WARN, technical(str(error)), vi.OVER_BUDGET_ADVICE)
    except SourceError as error:
        return Finding(about, trouble, technical(str(error)), "mở bằng trình duyệt; nếu trang đã chuyển, sửa url trong config.toml")
    if not entries:
        return Finding(
            about, trouble, f"{source.url}: có trả lời, nhưng không có mục nào", f"xem `newswatch probe '{source.url}'` đọc được gì"
        )
    if undated:
        return Finding(about, Health.WARN, f"{source.url}: {undated}", vi.UNDATED_ADVICE.format(url=source.url))
    return Finding(about, Health.OK, f"{source.url}: có trả lời, {_holds(source, page, entries)}")


def untried(unit: Unit, source: Source, error: NewswatchError) -> Finding:
    """A source that was not tried, since what its hosts were sent today can't be read or noted."""
    told = f"không đọc thử, vì không ghi được số lượt hỏi máy chủ: {technical(str(error))}"
    return Finding(_trial(unit, source), Health.WARN, told, "sửa cơ sở dữ liệu như nêu ở trên, rồi chạy lại")


def _trial(unit: Unit, source: Source) -> str:
    return f"đọc thử {unit.id}/{source.id}"


def _holds(source: Source, page: Page, entries: int) -> str:
    """What the first page of a source holds; an index of sitemaps holds these and no entries."""
    if source.kind is SourceKind.SITEMAP and (maps := len(sitemap.read(page).further)):
        return f"là mục lục của {maps} sơ đồ trang"
    return f"trang đầu có {entries} mục"


def _undated(source: Source, page: Page) -> str:
    """What a listing prints in the place of dates that can't be read; empty if it prints nothing such."""
    if source.kind is not SourceKind.LISTING:
        return ""
    entries = listing.read(page.body, page.final_url, source.profile, content_type=page.content_type).entries
    undated = [entry.published_raw for entry in entries if entry.published_at is None]
    forms = vi.forms(undated)
    return vi.undated(len(undated), len(entries), forms) if forms else ""


def _entries(source: Source, page: Page) -> int:
    """How many entries the first page of a source has. Raises SourceError if it is another kind of page."""
    if source.kind is SourceKind.FEED:
        return len(feed.parse(page.body, page.final_url, content_type=page.content_type))
    if source.kind is SourceKind.WORDPRESS:
        return len(wordpress.read(page).entries)
    if source.kind is SourceKind.SITEMAP:
        found = sitemap.read(page)
        return len(found.addresses) + len(found.further)
    return len(listing.read(page.body, page.final_url, source.profile, content_type=page.content_type).entries)
