"""Finds stable CSS selectors for elements of an unknown page: by class, tag, id and attribute, never by a position or the number of one item.

Selectors are tried from the cheapest on. A cost says how little a name can be trusted to keep its meaning. The sizes are a judgement:
tests/sources/pages is read rightly with each of them halved or doubled.
"""

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from itertools import combinations

from newswatch.sources.infer.dom import Element, by_box, common, names
from newswatch.sources.read.css import Index

ENTRY = re.compile(r"news|post|entry|article|item|tin|bai|list|row", re.IGNORECASE)
TITLE = re.compile(r"title|tieu-?de|head", re.IGNORECASE)
DATE = re.compile(r"date|time|ngay|publish|posted|created|dang", re.IGNORECASE)
TEXT = re.compile(r"content|noi-?dung|body|detail|chi-?tiet|summary|desc|trich|mo-?ta|sapo|lead|intro|text", re.IGNORECASE)
PAGER = re.compile(r"pag|trang|next|nav", re.IGNORECASE)

_NAME = re.compile(r"[A-Za-z_][\w-]*$", re.ASCII)
_UNSTEADY = re.compile(
    r"\d{2,}|(\d\D+){2,}\d|[-_]\d+$|^(category|tag|status|format|author|cat|term)[-_]"
    r"|^(first|last|odd|even|active|current|selected|hover|open|show|hide|hidden|sticky|new|featured|big|large|alt)$",
    re.IGNORECASE,
)
_LAYOUT = re.compile(
    r"^(row|col|column|columns|container|clearfix|clear|wrap|wrapper|inner|outer|left|right|center|box|block|grid|flex|fl|fr|pull|float|img"
    r"|image|btn|panel|card|media|margin|padding|[mp][trblxy]?|[whdf]|bg|border|font|size|bold|small|no|h[1-6])([-_]|$)",
    re.IGNORECASE,
)
_GOOD_TAGS = names("article time h1 h2 h3 h4 main section")
_SELF_EVIDENT = names("article time h1 main")
_LISTS = names("nav ul ol dl table")
_HASHED = re.compile(r"([A-Za-z][A-Za-z_-]{5,}?)(?=[0-9A-F]{8,}$)")
_WEAK_ATTRS = ("width", "bgcolor", "valign", "cellpadding", "itemprop", "role")
_LONGEST_VALUE = 30  # characters of an attribute's value
_TRIES = 600  # selectors that are tried before giving up
_SCOPES = 12  # elements around the targets that may narrow a selector

_LAYOUT_CLASS = 1.5  # a class about layout (`col-8`)
_UNLIKE_CLASS = 0.8  # a class without a word for the thing it should name
_DIGIT = 0.5  # a class with a digit
_CLASS_ALONE = 0.2  # a class without its tag
_TWO_CLASSES = 0.5  # two classes together
_ID = 1.0
_ID_END = 2.0  # the end of an id of ASP.NET (`ctl00_Main_dlTin`): hostile_tables
_CLASS_STEM = 1.0  # the beginning of a class that a build completes with a hash
_ITEMPROP = 1.0
_WEAK_ATTR = 3.0  # width, bgcolor and the like, which old table layouts have: hostile_tables
_GOOD_TAG = 1.2  # a tag that says something (`article`)
_OTHER_TAG = 3.0  # any other tag
_TAG_ALONE = 3.0  # a tag as the whole selector
_SCOPE = 0.5  # an element around the targets before the selector
_LEVEL = 0.3  # each level that it is farther out
_TRAIL = 7.0  # a chain of child steps, the last resort

_LONGEST_NAME = 200  # characters of a class token

Ranked = list[tuple[float, str]]


def steady(name: str) -> bool:
    """Whether a class token names a kind of thing: it has no number, and is no state (`active`) and no WordPress `category-...`."""
    return len(name) <= _LONGEST_NAME and _NAME.match(name) is not None and not _UNSTEADY.search(name)


def for_all(index: Index, targets: Sequence[Element], like: re.Pattern[str], harmless: Callable[[Element], bool]) -> str:
    """The cheapest selector that matches all targets and otherwise only harmless elements. Empty if there is none."""
    shared = common(list(targets))
    ranked = _joined(_scopes(_path(shared)), _shared_hooks(targets, like)) + [(_TRAIL, trail) for trail in _trails(shared, targets)]
    wanted = set(targets)
    for _, selector in sorted(ranked)[:_TRIES]:
        found = index.select(selector)
        if wanted.issubset(found) and all(e in wanted or harmless(e) for e in found):
            return selector
    return ""


def for_first(
    index: Index,
    boxes: Sequence[Element],
    targets: Sequence[Element | None],
    like: re.Pattern[str],
    same: Callable[[Element, Element], bool] = lambda a, b: a is b,
    among: Collection[Element] | None = None,
) -> str:
    """The cheapest selector whose first match in each box is the `same` as that box's target. Empty if there is none.

    Boxes without a target are ignored. With `among`, matches outside of it are ignored, as `listing.read` ignores a date element without a date.
    """
    pairs = [(box, target) for box, target in zip(boxes, targets, strict=True) if target is not None]
    for selector in _inner([target for _, target in pairs], [box for box, _ in pairs], like):
        found = by_box((box for box, _ in pairs), (e for e in index.select(selector) if among is None or e in among))
        if all(box in found and same(found[box][0], target) for box, target in pairs):
            return selector
    return ""


