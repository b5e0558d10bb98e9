"""Saved portal pages with their expected reading beside them: tests/sources/pages/NAME.html and NAME.json."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent / "sources" / "pages"


@dataclass(frozen=True, slots=True)
class SavedPage:
    """One saved page. `expected` holds kind, url, preset (or None), and what a right reading gives; see the JSON files."""

    name: str
    body: bytes
    expected: Mapping[str, Any]

    @property
    def url(self) -> str:
        """The address it was served under."""
        return str(self.expected["url"])

    @property
    def preset(self) -> str | None:
        """The family it belongs to."""
        return self.expected.get("preset")

    def rows(self, *, aside: bool = True) -> list[tuple[str, str, str | None]]:
        """Address, title and date of the listing's entries; with `aside` also of those in other boxes that a preset takes in."""
        others = self.expected.get("aside", [])
        return [(e["url"], e["title"], e["published"]) for e in self.expected["entries"] if aside or e["url"] not in others]


def saved(kind: str, *, preset: bool | None = None) -> list[SavedPage]:
    """All saved pages of a kind (listing, article, unknown); with or without a preset, if asked for."""
    pages = (load(path.stem) for path in sorted(FOLDER.glob("*.html")))
    return [page for page in pages if page.expected["kind"] == kind and preset in (None, page.preset is not None)]


def load(name: str) -> SavedPage:
    """One saved page by its name. Raises FileNotFoundError if its expected reading is missing."""
    expected = json.loads((FOLDER / f"{name}.json").read_text(encoding="utf-8"))
    return SavedPage(name, (FOLDER / f"{name}.html").read_bytes(), expected)


def named(page: SavedPage) -> str:
    """The name of a page, for pytest."""
    return page.name
