"""Office documents and lists: document."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from newswatch.cli.context import Context, unit_option

if TYPE_CHECKING:
    from newswatch.core.periods import Period
    from newswatch.report.documents.kinds import Form

_KINDS = ("notice", "report", "appendix", "explanation", "log", "list")
_TEMPLATES = "templates"
_FORMS = ("docx", "pdf", "odt", "xlsx", "csv", "ods")


@click.command()
@click.argument("kind", type=click.Choice([*_KINDS, _TEMPLATES]))
@click.option("--month", metavar="Y-M", help="One month, as 2026-03.")
@click.option("--quarter", metavar="Y-Q", help="One quarter, as 2026-Q1.")
@click.option("--half-year", metavar="Y-H", help="Six months, as 2026-H1.")
@click.option("--year", metavar="Y", help="A whole year, as 2026.")
@click.option("--format", "form", type=click.Choice(_FORMS), help="The kind of file [default: as FILE ends, else docx, of a list xlsx].")
@click.option("--out", required=True, type=click.Path(path_type=Path), metavar="FILE", help="The file to write; of `templates` the folder.")
@unit_option
@click.pass_obj
def document(
    ctx: Context,
    kind: str,
    month: str | None,
    quarter: str | None,
    half_year: str | None,
    year: str | None,
    form: str | None,
    out: Path,
    unit_id: str | None,
) -> None:
    """Make a paper for the office of a month, quarter, half-year or year, laid out after Nghị định 30/2020/NĐ-CP, or the list of items.

    notice: to the board, of one month. report, appendix: to the level above. explanation: of lost points. log: what the loudspeakers aired. list:
    every item, in Excel or CSV. Numbers, days and signatures are left to the office. PDF, ODT and ODS need LibreOffice. `templates` copies the Word
    templates into a folder, to be edited there and named in config.toml ([documents] templates).
    """
    asked = {"--month": month, "--quarter": quarter, "--half-year": half_year, "--year": year}
    given = {option: text for option, text in asked.items() if text}
    if kind == _TEMPLATES:
        _copy_templates(out, given)
        return
    if len(given) != 1:
        raise click.UsageError(f"name one of {', '.join(asked)}")
    _make(ctx, kind, _period(*next(iter(given.items()))), _form(kind, form, out), out, unit_id)


def _make(ctx: Context, kind: str, period: Period, form: Form, out: Path, unit_id: str | None) -> None:
    from newswatch.report.documents.kinds import Kind
    from newswatch.services import documents

    units = ctx.units(unit_id)
    if len(units) > 1:
        raise click.UsageError("there are several units; name one with --unit")
    with ctx.store() as store:
        made = documents.made(store, ctx.settings, units[0], Kind(kind), period, form, ctx.now())
    documents.write(out, made.raw)
    click.echo(out)


def _copy_templates(out: Path, given: dict[str, str]) -> None:
    from newswatch.services import documents

    if given:
        raise click.UsageError(f"templates are of no period; leave {', '.join(given)} out")
    for path in documents.copy_out(out):
        click.echo(path)


def _period(option: str, text: str) -> Period:
    """The period that an option names."""
    from newswatch.core.periods import Period

    try:
        period = Period.parse(text)
    except ValueError as error:
        raise click.BadParameter(str(error), param_hint=option) from None
    if option.removeprefix("--") != period.length:
        raise click.BadParameter(f"{text} is a {period.length.replace('-', ' ')}; name it with --{period.length}", param_hint=option)
    return period


def _form(kind: str, asked: str | None, out: Path) -> Form:
    """The form asked for, else that of the file's name, else the kind's usual one."""
    from newswatch.report.documents.kinds import Form, Kind, forms

    named = out.suffix.lower().lstrip(".")
    if asked is None:
        return Form(named) if named in _FORMS else forms(Kind(kind))[0]
    if named in _FORMS and named != asked:
        raise click.UsageError(f"--format {asked}: {out} ends with another; leave --format out, or name the file as it is to be")
    return Form(asked)
