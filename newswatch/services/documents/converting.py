"""Turns a file into another form by LibreOffice, where it is on this machine: alone in a folder and profile of its own, within bounds of time."""

import os
import shutil
import signal
import subprocess
import tempfile
from pathlib import Path

from newswatch.errors import InputError
from newswatch.report.documents.kinds import Form

SECONDS = 120
"""How long LibreOffice may take; a first start on a slow machine takes twenty seconds."""
_PROGRAMS = ("soffice", "libreoffice")
_WAY_OUT = "install LibreOffice (on Debian: libreoffice-writer-nogui libreoffice-calc-nogui), or make the file as {form} and save it from Word or Excel"


def there() -> bool:
    """Is LibreOffice on this machine?"""
    return any(map(shutil.which, _PROGRAMS))


def converted(raw: bytes, form: Form, into: Form) -> bytes:
    """The file in another form. Raises InputError: LibreOffice is not there, takes too long, or makes nothing."""
    program = next(filter(None, map(shutil.which, _PROGRAMS)), None)
    if program is None:
        raise InputError(f"--format {into}: needs LibreOffice, which is not on this machine; {_WAY_OUT.format(form=form)}")
    with tempfile.TemporaryDirectory(prefix="newswatch-") as name:
        folder = Path(name)
        source, target = folder / f"a.{form}", folder / f"a.{into}"
        source.write_bytes(raw)
        told = _run([program, f"-env:UserInstallation={(folder / 'profile').as_uri()}", *_ASKED, into, "--outdir", name, str(source)])
        if not target.is_file():
            raise InputError(f"--format {into}: LibreOffice made nothing of the {form} file: {told or 'it said nothing'}")
        return target.read_bytes()


_ASKED = ("--headless", "--norestore", "--convert-to")


def _run(command: list[str]) -> str:
    """Runs a program to its end, with all that it starts; gives its last line. Raises InputError if it takes too long."""
    with subprocess.Popen(
        command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, start_new_session=True
    ) as running:
        try:
            told, _ = running.communicate(timeout=SECONDS)
        except subprocess.TimeoutExpired:
            raise InputError(f"LibreOffice did not end within {SECONDS} s and was stopped; try again, or use the file as it is") from None
        finally:
            _end(running)
    lines = told.decode("utf-8", "replace").strip().splitlines()
    return lines[-1] if lines else ""


def _end(running: subprocess.Popen[bytes]) -> None:
    """Ends the program and whatever of its group still runs."""
    if hasattr(os, "killpg"):
        try:
            os.killpg(running.pid, signal.SIGKILL)
        except ProcessLookupError:
            return
    else:
        running.kill()
