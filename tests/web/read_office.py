"""An office whose portal was read, with what strangers may have put there: for the tests of pages about items."""

from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from flask import Flask
from office import Office
from portal import Portal, Request
from portal_http import Answer

from newswatch.core.model import Verdict
from newswatch.core.rights import Actor, Grant, Role
from newswatch.services import accounts, bulletin_form
from web.pages import PASSWORD, Browser, Clock, Site

EVIL = "<script>alert(1)</script>"
EVIL_BODY = 'Trang có mã.<script src="http://evil.example/x.js"></script><img src="http://evil.example/a.png" onerror="alert(2)">'
BULLETINS = (
    ("Bản tin cải cách hành chính, thủ tục hành chính một cửa", f"ghi {EVIL}", ""),
    (f"Lời rao {EVIL}", "", ""),
    ("Huyện nhắc chấm điểm chỉ số cải cách hành chính", "", "tiếp âm"),
)
AT = "2026-11-26 09:00"


@dataclass
class Read:
    """The office, its page, and browsers of a manager and a viewer."""

    office: Office
    site: Site
    app: Flask
    manager: Browser
    viewer: Browser

    def number(self, part: str) -> int:
        """The number of the one item whose title holds a text."""
        return self.office.item(part).id


def read_office(folder: Path, portal: Portal) -> Read:
    """Three articles that count and one that repeats another, a festival, one of evil markup that a person took for none; bulletins: one that counts, one
    that waits, one of evil markup."""
    office = Office(folder, portal)
    for n, day in enumerate(("11-03", "11-05", "11-09", "10-12"), 1):
        office.par(n, f"2026-{day} 08:00")
    portal.article(8, title="Hội làng mùa thu", date="2026-11-01 08:00")
    evil = portal.article(
        9, title=f"Tin {EVIL} lạ", date="2026-11-02 08:00", body="Trang có mã.\nTrang không có mã thì dài hơn một ít, để ai cũng đọc được."
    )
    answer = portal.answer(Request("GET", urlsplit(evil).path, {}))
    assert isinstance(answer, Answer)
    portal.serves(urlsplit(evil).path, answer.body.decode().replace("<p>Trang có mã.</p>", f"<p>{EVIL_BODY}</p>"))
    portal.per_page = 100
    office.polls("2026-11-25 08:00", since="2026-01-01")
    office.at = "2026-11-26 08:00"
    office.decides(office.item("Tin ").id, f"không đúng {EVIL}", verdict=Verdict.OTHER)
    office.decides(office.item("Xã 2 ").id, "cùng một việc", same_as=office.item("Xã 1 ").id)
    clock, actor = Clock(AT), Actor("kiểm thử")
    with office.store() as store:
        for title, note, origin in BULLETINS:
            fields = {"date": "24/11/2026", "time": "6:30", "title": title, "duration": "5", "note": note, "origin": origin}
            bulletin_form.enter(store, office.settings, office.unit, fields, clock.now(), actor)
        for role in (Role.MANAGER, Role.VIEWER):
            accounts.add(store, str(role), f"Người {role}", [Grant(role)], clock.now(), actor)
            accounts.set_password(store, str(role), PASSWORD, clock.now(), actor)
    site = Site(office.settings, clock)
    app = site.app()
    browsers = [Browser(app), Browser(app)]
    assert [b.login(name).status_code for b, name in zip(browsers, ("manager", "viewer"), strict=True)] == [303, 303]
    return Read(office, site, app, *browsers)
