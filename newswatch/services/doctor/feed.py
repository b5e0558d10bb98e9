"""Do scores reach the other systems that are to have them?"""

from collections.abc import Iterator
from datetime import datetime

from newswatch.config import Settings, feed_secret
from newswatch.errors import ConfigError
from newswatch.report.vi.reasons import technical
from newswatch.services.doctor.finding import LATE, Finding, Health, ago
from newswatch.store import feeds
from newswatch.store.store import Store

_FEED = "chuyển kết quả"
_LIST = "`newswatch outbox list` cho biết vì sao; `newswatch outbox retry fSỐ` gửi lại, `newswatch outbox cancel fSỐ` bỏ"


def secret(settings: Settings) -> Iterator[Finding]:
    """Whether what is posted can be signed."""
    if not settings.feed.url:
        return
    try:
        found = feed_secret(settings.feed)
    except ConfigError as error:
        yield Finding(_FEED, Health.BAD, "\n".join(map(technical, error.problems)), "cho tài khoản chạy newswatch đọc tệp đó")
        return
    if found is None:
        advice = "khai báo tệp bí mật ở secret_file trong [feed] (credential của systemd chỉ dịch vụ mới thấy, như vậy vẫn được)"
        yield Finding(_FEED, Health.WARN, f"{settings.feed.url}: từ đây không thấy bí mật để ký", advice)


def delivered(store: Store, settings: Settings, now: datetime) -> Iterator[Finding]:
    """The scores on their way; nothing where none goes out."""
    feed = feeds.summary(store)
    if not (settings.feed.path or settings.feed.url or feed.missing):
        return
    told = f"{feed.sent} kết quả đã chuyển, {feed.waiting} chờ, {feed.failed} bị từ chối"
    told += f", {feed.in_doubt} giữ lại vì có thể đã gửi trước khi khôi phục dữ liệu" if feed.in_doubt else ""
    told += f", cũ nhất từ {ago(feed.oldest, now)}" if feed.oldest else ""
    told += f": {technical(feed.trouble)}" if feed.trouble else ""
    late = feed.waiting and feed.oldest and now - feed.oldest > LATE
    if feed.failed or late:
        yield Finding(_FEED, Health.BAD, told, _LIST)
    elif feed.missing and (feed.in_doubt or feed.trouble):
        yield Finding(_FEED, Health.WARN, told, _LIST)
    else:
        yield Finding(_FEED, Health.OK, told)
