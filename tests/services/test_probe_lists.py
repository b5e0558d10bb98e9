"""What a probe makes of a list: presets against inference, forms of dates that are not understood, buttons that load more, shells that name lists."""

import json
import re
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

import pytest
from command import newswatch
from fetching import sleepless
from saved_pages import SavedPage, named, saved
from wire import Asked, Wire, answer
from wording import english

from newswatch.config import FetchSettings, SourceKind, load, load_lexicon, load_presets
from newswatch.core.model import Page
from newswatch.services import probe
from newswatch.services.probe import Probe

NOW = datetime(2026, 11, 26, tzinfo=UTC)
TITLES = (
    "Xã tổ chức hội nghị cải cách hành chính",
    "Bộ phận một cửa xã công khai thủ tục hành chính",
    "Kiểm tra công tác cải cách hành chính tại xã",
    "Xã ban hành kế hoạch cải cách hành chính",
    "Sơ kết công tác cải cách hành chính quý ba",
    "Đối thoại với dân về thủ tục hành chính",
)
LIFERAY = "<script>Liferay.ThemeDisplay={}</script>"
INIT = ("init", "--name", "Thử", "--kind", "xã", "--rule", "quang-dien-2614", "--url")


def html(body: str, head: str = "") -> bytes:
    return (
        f"<!DOCTYPE html><html lang=vi><head><meta charset=utf-8><title>Xã</title>{head}</head><body><div id=m>{body}</div></body></html>"
    ).encode()


def read(body: bytes, url: str = "https://xa.example.vn/tin") -> Probe:
    return probe.read(Page(url, url, 200, body, "text/html; charset=utf-8", NOW), load_lexicon(), load_presets())


def portlet(date: str, dates: Sequence[str]) -> str:
    """An asset publisher of Liferay, whose entries print their dates in an element of one class."""
    rows = "".join(
        f"<div class=asset-abstract><h3 class=asset-title><a href=/tin-{n}.html>{title}</a></h3><span class={date}>{shown}</span></div>"
        for n, (title, shown) in enumerate(zip(TITLES, dates, strict=False))
    )
    return f"{LIFERAY}<div class=portlet-boundary>{rows}</div>"


DATES = [f"Ngày đăng {day}/11/2026 | 08:05 AM" for day in (25, 20, 12, 9, 6, 3)]


@pytest.mark.parametrize(("css", "preset"), [("metadata-publish-date", "liferay"), ("assetPublishDate", None), ("ng-xuatban", None)])
def test_a_preset_that_reads_no_date_gives_way(css: str, preset: str | None) -> None:
    """Where a portal's own template prints the dates elsewhere than the preset looks, the inferred profile reads the list, and that is said."""
    found = read(html(portlet(css, DATES)))
    assert (found.kind, found.preset) == ("listing", preset)
    assert [entry.published_at and entry.published_at.day for entry, _ in found.entries] == [25, 20, 12, 9, 6, 3]
    assert any("trang giống họ liferay" in warning for warning in found.warnings) is (preset is None)
    assert found.profile is not None
    assert found.profile.id_pattern == load_presets()["liferay"].profile.id_pattern


@pytest.mark.parametrize("dated", [True, False])
def test_a_preset_that_reads_few_entries_gives_way(dated: bool) -> None:
    """A preset that knows the markup of a list's first entries alone gives way to the inferred profile of the whole list."""
    rows = ""
    for n, title in enumerate(TITLES * 2):
        date = f"<i>{28 - n}/11/2026</i>" if dated else ""
        rows += f"<li class='tin {'asset-abstract' if n < 3 else 'other'}'><a href=/tin-{n}.html>{title} {n}</a> {date}</li>"
    found = read(html(f"{LIFERAY}<ul>{rows}</ul>"))
    assert (found.preset, len(found.entries)) == (None, 12)
    assert any("chỉ được 3 mục" in warning for warning in found.warnings)


def test_a_preset_stays_where_nobody_reads_dates() -> None:
    """A list without any date stays with its preset, and no date is made up."""
    rows = "".join(
        f"<div class=asset-abstract><h3 class=asset-title><a href=/tin-{n}.html>{t}</a></h3></div>" for n, t in enumerate(TITLES)
    )
    found = read(html(f"{LIFERAY}<div>{rows}</div>"))
    assert (found.preset, {entry.published_at for entry, _ in found.entries}) == ("liferay", {None})


@pytest.mark.parametrize("page", saved("listing", preset=True), ids=named)
def test_presets_that_read_well_stay(page: SavedPage) -> None:
    """Each saved list of a known family is still read by its preset."""
    assert read(page.body, page.url).preset == page.preset


UNREAD = ["hôm kìa, 3 giờ chiều", "thứ Năm tuần trước nữa", "mùng 5 tháng 9 âm lịch"]


