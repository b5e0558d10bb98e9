"""The office's own assessment sheet: assess new, fill, check, compare, rank."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from newswatch.cli.context import Context, json_option, log, show, show_json, unit_option

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from newswatch.core.assessment.criteria import Criteria
    from newswatch.core.assessment.sheet import Column

_YEARS = click.IntRange(1990, 2100)
_SCORES = click.Choice(["self", "appraised"])
_file = click.Path(path_type=Path)
_criteria: Callable[[Any], Any] = click.option(
    "--criteria", "criteria_name", metavar="NAME", help="A set of criteria: a shipped one, or a file ending in .toml."
)


@click.group()
def assess() -> None:
    """The office's own assessment sheet, in Excel or Word."""


@assess.command()
@click.argument("path", metavar="FILE", type=click.Path(path_type=Path))
@click.option("--year", type=click.IntRange(1990, 2100), required=True, metavar="Y", help="The year that is scored.")
@click.option(
    "--until", type=click.DateTime(["%Y-%m-%d"]), metavar="DAY", help="The last day that counts, while the year isn't over: 2026-10-20."
)
@click.option(
    "--out", type=click.Path(path_type=Path), required=True, metavar="FILE", help="The copy to write; FILE itself stays as it is."
)
@click.option("--provisional", default="", metavar="REASON", help="Why a score that isn't sure is stated; it stands in the explanation.")
@click.option("--code", default="", metavar="CODE", help="The code of the row [default: the rule's criterion].")
@click.option("--table", metavar="NAME", help="The sheet or table, where the code stands in several: a sheet's name, `table 2`.")
@unit_option
@click.pass_obj
def fill(ctx: Context, /, path: Path, out: Path, until: datetime | None, unit_id: str | None, **told: Any) -> None:
    """Fill the self-score of a year, its evidence and explanation into the row of the criterion; all else of the file stays byte for byte."""
    from newswatch.services import assess as service

    units = ctx.units(unit_id)
    if len(units) > 1:
        raise click.UsageError("there are several units; name one with --unit")
    asked = service.Asked(until=until.date() if until else None, **told)
    with ctx.store() as store:
        filled = service.fill(store, units[0], path, out, asked, ctx.now())
    click.echo(f"{out}: {filled.where}")
    for cell, text in filled.put:
        click.echo(f"  {cell}: {text}")
    for kind in filled.without:
        log(f"{out}: no column takes the {kind}; it is not in the sheet")


@assess.command("new")
@click.option("--criteria", "criteria_name", required=True, metavar="NAME", help="A shipped set of criteria, or a file ending in .toml.")
@click.option("--year", type=_YEARS, metavar="Y", help="The year to be scored [default: the present one].")
@click.option("--out", type=_file, required=True, metavar="FILE", help="The .xlsx file to write.")
@unit_option
@click.pass_obj
def new(ctx: Context, /, criteria_name: str, year: int | None, out: Path, unit_id: str | None) -> None:
    """Write a fresh sheet from a set of criteria: parents as sums, nothing scored yet; `assess fill` fills it in."""
    from newswatch.report.sheets.fresh import said
    from newswatch.services import assess as service

    criteria = _set_of(criteria_name)
    assert criteria, "a set is named"
    form = service.Form(criteria, year or ctx.this_year(), _unit_title(ctx, unit_id))
    service.make(form, out, ctx.now())
    show(f"Đã ghi {out}: {len(criteria.rows)} tiêu chí.", *(f"  {line}" for line in said(form)))


@assess.command()
@click.argument("path", metavar="FILE", type=_file)
@_criteria
@click.option("--year", type=_YEARS, metavar="Y", help="The scored year: of two columns of scores that of this year is read.")
@click.option("--table", metavar="NAME", help="One sheet or table alone: a sheet's name, `table 2`.")
@json_option
@click.pass_obj
def check(ctx: Context, /, path: Path, criteria_name: str | None, year: int | None, table: str | None, as_json: bool) -> None:
    """Tell what is wrong in any assessment sheet: sums, maxima, blanks, evidence, explanations, whose a criterion is. Exit code 3 if anything is."""
    from newswatch.core.model import LOCAL
    from newswatch.report.vi import findings
    from newswatch.services import assess as service

    criteria = _set_of(criteria_name)
    sheet, found = service.check(path, criteria, year, table, ctx.now().astimezone(LOCAL).date())
    if as_json:
        show_json(findings.shape(found, sheet, criteria))
    else:
        show(*findings.checked(found, sheet, criteria))
    if found:
        raise SystemExit(3)


