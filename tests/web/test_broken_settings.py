"""Files of settings with a fault while the page is served: whoever may see the settings is told that older ones are in force."""

from pathlib import Path

import pytest

from newswatch.core.rights import Role
from newswatch.services.watching import Watched
from newswatch.web.app import create_app
from newswatch.web.world import World
from web.pages import Browser, Clock, furnish

TOLD = "tệp cấu hình đang có lỗi"


@pytest.fixture
def config(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A configuration with a manager and a viewer, whose page looks at its files for each request."""
    furnish(tmp_path, roles=(Role.MANAGER, Role.VIEWER))
    monkeypatch.setattr("newswatch.web.world._SECONDS", -1.0)
    return tmp_path / "config.toml"


def served(config: Path) -> tuple[Browser, Browser]:
    """The manager and the viewer, both logged in."""
    watched = Watched(config, lambda _: None)
    app = create_app(World(watched.current, lambda _: None, Clock().now, watched.problems))
    both = Browser(app), Browser(app)
    for browser, name in zip(both, ("manager", "viewer"), strict=True):
        assert browser.login(name).status_code == 303
    return both


def test_a_manager_is_told_of_broken_files(config: Path) -> None:
    """While config.toml has a fault every page of a manager says so and the settings name it; nobody else is told; mended, all is as it was."""
    manager, viewer = served(config)
    sound = config.read_text(encoding="utf-8")
    assert TOLD not in manager.get("/").text
    config.write_text(sound.replace('kind = "xã"', 'kind = "xóm"').replace('name = "Thử"', 'name = "Thử"\nmau = "xanh"'), encoding="utf-8")
    assert TOLD in manager.get("/").text
    page = manager.get("/cai-dat").text
    assert "xóm" in page
    assert "trang dùng nội dung mới sau vài giây" not in page
    assert TOLD not in viewer.get("/").text
    config.write_text(sound, encoding="utf-8")
    assert TOLD not in manager.get("/").text


def test_a_browser_hears_of_a_fault_that_came_since(config: Path) -> None:
    """A page that a browser has kept is sent anew once the files have a fault, and once they have none any more."""
    manager, _ = served(config)
    sound, marks = config.read_text(encoding="utf-8"), list[str]()
    for text in (sound, "nonsense = 1", sound):
        config.write_text(text, encoding="utf-8")
        got = manager.get("/cai-dat", If_None_Match=marks[-1] if marks else "")
        assert (got.status_code, TOLD in got.text) == (200, text != sound)
        marks.append(got.headers["ETag"])
