"""Entries whose articles lie on another host: read from what the list says, never dropped in silence, settled by a person once and for all."""

from html import escape
from pathlib import Path

import pytest
from office import FEED, LISTING, PAR_BODY, PAR_TITLE, Office
from portal import Portal

from newswatch.core.count.reasons import Why
from newswatch.core.count.statement import State
from newswatch.core.model import SourceWarning, Verdict, WarningKind
from newswatch.report.vi import sentences, terms
from newswatch.services import statements

OCTOBER = "2026-10"


class World:
    """An office whose source names `items` as (address, title, day, text); its own portal also answers as `localhost`, which is another host."""

    def __init__(self, folder: Path, portal: Portal, kind: str) -> None:
        self.portal, self.kind = portal, kind
        self.office = Office(folder, portal, FEED if kind == "feed" else LISTING)
        self.host = portal.base.replace("http://127.0.0.1", "localhost")
        self.items: list[tuple[str, str, str, str]] = []

    def own(self, n: int, day: str) -> None:
        """An article of the portal that is no PAR news."""
        url = self.portal.article(n, title=f"Giải bóng chuyền thôn {n}", date=f"2026-{day} 08:00", body="Bóng chuyền. " * 20)
        self.items.append((url, f"Giải bóng chuyền thôn {n}", f"2026-{day}", "Bóng chuyền. " * 20))

    def elsewhere(self, n: int, day: str, *, title: str = "", text: str = "", url: str = "") -> None:
        """A PAR article that lies on the other host."""
        title, text = title or PAR_TITLE.format(n=n), text or PAR_BODY.format(n=n)
        there = url or self.portal.article(n, title=title, date=f"2026-{day} 08:00", body=text).replace("127.0.0.1", "localhost")
        self.items.append((there, title, f"2026-{day}", text))

    def shows(self) -> None:
        """Puts the list on the portal, newest first."""
        found = sorted(self.items, key=lambda item: item[2], reverse=True)
        if self.kind == "feed":
            entries = (
                f"<item><title>{escape(t)}</title><link>{u}</link><pubDate>{d}T08:00:00+07:00</pubDate><description>{escape(b)}</description></item>"
                for u, t, d, b in found
            )
            self.portal.serves("/rss", f'<rss version="2.0"><channel>{"".join(entries)}</channel></rss>', "application/rss+xml")
            return
        rows = "".join(
            f'<li class="tin"><a href="{u}">{escape(t)}</a> <span class="ngay">{d[8:]}/{d[5:7]}/{d[:4]}</span></li>' for u, t, d, _ in found
        )
        self.portal.serves("/", f"<html><body><ul>{rows}</ul></body></html>")

    def names(self, key: str, *hosts: str) -> None:
        """Writes hosts into the source's table."""
        path = self.office.settings.path
        text = path.read_text(encoding="utf-8")
        told = ", ".join(f'"{host}"' for host in hosts)
        path.write_text(text.replace("[units.sources.profile]", f"{key} = [{told}]\n[units.sources.profile]", 1), encoding="utf-8")
        self.office.reads_settings()

    def polls(self, *at: str) -> None:
        for when in at:
            self.office.polls(f"2026-{when} 09:00")

    @property
    def october(self) -> tuple[int, State]:
        month = self.office.month(OCTOBER)
        return month.count.combined, month.state

    def why(self) -> list[tuple[Why, str]]:
        """Why the items of October don't count."""
        return [(r.why, r.host) for line in self.office.month(OCTOBER).lines for r in line.because]

    def asked_there(self) -> list[str]:
        """What was asked for on the other host."""
        return [r.path for r in self.portal.requests if r.headers.get("host", "").startswith("localhost") and r.path != "/robots.txt"]


PROFILE = '[units.sources.profile]\nentry = "li.tin"\ndate = "span.ngay"\narticle_title = "h1"\n'


@pytest.fixture(params=["feed", "listing"])
def world(request: pytest.FixtureRequest, tmp_path: Path, portal: Portal) -> World:
    """Four PAR articles of October on another host, and a September of the portal's own."""
    found = World(tmp_path, portal, request.param)
    if request.param == "listing":
        path = found.office.settings.path
        text = path.read_text(encoding="utf-8")
        path.write_text(text[: text.index("[units.sources.profile]")] + PROFILE, encoding="utf-8")
        found.office.reads_settings()
    for n in range(1, 9):
        found.own(n, f"09-{20 - n:02}")
    for n in range(11, 15):
        found.elsewhere(n, f"10-{n:02}")
    found.shows()
    return found


