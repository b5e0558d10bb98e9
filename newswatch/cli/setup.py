"""Commands that set up and try out: init, probe, config, demo."""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path
from shlex import quote
from typing import TYPE_CHECKING, Any

import click

from newswatch.cli import reaching
from newswatch.cli.context import Context, json_option, log, needs_web, show, show_json

if TYPE_CHECKING:
    from newswatch.services.probe import Probe
    from newswatch.services.starter import Started


def _free(ctx: click.Context, _param: click.Parameter, out: Path) -> Path:
    """Refuses a file that is there before anything is asked."""
    from newswatch.errors import InputError

    if out.exists() and not ctx.params.get("_force"):
        raise InputError(f"{out}: is there already; name another file with --out, or write over it with --force")
    return out


@click.command()
@click.option("--force", "_force", is_flag=True, is_eager=True, help="Write over a file that is there.")
@click.option("--url", prompt="Địa chỉ trang danh sách tin của cổng", help="Address of the portal's news list.")
@click.option("--name", prompt="Tên đơn vị (ví dụ Quảng Thọ)", help="Name of the unit, without xã or phường.")
@click.option(
    "--kind", type=click.Choice(["xã", "phường", "đặc khu", "thị trấn"]), default="xã", prompt="Loại đơn vị", help="Kind of unit."
)
@click.option(
    "--rule",
    "rule_name",
    default="quang-dien-2614",
    prompt="Quy định chấm điểm (quang-dien-2614, hue-3241, phuoc-an-2026, hoặc tệp .toml)",
    help="The rule it is scored by.",
)
@click.option(
    "--out",
    type=click.Path(dir_okay=False, path_type=Path),
    default=Path("config.toml"),
    is_eager=True,
    callback=_free,
    help="The file to write [default: config.toml].",
)
@reaching.options
@click.pass_obj
def init(ctx: Context, /, url: str, name: str, kind: str, rule_name: str, out: Path, _force: bool, **given: Any) -> None:
    """Ask a few questions, see how the portal is built, and write a commented config.toml.

    A redirect to another host is followed, and a certificate or an old protocol trusted, only on a person's word: asked for in a terminal, else given
    by the options that are told.
    """
    from newswatch.core.months import local_day
    from newswatch.services.starter import Answers, start

    def attempt(going: reaching.Way) -> Started:
        return start(Answers(going.url, name.strip(), kind, rule_name, going.trust, going.user_agent), out, ctx.now)

    words = ("init", *(["--force"] if _force else []), "--name", name, "--kind", kind, "--rule", rule_name, "--out", str(out), "--url")
    started = reaching.reached(reaching.way(words, url, given), attempt)
    _show_started(started, out, local_day(ctx.now()).year)


def _show_started(started: Started, out: Path, year: int) -> None:
    from newswatch.report.vi import setup as vi
    from newswatch.report.vi.reasons import technical

    found = started.probe
    for doubt in started.doubts:
        log(vi.to_check(technical(doubt)))
    click.echo(vi.written(str(out), found.page.url, vi.read_as(found.kind, found.preset), len(found.entries)))
    for section in started.sections:
        click.echo(vi.section_list(section.probe.page.final_url, section.name, len(section.probe.entries)))
    for witness in started.witnesses:
        click.echo(vi.witness(witness.url, str(witness.kind), witness.names, witness.maps))
    click.echo(vi.next_steps(str(out), year))


@click.command()
@click.argument("url")
@click.option("--no-presets", is_flag=True, help="Infer the profile even where a preset is known.")
@click.option(
    "--fixture", metavar="DIR", type=click.Path(file_okay=False, path_type=Path), help="Write the page and what was read from it there."
)
@json_option
@reaching.options
@click.pass_obj
def probe(ctx: Context, /, url: str, no_presets: bool, fixture: Path | None, as_json: bool, **given: Any) -> None:
    """Fetch one page and show how it is read: entries, dates with their origin, verdicts, and the profile. Stores nothing.

    Of a listing only the titles are seen, so that a verdict may become clearer once the article is read.
    """
    from newswatch.config import load_lexicon, load_presets
    from newswatch.services import probe as service

    def attempt(going: reaching.Way) -> Probe:
        return service.run(going.url, going.settings, load_lexicon(), {} if no_presets else load_presets(), ctx.now, going.trust)

    found = reaching.reached(reaching.way(("probe",), url, given), attempt)
    if fixture:
        page, _ = service.write_fixture(found, fixture)
        log(f"written: {page} and .json; read the JSON through before you trust it")
    if as_json:
        show_json(service.shape(found))
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
@click.option(
    "--web", is_flag=True, help="Serve the board's page of it until Ctrl-C, as of 27 December 2019, with an account that it prints."
)
@click.option("--port", type=click.IntRange(1, 65_535), default=8080, show_default=True, help="The port of the page.")
@click.pass_obj
def demo(ctx: Context, into: Path | None, stay: bool, web: bool, port: int) -> None:
    """Run the whole job on a sample portal: a commune's year 2019, served on this machine and read over HTTP."""
    from tempfile import mkdtemp

    from newswatch.demo.job import run
    from newswatch.demo.portal import DemoPortal
    from newswatch.report.terminal import tables

    place = (into or Path(mkdtemp(prefix="newswatch-demo-"))).absolute()
    if web:
        _show_page(ctx, place, port)
        return
    with DemoPortal() as portal:
        done = run(place, portal, ctx.now)
        show(tables.year(done.unit, done.statement), "", tables.readings(done.statement), "")
        click.echo(f"{portal.url}: {portal.requests} requests, {done.articles} articles; log: {done.bulletins} bulletins")
        click.echo(f"database: {done.settings.database}")
        click.echo(f"look closer: {_as_typed()} --config {quote(str(done.settings.path))} explain --month {portal.year}-09")
        if stay:
            _wait(portal.url)


def _show_page(ctx: Context, place: Path, port: int) -> None:
    from newswatch.demo import page

    needs_web()
    from newswatch.web.serving import serve_world
    from newswatch.web.world import World

    lived = page.live(place, ctx.now)
    click.echo(f"log in as {page.NAME} with the password {lived.password}")
    serve_world(World(lambda: lived.settings, log, lived.now), replace(lived.settings.web, port=port))


def _as_typed() -> str:
    """The words that start this program here, as the present call began: a path where the program is on none."""
    from shutil import which

    called = Path(sys.argv[0])
    if called.stem != "newswatch" or not called.exists():
        return f"{quote(sys.executable)} -m newswatch.cli"
    found = which("newswatch")
    return "newswatch" if found and Path(found).samefile(called) else quote(sys.argv[0])


def _wait(url: str) -> None:
    from threading import Event

    click.echo(f"the sample portal stays up at {url} until Ctrl-C")
    stays = Event()
    while not stays.wait(1.0):  # on Windows Ctrl-C does not end a wait without an end
        continue


def _show_probe(found: Probe) -> None:
    from newswatch.report.terminal import setup
    from newswatch.report.vi import setup as vi
    from newswatch.report.vi.reasons import technical
    from newswatch.services.probe import profile_toml

    show(*setup.probe_lines(found.page.final_url, found.kind, found.preset, found.entries))
    if inferred := profile_toml(found):
        click.echo("\n[units.sources.profile]\n" + inferred)
    elif found.preset:
        click.echo(f'\npreset = "{found.preset}"')
    for feed_url in found.feeds:
        click.echo(f"feed: {feed_url}")
    for section in found.sections:
        click.echo(f"behind a column: {section.url} ({section.name})")
    for warning in found.warnings:
        log(vi.to_check(technical(warning)))
