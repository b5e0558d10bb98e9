"""Stable CSS selectors for elements of an unknown page: by class, tag and harmless id, never by position or the number of one item."""

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from itertools import combinations

from newswatch.sources.infer.dom import Element, by_box, common
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
_GOOD_TAGS = frozenset({"article", "time", "h1", "h2", "h3", "h4", "main", "section"})
_LISTS = frozenset({"nav", "ul", "ol", "dl", "table"})
_HASHED = re.compile(r"([A-Za-z][A-Za-z_-]{5,}?)(?=[0-9A-F]{8,}$)")
_WEAK_ATTRS = ("width", "bgcolor", "valign", "cellpadding", "itemprop", "role")
_TRIES = 600
_SCOPES = 12
_LAST_RESORT = 7.0

Ranked = list[tuple[float, str]]


def steady(name: str) -> bool:
    """Whether a class token names a kind of thing: no number, no state such as `active`, no WordPress `category-...`."""
    return _NAME.match(name) is not None and not _UNSTEADY.search(name)


def for_all(index: Index, targets: Sequence[Element], like: re.Pattern[str], harmless: Callable[[Element], bool]) -> str:
    """The cheapest selector that matches all targets and nothing else that does harm; empty if none is found."""
    shared = common(list(targets))
    ranked = _joined(_scopes(_path(shared)), _shared_hooks(targets, like)) + [(_LAST_RESORT, trail) for trail in _trails(shared, targets)]
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
    """The cheapest selector whose first match in each box is the `same` as that box's target; boxes without a target don't count.

    With `among`, matches outside of it are passed over, as a reader passes over a date element without a date.
    """
    pairs = [(box, target) for box, target in zip(boxes, targets, strict=True) if target is not None]
    for selector in _inner([target for _, target in pairs], [box for box, _ in pairs], like):
        found = by_box((box for box, _ in pairs), (e for e in index.select(selector) if among is None or e in among))
        if all(box in found and same(found[box][0], target) for box, target in pairs):
            return selector
    return ""


def for_one(index: Index, target: Element, like: re.Pattern[str], accepts: Callable[[list[Element]], bool]) -> str:
    """The cheapest selector that matches the target and whose matches, in document order, are acceptable."""
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
    """Every scope before every final compound; a tag that stands for itself alone costs more, since other pages may have more of it."""
    return [(a + b + _alone(scope + final), scope + final) for a, scope in scopes for b, final in finals]


def _alone(selector: str) -> float:
    return 0.0 if selector in ("article", "time", "h1", "main") or not selector.isalnum() else 3.0


def _scopes(path: Iterable[Element]) -> Ranked:
    """What may stand before a selector to narrow it: nothing, an element around the targets, or two of them."""
    found = [(cost + 0.5 + 0.3 * far, far, hook) for far, e in enumerate(path) for cost, hook in _hooks(e, ENTRY, bare=e.tag in _LISTS)]
    single = sorted(found)[:_SCOPES]
    pairs = [(a + b, f"{outer} {inner} ") for a, i, inner in single for b, j, outer in single if j > i]
    return [(0.0, ""), *((cost, f"{hook} ") for cost, _, hook in single), *pairs]


def _hooks(element: Element, like: re.Pattern[str], *, bare: bool = False) -> Ranked:
    """Compounds that name an element, with what each costs in trust; a bare tag only where it says something, or if asked for."""
    names = [(name, _cost(name, like)) for name in dict.fromkeys(element.classes) if steady(name)]
    hooks = [(cost, f"{element.tag}.{name}") for name, cost in names]
    hooks += [(cost + 0.2, f".{name}") for name, cost in names]
    hooks += [(a + b + 0.5, f".{one}.{other}") for (one, a), (other, b) in combinations(names[:4], 2)]
    ident = element.attrs.get("id", "")
    tail = ident.rpartition("_")[2]
    if steady(ident):
        hooks.append((1.0, f"#{ident}"))
    elif tail != ident and steady(tail):
        hooks.append((2.0, f'{element.tag}[id$="_{tail}"]'))
    hashed = _HASHED.match(element.attrs.get("class", ""))
    if hashed:
        hooks.append((1.0, f'{element.tag}[class^="{hashed[1]}"]'))
    for name in _WEAK_ATTRS:
        value = element.attrs.get(name, "")
        if value and len(value) < 30 and '"' not in value and " " not in value:
            hooks.append((1.0 if name == "itemprop" else 3.0, f'{element.tag}[{name}="{value}"]'))
    if element.tag in _GOOD_TAGS or bare:
        hooks.append((1.2 if element.tag in _GOOD_TAGS else 3.0, element.tag))
    return hooks


def _cost(name: str, like: re.Pattern[str]) -> float:
    return 1.5 * (_LAYOUT.search(name) is not None) + 0.8 * (like.search(name) is None) + 0.5 * any(c.isdigit() for c in name)


def _shared_hooks(targets: Sequence[Element], like: re.Pattern[str]) -> Ranked:
    """The hooks that all targets have, and their common tag."""
    per_target = [{hook: cost for cost, hook in _hooks(target, like, bare=True)} for target in targets]
    return sorted((cost, hook) for hook, cost in per_target[0].items() if all(hook in hooks for hooks in per_target))


def _trails(shared: Element, targets: Sequence[Element]) -> Iterator[str]:
    """Chains of child steps from the nearest named ancestor down to the targets, where all have the same chain of tags."""
    below = [[e.tag for e in _path(target)][: [*_path(target)].index(shared)][::-1] for target in targets]
    if any(chain != below[0] for chain in below) or not below[0]:
        return
    chain = below[0]
    for element in _path(shared):
        for _, hook in sorted(_hooks(element, ENTRY)) or ([(0.0, "body")] if element.tag == "body" else []):
            yield " > ".join((hook, *chain))
        chain = [element.tag, *chain]


def _inner(targets: Sequence[Element], boxes: Sequence[Element], like: re.Pattern[str]) -> Iterable[str]:
    """Selectors shared by all targets, alone or below an element between target and box, cheapest first."""
    scopes: Ranked = [(0.0, "")]
    between = [[e for e in target.ancestors() if box.holds(e) and e is not box] for target, box in zip(targets, boxes, strict=True)]
    for level in range(min(map(len, between), default=0)):
        row = [elements[level] for elements in between]
        scopes += [(cost + 0.5 + 0.3 * level, f"{hook} ") for cost, hook in _shared_hooks(row, like)]
    finals = _shared_hooks(targets, like)
    return [selector for _, selector in sorted((a + b, s + f) for a, s in scopes for b, f in finals)][:_TRIES]