def test_entries_on_another_host_wait_for_a_person(world: World) -> None:
    """They are items dated and judged by what the list says; nobody asks that host; the month is unknown, and it is said why and what to do."""
    world.polls("10-20", "11-01", "11-02")
    world.office.closes_log(OCTOBER)
    assert world.october == (0, State.UNKNOWN)
    assert (Why.FOREIGN_HOST, world.host) in world.why()
    assert world.asked_there() == []
    month = world.office.month(OCTOBER)
    assert "4 bài nằm trên máy chủ khác" in sentences.unseen(month)
    line = next(ln for ln in month.lines if ln.awaiting)
    assert f'hosts = ["{world.host}"]' in terms.standing(line)
    assert f'foreign_hosts = ["{world.host}"]' in terms.standing(line)
    assert terms.settle(line).startswith(f"--accept {line.item.id}")


def test_the_poll_names_the_host(world: World) -> None:
    """A poll tells how many entries lie on which host that nobody settled, and the days are proved all the same."""
    report = world.office.polls("2026-10-20 09:00")
    assert SourceWarning(WarningKind.UNSETTLED_HOST, 4, world.host) in report.polled[0].poll.warnings
    assert not report.polled[0].failed


def test_a_host_of_the_same_portal_is_read_at_the_next_check(world: World) -> None:
    """Named in `hosts`, its articles are asked for, though the list is as it was, and count like any others."""
    world.polls("10-20", "11-01", "11-02")
    world.names("hosts", world.host)
    world.polls("11-02")
    assert len(world.asked_there()) == 4
    assert world.october == (4, State.MET)
    assert all(item.text for item in world.office.items())
    world.polls("11-03")
    assert len(world.asked_there()) == 4


def test_a_host_of_the_same_portal_is_read_though_the_list_names_it_no_more(world: World) -> None:
    """Articles that left the list before a person named their host are asked for by their addresses."""
    world.polls("10-20")
    world.items = [item for item in world.items if "127.0.0.1" in item[0]]
    world.shows()
    world.polls("11-01")
    world.names("hosts", world.host)
    world.polls("11-02")
    assert len(world.asked_there()) == 4
    assert world.october[0] == 4


def test_a_foreign_host_is_left_out_at_once(world: World) -> None:
    """Named in `foreign_hosts`, its items count no more, without another poll; the month is short, and each poll tells how many are left out."""
    world.polls("10-20", "11-01", "11-02")
    world.office.closes_log(OCTOBER)
    world.names("foreign_hosts", world.host)
    assert set(world.why()) == {(Why.NOT_OURS, world.host)}
    report = world.office.polls("2026-11-03 09:00")
    assert world.october == (0, State.SHORT)
    assert SourceWarning(WarningKind.FOREIGN_HOST, 4, world.host) in report.polled[0].poll.warnings
    assert world.asked_there() == []


def test_a_foreign_host_that_was_a_mistake_is_taken_back(world: World) -> None:
    """What was left out in the meantime is there, and is read, once the host is named as the portal's."""
    world.names("foreign_hosts", world.host)
    world.polls("10-20", "11-01")
    path = world.office.settings.path
    path.write_text(path.read_text(encoding="utf-8").replace("foreign_hosts", "hosts"), encoding="utf-8")
    world.office.reads_settings()
    world.polls("11-02")
    assert world.october == (4, State.MET)


@pytest.mark.parametrize("named", [None, "foreign_hosts"])
def test_a_person_settles_an_item_alone(world: World, named: str | None) -> None:
    """An item that a person accepts counts, whatever is said of its host; the others go on waiting."""
    world.polls("10-20", "11-01", "11-02")
    if named:
        world.names(named, world.host)
    item = next(i for i in world.office.items() if "localhost" in i.url)
    world.office.decides(item.id, verdict=Verdict.PAR)
    assert world.october[0] == 1
    with world.office.store() as store:
        assert len(statements.awaiting(store, world.office.unit, world.office.now())) == (0 if named else 3)
    world.office.decides(item.id, verdict=Verdict.OTHER)
    assert world.october[0] == 0


def test_the_same_article_on_both_hosts_counts_once(world: World) -> None:
    """A PAR article that the portal has too counts there; its copy elsewhere repeats it."""
    for n in range(11, 15):
        url = world.portal.url_of(n)
        world.items.append((url, PAR_TITLE.format(n=n), f"2026-10-{n:02}", PAR_BODY.format(n=n)))
    world.shows()
    world.polls("10-20", "11-01", "11-02")
    assert world.october == (4, State.MET)
    assert {why for why, _ in world.why()} == {Why.SAME_STORY}


def test_what_is_surely_no_par_news_does_not_matter(tmp_path: Path, portal: Portal) -> None:
    """Sports news on another host, told in full by the feed, leave a short month short."""
    found = World(tmp_path, portal, "feed")
    for n in range(1, 9):
        found.own(n, f"09-{20 - n:02}")
    for n in range(11, 15):
        found.elsewhere(
            n, f"10-{n:02}", title=f"Giải cờ tướng thôn {n}", text=f"Ván cờ thứ {n} diễn ra sôi nổi giữa các kỳ thủ trong thôn. " * 4
        )
    found.shows()
    found.polls("10-20", "11-01", "11-02")
    found.office.closes_log(OCTOBER)
    assert found.october == (0, State.SHORT)
    assert {why for why, _ in found.why()} == {Why.NOT_PAR}


