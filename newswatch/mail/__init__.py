"""Notices on their way out: the mail for one recipient, and the server or folder that takes it."""

from newswatch.mail.carrier import Carrier, carrier, check_login
from newswatch.mail.folder import Folder
from newswatch.mail.message import Mail, compose, domain_of, message_id
from newswatch.mail.smtp import Smtp

__all__ = ["Carrier", "Folder", "Mail", "Smtp", "carrier", "check_login", "compose", "domain_of", "message_id"]
