"""Reads secrets from where they lie apart from the settings: a variable, a file, a credential of systemd. What is read is shown nowhere."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from newswatch import private
from newswatch.errors import ConfigError


@dataclass(frozen=True, slots=True)
class Places:
    """Where one secret may lie. `what` it is stands in messages; `variable` holds it, `variable`_FILE names its file, `credential` is its name for
    systemd (systemd.exec(5), LoadCredential=), `file` the one that the settings name."""

    what: str
    variable: str
    credential: str
    file: Path | None = None

    def secret(self, environment: Mapping[str, str]) -> str | None:
        """The secret from the first place that has it, or None. The line end of a file does not belong to it.

        Raises ConfigError if a named file can't be read, may be read by every account of this machine or does not hold exactly one line; the message
        never shows what the file holds.
        """
        if value := environment.get(self.variable):
            return value
        credentials = environment.get("CREDENTIALS_DIRECTORY")
        places = (
            (environment.get(f"{self.variable}_FILE"), True),
            (credentials and str(Path(credentials, self.credential)), False),
            (self.file and str(self.file), True),
        )
        for place, named in places:
            if place and (secret := self._of_file(Path(place), needed=named)):
                return secret
        return None

    def _of_file(self, path: Path, *, needed: bool) -> str | None:
        if private.read_by_anybody(path):
            raise ConfigError([f"{path}: the {self.what} can be read there by every account of this machine; close it: chmod 600 '{path}'"])
        try:
            secret = path.read_text(encoding="utf-8-sig").rstrip("\r\n")
        except UnicodeDecodeError:
            raise ConfigError([f"{path}: the {self.what} can't be read from it: it is no UTF-8 text"]) from None
        except OSError as error:
            if isinstance(error, FileNotFoundError) and not needed:
                return None
            raise ConfigError([f"{path}: the {self.what} can't be read from it: {error.strerror or error}"]) from None
        if not secret or not secret.isprintable():
            found = "something else" if secret else "nothing"
            raise ConfigError([f"{path}: expected the {self.what} as its one line of text, found {found}"])
        return secret
