"""Decides which mails are on their way to a mailbox that the settings name no more, because it was corrected or taken out since they were written."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from newswatch.core.notices.notice import NoticeKind, Recipient

_UNSETTLED = ("queued", "failed")


@dataclass(frozen=True, slots=True)
class Stray:
    """A mail that waits or was refused, and its mailbox. `others` are the mailboxes that should have it by now and for which there is none."""

    mail_id: int
    unit: str
    address: str
    others: tuple[str, ...]


def astray(mails: Iterable[Mapping[str, Any]], named: Mapping[str, Callable[[NoticeKind], Sequence[Recipient]]]) -> list[Stray]:
    """The mails that are astray, unit by unit in the order of `named`, which gives by the unit's id who gets a kind of notice by the settings.

    `mails` are all that were written, as stored.
    """
    own: dict[str, list[Mapping[str, Any]]] = defaultdict(list)
    for mail in mails:
        own[mail["unit"]].append(mail)
    return [stray for unit, of_kind in named.items() for stray in _of_unit(unit, own.get(unit, ()), of_kind)]


def _of_unit(unit: str, own: Sequence[Mapping[str, Any]], named: Callable[[NoticeKind], Sequence[Recipient]]) -> list[Stray]:
    found = []
    for mail in own:
        addresses = [r.address for r in named(NoticeKind(mail["kind"]))]
        if mail["state"] in _UNSETTLED and mail["address"].lower() not in {a.lower() for a in addresses}:
            has = {other["address"].lower() for other in own if _notice(other) == _notice(mail)}
            found.append(Stray(mail["id"], unit, mail["address"], tuple(a for a in addresses if a.lower() not in has)))
    return found


def _notice(mail: Mapping[str, Any]) -> tuple[object, ...]:
    return mail["kind"], mail["period"], mail["revision"]
