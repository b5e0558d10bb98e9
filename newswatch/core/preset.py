"""A family of portals that is known by its marks, and how its pages are read."""

from dataclasses import dataclass

from newswatch.core.model import Profile


@dataclass(frozen=True, slots=True)
class Preset:
    """A named profile, and regular expressions over HTML and address by which its family is recognised."""

    profile: Profile
    html_marks: tuple[str, ...] = ()
    url_marks: tuple[str, ...] = ()