def for_one(index: Index, target: Element, like: re.Pattern[str], accepts: Callable[[list[Element]], bool]) -> str:
    """The cheapest selector that matches the target and whose matches, in document order, are accepted. Empty if there is none."""
    ranked = sorted(_joined(_scopes(target.ancestors()), _hooks(target, like, bare=True)))
    for _, selector in ranked[:_TRIES]:
        found = index.select(selector)
        if target in found and accepts(found):
            return selector
    return ""


def _path(element: Element) -> Iterator[Element]:
    yield element
    yield from element.ancestors()


def _joined(scopes: Ranked, finals: Ranked) -> Ranked:
    """Every scope before every final compound. A tag alone costs more, because other pages may have more elements of that tag."""
    return [(a + b + _alone(scope + final), scope + final) for a, scope in scopes for b, final in finals]


def _alone(selector: str) -> float:
    return 0.0 if selector in _SELF_EVIDENT or not selector.isalnum() else _TAG_ALONE


def _scopes(path: Iterable[Element]) -> Ranked:
    """What may come before a selector to narrow it: nothing, an element around the targets, or two of them."""
    found = [
        (cost + _SCOPE + _LEVEL * far, far, hook) for far, e in enumerate(path) for cost, hook in _hooks(e, ENTRY, bare=e.tag in _LISTS)
    ]
    single = sorted(found)[:_SCOPES]
    pairs = [(a + b, f"{outer} {inner} ") for a, i, inner in single for b, j, outer in single if j > i]
    return [(0.0, ""), *((cost, f"{hook} ") for cost, _, hook in single), *pairs]


def _hooks(element: Element, like: re.Pattern[str], *, bare: bool = False) -> Ranked:
    """Compounds that name an element, with their costs. A bare tag is one only if it is in `_GOOD_TAGS` or `bare` is set."""
    hooks = [*_class_hooks(element, like), *_id_hooks(element), *_attribute_hooks(element)]
    if element.tag in _GOOD_TAGS or bare:
        hooks.append((_GOOD_TAG if element.tag in _GOOD_TAGS else _OTHER_TAG, element.tag))
    return hooks


def _class_hooks(element: Element, like: re.Pattern[str]) -> Ranked:
    costs = [(name, _cost(name, like)) for name in dict.fromkeys(element.classes) if steady(name)]
    hooks = [(cost, f"{element.tag}.{name}") for name, cost in costs]
    hooks += [(cost + _CLASS_ALONE, f".{name}") for name, cost in costs]
    hooks += [(a + b + _TWO_CLASSES, f".{one}.{other}") for (one, a), (other, b) in combinations(costs[:4], 2)]
    stated = element.attrs.get("class", "")
    hashed = _HASHED.match(stated) if len(stated) <= _LONGEST_NAME else None
    return [*hooks, (_CLASS_STEM, f'{element.tag}[class^="{hashed[1]}"]')] if hashed else hooks


def _id_hooks(element: Element) -> Ranked:
    """The id, or its end after the containers of ASP.NET (`ctl00_Main_dlTin`)."""
    ident = element.attrs.get("id", "")
    tail = ident.rpartition("_")[2]
    if steady(ident):
        return [(_ID, f"#{ident}")]
    return [(_ID_END, f'{element.tag}[id$="_{tail}"]')] if tail != ident and steady(tail) else []


def _attribute_hooks(element: Element) -> Ranked:
    values = ((name, element.attrs.get(name, "")) for name in _WEAK_ATTRS)
    usable = ((name, value) for name, value in values if value and len(value) < _LONGEST_VALUE and not set(value) & {'"', " "})
    return [(_ITEMPROP if name == "itemprop" else _WEAK_ATTR, f'{element.tag}[{name}="{value}"]') for name, value in usable]


def _cost(name: str, like: re.Pattern[str]) -> float:
    layout, unlike = _LAYOUT.search(name) is not None, like.search(name) is None
    return _LAYOUT_CLASS * layout + _UNLIKE_CLASS * unlike + _DIGIT * any(c.isdigit() for c in name)


def _shared_hooks(targets: Sequence[Element], like: re.Pattern[str]) -> Ranked:
    """The hooks that all targets have in common, the cheapest first."""
    per_target = [{hook: cost for cost, hook in _hooks(target, like, bare=True)} for target in targets]
    return sorted((cost, hook) for hook, cost in per_target[0].items() if all(hook in hooks for hooks in per_target))


def _trails(shared: Element, targets: Sequence[Element]) -> Iterator[str]:
    """Chains of child steps from each named ancestor down to the targets, the nearest first, if all targets have the same chain of tags."""
    below = [[e.tag for e in _path(target)][: [*_path(target)].index(shared)][::-1] for target in targets]
    if any(chain != below[0] for chain in below) or not below[0]:
        return
    chain = below[0]
    for element in _path(shared):
        for _, hook in sorted(_hooks(element, ENTRY)) or ([(0.0, "body")] if element.tag == "body" else []):
            yield " > ".join((hook, *chain))
        chain = [element.tag, *chain]


def _inner(targets: Sequence[Element], boxes: Sequence[Element], like: re.Pattern[str]) -> Iterable[str]:
    """Selectors shared by all targets, alone or below an element between target and box, the cheapest first."""
    scopes: Ranked = [(0.0, "")]
    between = [[e for e in target.ancestors() if box.holds(e) and e is not box] for target, box in zip(targets, boxes, strict=True)]
    for level in range(min(map(len, between), default=0)):
        row = [elements[level] for elements in between]
        scopes += [(cost + _SCOPE + _LEVEL * level, f"{hook} ") for cost, hook in _shared_hooks(row, like)]
    finals = _shared_hooks(targets, like)
    return [selector for _, selector in sorted((a + b, s + f) for a, s in scopes for b, f in finals)][:_TRIES]
