"""The exception tree of newswatch.

NewswatchError
├── ConfigError          config.toml, a rule, lexicon or preset file; carries every problem at once
├── InputError           something a person handed in (a file, an option) can't be used
│   ├── FieldFault       one field of a form
│   ├── FieldFaults      every faulty field of a form at once
│   ├── Overtaken        another person decided since
│   └── AlreadyDone      a form that was sent twice
├── StoreError           the database can't be opened, read or written
│   └── RowRefused       what was to be written breaks a rule of the tables; the database itself is well
├── RunOpenError         another run is writing to the same database
├── ClusterError         the machines that were to poll can't be had
├── DeliveryError        a mail was not taken, by the server or for one recipient
├── Stopped              the run is being stopped, so nothing more is asked for
└── SourceError          one source could not be read; the others go on
    ├── FetchError       no answer, or an answer that is no page
    │   ├── TlsError        its certificate can't be trusted, or no TLS connection comes about
    │   ├── ElsewhereError  an address or a redirect that leads to another site
    │   ├── AddressRefused  a server's network address is an inner one that config.toml does not name
    │   ├── Forbidden       the site's robots.txt forbids the address
    │   ├── TooLarge        the answer is larger than `fetch.max_bytes`
    │   └── BudgetSpent     nothing was asked: the site has had its requests of the day
    ├── ParseError       an answer that is not what the source promised
    └── SuspectListing   an answer in which far less stands than usual
"""

from collections.abc import Iterable
from datetime import datetime
from enum import StrEnum

from newswatch.masking import masked


class NewswatchError(Exception):
    """Any failure newswatch foresees; its text names the thing, what was found and what to do. The login of an address never stands in it."""

    def __init__(self, message: str = "") -> None:
        super().__init__(masked(message))


class ConfigError(NewswatchError):
    """A settings or data file is wrong; `problems` holds one sentence for each fault found."""

    def __init__(self, problems: Iterable[str]) -> None:
        self.problems = tuple(map(masked, problems))
        super().__init__("\n".join(self.problems))


class InputError(NewswatchError):
    """Something a person handed in can't be used."""


class FieldCode(StrEnum):
    """What is wrong with a field, for the words of a form."""

    MISSING = "missing"
    UNREADABLE = "unreadable"
    NO_SUCH_DAY = "no_such_day"
    FUTURE = "future"
    NOT_MINUTES = "not_minutes"
    TOO_SHORT = "too_short"
    TOO_LONG = "too_long"
    WRONG = "wrong"
    TAKEN = "taken"


class FieldFault(InputError):
    """One field of a form: `field` names it, `value` is what stands there (of a password, nothing), `code` what is wrong."""

    def __init__(self, message: str, field: str, code: FieldCode, value: str = "") -> None:
        super().__init__(message)
        self.field = field
        self.code = code
        self.value = value


class FieldFaults(InputError):
    """Every faulty field of a form, in `faults`."""

    def __init__(self, faults: Iterable[FieldFault]) -> None:
        self.faults = tuple(faults)
        super().__init__("; ".join(map(str, self.faults)))


class Overtaken(InputError):
    """Another person decided about `item`, or withdrew a decision, since it was shown: `by` whom and when (`at`, UTC). `mark` stands for how it is now."""

    def __init__(self, item: int, by: str, at: datetime, mark: str) -> None:
        super().__init__(f"item {item}: {by} settled it meanwhile, at {at:%Y-%m-%d %H:%M:%S} UTC; nothing was recorded, look at it again")
        self.item = item
        self.by = by
        self.at = at
        self.mark = mark


class AlreadyDone(InputError):
    """A form was sent twice; nothing was recorded the second time. `object` says what the first time was about."""

    def __init__(self, object_: str) -> None:
        super().__init__(f"this form was sent before ({object_}); nothing was recorded again")
        self.object = object_


class StoreError(NewswatchError):
    """The database can't be opened, read or written."""


class RowRefused(StoreError):
    """What was to be written breaks a rule of the tables. It is a fault of the program in that one thing; the database itself is well."""


class RunOpenError(NewswatchError):
    """Another run is writing to the same database."""


class ClusterError(NewswatchError):
    """The machines that were to poll for this one can't be had: no scheduler, no worker, another program there, or none that can ask for them here."""


class DeliveryError(NewswatchError):
    """A mail was not taken. `temporary` says whether trying again can help as things stand; `server` that the way to the server is at fault (no
    connection, TLS, login, sender refused, no room on the disk), so that no other mail would get through either; else it is this mail or recipient."""

    def __init__(self, message: str, *, temporary: bool, server: bool = False) -> None:
        super().__init__(message)
        self.temporary = temporary
        self.server = server


class Stopped(NewswatchError):
    """A page was not asked for, or not read to its end, because the run is being stopped. It says nothing of the source."""


class SourceError(NewswatchError):
    """A source could not be read; `temporary` says whether trying again can help."""

    def __init__(self, message: str, *, temporary: bool = False) -> None:
        super().__init__(message)
        self.temporary = temporary


class FetchError(SourceError):
    """No answer, or an answer that is no page: `status` is the HTTP status if there was one, `retry_after` what the server asked for, in seconds."""

    def __init__(self, message: str, *, temporary: bool = False, status: int = 0, retry_after: float = 0.0) -> None:
        super().__init__(message, temporary=temporary)
        self.status = status
        self.retry_after = retry_after


class BudgetSpent(FetchError):
    """A request that was not made, since its site has had all that it is to be sent on this local day (`fetch.requests_a_day`)."""


class NoAnswer(FetchError):
    """A server that can't be reached, or leaves a request without any answer."""


class TlsFault(StrEnum):
    """Why a server's certificate can't be trusted, or no TLS connection comes about."""

    SELF_SIGNED = "self_signed"
    NO_ISSUER = "no_issuer"
    EXPIRED = "expired"
    NOT_YET_VALID = "not_yet_valid"
    MISNAMED = "misnamed"
    PIN_CHANGED = "pin_changed"
    UNTRUSTED = "untrusted"
    OLD_PROTOCOL = "old_protocol"
    HANDSHAKE = "handshake"

    @property
    def of_certificate(self) -> bool:
        """Is it the certificate that is at fault, and not the protocol?"""
        return self not in (TlsFault.OLD_PROTOCOL, TlsFault.HANDSHAKE)


class TlsError(FetchError):
    """A certificate that can't be trusted, or no TLS connection with the server of `url`: `fault` says which."""

    def __init__(self, message: str, fault: TlsFault, url: str) -> None:
        super().__init__(message, temporary=fault is TlsFault.HANDSHAKE)
        self.fault = fault
        self.url = url

    def at(self, url: str) -> "TlsError":
        """The same of another address on that server."""
        return TlsError(str(self).replace(self.url, url), self.fault, url)


class ElsewhereError(FetchError):
    """An address or a redirect that leads to another site: `url` is where it leads."""

    def __init__(self, message: str, url: str) -> None:
        super().__init__(message)
        self.url = url


class AddressRefused(FetchError):
    """A server's network address is an inner one that config.toml does not name; nothing was asked of it. `host` is the host's name. It says nothing of
    what stands there, and trying again does not help."""

    def __init__(self, message: str, host: str) -> None:
        super().__init__(message)
        self.host = host


class Forbidden(FetchError):
    """An address that the site's robots.txt forbids."""


class TooLarge(FetchError):
    """An answer larger than `fetch.max_bytes`."""


class ParseError(SourceError):
    """An answer that is not what the source promised (a login page for a feed, say)."""


class SuspectListing(SourceError):
    """An answer in which far less stands than usual: not a quiet day, but a poll that failed."""
