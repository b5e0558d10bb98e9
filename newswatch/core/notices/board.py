"""Who is written to, and of what kinds of notices there are: all that the settings know of notices."""

from dataclasses import dataclass
from enum import StrEnum


class NoticeKind(StrEnum):
    """What a notice is about: a month's result, a month that may fall short, a stated month that changed, a source that can't be read, and the
    digests of a quarter, a half-year and a year. The values are stored."""

    SHORTFALL = "shortfall"
    WARNING = "warning"
    REVISION = "revision"
    TROUBLE = "trouble"
    QUARTER = "quarter"
    HALF_YEAR = "half_year"
    YEAR = "year"


class Role(StrEnum):
    """Who a member of the board is. Notices go to the secretary and the head, who count and answer for the month; the others get a copy."""

    SECRETARY = "secretary"
    HEAD = "head"
    DEPUTY = "deputy"
    EDITOR = "editor"
    CONTRIBUTOR = "contributor"
    OFFICE = "office"

    @property
    def addressed(self) -> bool:
        """Whether this member stands under To, not Cc."""
        return self in (Role.SECRETARY, Role.HEAD)


@dataclass(frozen=True, slots=True)
class Recipient:
    """One mailbox a notice goes to."""

    address: str
    name: str = ""
    role: Role = Role.SECRETARY