def test_a_teaser_that_is_cut_short_tells_nothing_for_sure(tmp_path: Path, portal: Portal) -> None:
    """Of an article elsewhere whose teaser breaks off nobody can say that it is no PAR news."""
    found = World(tmp_path, portal, "feed")
    for n in range(1, 9):
        found.own(n, f"09-{20 - n:02}")
    for n in range(11, 15):
        found.elsewhere(n, f"10-{n:02}", title=f"Tin của thôn {n}", text="Sáng nay trời đẹp, bà con ra đồng từ sớm. " * 4 + "…")
    found.shows()
    found.polls("10-20", "11-01", "11-02")
    found.office.closes_log(OCTOBER)
    assert found.october == (0, State.UNKNOWN)


def test_a_feed_that_links_elsewhere_alone_is_no_failure(tmp_path: Path, portal: Portal) -> None:
    """A feed all of whose entries lie on one other host is read: unknown while nobody settled it, and never called short after it was named foreign."""
    found = World(tmp_path, portal, "feed")
    for n in range(11, 15):
        found.elsewhere(n, f"10-{n:02}")
    found.shows()
    assert not found.office.polls("2026-10-20 09:00").polled[0].failed
    found.polls("11-01", "11-02")
    assert found.october == (0, State.UNKNOWN)
    found.names("foreign_hosts", found.host)
    found.polls("11-03")
    assert found.october == (0, State.UNKNOWN)


def test_hosts_are_those_of_all_sources(tmp_path: Path, portal: Portal) -> None:
    """An entry on the host of another source of the unit is the portal's own."""
    other = 'id = "b"\nkind = "feed"\nrequired = false\nurl = "http://localhost:{portal._port}/rss-khac"\n'
    found = World(tmp_path, portal, "feed")
    found.office = Office(tmp_path, portal, FEED, other)
    found.elsewhere(11, "10-11")
    found.shows()
    found.polls("10-20")
    assert found.october[0] == 1


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        ('hosts = ["tin.xa.vn"]\nforeign_hosts = ["tin.xa.vn"]', "'tin.xa.vn' is the host of a source of this unit"),
        ('foreign_hosts = ["127.0.0.1:{port}"]', "is the host of a source of this unit"),
        ('foreign_hosts = ["xã.vn"]\nhosts = ["xn--x-yfa.vn"]', "'xã.vn' is the host of a source"),
        ('foreign_hosts = ["http://"]', "foreign_hosts: expected host names"),
        ('hosts = [""]', "hosts: expected host names"),
    ],
)
def test_hosts_that_contradict_each_other_are_refused(tmp_path: Path, portal: Portal, lines: str, said: str) -> None:
    """A host that is both the portal's and foreign, or no host name at all, is a fault of the configuration that is named."""
    office = Office(tmp_path, portal, FEED)
    path = office.settings.path
    text = path.read_text(encoding="utf-8").replace(
        "[units.sources.profile]", f"{lines}\n[units.sources.profile]".replace("{port}", str(portal._port)), 1
    )
    path.write_text(text, encoding="utf-8")
    with pytest.raises(Exception, match=said):
        office.reads_settings()


def test_what_an_earlier_version_dropped_was_not_put_up_late(world: World) -> None:
    """Polls of versions that dropped such entries don't tell that they were put up after their month had ended."""
    articles, world.items = world.items, [item for item in world.items if "127.0.0.1" in item[0]]
    world.shows()
    world.polls("10-20", "11-01", "11-02")
    with world.office.store() as store:
        store.run_sql("DELETE FROM whole_since")
        store.run_sql("INSERT INTO whole_since SELECT max(id) FROM fetches")
    world.items = articles
    world.shows()
    world.polls("11-03")
    assert {why for why, _ in world.why()} == {Why.FOREIGN_HOST}
    world.names("hosts", world.host)
    world.polls("11-04")
    assert world.october == (4, State.MET)


def test_what_is_put_up_late_on_another_host_is_late(world: World) -> None:
    """An entry elsewhere that polls of this version had not shown is doubted like any other."""
    articles, world.items = world.items, [item for item in world.items if "127.0.0.1" in item[0]]
    world.shows()
    world.polls("10-20", "11-01", "11-02")
    world.items = articles
    world.shows()
    world.polls("11-03")
    assert {why for why, _ in world.why()} == {Why.FOREIGN_HOST, Why.BACKDATED}
