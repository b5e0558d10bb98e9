"""What tests need besides Python: where it is missing a test is skipped and says what to install; in CI (CI=true) it fails, so that no skip hides."""

import os
import shutil
from typing import NoReturn

import pytest


def program(*names: str, package: str = "") -> str:
    """The path of a program by the first of its names that is there; else the test ends here. `package` is Debian's, if named otherwise."""
    for name in names:
        if found := shutil.which(name):
            return found
    missing(f"needs the command {names[0]}; on Debian: apt-get install {package or names[0]}")


def missing(reason: str) -> NoReturn:
    """Ends the test: skipped, or failed in CI."""
    if os.environ.get("CI", "").lower() in ("true", "1"):
        pytest.fail(f"{reason} (in CI nothing is skipped)", pytrace=False)
    pytest.skip(reason)
