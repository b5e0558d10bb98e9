"""Copies of all that is kept: made while newswatch runs, checked in a temporary place, put back.

database, files, settings → a folder of its own with the SHA-256 of each file → checked → put back
"""

from newswatch.services.backup.checking import Facts, checked, facts_of, opened, problems
from newswatch.services.backup.making import Backup, make
from newswatch.services.backup.restoring import Restored, restore, restore_settings

__all__ = ["Backup", "Facts", "Restored", "checked", "facts_of", "make", "opened", "problems", "restore", "restore_settings"]
