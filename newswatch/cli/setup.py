"""Commands that set up and try out: init, probe, config, demo."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from newswatch.cli.context import Context, json_option, log, show, show_json

if TYPE_CHECKING:
    from newswatch.services.probe import Probe


def _free(ctx: click.Context, _param: click.Parameter, out: Path) -> Path:
    """Refuses a file that is there before anything is asked."""
    from newswatch.errors import InputError

    if out.exists() and not ctx.params.get("_force"):
        raise InputError(f"{out}: is there already; name another file with --out, or write over it with --force")
    return out


@click.command()
@click.option("--force", "_force", is_flag=True, is_eager=True, help="Write over a file that is there.")
@click.option("--url", prompt="Address of the portal's news list", help="Address of the portal's news list.")
@click.option("--name", prompt="Name of the unit (Quảng Thọ)", help="Name of the unit, without xã or phường.")
@click.option("--kind", type=click.Choice(["xã", "phường", "đặc khu", "thị trấn"]), default="xã", prompt=True, help="Kind of unit.")
@click.option(
    "--rule", "rule_name", default="quang-dien-2614", prompt="Rule (a shipped name, or a .toml file)", help="The rule it is scored by."
)
@click.option(
    "--out",
    type=click.Path(dir_okay=False, path_type=Path),
    default=Path("config.toml"),
    is_eager=True,
    callback=_free,
    help="The file to write [default: config.toml].",
)
@click.pass_obj
def init(ctx: Context, url: str, name: str, kind: str, rule_name: str, out: Path, _force: bool) -> None:
    """Ask a few questions, see how the portal is built, and write a commented config.toml."""
    from newswatch.config import FetchSettings, load, load_lexicon, load_presets, load_rule
    from newswatch.errors import InputError
    from newswatch.services import probe, starter

    load_rule(rule_name, out.absolute().parent)
    settings = FetchSettings()
    found = probe.run(url, settings, load_lexicon(), load_presets(), ctx.now)
    profile, doubts = probe.complete(settings, found, ctx.now)
    if found.kind not in ("feed", "listing"):
        raise InputError(
            f"{url}: no list of news could be made out there; give the address of the page that lists the news, or of its feed"
        )
    draft = out.with_name(f"{out.name}.new")
    draft.write_text(starter.config(starter.Answers(url, name.strip(), kind, rule_name), found, profile), encoding="utf-8")
    try:
        load(draft.absolute())
        draft.replace(out)
    finally:
        draft.unlink(missing_ok=True)
    for warning in (*found.warnings, *doubts):
        log(f"look at this: {warning}")
    read_as = f"preset {found.preset}" if found.preset else "a feed" if found.kind == "feed" else "an inferred profile"
    click.echo(f"{out} written; {url} is read by {read_as}, {len(found.entries)} entries on its first page")
    click.echo(f"next: newswatch --config {out} check")


@click.command()
@click.argument("url")
@click.option("--no-presets", is_flag=True, help="Infer the profile even where a preset is known.")
@click.option(
    "--fixture", metavar="DIR", type=click.Path(file_okay=False, path_type=Path), help="Write the page and what was read from it there."
)
@json_option
@click.pass_obj
def probe(ctx: Context, url: str, no_presets: bool, fixture: Path | None, as_json: bool) -> None:
    """Fetch one page and show how it is read: entries, dates with their origin, verdicts, and the profile. Stores nothing.

    Of a listing only the titles are seen, so that a verdict may become clearer once the article is read.
    """
    from newswatch.config import FetchSettings, load_lexicon, load_presets
    from newswatch.services import probe as verb

    found = verb.run(url, FetchSettings(), load_lexicon(), {} if no_presets else load_presets(), ctx.now)
    if fixture:
        _write_fixture(found, fixture)
    if as_json:
        show_json(verb.shape(found))
    else:
        _show_probe(found)


@click.command()
@json_option
@click.pass_obj
def config(ctx: Context, as_json: bool) -> None:
    """Show the configuration in force: files, rules, sources and how each is read."""
    from newswatch.report import json_shapes
    from newswatch.report.terminal import setup

    shown = json_shapes.configuration(ctx.settings)
    if as_json:
        show_json(shown)
    else:
        show(*setup.lines(shown))


@click.command()
@click.option(
    "--into",
    type=click.Path(file_okay=False, path_type=Path),
    metavar="DIR",
    help="Where to put its files [default: a new temporary folder].",
)
@click.option("--stay", is_flag=True, help="Keep the sample portal up until Ctrl-C, to look at it in a browser.")
@click.pass_obj
def demo(ctx: Context, into: Path | None, stay: bool) -> None:
    """Run the whole job on a sample portal: a commune's year 2019, served on this machine and read over HTTP."""
    from tempfile import mkdtemp

    from newswatch.config import load
    from newswatch.core.polling.coverage import midnight
    from newswatch.demo import folder
    from newswatch.demo.portal import DemoPortal
    from newswatch.report.terminal import tables
    from newswatch.services import check, intake
    from newswatch.store import reads

    place = (into or Path(mkdtemp(prefix="newswatch-demo-"))).absolute()
    with DemoPortal() as portal:
        ctx.use(load(folder.lay_out(place, portal)))
        unit = ctx.settings.unit(None)
        with ctx.store(create=True) as store:
            taken = intake.sweep_inbox(store, ctx.settings, [unit], ctx.now)
            report = check.run(store, ctx.settings, ctx.now, since=midnight(folder.FIRST_DAY))
            statement = reads.state(store, ctx.settings, unit, portal.year, ctx.now())
        show(tables.year(unit, statement), "", tables.readings(statement), "")
        click.echo(
            f"{portal.url}: {portal.requests} requests, {sum(x.new for x in report.polled)} articles; log: {sum(t.added for t in taken)} bulletins"
        )
        click.echo(f"database: {ctx.settings.database}")
        click.echo(f"look closer: newswatch --config {ctx.settings.path} explain --month {portal.year}-09")
        if stay:
            _wait(portal.url)


def _wait(url: str) -> None:
    from threading import Event

    click.echo(f"the sample portal stays up at {url} until Ctrl-C")
    Event().wait()


def _show_probe(found: Probe) -> None:
    from newswatch.report.terminal import setup

    show(*setup.probe_lines(found.page.final_url, found.kind, found.preset, found.entries))
    from newswatch.sources.infer.profile import to_toml

    if found.profile and not found.preset:
        click.echo("\n[units.sources.profile]\n" + to_toml(found.profile))
    elif found.preset:
        click.echo(f'\npreset = "{found.preset}"')
    for feed_url in found.feeds:
        click.echo(f"feed: {feed_url}")
    for warning in found.warnings:
        log(f"warning: {warning}")


def _write_fixture(found: Probe, folder: Path) -> None:
    """The page as received and what was read from it, side by side, named by the address."""
    import json

    from newswatch.core.identity import canonical_url
    from newswatch.core.text import title_key
    from newswatch.services import probe as verb

    folder.mkdir(parents=True, exist_ok=True)
    name = title_key(canonical_url(found.page.final_url).removeprefix("https://")).replace(" ", "-")[:80] or "page"
    suffix = {"feed": "xml"}.get(found.kind, "html")
    (folder / f"{name}.{suffix}").write_bytes(found.page.body)
    (folder / f"{name}.json").write_text(json.dumps(verb.shape(found), ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    log(f"written: {folder / name}.{suffix} and .json; read the JSON through before you trust it")
