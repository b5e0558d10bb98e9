"""Turns a notice into the mail for one recipient and hands it to a server or a folder. No notice is written here, and no delivery recorded."""

from newswatch.mail.carrier import Carrier, carrier, check_login
from newswatch.mail.folder import Folder
from newswatch.mail.message import Mail, compose, domain_of, message_id
from newswatch.mail.smtp import Smtp

__all__ = ["Carrier", "Folder", "Mail", "Smtp", "carrier", "check_login", "compose", "domain_of", "message_id"]
