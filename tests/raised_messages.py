"""Reads from the program's own source which messages it can raise: literals with a sample in the place of each value."""

import ast
from collections.abc import Iterable, Iterator
from itertools import product
from pathlib import Path

RAISED = {
    "FetchError",
    "TlsError",
    "ElsewhereError",
    "AddressRefused",
    "NoAnswer",
    "Forbidden",
    "TooLarge",
    "ParseError",
    "SuspectListing",
    "DeliveryError",
    "Gone",
    "Refused",
    "Stopped",
    "ConfigError",
    "StoreError",
    "RowRefused",
    "problem",
    "_stays",
}
SAMPLE = "‹7›"
_MOST = 12


def raised(paths: Iterable[Path]) -> Iterator[tuple[str, str]]:
    """Where a message stands (`fetch.py:98`), and each form it can take."""
    for path in paths:
        module = ast.parse(path.read_text(encoding="utf-8"))
        for scope in [module, *(n for n in ast.walk(module) if isinstance(n, ast.FunctionDef))]:
            for call in (n for n in _own(scope) if isinstance(n, ast.Call) and n.args and _tells(n.func)):
                told = call.args[1 if _name(call.func) == "problem" else 0]
                for text in (
                    t for each in (told.elts if isinstance(told, ast.List) else [told]) for t in _Reader(module, scope).forms(each)
                ):
                    yield f"{path.name}:{call.lineno}", text


def _own(scope: ast.AST) -> Iterator[ast.AST]:
    """The nodes of a scope without those of the functions within it."""
    for child in ast.iter_child_nodes(scope):
        if not isinstance(child, ast.FunctionDef):
            yield child
            yield from _own(child)


def _tells(called: ast.AST) -> bool:
    """Is it an error that is made, or a warning that is kept?"""
    kept = isinstance(called, ast.Attribute) and called.attr == "append" and _name(called.value) in ("warnings", "problems")
    return kept or _name(called) in RAISED


def _name(node: ast.AST) -> str:
    return node.id if isinstance(node, ast.Name) else node.attr if isinstance(node, ast.Attribute) else ""


class _Reader:
    """Reads the texts that an expression of one function can be."""

    def __init__(self, module: ast.Module, scope: ast.AST) -> None:
        self._module = module
        self._scope = scope

    def forms(self, node: ast.AST, depth: int = 0, filled: str = "") -> list[str]:
        """The texts; a sample for what is known at run time only. The name `filled` is known to hold some text."""
        if depth > _MOST:
            return [SAMPLE]
        match node:
            case ast.Constant(value=str() as text):
                return [text]
            case ast.JoinedStr(values=values):
                return ["".join(parts) for parts in product(*(self._piece(v, depth, filled) for v in values))]
            case ast.IfExp(test=test, body=body, orelse=orelse):
                return [*self.forms(body, depth + 1, _name(test)), *self.forms(orelse, depth + 1)]
            case ast.Name(id=name):
                return [text for text in self._assigned(name, depth) if text or name != filled]
            case ast.Call(func=ast.Attribute(value=ast.Name() as named, attr="format"), keywords=given):
                return [self._filled(text, [k.arg or "" for k in given]) for text in self.forms(named, depth + 1)]
            case ast.Call(func=ast.Attribute(value=inner, attr="rstrip")):
                return self.forms(inner, depth + 1)
            case ast.Call(func=ast.Name(id=name)):
                return self._returned(name, depth)
        return [SAMPLE]

    def _piece(self, value: ast.AST, depth: int, filled: str) -> list[str]:
        return self.forms(value.value if isinstance(value, ast.FormattedValue) else value, depth + 1, filled)

    def _filled(self, text: str, names: Iterable[str]) -> str:
        for name in names:
            text = text.replace("{" + name + "}", SAMPLE)
        return text

    def _assigned(self, name: str, depth: int) -> list[str]:
        for scope in (self._scope, self._module):
            nodes = _own(scope) if scope is not self._module else ast.iter_child_nodes(scope)
            found = [
                n.value for n in nodes if isinstance(n, ast.Assign) and any(isinstance(t, ast.Name) and t.id == name for t in n.targets)
            ]
            if found:
                return [text for value in found for text in self.forms(value, depth + 1)]
        return [SAMPLE]

    def _returned(self, name: str, depth: int) -> list[str]:
        for function in (n for n in self._module.body if isinstance(n, ast.FunctionDef) and n.name == name):
            reader = _Reader(self._module, function)
            returns = [n.value for n in _own(function) if isinstance(n, ast.Return) and n.value]
            return [text for value in returns for text in reader.forms(value, depth + 1) if text]  # an empty one says that nothing is wrong
        return [SAMPLE]
