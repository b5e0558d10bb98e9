"""Is the machine as it must be: configuration, clock and zone, disks?"""

import shutil
from datetime import datetime
from pathlib import Path

from newswatch import config, private
from newswatch.config import Settings
from newswatch.core.model import LOCAL
from newswatch.errors import ConfigError
from newswatch.report.vi import setup as vi
from newswatch.report.vi.reasons import technical
from newswatch.services.doctor.finding import CLOCK, CONFIGURATION, MEGABYTE, Finding, Health, megabytes

_SCARCE, _TOO_SCARCE = 200 * MEGABYTE, 20 * MEGABYTE
_LAST_MONTH = 12
_HOLIDAYS = "ngày nghỉ lễ"
_CLOSED = "quyền đọc"
_READABLE = "mọi tài khoản trên máy này đều đọc được"


def configuration(path: Path) -> tuple[list[Finding], Settings | None]:
    """The configuration as found, and the settings if it can be used; secrets that others can read."""
    try:
        settings = config.load(path)
    except ConfigError as error:
        advice = "sửa lại tệp này; những mục cần đến cấu hình được bỏ qua ở dưới"
        return [Finding(CONFIGURATION, Health.BAD, "\n".join(map(technical, error.problems)), advice)], None
    sources = sum(len(unit.sources) for unit in settings.units)
    findings = [Finding(CONFIGURATION, Health.OK, f"{path}: {len(settings.units)} đơn vị, {sources} nguồn tin")]
    if private.read_by_anybody(path):
        advice = f"trong đó có thể có địa chỉ thư của cán bộ; nếu tệp thuộc tài khoản chạy newswatch: chmod o-r '{path}'"
        findings.append(Finding(CONFIGURATION, Health.WARN, f"{path}: {_READABLE}", advice))
    findings += [Finding(f'[fetch.hosts."{host}"]', Health.WARN, vi.IDLE_HOST, vi.IDLE_ADVICE) for host in config.idle_hosts(settings)]
    secrets: dict[str, Path | None] = {"mật khẩu thư": settings.mail.password_file}
    for unit in settings.units:
        for source in unit.sources:
            login = source.trust.login
            secrets[f"mật khẩu của nguồn tin {unit.id}/{source.id}"] = login.password_file if login else None
    for about, secret in secrets.items():
        if secret and private.read_by_anybody(secret):
            findings.append(Finding(about, Health.BAD, f"{secret}: {_READABLE}", f"chmod 600 '{secret}'"))
    return findings, settings


def closed(database: Path, settings: Settings | None) -> list[Finding]:
    """The files and folders of newswatch's own that accounts other than the owner's may read or write; new ones are made closed."""
    own = [database, *(database.with_name(f"{database.name}{end}") for end in ("-wal", "-shm", "-lock"))]
    files = [file for file in own if private.open_to_others(file)]
    folders = [settings.mail.folder] if settings and private.open_to_others(settings.mail.folder) else []
    told = "tài khoản khác trên máy này đọc hoặc ghi được; nếu không cố ý"
    found = [Finding(_CLOSED, Health.WARN, f"{file}: {told}: đóng lại", f"chmod 600 '{file}'") for file in files]
    return found + [Finding(_CLOSED, Health.WARN, f"{folder}: {told}: đóng lại", f"chmod -R go= '{folder}'") for folder in folders]


def named_database(path: Path) -> Path:
    """The database a broken configuration names, as far as it can be told."""
    try:
        named = config.read_toml(path).get("database")
    except ConfigError:
        named = None
    return path.parent / (named if isinstance(named, str) and named else "newswatch.db")


def clock(now: datetime) -> list[Finding]:
    """The time of day, and whether the machine's own zone is that of Việt Nam (UTC+7)."""
    machine, local = now.astimezone(), now.astimezone(LOCAL)
    told = f"{local:%d/%m/%Y %H:%M} giờ Việt Nam"
    if machine.utcoffset() == local.utcoffset():
        return [Finding(CLOCK, Health.OK, f"{told}; máy dùng cùng múi giờ")]
    return [
        Finding(
            CLOCK, Health.OK, f"{told}; múi giờ của máy là UTC{machine:%z}, nhưng mọi việc đều tính theo giờ Việt Nam nên không cần đổi"
        )
    ]


def holidays(settings: Settings, now: datetime) -> Finding:
    """Whether the public holidays of this year, and in its last month of the next, are those announced."""
    today = now.astimezone(LOCAL).date()
    needed = [today.year] + ([today.year + 1] if today.month == _LAST_MONTH else [])
    missing = [str(year) for year in needed if year not in settings.holidays.announced]
    file = settings.holidays_path or "holidays.toml"
    if not missing:
        return Finding(_HOLIDAYS, Health.OK, f"{file}: ngày nghỉ năm {today.year} đúng như đã công bố")
    copy = "sửa lại" if settings.holidays_path else "chép newswatch/data/holidays.toml ra cạnh config.toml, khai báo ở `holidays`, sửa lại"
    return Finding(
        _HOLIDAYS, Health.WARN, f"{file}: ngày nghỉ năm {', '.join(missing)} là dự tính, chưa công bố", f"{copy}, rồi đặt announced = true"
    )


def disks(database: Path, settings: Settings | None) -> list[Finding]:
    """The room left where the database and the mails lie."""
    places = {"đĩa chứa cơ sở dữ liệu": database.parent}
    if settings and not settings.mail.host and any(unit.board for unit in settings.units):
        places["đĩa chứa thư"] = settings.mail.folder
    return [room(about, there := _nearest(place), shutil.disk_usage(there).free) for about, place in places.items()]


def room(about: str, place: Path, free: int) -> Finding:
    """Whether so many free bytes will do."""
    told = f"{place}: {megabytes(free)} còn trống"
    if free >= _SCARCE:
        return Finding(about, Health.OK, told)
    advice = "dọn bớt; khi đĩa đầy thì không ghi được gì và không gửi được thư"
    return Finding(about, Health.BAD if free < _TOO_SCARCE else Health.WARN, told, advice)


def _nearest(place: Path) -> Path:
    """A folder, or the one it would be made in."""
    return next(folder for folder in (place, *place.parents) if folder.exists())
