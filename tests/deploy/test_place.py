"""The running program's own place."""

from pathlib import Path
from types import SimpleNamespace

import pytest
from office import Office
from portal import Portal

import newswatch
from newswatch.deploy.place import here


@pytest.mark.parametrize(("owner", "account"), [("xa", "xa"), ("root", ""), (None, "")], ids=["account", "root", "unknown"])
def test_the_account_is_the_owner_of_the_configuration(
    tmp_path: Path, portal: Portal, monkeypatch: pytest.MonkeyPatch, owner: str | None, account: str
) -> None:
    """The service runs as the owner of config.toml; root, and a machine that knows no accounts, give none."""

    def asked(_path: Path) -> str:
        if owner is None:
            raise NotImplementedError
        return owner

    monkeypatch.setattr(Path, "owner", asked)
    assert here(Office(tmp_path, portal).settings).account == account


@pytest.mark.parametrize(
    ("platform", "script"), [("linux", "newswatch"), ("win32", "newswatch.exe"), ("linux", "")], ids=["linux", "windows", "no script"]
)
def test_the_program_is_the_installed_script_or_the_module(
    tmp_path: Path, portal: Portal, monkeypatch: pytest.MonkeyPatch, platform: str, script: str
) -> None:
    """Command lines begin with the script beside the interpreter; without one, with the interpreter and the module."""
    (tmp_path / "bin").mkdir()
    if script:
        (tmp_path / "bin" / script).touch()
    settings = Office(tmp_path, portal).settings
    interpreter = str(tmp_path / "bin" / "python")
    with monkeypatch.context() as patched:
        patched.setattr(
            "newswatch.deploy.place.sys", SimpleNamespace(executable=interpreter, platform=platform, prefix="/p", base_prefix="/b")
        )
        found = here(settings)
    program = (str(tmp_path / "bin" / script),) if script else (interpreter, "-m", "newswatch.cli")
    assert found.command == (*program, "--config", str(settings.path))
    assert found.code == (Path("/p"), Path("/b"), Path(newswatch.__file__).parent)
