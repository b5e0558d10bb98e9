"""Templates of service files: values stand where their keys do, lists repeat their line."""

from importlib import resources
from pathlib import Path

import pytest

from newswatch.deploy import template


@pytest.fixture
def templates(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of templates of the test's own."""
    monkeypatch.setattr(resources, "files", lambda _package: tmp_path)
    (tmp_path / "templates").mkdir()
    return tmp_path / "templates"


def test_a_list_repeats_its_line_and_an_empty_one_leaves_it_out(templates: Path) -> None:
    """A text fills its line once, a list once for each text; a condition keeps its line or drops it."""
    (templates / "a.conf").write_text("# $one\nPath=$many of $one\n${kept}yes\n${dropped}no\n\nend\n", encoding="utf-8")
    values = {"one": "1", "many": ["a", "b"], "kept": template.when(True), "dropped": template.when(False)}
    assert template.lines("a.conf", values) == ["# 1", "Path=a of 1", "Path=b of 1", "yes", "", "end"]
    assert template.text("a.conf", values, "\r\n").startswith("# 1\r\nPath=a")


def test_values_are_not_filled_in_again(templates: Path) -> None:
    """A dollar sign in a value stays as it is."""
    (templates / "a.conf").write_text("$path\n$paths\n", encoding="utf-8")
    assert template.lines("a.conf", {"path": "$HOME", "paths": ["${path}"]}) == ["$HOME", "${path}"]


def test_a_missing_value_is_an_error(templates: Path) -> None:
    """A key without a value raises KeyError, so that no file goes out with a hole."""
    (templates / "a.conf").write_text("$path\n", encoding="utf-8")
    with pytest.raises(KeyError):
        template.lines("a.conf", {})
