"""What verifying a pack found, as JSON."""

from dataclasses import asdict
from typing import Any

from newswatch.core.record.pack import Checked


def checked(found: Checked) -> dict[str, Any]:
    """Everything that was found, and whether the pack is `whole`."""
    return {"whole": found.whole} | asdict(found)
