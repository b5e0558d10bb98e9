"""A readable copy of a page: what it says, and nothing that runs or loads, whatever the page holds."""

from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newswatch.core.model import Profile
from newswatch.errors import ParseError
from newswatch.sources.infer.dom import names
from newswatch.sources.read.page_parts import MOST_IMAGES, images, styles, without_scripts
from newswatch.sources.read.readable import readable

URL = "http://xa.example/tin/bai-1.html"
TEXT = "<p>" + "Ủy ban nhân dân xã kiểm tra cải cách hành chính tại bộ phận một cửa. " * 4 + "</p>"


def page(inner: str, head: str = "") -> bytes:
    return f"<!DOCTYPE html><html><head><title>Tin</title>{head}</head><body><div class='nd'>{TEXT}{inner}</div></body></html>".encode()


def copy(inner: str, **kept: tuple[str, bytes]) -> str:
    """The copy of a page with some markup; `kept` are images by the name of their file."""
    parts = {f"http://xa.example/tin/{name}.png": part for name, part in kept.items()}
    return readable(page(inner), URL, "text/html; charset=utf-8", parts, "Bản sao <b>")


HOSTILE = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<a href='javascript:alert(1)'>x</a>",
    "<a href=' java\tscript:alert(1)'>x</a>",
    "<a href='data:text/html,<script>alert(1)</script>'>x</a>",
    "<iframe src='http://evil.example/'></iframe>",
    "<object data='http://evil.example/'></object><embed src='http://evil.example/'>",
    "<form action='http://evil.example/'><input autofocus onfocus=alert(1)></form>",
    "<svg onload=alert(1)><use href='http://evil.example/#a'/></svg>",
    "<math><mi xlink:href='javascript:alert(1)'>x</mi></math>",
    "<style>@import 'http://evil.example/'</style><p style='background:url(http://evil.example/)'>",
    "<link rel=stylesheet href='http://evil.example/'>",
    "<base href='http://evil.example/'><meta http-equiv=refresh content='0;url=http://evil.example/'>",
    "<video src='http://evil.example/' autoplay></video><audio src='http://evil.example/'></audio>",
    "<img srcset='http://evil.example/ 2x'><picture><source srcset='http://evil.example/'></picture>",
    "<noscript><p title='</noscript><img src=x onerror=alert(1)>'></noscript>",
    "<table background='http://evil.example/'><tr><td background='http://evil.example/'>x",
    "<!--><img src=x onerror=alert(1)>-->",
]
ELEMENTS = names("script iframe object embed form input svg math link base video audio source picture meta style")
LOADING = ("src", "srcset", "background", "data", "action", "poster", "style")


class _Reader(HTMLParser):
    """Notes the elements and attributes that run or load something."""

    def __init__(self) -> None:
        super().__init__()
        self.active: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.active += [tag] if tag in ELEMENTS else []
        for name, value in attrs:
            loads = name in LOADING and not (value or "").startswith("data:image/")
            leads = name == "href" and not (value or "").startswith(("http://", "https://"))
            self.active += [f"{tag} {name}={value}"] if loads or leads or name.startswith("on") else []


def active(made: str) -> list[str]:
    """What runs or loads something."""
    reader = _Reader()
    reader.feed(made)
    return reader.active


@pytest.mark.parametrize("inner", HOSTILE)
def test_nothing_in_the_copy_runs_or_loads(inner: str) -> None:
    """The text stays, and each way by which a page may run or load something is gone."""
    made = copy(inner).partition("</p>")[2]
    assert "kiểm tra cải cách hành chính" in made
    assert active(made) == []


@given(st.lists(st.sampled_from([*HOSTILE, "<", ">", '"', "'", "<p ", "</", "<!--", "<img src=", "onerror=alert(1) "]), max_size=6))
def test_no_mixture_of_them_does(pieces: list[str]) -> None:
    """However such pieces stand together, what comes out holds no element and no attribute that runs or loads."""
    made = copy("".join(pieces)).partition("</p>")[2]
    assert active(made) == []


def test_images_are_inside_and_links_absolute() -> None:
    """An image that was kept lies within the copy, another is left out with its text in place; links lead where they led; the head is shown as it is."""
    made = copy(
        "<img data-src='a.png' src='cho.gif' alt='Lễ ra quân'><img src='b.png' alt='Hội nghị'><a href='../z?x=1'>z</a>",
        a=("image/png", b"A"),
    )
    assert (
        '<img alt="Lễ ra quân" src="data:image/png;base64,QQ==">' in made
        or '<img src="data:image/png;base64,QQ==" alt="Lễ ra quân">' in made
    )
    assert '<img alt="Hội nghị">' in made
    assert 'href="http://xa.example/z?x=1"' in made
    assert "Bản sao &lt;b&gt;" in made


def test_the_images_of_an_article_are_found() -> None:
    """Images in the article's text are found by where scripts or browsers look for them, each once; dots, embedded ones and those beside it are not."""
    inner = (
        "<img src='/1.png'><img data-original='2.png' src='/cho.gif'><img src='http://cdn.example/3.png#x'><img src='/1.png'>"
        "<img src='data:image/png;base64,QQ=='><img src='/dem.gif' width=1 height=1><img src=''><img src='ftp://a/b'><img src='http://[x'>"
    )
    head = "<meta property='og:image' content='/chinh.png'>"
    body = page(inner, head).replace(b"</body>", b"<div class=ben><img src='/quang-cao.png'></div></body>")
    told = images(body, URL, Profile("x", article_body="div.nd"))
    assert told == ("http://xa.example/1.png", "http://xa.example/tin/2.png", "http://cdn.example/3.png", "http://xa.example/chinh.png")
    assert images(page(inner, head), URL, Profile("x"))[0] == "http://xa.example/1.png"
    many = "".join(f"<img src='/{n}.png'>" for n in range(100))
    assert len(images(page(many), URL, Profile("x", article_body="div.nd"))) == MOST_IMAGES


def test_the_style_sheets_of_a_page_are_found() -> None:
    """Style sheets are found from the base that the page states, those for paper and speech are not, and neither are icons."""
    head = (
        "<base href='/giao-dien/'><link rel='stylesheet' href='a.css'><link REL='alternate StyleSheet' href='b.css' media='screen'>"
        "<link rel=stylesheet href=in.css media=print><link rel=icon href=x.png>"
    )
    assert styles(page("", head), URL) == ("http://xa.example/giao-dien/a.css", "http://xa.example/giao-dien/b.css")


def test_a_page_without_scripts_keeps_its_look() -> None:
    """What the browser is given has no script and no way on; style sheets, inner styles and images stand under absolute addresses."""
    head = "<base href='/g/'><link rel=stylesheet href='a.css'><style>p{color:red}</style><meta http-equiv=refresh content='0;url=/x'>"
    made = without_scripts(page("<script>x</script><img data-src='a.png'>", head), URL).decode()
    assert "<script" not in made
    assert "refresh" not in made
    assert 'href="http://xa.example/g/a.css"' in made
    assert 'src="http://xa.example/g/a.png"' in made
    assert "p{color:red}" in made


def test_what_is_no_page_is_told() -> None:
    """Bytes that are no HTML raise ParseError, as wherever a page is read."""
    for read in (lambda: readable(b"%PDF-1.7", URL, "", {}, ""), lambda: without_scripts(b"", URL), lambda: styles(b"{}", URL)):
        with pytest.raises(ParseError):
            read()
