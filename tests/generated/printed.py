"""Dates as a generated portal prints them: the shapes met on lists, on pages and in feeds."""

from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

from generated.world import Form
from newswatch.core.model import LOCAL

_DAY, _HOUR = timedelta(days=1), timedelta(hours=1)


def printed(at: datetime, form: Form, now: datetime, *, clock: bool, by_day: bool = True) -> str:
    """An instant in local time, with its time of day if `clock`; `now` is when the page is made."""
    local = at.astimezone(LOCAL)
    if form == "relative":
        return _relative(local, now.astimezone(LOCAL), clock=clock, by_day=by_day)
    if form == "month_first":
        return f"{local.month}/{local.day}/{local:%Y}" + (f" {local.hour % 12 or 12}:{local:%M:%S %p}" if clock else "")
    shapes = {
        "day": "%d/%m/%Y %H:%M" if clock else "%d/%m/%Y",
        "short_year": "%d/%m/%y %H:%M" if clock else "%d/%m/%y",
        "iso_07": "%Y-%m-%dT%H:%M:%S+07",
        "iso_7": "%Y-%m-%dT%H:%M:%S+7",
        "sql": "%Y-%m-%d %H:%M:%S.000",
        "odd_zone": "%Y-%m-%d+0700:%H:%M",
    }
    return local.strftime(shapes[form])


def _relative(at: datetime, now: datetime, *, clock: bool, by_day: bool) -> str:
    """The time gone by, in days of the calendar or in whole days; what is long ago gets its date."""
    gone = now - at
    if gone < _DAY and (at.date() == now.date() or not by_day):
        if clock and at.date() == now.date():
            return f"Hôm nay, {at:%H:%M}"
        return f"{gone // _HOUR} giờ trước" if gone >= _HOUR else f"{gone // timedelta(minutes=1)} phút trước"
    days = (now.date() - at.date()).days if by_day else gone // _DAY
    if days == 1 and by_day:
        return "Hôm qua" + (f", {at:%H:%M}" if clock else "")
    return f"{days} ngày trước" if days < 7 else f"{at:%d/%m/%Y}"


def feed_date(at: datetime, dated: str) -> str:
    """An instant as a feed states it."""
    local = at.astimezone(LOCAL)
    if dated == "gmt":
        return format_datetime(local.replace(tzinfo=UTC), usegmt=True)
    return format_datetime(local).replace("+0700", {"plus_07": "+07", "plus_7": "+7"}.get(dated, "+0700"))
