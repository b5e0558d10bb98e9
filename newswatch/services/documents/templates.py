"""The Word templates: those that come with newswatch, and an office's own in their place."""

from pathlib import Path

from newswatch import private
from newswatch.config import Settings
from newswatch.errors import InputError
from newswatch.report.documents.filling import MOST_BYTES
from newswatch.report.documents.kinds import TEMPLATED, Kind, template_name

_SHIPPED = Path(__file__).parents[2] / "data" / "documents"


def template(settings: Settings, kind: Kind) -> tuple[str, bytes]:
    """The template of a kind, and its name for messages: the office's own where its folder has one. Raises InputError."""
    name = template_name(kind)
    own = settings.templates / name if settings.templates else None
    if own is None or not own.exists():
        return name, shipped_template(kind)
    try:
        with own.open("rb") as file:
            return str(own), file.read(MOST_BYTES + 1)
    except OSError as error:
        raise InputError(f"template {own}: can't be read: {error.strerror or error}; close it in Word") from None


def shipped_template(kind: Kind) -> bytes:
    """The template that comes with newswatch."""
    return (_SHIPPED / template_name(kind)).read_bytes()


def copy_out(folder: Path) -> list[Path]:
    """Copies the templates that come with newswatch into a folder, to be edited there. Raises InputError: one lies there already; then none is copied."""
    targets = {kind: folder / template_name(kind) for kind in TEMPLATED}
    for target in targets.values():
        if target.exists():
            raise InputError(f"{target}: lies there already; name another folder, or take it away first")
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for kind, target in targets.items():
            private.write(target, shipped_template(kind))
    except OSError as error:
        raise InputError(f"{folder}: can't be written: {error.strerror or error}; name a folder that takes files") from None
    return list(targets.values())
