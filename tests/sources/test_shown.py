"""What a page shows is the same, whether it is read from the parser's tree or from a light tree of it."""

from hypothesis import example, given
from hypothesis import strategies as st
from saved_pages import FOLDER
from selectolax.lexbor import LexborHTMLParser

from newswatch.sources.read.showing import Facts
from newswatch.sources.shown import dom_of, facts_of

TAGS = [
    "a",
    "a",
    "div",
    "p",
    "h1",
    "h2",
    "b",
    "ul",
    "li",
    "noscript",
    "script",
    "style",
    "svg",
    "template",
    "textarea",
    "button",
    "input",
    "head",
]
TEXTS = ["Cải cách hành chính", " ", "\n", "x\0y", "&amp;", "²", "1", "đ" * 90, "à" * 5000, "<!-- c -->"]
ATTRIBUTES = ["", ' href="/tin/1.html"', " href", ' type="password"', ' type="application/ld+json"', ' class="tin"']
PIECES = st.one_of(
    st.tuples(st.sampled_from(TAGS), st.sampled_from(ATTRIBUTES)).map(lambda pair: f"<{pair[0]}{pair[1]}>"),
    st.sampled_from(TAGS).map(lambda tag: f"</{tag}>"),
    st.sampled_from(TEXTS),
)


def is_the_same(html: str | bytes) -> bool:
    """Whether both ways give the same facts."""
    body = LexborHTMLParser(html).body
    if body is None:
        return True
    light, parsed = Facts.of(dom_of(body)), facts_of(body)
    return (light.heads, light.whole()) == (parsed.heads, parsed.whole())


@given(st.lists(PIECES, max_size=40).map("".join))
@example(
    '<h2><a href="/x">A</a><span>b<script>var x="<h1>"</script></span></h2><a href="/y"><h3>T <b>u</b></h3></a><noscript><a href=q>l</a>'
)
@example("<svg><h1>in svg</h1></svg><textarea>t</textarea><template><h2>q</h2></template><input type=Password><button><h2>b</h2></button>")
def test_any_page_shows_the_same(html: str) -> None:
    """Headings with their links, letters, the beginning, passwords and scripts, of any soup of elements."""
    assert is_the_same(html)


def test_saved_pages_show_the_same() -> None:
    """The same of every saved page, also cut in the middle."""
    for path in FOLDER.glob("*.html"):
        body = path.read_bytes()
        assert is_the_same(body)
        assert is_the_same(body[: len(body) // 2])
