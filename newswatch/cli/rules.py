"""Commands that weigh the rules themselves: calibrate, replay, lexicon."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from newswatch.cli.context import Context, json_option, show, show_json, unit_option

if TYPE_CHECKING:
    from newswatch.services.replay import Replay


@click.command()
@click.argument("history", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--rule", "rule_name", metavar="NAME", help="A shipped rule or a rule file [default: the unit's rule in force then].")
@unit_option
@json_option
@click.pass_obj
def calibrate(ctx: Context, history: Path, rule_name: str | None, unit_id: str | None, as_json: bool) -> None:
    """Find which readings explain past scores.

    HISTORY is a TOML file with a [[years]] table for each year: year = 2019, awarded = 1.5, counts = [4, 5, …] (January to December, both
    channels together) and, if known, portal = […] and loudspeaker = […].
    """
    from newswatch.config import load_rule
    from newswatch.report.vi.terms import READINGS, SCOPES
    from newswatch.services import calibrate as service

    given = load_rule(rule_name, Path.cwd()) if rule_name else None
    found = service.run(history, lambda year: given or ctx.settings.unit(unit_id).rule_for(year))
    if as_json:
        show_json([{"reading": str(f.reading), "scope": str(f.scope), "evidenced": f.evidenced} for f in found.fits])
    elif found.fits:
        show(
            f"Các cách tính cho đúng điểm đã chấm ({', '.join(map(str, found.years))}):",
            *(f"  {READINGS[f.reading]} · {SCOPES[f.scope]}" for f in found.fits),
        )
    else:
        show("Không cách tính nào cho đúng điểm đã chấm.")


@click.command()
@click.option("--rule", "rule_name", metavar="FILE", help="A rule file (.toml), or the name of a shipped rule.")
@click.option(
    "--lexicon", "lexicon_path", type=click.Path(exists=True, dir_okay=False, path_type=Path), metavar="FILE", help="A lexicon file."
)
@click.option("--year", type=click.IntRange(1990, 2100), metavar="Y", help="The year [default: the present one].")
@click.option("--month", "month_text", metavar="Y-M", help="Tell of one month alone, as 2026-03.")
@unit_option
@json_option
@click.pass_obj
def replay(
    ctx: Context,
    rule_name: str | None,
    lexicon_path: Path | None,
    year: int | None,
    month_text: str | None,
    unit_id: str | None,
    as_json: bool,
) -> None:
    """Recompute a year or month from the stored captures under another rule or lexicon, and show what would change. Writes nothing."""
    from newswatch.cli.context import month_of
    from newswatch.config import load_lexicon, load_rule
    from newswatch.services import replay as service

    unit, month = ctx.settings.unit(unit_id), month_of(month_text)
    rule = load_rule(rule_name, Path.cwd()) if rule_name else None
    lexicon = load_lexicon(lexicon_path) if lexicon_path else None
    with ctx.store() as store:
        found = service.run(store, ctx.settings, unit, month.year if month else year or ctx.this_year(), rule, lexicon, month)
    if as_json:
        show_json(service.shape(unit, found))
    else:
        _show_replay(found)


@click.group()
def lexicon() -> None:
    """Measure the PAR vocabulary, and learn from people's decisions."""


@lexicon.command("score")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--lexicon", "lexicon_path", type=click.Path(exists=True, dir_okay=False, path_type=Path), help="Another lexicon file.")
@json_option
@click.pass_obj
def lexicon_score(_ctx: Context, file: Path, lexicon_path: Path | None, as_json: bool) -> None:
    """Rule the labelled items of a JSON-lines FILE (title, summary or text, par, borderline, channel, domain, kind) and count what is wrong.

    Each share stands with its Wilson interval of 95 %, over all items and by channel, length and kind.
    """
    from newswatch.report.terminal import corpus_score
    from newswatch.services.vocabulary import score

    found = score(file, lexicon_path)
    if as_json:
        show_json(corpus_score.shape(found))
    else:
        show(*corpus_score.lines(found))


@lexicon.command("suggest")
@unit_option
@json_option
@click.pass_obj
def lexicon_suggest(ctx: Context, unit_id: str | None, as_json: bool) -> None:
    """Propose phrases from the decisions in which people overruled the rules, with what each would change. Nothing changes: copy what is right
    into a lexicon of your own."""
    from newswatch.report.vi import vocabulary
    from newswatch.services.vocabulary import learn

    unit = ctx.settings.unit(unit_id)
    with ctx.store() as store:
        found = learn(store, ctx.settings, unit)
    if as_json:
        show_json(vocabulary.shape(found))
    else:
        show(*vocabulary.lines(found))


def _show_replay(found: Replay) -> None:
    from newswatch.report.vi import terms

    before, after = found.before, found.after
    show(f"Năm {before.year}: {terms.points(before.score)} → {terms.points(after.score)} điểm ({before.rule.id} → {after.rule.id})")
    for b, a in found.months:
        if (b.count.combined, b.state) != (a.count.combined, a.state):
            show(f"  {b.month.label}: {b.count.combined} ({terms.STATES[b.state]}) → {a.count.combined} ({terms.STATES[a.state]})")
    for b_line, a_line in found.changed:
        show(f"  [{b_line.item.id}] {b_line.item.title}: {terms.standing(b_line)} → {terms.standing(a_line)}")
    if not found.changed:
        show("Không mục nào được xét khác đi.")