@assess.command()
@click.argument("old", metavar="OLD", type=_file)
@click.argument("new", metavar="[NEW]", type=_file, required=False)
@click.option("--old", "old_column", type=_SCORES, help="The scores read of OLD [default: appraised if both have them, else self].")
@click.option("--new", "new_column", type=_SCORES, help="The scores read of NEW; of one file alone, those it is compared with.")
@click.option("--old-year", type=_YEARS, metavar="Y", help="The year of OLD, where it has columns of several.")
@click.option("--new-year", type=_YEARS, metavar="Y", help="The year of NEW, where it has columns of several.")
@_criteria
@json_option
def compare(
    old: Path,
    new: Path | None,
    old_column: str | None,
    new_column: str | None,
    old_year: int | None,
    new_year: int | None,
    criteria_name: str | None,
    as_json: bool,
) -> None:
    """Compare two years, or what a unit gave itself with what it was given: what was lost where, and whose it is.

    Of one file alone its self-scores are compared with its appraisal, or its columns of two years.
    """
    from newswatch.report.terminal import sheets
    from newswatch.report.vi import standings
    from newswatch.services import assess as service

    columns = (_column(old_column), _column(new_column))
    found = service.compare(old, new, columns, _set_of(criteria_name), (old_year, new_year))
    if as_json:
        show_json({"old_column": str(found.old), "new_column": str(found.new), **standings.comparison_shape(found.comparison)})
        return
    show(*sheets.comparison(found.comparison, _named(old, found.old), _named(new or old, found.new)))


@assess.command()
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("--by", type=_SCORES, default="appraised", show_default=True, help="The scores that are ranked.")
@click.option("--year", type=_YEARS, metavar="Y", help="The scored year, where sheets have columns of several.")
@click.option("--out", type=_file, metavar="FILE", help="Write the ranking as .xlsx, too.")
@_criteria
@json_option
@click.pass_obj
def rank(ctx: Context, /, folder: Path, by: str, year: int | None, out: Path | None, criteria_name: str | None, as_json: bool) -> None:
    """Rank the sheets of a folder by their totals, ties as 1, 2, 2, 4. A file without a sure total is told, has no rank, and ends with exit code 3."""
    from newswatch.report.terminal import sheets
    from newswatch.report.vi import standings
    from newswatch.services import assess as service

    column = _column(by)
    assert column, "there is a default"
    found = service.rank(folder, column, _set_of(criteria_name), year, out)
    if out:
        title = f"XẾP HẠNG CẢI CÁCH HÀNH CHÍNH{f' NĂM {year}' if year else ''}"
        service.write_ranking(found, out, title, ctx.now())
    if as_json:
        show_json(standings.ranking_shape(found))
    else:
        show(*sheets.ranking(found))
    if any(one.rank is None for one in found):
        raise SystemExit(3)


def _set_of(name: str | None) -> Criteria | None:
    from newswatch.config import load_criteria

    return load_criteria(name, Path.cwd()) if name else None


def _column(name: str | None) -> Column | None:
    from newswatch.core.assessment.sheet import Column

    return {"self": Column.SELF, "appraised": Column.APPRAISED}[name] if name else None


def _named(path: Path, column: Column) -> str:
    from newswatch.report.vi.findings import COLUMNS

    return f"{path.stem} ({COLUMNS[column]})"


def _unit_title(ctx: Context, unit_id: str | None) -> str:
    """The named unit, or the only one of the configuration; empty where there is none to tell."""
    if unit_id is None and not ctx.path.exists():
        return ""
    units = ctx.units(unit_id)
    return units[0].title if len(units) == 1 else ""
