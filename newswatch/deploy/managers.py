"""How newswatch is run without anybody thinking of it: units of systemd, lines of a crontab, a task of Windows, with the paths in force.

Sources: systemd.service(5), systemd.exec(5), systemd.timer(5), systemd.time(7); crontab(5); the Task Scheduler schema of Windows.
"""

import shlex
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from xml.sax.saxutils import escape

from newswatch.config import Settings

ZONE = "Asia/Ho_Chi_Minh"
_HOMES = tuple(Path(p) for p in ("/home", "/root", "/run/user"))
_TEMPORARY = tuple(Path(p) for p in ("/tmp", "/var/tmp"))
_WATCHDOG = "5min"
_WINDOWS_MINUTES = 15
HEADING = "# ===== "
"""Before the name of each file where several are printed one after another."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where newswatch is run: the words that start it, the account its files belong to (empty: root or unknown), the folders of its code."""

    program: tuple[str, ...]
    user: str
    code: tuple[Path, ...]
    settings: Settings

    def words(self, *command: str) -> tuple[str, ...]:
        """The whole command line of a command."""
        return (*self.program, "--config", str(self.settings.path), *command)


def systemd(place: Place) -> dict[str, str]:
    """The unit of the daemon, by file name."""
    head = _install(place, "newswatch.service", "newswatch.service")
    service = [
        "[Service]",
        "Type=notify",
        "NotifyAccess=main",
        f"ExecStart={_exec(place.words('run'))}",
        f"WatchdogSec={_WATCHDOG}",
        "# the daemon ends its rounds itself, between two units of work",
        "KillMode=mixed",
        "TimeoutStopSec=90",
        "Restart=on-failure",
        "RestartSec=60",
        *_confined(place),
    ]
    unit = [*_unit(place, "daemon"), "StartLimitIntervalSec=0"]
    return {"newswatch.service": _text(head, unit, service, ["[Install]", "WantedBy=multi-user.target"])}


def systemd_timer(place: Place) -> dict[str, str]:
    """A unit that walks once through what is due, and the timer that starts it, by file name."""
    head = _install(place, "newswatch.service, newswatch.timer", "newswatch.timer", "--timer")
    service = ["[Service]", "Type=oneshot", f"ExecStart={_exec(place.words('run', '--once'))}", "TimeoutStartSec=3h", *_confined(place)]
    step = _step(place.settings.schedule.deliver_minutes)
    timer = [
        "[Timer]",
        "# what is due is decided by newswatch, from [schedule] in config.toml and what it did last; a tick without anything due costs a second",
        f"OnCalendar=*-*-* *:{'00' if step == 60 else f'0/{step}'}:00 {ZONE}",
        "AccuracySec=30s",
        "Persistent=true",
    ]
    return {
        "newswatch.service": _text(head, _unit(place, "what is due"), service),
        "newswatch.timer": _text(
            ["[Unit]", f"Description=newswatch: look for what is due every {step} minutes"], timer, ["[Install]", "WantedBy=timers.target"]
        ),
    }


def cron(place: Place) -> dict[str, str]:
    """The lines for `crontab -e`, by file name."""
    schedule = place.settings.schedule
    check, close, deliver = (_shell(place.words(verb)) for verb in ("check", "close", "deliver"))
    step = _step(schedule.deliver_minutes)
    lines = [
        "# newswatch: put these lines into the crontab of the account that owns the database (crontab -e).",
        "# Times are those of Việt Nam. cronie (Red Hat, Fedora, Arch) knows CRON_TZ; cron of Debian and Ubuntu and busybox do not: there set the",
        f"# machine's zone (timedatectl set-timezone {ZONE}, then restart cron), or use `newswatch service systemd --timer`.",
        "# Machines that are off at these times miss them; what was missed in the news is made up by the next check, what is due by the next close.",
        *_password_hint(settings=place.settings, mark="# "),
        f"CRON_TZ={ZONE}",
        "# what goes wrong is mailed here, if the machine can mail",
        "MAILTO=root",
        "",
        *(f"{at.minute} {at.hour} * * * {check}" for at in schedule.checks),
        f"{schedule.close.minute} {schedule.close.hour} * * * {close}",
        f"{'0' if step == 60 else f'*/{step}'} * * * * {deliver}",
        "",
        "# All in one line, once a day; a check in which every source failed then holds back the mail:",
        f"# {schedule.close.minute} {schedule.close.hour} * * * {check} && {close} && {deliver}",
    ]
    return {"newswatch.cron": "\n".join(lines) + "\n"}