@pytest.mark.parametrize("form", UNREAD)
@pytest.mark.parametrize("preset", [True, False])
def test_a_form_of_date_that_is_not_understood_is_told(form: str, preset: bool) -> None:
    """Of a list whose dates can't be read the probe shows what stands in their place, under a preset and without one."""
    body = portlet("assetPublishDate", [form] * 6)
    found = read(html(body if preset else body.replace(LIFERAY, "").replace("portlet-boundary", "ds").replace("asset-", "tin-")))
    assert (found.kind, found.preset) == ("listing", "liferay" if preset else None)
    assert {entry.published_at for entry, _ in found.entries} == {None}
    assert any(f'6/6 mục không đọc được ngày đăng: "{form}" không đọc được thành ngày' in warning for warning in found.warnings)


@pytest.mark.parametrize("shown", ["Tin tức", "Lượt xem: 125", "Số 12/KH", "Tác giả: Ban Biên tập"])
def test_what_is_no_date_is_not_told_as_one(shown: str) -> None:
    """A section, a counter, a number of a document or a name beside each entry is not taken for a date."""
    body = portlet("x", [shown] * 6).replace(LIFERAY, "").replace("portlet-boundary", "ds").replace("asset-", "tin-")
    found = read(html(body))
    assert found.profile is not None
    assert (found.profile.date, [w for w in found.warnings if "không đọc được thành ngày" in w]) == ("", [])


@pytest.mark.parametrize(("form", "health"), [(UNREAD[0], "warn"), ("20/11/2026", "ok")])
def test_the_doctor_names_the_form(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, form: str, health: str) -> None:
    """`init` says which form of date is not understood and writes where it stands, so that the doctor names it, too, with what to do."""
    sleepless(monkeypatch)
    page = html(portlet("x", [form] * 6).replace(LIFERAY, "").replace("portlet-boundary", "ds").replace("asset-", "tin-"))
    with Wire(lambda asked: answer(page) if asked.path == "/" else answer(b"", "404 Not Found")) as wire:
        said = newswatch(*INIT, f"{wire.base}/", cwd=tmp_path)
        assert (said.returncode, f'"{form}" không đọc được' in said.stderr) == (0, health == "warn"), said.stderr
        assert "Cần xem lại: quy định quang-dien-2614: có hiệu lực từ 05/12/2017 đến 31/12/2019" in said.stderr
        assert said.stdout.startswith(f"Đã ghi config.toml; {wire.base}/ được đọc theo mẫu suy ra từ chính trang, trang đầu có 6 mục")
        assert "Tiếp theo: newswatch --config config.toml check" in said.stdout
        shown = re.sub(r"404 Not Found|newswatch --config config.toml .*", "", said.stderr + said.stdout)
        assert english(shown) == [], shown
        hasten(tmp_path)
        found = json.loads(newswatch("doctor", "--json", cwd=tmp_path).stdout)["findings"]
    (fetch,) = [f for f in found if f["about"] == "đọc thử thu/portal"]
    assert (fetch["health"], f'6/6 mục không đọc được ngày đăng: "{form}"' in fetch["found"]) == (health, health == "warn")
    assert ("newswatch review" in fetch["advice"]) is (health == "warn")


def hasten(folder: Path) -> None:
    """Takes the pause between requests out of a configuration."""
    path = folder / "config.toml"
    path.write_text(path.read_text(encoding="utf-8").replace("pace_seconds = 1.0", "pace_seconds = 0.0"), encoding="utf-8")


LIST = "<ul>" + "".join(f"<li><a href=/tin-{n}.html>{t}</a> <i>({20 - n}/11/2026)</i></li>" for n, t in enumerate(TITLES)) + "</ul>"


@pytest.mark.parametrize(
    "button",
    [
        "<button class=btn>Xem thêm</button>",
        "<a href='javascript:void(0)'>Tải thêm tin</a>",
        "<a href='#' class=load-more>Load more</a>",
        "<div class='btn-loadmore'>Xem thêm bài viết</div>",
        "<span role=button>Hiển thị thêm</span>",
        "<input type=button value='Xem tiếp'>",
        "<div onclick='more()'>XEM THÊM</div>",
    ],
)
def test_a_button_that_loads_more_is_told(button: str) -> None:
    """A list that goes on behind a script's button is told: older days can't be proved, and a sitemap, REST list or feed would help."""
    (told,) = [w for w in read(html(LIST + button)).warnings if "bấm nút" in w]
    assert "không chứng minh được" in told
    assert all(help in told for help in ("sitemap", "REST", "RSS"))


