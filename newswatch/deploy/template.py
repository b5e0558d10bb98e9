"""Fills in the texts that lie in `templates`."""

from collections.abc import Mapping, Sequence
from importlib import resources
from string import Template

Values = Mapping[str, str | Sequence[str]]


def lines(name: str, values: Values) -> list[str]:
    """The lines of a template, each `$key` replaced by its value.

    A line with a list for a value is repeated for each text of the list; an empty list leaves the line out. Raises KeyError for a missing value.
    """
    text = resources.files("newswatch.deploy").joinpath("templates", name).read_text(encoding="utf-8")
    return [filled for line in text.splitlines() for filled in _filled(Template(line), values)]


def text(name: str, values: Values, end: str = "\n") -> str:
    """The same as a text whose lines end in `end`."""
    return "".join(f"{line}{end}" for line in lines(name, values))


def when(condition: bool) -> Sequence[str]:
    """The value of a key that keeps its line if the condition holds, and leaves it out otherwise."""
    return [""] if condition else []


def _filled(line: Template, values: Values) -> list[str]:
    listed = next((key for key in line.get_identifiers() if not isinstance(values[key], str)), None)
    if listed is None:
        return [line.substitute(values)]
    return [line.substitute(values, **{listed: value}) for value in values[listed]]