def windows(place: Place) -> dict[str, str]:
    """A command file, a task for the Task Scheduler and how to put it there, by file name. No administrator is needed."""
    folder = place.settings.path.parent
    command = folder / "newswatch.cmd"
    batch = [
        "@echo off",
        "rem newswatch: walks once through what is due. Keep this file in UTF-8 without a byte order mark.",
        "chcp 65001 >nul",
        "set PYTHONUTF8=1",
        " ".join(_batch(word) for word in place.words("run", "--once")) + f" 2>>{_batch(str(folder / 'newswatch.log'))}",
    ]
    how = [
        *_password_hint(settings=place.settings, mark="rem "),
        "rem Save newswatch.cmd and newswatch.xml, both in UTF-8, beside config.toml; then type once, without administrator rights:",
        f"schtasks /Create /TN newswatch /XML {_batch(str(folder / 'newswatch.xml'))} /F",
        "rem It runs while you are logged on, and shows a window for a second. To be rid of both, open the Task Scheduler and choose",
        'rem "Run whether user is logged on or not" in the properties of the task; that asks for the password of your account.',
        "rem Try it out, look at it, take it away:",
        "schtasks /Run /TN newswatch",
        "schtasks /Query /TN newswatch /V /FO LIST",
        "schtasks /Delete /TN newswatch /F",
    ]
    task = _TASK.format(
        minutes=_step(max(place.settings.schedule.deliver_minutes, _WINDOWS_MINUTES)),
        command=escape(str(command)),
        folder=escape(str(folder)),
        unit=escape(_titles(place)),
    )
    return {"newswatch.cmd": "\r\n".join(batch) + "\r\n", "newswatch.xml": task, "how.txt": "\n".join(how) + "\n"}


_TASK = """<?xml version="1.0"?>
<Task version="1.2" xmlns="http://schemas.microsoft.com/windows/2004/02/mit/task">
  <RegistrationInfo>
    <Description>newswatch: news quota of {unit}</Description>
  </RegistrationInfo>
  <Triggers>
    <TimeTrigger>
      <StartBoundary>2026-01-01T00:00:00+07:00</StartBoundary>
      <Repetition>
        <Interval>PT{minutes}M</Interval>
        <StopAtDurationEnd>false</StopAtDurationEnd>
      </Repetition>
    </TimeTrigger>
  </Triggers>
  <Principals>
    <Principal id="Author">
      <LogonType>InteractiveToken</LogonType>
      <RunLevel>LeastPrivilege</RunLevel>
    </Principal>
  </Principals>
  <Settings>
    <MultipleInstancesPolicy>IgnoreNew</MultipleInstancesPolicy>
    <DisallowStartIfOnBatteries>false</DisallowStartIfOnBatteries>
    <StopIfGoingOnBatteries>false</StopIfGoingOnBatteries>
    <StartWhenAvailable>true</StartWhenAvailable>
    <RunOnlyIfNetworkAvailable>false</RunOnlyIfNetworkAvailable>
    <Hidden>true</Hidden>
    <ExecutionTimeLimit>PT3H</ExecutionTimeLimit>
  </Settings>
  <Actions Context="Author">
    <Exec>
      <Command>"{command}"</Command>
      <WorkingDirectory>{folder}</WorkingDirectory>
    </Exec>
  </Actions>
</Task>
"""


def _install(place: Place, files: str, enabled: str, *option: str) -> list[str]:
    """The comments at the head: how it is put in place."""
    lines = [
        f"# newswatch: {files}. Put in place, as root:",
        f"#   {_shell(place.words('service', 'systemd', *option, '--into', '/etc/systemd/system'))}",
        f"#   systemctl daemon-reload && systemctl enable --now {enabled}",
        f"# These folders must be there, and belong to the account below: {shlex.join(map(str, _written(place.settings)))}",
        "# To look after it: systemctl status newswatch; journalctl -u newswatch; newswatch doctor",
    ]
    advice = "# Better not as root: make an account (useradd --system newswatch), give it these folders and config.toml, and name it as User= below."
    return lines if place.user else [*lines, advice]


def _unit(place: Place, what: str) -> list[str]:
    return [
        "[Unit]",
        f"Description={_percent(f'newswatch: news quota of {_titles(place)} ({what})')}",
        "Wants=network-online.target",
        "After=network-online.target time-sync.target",
    ]


