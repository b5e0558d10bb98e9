"""The selectors of a comma list, the small matcher, and the selectors proposed with it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from selectolax.lexbor import LexborHTMLParser

from newswatch.sources.infer import selectors
from newswatch.sources.infer.dom import Element
from newswatch.sources.read.css import Index, alternatives
from newswatch.sources.shown import dom_of

PAGE = """<div id="main"><ul class="list big"><li class="tin post-12"><h3><a href="/1" class="t">Một</a></h3><i>x</i></li>
<li class="tin post-13"><h3><a href="/2">Hai</a></h3></li></ul></div><div class="side"><ul><li><a href="/3">Ba</a></li></ul></div>
<table id="ctl00_Main_dlTin" width="500"><tr><td>x</td></tr></table>"""


def nothing_else(_: Element) -> bool:
    """Every further match does harm."""
    return False


def tree(html: str = PAGE) -> Element:
    """A page as a tree."""
    body = LexborHTMLParser(html).body
    assert body is not None
    return dom_of(body)


@pytest.mark.parametrize(
    ("selector", "parts"),
    [
        ("", ()),
        ("li", ("li",)),
        (" li , div a ", ("li", "div a")),
        (":is(a, b), c", (":is(a, b)", "c")),
        ('a[title="x, y"], b', ('a[title="x, y"]', "b")),
        ("a[href*='),('], b", ("a[href*='),(']", "b")),
        ("li:has(> a, > b):not(.x), p", ("li:has(> a, > b):not(.x)", "p")),
        ("a,,b,", ("a", "b")),
    ],
)
def test_selectors_of_a_comma_list(selector: str, parts: tuple[str, ...]) -> None:
    """Commas inside parentheses, brackets and quotes don't separate selectors."""
    assert alternatives(selector) == parts


@pytest.mark.parametrize(
    "selector",
    [
        "li", ".tin", "li.tin", "ul.list li", "#main a", ".list > li", "#main > li", "div li h3 > a", "a[class]", '[width="500"]',
        'table[id$="_dlTin"]', "ul.list.big a.t", 'a[href^="/"]', 'a[href*="2"]'],
)  # fmt: skip
def test_the_matcher_agrees_with_the_reader(selector: str) -> None:
    """The small matcher finds for its simple selectors what the reader's engine finds."""
    theirs = [(node.tag, dict(node.attributes)) for node in LexborHTMLParser(PAGE).css(selector)]
    assert [(e.tag, e.attrs) for e in Index(tree()).select(selector)] == theirs
    assert theirs or selector == "#main > li"


def test_no_simple_selector_is_refused() -> None:
    """The small matcher refuses pseudo-classes."""
    with pytest.raises(ValueError, match="no simple selector"):
        Index(tree()).select("li:first-child")


@pytest.mark.parametrize(
    ("name", "steady"),
    [
        ("news-item", True), ("tin", True), ("entry", True), ("post-123", False), ("item-1", False),
        ("active", False), ("category-tin-tuc", False), ("c9f8a7e6", False), ("md:flex", False)],
)  # fmt: skip
def test_steady_class_names(name: str, steady: bool) -> None:
    """A class name with a number, a state, or a name made by a build is not steady."""
    assert selectors.steady(name) is steady


def test_selector_for_all_and_nothing_harmful() -> None:
    """The repeating items are found by their common class, without the similar list beside them."""
    index = Index(tree())
    items = index.select("li.tin")
    assert selectors.for_all(index, items, selectors.ENTRY, nothing_else) == "li.tin"


def test_selector_is_narrowed_where_tags_alone_would_hit_more() -> None:
    """Items without a class are distinguished by the nearest named element around them."""
    index = Index(tree('<ul class="menu"><li><a>1</a></li></ul><ul class="ds"><li><a>2</a></li><li><a>3</a></li></ul>'))
    items = index.select("ul.ds li")
    assert selectors.for_all(index, items, selectors.ENTRY, nothing_else) == "ul.ds li"


def test_nothing_is_proposed_that_does_not_distinguish() -> None:
    """There is no selector if only the position differs."""
    index = Index(tree("<div><p><a>1</a></p></div><div><p><a>2</a></p></div>"))
    assert selectors.for_all(index, index.select("p")[:1], selectors.ENTRY, nothing_else) == ""


TAGS = st.sampled_from(["<div class=a>", "<div class='b c'>", "<p>", "</p>", "</div>", "<i id=x>", "</i>", "text", "<li>", "<td>"])


@given(st.lists(TAGS, max_size=30), st.sampled_from([".a", "div.b", "div p", ".a > .b", "i", "#x", ".a .c p", "div > p"]))
def test_matcher_law(pieces: list[str], selector: str) -> None:
    """For any markup the small matcher and the reader's engine find equally many elements."""
    parser = LexborHTMLParser(f"<body>{''.join(pieces)}</body>")
    assert parser.body is not None
    assert len(Index(dom_of(parser.body)).select(selector)) == len(parser.css(selector))
