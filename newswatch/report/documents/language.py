"""The small language of tags that a template may use: values by name, `if` and `for` over what a document tells, a few filters.

Jinja itself can compute without end and call what it is given. A template is data that anybody in an office may edit, so only this much of it is
let through, and how much may come out of it is bounded.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from jinja2 import StrictUndefined, TemplateSyntaxError, nodes
from jinja2.sandbox import SandboxedEnvironment

from newswatch.errors import InputError
from newswatch.report.vi.terms import capital

MOST_LETTERS = 64_000_000
"""Characters that one part of a document may come to."""
FILTERS = ("upper", "lower", "capitalize", "trim", "length", "join", "first", "last", "default")
_TESTS = ("none", "odd", "even")
_LOOP = dict.fromkeys(("index", "index0", "first", "last", "length", "revindex", "revindex0"), 0)
_ALLOWED = (
    *(nodes.Template, nodes.Output, nodes.TemplateData, nodes.Name, nodes.Const, nodes.Getattr, nodes.Getitem),
    *(nodes.CondExpr, nodes.Compare, nodes.Operand, nodes.And, nodes.Or, nodes.Not, nodes.Filter, nodes.Test),
)


class Unsure:
    """What the check can't know: the element of an empty list, what a filter gives."""


ANY = Unsure()
Scope = Mapping[str, Any]


class Fault(Exception):
    """What is wrong with a tag."""


class Bounded(SandboxedEnvironment):
    """Jinja with neither functions nor files, which escapes what it puts into XML and refuses names that nothing is known of."""

    def __init__(self) -> None:
        super().__init__(autoescape=True, undefined=StrictUndefined)
        self.globals.clear()
        self.filters = {name: self.filters[name] for name in FILTERS} | {"capitalize": _capital}
        self.tests = {name: self.tests[name] for name in _TESTS}

    def getattr(self, obj: Any, attribute: str) -> Any:
        """What a name stands for within a value: what the document tells by it, and nothing that Python has by it."""
        return self.getitem(obj, attribute)

    @staticmethod
    def concat(pieces: Iterable[str]) -> str:
        """What comes out of a template. Raises InputError if it is too much."""
        made, left = [], MOST_LETTERS
        for piece in pieces:
            left -= len(piece)
            if left < 0:
                raise InputError(f"comes to more than {MOST_LETTERS:,} characters; take loops out of the template")
            made.append(piece)
        return "".join(made)


def _capital(text: Any) -> str:
    """The text with a capital first letter. Jinja's own makes the others small, and "Quý III" is not "Quý iii"."""
    return capital(str(text))


def value_of(env: Bounded, expression: str, scope: Scope) -> Any:
    """What an expression stands for, as far as that is known without filling in. Raises Fault."""
    try:
        tree = env.parse(f"{{{{ {expression} }}}}")
    except TemplateSyntaxError as error:
        raise Fault(f"can't be read: {error.message}") from None
    for node in tree.find_all(nodes.Node):
        if not isinstance(node, _ALLOWED):
            raise Fault(f"has a {type(node).__name__.lower()}, which templates may not use; name a value, with `if` and `for` around it")
    output = tree.body[0]
    assert isinstance(output, nodes.Output), "a tag of its own is put out"
    return _value(output.nodes[0], scope)


def element_of(value: Any) -> Any:
    """What the name of a loop stands for. Raises Fault if the value can't be walked through."""
    if value is ANY:
        return ANY
    if not isinstance(value, Sequence) or isinstance(value, str):
        raise Fault("is no list, so nothing can be repeated for it")
    return value[0] if value else ANY


def in_loop(scope: Scope, name: str, element: Any) -> Scope:
    """The names that are known within a loop."""
    return {**scope, name: element, "loop": _LOOP}


def _value(node: nodes.Node, scope: Scope) -> Any:
    if isinstance(node, nodes.Name):
        return _named(scope, node.name)
    if isinstance(node, nodes.Getattr):
        return _part(_value(node.node, scope), node.attr)
    if isinstance(node, nodes.Const):
        return node.value
    for inner in node.iter_child_nodes():
        _value(inner, scope)
    if isinstance(node, nodes.Filter) and node.name not in FILTERS:
        raise Fault(f"has the filter {node.name}; templates may use {', '.join(FILTERS)}")
    if isinstance(node, nodes.Test) and node.name not in _TESTS:
        raise Fault(f"has the test {node.name}; templates may use {', '.join(_TESTS)}")
    return ANY


def _named(scope: Scope, name: str) -> Any:
    if name not in scope:
        raise Fault(f"nothing is named {name}; known are {', '.join(sorted(scope))}")
    return scope[name]


def _part(value: Any, name: str) -> Any:
    if value is ANY:
        return ANY
    if not isinstance(value, Mapping):
        raise Fault(f"has nothing named {name}")
    if name not in value:
        raise Fault(f"has nothing named {name}; known are {', '.join(sorted(value))}")
    return value[name]
