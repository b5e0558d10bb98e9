"""How words are written so that systemd, a shell and a command file of Windows take them as they are.

Sources: systemd.service(5), crontab(5).
"""

import shlex
from collections.abc import Sequence


def percent(text: str) -> str:
    """A text of a unit file or a command file, where a single % begins a specifier or a variable."""
    return text.replace("%", "%%")


def unit_word(word: str) -> str:
    """A word of a unit file."""
    plain = percent(word).replace("\\", "\\\\").replace('"', '\\"')
    return f'"{plain}"' if set(plain) & set(" '\"\\;") else plain


def unit_command(words: Sequence[str]) -> str:
    """A command line of a unit file. systemd expands variables in all words but the first."""
    return " ".join([unit_word(words[0]), *(unit_word(word).replace("$", "$$") for word in words[1:])])


def shell_command(words: Sequence[str]) -> str:
    """A command line for sh in a crontab, where % ends the line unless it is escaped."""
    return shlex.join(words).replace("%", "\\%")


def batch_word(word: str) -> str:
    """A word of a command file of Windows."""
    return f'"{percent(word)}"'


def batch_command(words: Sequence[str]) -> str:
    """A command line of a command file of Windows."""
    return " ".join(map(batch_word, words))