@pytest.mark.parametrize(
    "other",
    [
        "",
        "<a href=/chuyen-muc.html>Xem thêm</a>",
        "<button>Tìm kiếm</button>",
        "<button>Xem thêm</button>" * 3,
        "<div class=phantrang><b>1</b> <a href=/trang-2.html>2</a></div><button>Xem thêm</button>",
    ],
)
def test_what_loads_no_more_is_not_told(other: str) -> None:
    """A link that leads somewhere, another button, a text repeated at each teaser, and a list with a page 2 are no such button."""
    assert [w for w in read(html(LIST + other)).warnings if "bấm nút" in w] == []


class Shell(Wire):
    """A single-page app: its page has a head, an empty root and scripts; `paths` are what else the site answers."""

    def __init__(self, head: str = "", script: str = "", paths: dict[str, bytes] | None = None, **named: bytes) -> None:
        super().__init__(self._page)
        self.page = html(f"<div id=root></div><script>{script}</script><script src=/main.js></script>", head)
        self.answers = (paths or {}) | {f"/{name.replace('__', '/').replace('_', '.')}": body for name, body in named.items()}

    def _page(self, asked: Asked) -> bytes:
        path = asked.path.partition("?")[0]
        if path == "/":
            return answer(self.page, Content_Type="text/html; charset=utf-8")
        if path not in self.answers:
            return answer(b"", "404 Not Found")
        return answer(self.answers[path], X_WP_Total="6", X_WP_TotalPages="1", Content_Type="application/octet-stream")


RSS = (
    '<?xml version="1.0"?><rss version="2.0"><channel><title>x</title><link>/</link>'
    + "".join(
        f"<item><title>{t}</title><link>/tin-{n}.html</link><pubDate>{20 - n} Nov 2026 08:00:00 +0700</pubDate></item>"
        for n, t in enumerate(TITLES)
    )
    + "</channel></rss>"
).encode()
JSON_FEED = json.dumps(
    {
        "version": "https://jsonfeed.org/version/1.1",
        "title": "x",
        "items": [{"id": str(n), "url": f"/tin-{n}.html", "title": t} for n, t in enumerate(TITLES)],
    }
).encode()
OTHER = json.dumps({"code": 0, "data": {"rows": [{"tieuDe": t, "ngay": "20/11/2026"} for t in TITLES]}}).encode()


def posts(base: str) -> bytes:
    rows = [
        {"id": n, "date_gmt": f"2026-11-{20 - n}T01:00:00", "link": f"{base}/tin-{n}", "title": {"rendered": t}}
        for n, t in enumerate(TITLES)
    ]
    return json.dumps(rows).encode()


def probed(shell: Shell, path: str = "/") -> Probe:
    settings = FetchSettings(pace_seconds=0.0, retries=0)
    return probe.run(shell.base + path, settings, load_lexicon(), load_presets(), lambda: NOW)


@pytest.mark.parametrize(
    ("shell", "kind", "path"),
    [
        (Shell("<link rel=alternate type=application/rss+xml href=/rss.xml>", rss_xml=RSS), "feed", "/rss.xml"),
        (Shell("<link rel=alternate type=application/feed+json href=/feed.json>", feed_json=JSON_FEED), "feed", "/feed.json"),
        (Shell("<link rel=alternate type=application/json href=/feed.json>", feed_json=JSON_FEED), "feed", "/feed.json"),
        (Shell(script="axios.get('/api/tin-tuc.rss')", paths={"/api/tin-tuc.rss": RSS}), "feed", "/api/tin-tuc.rss"),
        (Shell(main_js=b'var u="/rss.xml";fetch(u)', rss_xml=RSS), "feed", "/rss.xml"),
        (Shell(script='window.api="api/tin/list?page=${p}"', api__tin__list=OTHER), None, "/api/tin/list?page=1"),
        (Shell(main_js=b"get(`/api/news/${n}.json`)", paths={"/api/news/1.json": OTHER}), None, "/api/news/1.json"),
    ],
    ids=["rss in head", "json feed in head", "json alternate", "rss in script", "rss in main.js", "json in script", "json in main.js"],
)
def test_a_shell_is_told_with_what_it_names(shell: Shell, kind: str | None, path: str) -> None:
    """A page that is only a shell is told with the feed or list that its head, its script or a script it loads names; a list of another kind by its
    address, and that it can't be read."""
    with shell:
        found = probed(shell)
        (offer,) = found.offers
        assert (found.kind, offer.kind, offer.url, offer.entries) == ("unknown", kind, shell.base + path, 6)
        (told,) = [w for w in found.warnings if offer.url in w]
        assert ("chưa đọc được" in told) is (kind is None)


