"""Settings of the page: each fault under its dotted path."""

import pytest

from newswatch.config import WebSettings
from newswatch.config.page import web_settings
from newswatch.core.table import Table


def read(values: dict[str, object]) -> tuple[WebSettings, list[str]]:
    """The settings with what is wrong with them."""
    problems: list[str] = []
    return web_settings(Table(values, "web", problems)), problems


def test_nothing_said_means_this_machine() -> None:
    """The page is served to this machine alone, believes no proxy, and answers to the names of this machine."""
    found, problems = read({})
    assert problems == []
    assert (found.host, found.port, found.proxies, found.is_local) == ("127.0.0.1", 8080, (), True)
    assert found.names == ("localhost", "127.0.0.1", "[::1]")


def test_all_that_can_be_said() -> None:
    """Names are told small, addresses of version 6 as browsers write them."""
    values: dict[str, object] = {
        "host": "0.0.0.0",
        "port": 80,
        "hosts": ["PAR.xa.gov.vn", "fe80::1"],
        "proxies": ["10.0.0.2"],
        "prefix": "/cchc",
        "upload_mb": 5,
    }
    found, problems = read(values)
    assert problems == []
    assert found.names[:2] == ("par.xa.gov.vn", "[fe80::1]")
    assert (found.prefix, found.upload_mb) == ("/cchc", 5)


@pytest.mark.parametrize(
    ("values", "problem"),
    [
        ({"host": "0.0.0.0"}, "web.hosts: is missing; with host = '0.0.0.0' name what people type"),
        ({"host": "somewhere"}, "web.host: expected an address such as '127.0.0.1', found 'somewhere'"),
        ({"hosts": ["http://par.xa"]}, "web.hosts: expected a name such as 'par.xa.gov.vn'"),
        ({"hosts": ["par.xa:80"]}, "web.hosts: expected a name such as 'par.xa.gov.vn'"),
        ({"proxies": ["*"]}, "web.proxies: expected an address"),
        ({"prefix": "cchc"}, "web.prefix: expected a path such as '/newswatch', found 'cchc'"),
        ({"prefix": "//evil"}, "web.prefix: expected a path"),
        ({"prefix": "/cchc/"}, "web.prefix: expected a path"),
        ({"port": 70_000}, "web.port: expected 0 to 65535"),
        ({"upload_mb": 0}, "web.upload_mb: expected"),
        ({"prot": 1}, "web.prot: unknown key, did you mean 'port'?"),
    ],
)
def test_each_fault_has_its_path(values: dict[str, object], problem: str) -> None:
    """A fault names the key, what was found and what is wanted."""
    _, problems = read(values)
    assert any(one.startswith(problem) for one in problems), problems
