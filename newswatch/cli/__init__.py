"""The command line. Commands import what they need when they run, so that `--help` costs click alone."""

import os
import sys
from importlib import import_module
from keyword import iskeyword
from traceback import format_exception
from types import TracebackType
from typing import Any

import click

from newswatch import __version__
from newswatch.cli.context import Context
from newswatch.errors import NewswatchError, RunOpenError, SourceError
from newswatch.masking import masked

_COMMANDS = {
    "init": "setup",
    "check": "check",
    "backfill": "check",
    "status": "results",
    "stamp": "verify",
    "units": "units",
    "verify": "verify",
    "items": "results",
    "explain": "results",
    "score": "score",
    "assess": "assess",
    "evidence": "evidence",
    "document": "documents",
    "calibrate": "rules",
    "review": "review",
    "sign": "sign",
    "bulletin": "bulletin",
    "attach": "files",
    "files": "files",
    "close": "mail",
    "deliver": "mail",
    "mail": "mail",
    "outbox": "outbox",
    "run": "run",
    "serve": "run",
    "service": "run",
    "doctor": "run",
    "backup": "record",
    "restore": "record",
    "export": "record",
    "import": "record",
    "prune": "record",
    "rebuild": "rebuild",
    "replay": "rules",
    "lexicon": "rules",
    "probe": "setup",
    "config": "setup",
    "demo": "setup",
    "user": "user",
}


_VIETNAMESE = ("init",)
"""The commands whose errors are told in Vietnamese; those of the others stay English for logs and scripts."""


class _Commands(click.Group):
    """Loads the module of a command only when it is asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        return list(_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002 - click's signature
        if cmd_name not in _COMMANDS:
            return None
        function = f"{cmd_name}_" if iskeyword(cmd_name) else cmd_name
        command: click.Command = getattr(import_module(f"newswatch.cli.{_COMMANDS[cmd_name]}"), function)
        return command

    def invoke(self, ctx: click.Context) -> Any:
        """Runs a command. What stops one that speaks Vietnamese is told in Vietnamese, too."""
        try:
            return super().invoke(ctx)
        except NewswatchError as error:
            if ctx.invoked_subcommand not in _VIETNAMESE:
                raise
            click.echo(f"newswatch: {_in_vietnamese(error)}", err=True)
            sys.exit(_exit_code(error))


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 120})
@click.version_option(__version__, prog_name="newswatch")
@click.option("--config", "config_path", metavar="FILE", help="Configuration file [default: $NEWSWATCH_CONFIG, else ./config.toml].")
@click.pass_context
def newswatch(ctx: click.Context, config_path: str | None) -> None:
    """Watch a commune's portal and loudspeaker log, and count its PAR news against the monthly quota of criterion 1.3.3.

    Results go to standard output, logs and errors to standard error. Exit codes: 0 well (a short month is a result), 1 unexpected, 2 usage,
    configuration or input, 3 some sources, files, mails or units failed, or are broken, 4 all sources or mails failed, 5 another run is open, 130 and
    143 stopped by Ctrl-C and SIGTERM.
    """
    ctx.obj = Context(config_path)


def main() -> None:
    """The console script: runs a command and turns every foreseen failure into one clear message and its exit code.

    The traceback of any other shows no login of an address.
    """
    sys.excepthook = _told_masked
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
    try:
        newswatch(prog_name="newswatch")
    except NewswatchError as error:
        click.echo(f"newswatch: {error}", err=True)
        sys.exit(_exit_code(error))
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(1)
    except OSError as error:
        click.echo(f"newswatch: {error.filename or 'output'}: {error.strerror or error}", err=True)
        sys.exit(2)


def _told_masked(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    click.echo(masked("".join(format_exception(kind, error, trace))), err=True, nl=False)


def _in_vietnamese(error: NewswatchError) -> str:
    from newswatch.report.vi.reasons import technical

    return "\n".join(map(technical, str(error).splitlines()))


def _exit_code(error: NewswatchError) -> int:
    if isinstance(error, RunOpenError):
        return 5
    return 4 if isinstance(error, SourceError) else 2
