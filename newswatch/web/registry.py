"""Every page of the program by its route: what a person must be allowed to do to see it, and to send its form. A route without an action can't be made."""

import pkgutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib import import_module

from flask.typing import ResponseReturnValue

from newswatch.core.rights import Action

View = Callable[..., ResponseReturnValue]
_KILOBYTES = 64


@dataclass(frozen=True, slots=True)
class Page:
    """One page. `get` is the action that seeing it is, `post` the one that sending its form is; None where it takes no such request.

    `of_unit` says that it is about one unit: it lies under `/dv/<id>` too. An `open` page is shown to strangers. A form has at most `kilobytes`.
    """

    route: str
    name: str
    view: View
    get: Action | None
    post: Action | None
    of_unit: bool = True
    open: bool = False
    kilobytes: int = _KILOBYTES

    @property
    def methods(self) -> list[str]:
        """The requests it answers."""
        return [*(["GET"] if self.get else []), *(["POST"] if self.post else [])]


_PAGES: dict[str, Page] = {}


def page(
    route: str,
    get: Action | None = None,
    post: Action | None = None,
    *,
    of_unit: bool = True,
    open_to_all: bool = False,
    kilobytes: int = _KILOBYTES,
) -> Callable[[View], View]:
    """Makes a function the page of a route, named `<module>.<function>`. At least one action is needed."""
    if get is None and post is None:
        raise ValueError(f"{route}: name the action that seeing it is, or that sending its form is")

    def register(view: View) -> View:
        name = f"{view.__module__.rpartition('.')[2]}.{view.__name__}"
        if name in _PAGES and _PAGES[name].view.__module__ != view.__module__:
            raise ValueError(f"{name}: is there already")
        _PAGES[name] = Page(route, name, view, get, post, of_unit, open_to_all, kilobytes)
        return view

    return register


def all_pages() -> Iterator[Page]:
    """Every page of the modules in `newswatch.web.pages`."""
    from newswatch.web import pages

    for module in pkgutil.iter_modules(pages.__path__):
        import_module(f"{pages.__name__}.{module.name}")
    yield from _PAGES.values()


def page_named(name: str) -> Page | None:
    """The page of an endpoint; None for static files and for what is no page."""
    return _PAGES.get(name)
