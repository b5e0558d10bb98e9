"""The rows of units as the page remembers them from one opening to the next: always those that matching anew would find."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from office import Office
from portal import Portal

from newswatch.config import Settings
from newswatch.services.opening import Enrolled, open_for_page, open_store
from newswatch.store import units


class Page:
    """Opens a database as the page does, and counts how often rows were matched with settings."""

    def __init__(self, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
        self.settings, self.matched, self.enrolled = settings, 0, Enrolled()
        match = units.enroll

        def counted(*args: object, **options: object) -> None:
            self.matched += 1
            match(*args, **options)  # type: ignore[arg-type]

        monkeypatch.setattr(units, "enroll", counted)

    def opened(self) -> tuple[dict[tuple[str, str], int], dict[int, str]]:
        """The rows of units and sources, and the sources in force, as an opening finds them."""
        with open_for_page(self.settings, self.enrolled) as store:
            return dict(store.enrolled), dict(store.present)


@pytest.fixture
def page(tmp_path: Path, portal: Portal, monkeypatch: pytest.MonkeyPatch) -> Page:
    """The page of an office, opened once."""
    office = Office(tmp_path, portal)
    open_store(office.settings, create=True).close()
    found = Page(office.settings, monkeypatch)
    found.opened()
    assert found.matched == 1
    return found


def _other_settings(page: Page) -> None:
    first = page.settings.units[0]
    page.settings = replace(page.settings, units=(first, replace(first, id="xa-hai", name="Hai")))


def _another_file(page: Page) -> None:
    other = page.settings.database.with_name("other.db")
    open_store(replace(page.settings, database=other, units=(replace(page.settings.units[0], id="la"),)), create=True).close()
    other.replace(page.settings.database)


def _others_in_their_order(page: Page) -> None:
    """A file of the same units whose rows bear each other's numbers, copied into the very file."""
    first = page.settings.units[0]
    two = (first, replace(first, id="xa-hai", name="Hai"))
    page.settings = replace(page.settings, units=two)
    page.opened()
    other = page.settings.database.with_name("other.db")
    open_store(replace(page.settings, database=other, units=two[::-1]), create=True).close()
    page.settings.database.write_bytes(other.read_bytes())


def _a_row_more(page: Page) -> None:
    first = page.settings.units[0]
    open_store(replace(page.settings, units=(first, replace(first, id="xa-hai", name="Hai")))).close()


def test_rows_are_matched_once(page: Page) -> None:
    """As long as settings and file are the same the rows are matched once, and every opening knows them."""
    assert page.opened() == page.opened()
    assert page.matched == 1


@pytest.mark.parametrize("change", [_other_settings, _another_file, _others_in_their_order, _a_row_more])
def test_what_may_have_changed_is_matched_anew(page: Page, change: Callable[[Page], None]) -> None:
    """Other settings, another file or its rows in the place of the first, and a row that somebody added: each is seen by the next opening alone."""
    change(page)
    before, found = page.matched, page.opened()
    assert page.matched == before + 1
    assert page.opened() == found
    assert page.matched == before + 1
    page.enrolled = Enrolled()
    assert page.opened() == found
