"""Reads from config.toml where an office keeps its own templates of documents."""

from pathlib import Path

from newswatch.core.table import Table


def templates_folder(table: Table, base: Path) -> Path | None:
    """Reads the [documents] table: the folder of templates, relative to `base`; None for those that come with newswatch."""
    name = table.text("templates", "")
    folder = base / name if name else None
    if folder and not folder.is_dir():
        table.problem("templates", f"{folder} is not there; `newswatch document templates --out {name}` makes it")
    table.finish()
    return folder


def templates_in(folder: Path | None) -> tuple[Path, ...]:
    """The templates in the folder, without what Word lays beside one that is open."""
    return tuple(sorted(path for path in folder.glob("*.docx") if not path.name.startswith("~"))) if folder and folder.is_dir() else ()