def test_a_shell_that_only_asks_for_scripts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A shell whose only text is a heading and a request to allow scripts reads like an article, and its feed is offered all the same."""
    sleepless(monkeypatch)
    with Shell(rss_xml=RSS) as shell:
        said = "<p>You need to enable JavaScript to run this app. Please enable it in the settings of your browser and reload the page.</p>"
        shell.page = html(f"<h1>Cổng thông tin điện tử xã Thử</h1>{said}", "<link rel=alternate type=application/rss+xml href=/rss.xml>")
        done = newswatch(*INIT, f"{shell.base}/", cwd=tmp_path)
        assert (done.returncode, f"{shell.base}/rss.xml" in done.stderr) == (0, True), done.stderr


def test_a_shell_of_wordpress(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The REST list that WordPress names in its head becomes the source of `init`, once, and is read by it."""
    sleepless(monkeypatch)
    with Shell() as shell:
        shell.page = html("<div id=root></div>", f'<link rel="https://api.w.org/" href="{shell.base}/wp-json/">')
        shell.answers["/wp-json/wp/v2/posts"] = posts(shell.base)
        done = newswatch(*INIT, f"{shell.base}/", cwd=tmp_path)
        assert done.returncode == 0, done.stderr
        (source,) = load(tmp_path / "config.toml").units[0].sources
        assert (source.kind, source.required) == (SourceKind.WORDPRESS, True)
        assert source.url == f"{shell.base}/wp-json/wp/v2/posts"


@pytest.mark.parametrize(("typed", "code"), [(None, 0), ("\n", 0), ("n\n", 2)])
def test_init_offers_the_feed_of_a_shell(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, typed: str | None, code: int) -> None:
    """`init` takes the feed that a shell names and says so; at a terminal it asks first, and after a no writes nothing."""
    sleepless(monkeypatch)
    with Shell("<link rel=alternate type=application/rss+xml href=/rss.xml>", rss_xml=RSS) as shell:
        done = newswatch(*INIT, f"{shell.base}/", cwd=tmp_path, typed=typed)
        assert (done.returncode, (tmp_path / "config.toml").exists()) == (code, code == 0), done.stderr
        assert f"{shell.base}/rss.xml" in done.stderr
        assert "khung trống" in done.stderr
        if code == 0:
            (source,) = load(tmp_path / "config.toml").units[0].sources
            assert (source.kind, source.url) == (SourceKind.FEED, f"{shell.base}/rss.xml")


def test_init_of_a_shell_with_a_list_that_cannot_be_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A JSON list of no known kind is named by `init` as found and unreadable, and nothing is written."""
    sleepless(monkeypatch)
    with Shell(script="fetch('/api/tin')", api__tin=OTHER) as shell:
        done = newswatch(*INIT, f"{shell.base}/", cwd=tmp_path)
        assert (done.returncode, (tmp_path / "config.toml").exists()) == (2, False)
        assert f"chưa đọc được: {shell.base}/api/tin" in done.stderr
        assert english(done.stderr) == [], done.stderr


def test_a_list_for_machines_is_probed_itself() -> None:
    """The address of WordPress' list is read as such, and that of another JSON list is told as one that can't be read."""
    with Shell(api__tin=OTHER) as shell:
        shell.answers["/wp-json/wp/v2/posts"] = posts(shell.base)
        found = probed(shell, "/wp-json/wp/v2/posts")
        assert (found.kind, len(found.entries)) == ("wordpress", 6)
        other = probed(shell, "/api/tin")
        assert (other.kind, other.offers[0].kind) == ("unknown", None)
        assert "chưa đọc được" in other.warnings[-1]


def test_an_empty_shell_that_names_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A shell that names no list is refused as before, after at most a few requests."""
    sleepless(monkeypatch)
    script = "".join(f'get("/api/tin/{n}");' for n in range(200))
    with Shell(script=script) as shell:
        assert newswatch(*INIT, f"{shell.base}/", cwd=tmp_path).returncode == 2
        assert len(shell.requests) < 20


@pytest.mark.parametrize(
    ("status", "told"), [("403 Forbidden", True), ("406 Not Acceptable", True), ("404 Not Found", False), ("500 Oops", False)]
)
def test_a_firewall_that_refuses_unknown_programs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, status: str, told: bool) -> None:
    """An answer by which firewalls turn programs away is told with `--user-agent`; with it `init` reads the page and config.toml keeps it."""
    sleepless(monkeypatch)
    browser = "Mozilla/5.0 (X11; Linux x86_64)"

    def guarded(asked: Asked) -> bytes:
        if asked.path == "/robots.txt":
            return answer(b"", "404 Not Found")
        return answer(html(LIST)) if asked.headers["user-agent"] == browser.encode() else answer(b"", status)

    with Wire(guarded) as wire:
        refused = newswatch(*INIT, f"{wire.base}/", cwd=tmp_path)
        assert (refused.returncode, "--user-agent" in refused.stderr) == (4, told), refused.stderr
        assert newswatch(*INIT, f"{wire.base}/", "--user-agent", browser, cwd=tmp_path).returncode == 0
        assert load(tmp_path / "config.toml").fetch.user_agent == browser