def _confined(place: Place) -> list[str]:
    """What the service may see and do: little. Home folders and /tmp are hidden unless its own files lie there."""
    settings = place.settings
    files = [settings.path, *_written(settings), *place.code]
    files += [f for f in (settings.lexicon_path, settings.holidays_path, settings.mail.ca_file) if f]
    at_home, temporary = _any_below(files, _HOMES), _any_below(files, _TEMPORARY)
    return [
        f"User={place.user}" if place.user else "# User=newswatch",
        *_credential(settings),
        "StateDirectory=newswatch",
        "StateDirectoryMode=0700",
        "UMask=0077",
        "",
        "ProtectSystem=strict",
        f"ProtectHome={'read-only' if at_home else 'yes'}",
        f"PrivateTmp={'no' if temporary else 'yes'}",
        *(f"ReadWritePaths={_quoted(str(folder))}" for folder in _written(settings)),
        *_HARDENING,
    ]


_HARDENING = (
    "PrivateDevices=yes",
    "ProtectKernelTunables=yes",
    "ProtectKernelModules=yes",
    "ProtectKernelLogs=yes",
    "ProtectControlGroups=yes",
    "ProtectClock=yes",
    "ProtectHostname=yes",
    "ProtectProc=invisible",
    "NoNewPrivileges=yes",
    "CapabilityBoundingSet=",
    "AmbientCapabilities=",
    "RestrictAddressFamilies=AF_INET AF_INET6 AF_UNIX",
    "RestrictNamespaces=yes",
    "RestrictRealtime=yes",
    "RestrictSUIDSGID=yes",
    "LockPersonality=yes",
    "MemoryDenyWriteExecute=yes",
    "SystemCallArchitectures=native",
    "SystemCallFilter=@system-service",
    "SystemCallErrorNumber=EPERM",
    "KeyringMode=private",
    "RemoveIPC=yes",
)


def _credential(settings: Settings) -> list[str]:
    """The password of the mail login, which systemd reads as root and hands on to nobody else."""
    mail = settings.mail
    given = mail.password_file or Path("/etc/newswatch/smtp-password")
    line = f"LoadCredential=smtp-password:{_percent(str(given))}"
    if mail.login:
        return ["# the password of the mail login: a file with nothing else in it, which only root needs to read; it must be there", line]
    return ["# with a mail login in config.toml, the file with its password, which only root needs to read:", f"# {line}"]


def _password_hint(settings: Settings, mark: str) -> list[str]:
    """What is to be done where nothing hands the password of the mail login on."""
    if not settings.mail.login or settings.mail.password_file:
        return []
    return [f"{mark}The password of the mail login is seen here only in a file: name it as password_file in [mail] of {settings.path}"]


def _written(settings: Settings) -> list[Path]:
    """The folders newswatch writes to or takes files from, none inside another."""
    mail = [] if settings.mail.host else [settings.mail.folder]
    wanted = sorted({settings.database.parent, settings.inbox, *mail})
    return [f for f in wanted if not _any_below([f], [other for other in wanted if other != f])]


def _any_below(paths: Sequence[Path], folders: Sequence[Path]) -> bool:
    return any(path.is_relative_to(folder) for path in paths for folder in folders)


def _titles(place: Place) -> str:
    units = place.settings.units
    return units[0].title if len(units) == 1 else f"{len(units)} units"


def _step(minutes: int) -> int:
    """The greatest part of an hour not longer than `minutes`, since calendars start anew each hour."""
    return max(n for n in range(1, 61) if 60 % n == 0 and n <= max(minutes, 1))


def _text(*sections: Sequence[str]) -> str:
    return "\n\n".join("\n".join(lines) for lines in sections) + "\n"


def _percent(text: str) -> str:
    return text.replace("%", "%%")


def _quoted(word: str) -> str:
    """A word of a unit file."""
    plain = _percent(word).replace("\\", "\\\\").replace('"', '\\"')
    return f'"{plain}"' if set(plain) & set(" '\"\\;") else plain


def _exec(words: Sequence[str]) -> str:
    """A command line of a unit file; the program's own path knows no variables."""
    return " ".join([_quoted(words[0]), *(_quoted(word).replace("$", "$$") for word in words[1:])])


def _shell(words: Sequence[str]) -> str:
    """Words for sh in a crontab, where % ends a line unless it is escaped."""
    return shlex.join(words).replace("%", "\\%")


def _batch(word: str) -> str:
    """A word of a .cmd file."""
    return f'"{word.replace("%", "%%")}"'
