"""Signatures under a month's statement: by whom, in which function, under which revision. Nothing is read or written here."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Function(StrEnum):
    """In which function a statement is signed. The values are stored."""

    SECRETARY = "secretary"
    HEAD = "head"


@dataclass(frozen=True, slots=True)
class Signature:
    """One person's signature under one statement of a month (`revision`), at an instant in UTC. `overtaken` says that the month was stated anew since."""

    month: str
    revision: int
    function: Function
    by: str
    at: datetime
    overtaken: bool

    @property
    def shape(self) -> dict[str, object]:
        """The signature as JSON."""
        return {
            "revision": self.revision,
            "as": str(self.function),
            "by": self.by,
            "signed_at": self.at.isoformat(),
            "overtaken": self.overtaken,
        }
