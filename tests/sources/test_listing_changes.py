"""What a list says of changes: the date of one dates an entry that states no other, labelled so."""

from datetime import datetime

import pytest

from newswatch.core.model import LOCAL, DateOrigin, Entry, Profile
from newswatch.sources import listing

URL = "https://xa.example/tin-tuc/"
PROFILE = Profile(name="t", entry="li", date=".ngay, .sua")
DATED = Profile(name="t", entry="li", date=".ngay", url_date=r"/(?P<y>\d{4})-(?P<m>\d+)-(?P<d>\d+)/")


def entry(markup: str, profile: Profile = PROFILE, href: str = "/1.html") -> Entry:
    body = f'<html><body><ul><li><a href="{href}">Tin về xã</a>{markup}</li></ul></body></html>'
    return listing.read(body.encode(), URL, profile).entries[0]


@pytest.mark.parametrize(
    ("markup", "origin", "at"),
    [
        ('<i class="ngay">12/11/2026</i>', DateOrigin.LISTING, "2026-11-12"),
        ('<i class="ngay">Cập nhật: 12/11/2026</i>', DateOrigin.MODIFIED, "2026-11-12"),
        ('<i class="ngay">Cập nhật lúc 08:30 ngày 12/11/2026</i>', DateOrigin.MODIFIED, "2026-11-12 08:30"),
        ('<b>Cập nhật:</b> <i class="ngay">12/11/2026</i>', DateOrigin.MODIFIED, "2026-11-12"),
        ('<time class="sua updated" datetime="2026-11-12T08:30:00+07:00">12/11/2026</time>', DateOrigin.MODIFIED, "2026-11-12 08:30"),
        ('<time class="ngay updated" datetime="2026-11-12T08:30:00+07:00">12/11/2026</time>', DateOrigin.LISTING, "2026-11-12 08:30"),
        ('<time class="sua" itemprop="dateModified" datetime="2026-11-12">12/11/2026</time>', DateOrigin.MODIFIED, "2026-11-12"),
        ('<i class="ngay">Cập nhật: 12/11/2026</i><i class="ngay">Đăng: 02/11/2026</i>', DateOrigin.LISTING, "2026-11-02"),
        ('<i class="ngay">Cập nhật: 12/11/2026</i><i class="sua">02/11/2026</i>', DateOrigin.LISTING, "2026-11-02"),
        ('<i class="ngay">Đăng ngày 02/11/2026 | Cập nhật 12/11/2026</i>', DateOrigin.LISTING, "2026-11-02"),
    ],
)
def test_a_change_dates_an_entry_only_where_nothing_else_does(markup: str, origin: DateOrigin, at: str) -> None:
    """An entry's date of publication comes first, wherever it stands; that of a change is labelled `modified`."""
    found = entry(markup)
    assert (found.date_origin, found.published_at) == (origin, datetime.fromisoformat(at).replace(tzinfo=LOCAL))


def test_a_date_in_the_address_comes_before_a_change() -> None:
    """The day in an entry's address dates it before the change that the list prints."""
    found = entry('<i class="ngay">Cập nhật: 12/11/2026</i>', DATED, "/2026-11-2/1.html")
    assert (found.date_origin, found.published_at) == (DateOrigin.URL, datetime(2026, 11, 2, tzinfo=LOCAL))
