"""The form of mail addresses and of the names of mail servers (RFC 5321, 4.1.2 and 4.5.3.1), and of the addresses of dask schedulers."""

import re

ATEXT = r"A-Za-z0-9!#$%&'*+/=?^_`{|}~\-"
"""The characters that a mail address may hold without quotes (RFC 5322, 3.2.3), for a class of a regular expression."""

_LABEL = r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
_NAME = rf"{_LABEL}(?:\.{_LABEL})*"
_ADDRESS = re.compile(rf"(?=.{{1,64}}@)(?=.{{3,254}}\Z)[{ATEXT}]+(?:\.[{ATEXT}]+)*@{_NAME}")
_HOST = re.compile(rf"(?=.{{1,253}}\Z)(?:{_NAME}\.?|[0-9A-Fa-f:.]+)")
_SCHEDULER = re.compile(r"(?:tcp|tls)://(?:[A-Za-z0-9._-]+|\[[0-9A-Fa-f:]+\]):[0-9]{1,5}")
_DOMAIN = re.compile(rf"(?=.{{1,253}}\Z){_NAME}")


def is_address(text: str) -> bool:
    """Is this a mail address that every mail server can carry: `name@host` in ASCII, without quotes?"""
    return _ADDRESS.fullmatch(text) is not None


def is_domain(text: str) -> bool:
    """Is this a domain name in ASCII, such as `xa.example`?"""
    return _DOMAIN.fullmatch(text) is not None


def is_host(text: str) -> bool:
    """Does this look like a server's name or its IP address (version 4 or 6)?"""
    return _HOST.fullmatch(text) is not None


def is_scheduler(text: str) -> bool:
    """Does this look like the address of a dask scheduler: `tcp://host:port`, or `tls://` where its traffic is encrypted?"""
    return _SCHEDULER.fullmatch(text) is not None and 0 < int(text.rpartition(":")[2]) < 65536
