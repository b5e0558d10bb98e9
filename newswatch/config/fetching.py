"""How pages are fetched and kept, as config.toml says: [fetch], [evidence], and the inner networks."""

from newswatch.config.addresses import is_scheduler
from newswatch.config.settings import EvidenceSettings, FetchSettings, Settings
from newswatch.core.hosts.inner import Network, office_network
from newswatch.core.hosts.own import all_ports, named_site
from newswatch.core.table import Table
from newswatch.masking import carries_login


def networks(top: Table) -> tuple[Network, ...]:
    """The networks of the office into which public names may lead."""
    found = {text: office_network(text) for text in top.texts("networks")}
    for text in (text for text, network in found.items() if network is None):
        expected = "expected addresses and networks of an office, within 10.0.0.0/8, 172.16.0.0/12, 192.168.0.0/16, 100.64.0.0/10, 127.0.0.0/8, fc00::/7"
        top.problem("networks", f"{expected}, such as '10.20.0.0/16', found {text!r}")
    return tuple(filter(None, found.values()))


def idle_hosts(settings: Settings) -> tuple[str, ...]:
    """The hosts of `[fetch.hosts]` on which no source lies, so that what is said of them holds for nobody."""
    own = {site for unit in settings.units for site in unit.hosts.own}
    return tuple(sorted(settings.fetch.hosts.keys() - own - set(map(all_ports, own))))


def fetch_settings(table: Table) -> FetchSettings:
    """Reads the [fetch] table; what is wrong in it is noted as its problems."""
    default = FetchSettings()
    requests_a_day = table.whole("requests_a_day", default.requests_a_day, least=0)
    hosts, budgets = _of_hosts(table.table("hosts"), table.number("pace_seconds", default.pace_seconds, most=60), requests_a_day)
    settings = FetchSettings(
        pace_seconds=table.number("pace_seconds", default.pace_seconds, most=60),
        timeout_seconds=table.number("timeout_seconds", default.timeout_seconds, least=0.1, most=600),
        max_bytes=table.whole("max_bytes", default.max_bytes, least=10_000, most=100_000_000),
        retries=table.whole("retries", default.retries, most=10),
        workers=table.whole("workers", default.workers, least=1, most=64),
        max_pages=table.whole("max_pages", default.max_pages, least=1, most=1000),
        sweep_days=table.whole("sweep_days", default.sweep_days, least=1, most=366),
        respect_robots=table.flag("respect_robots", default.respect_robots),
        contact=table.text("contact", default.contact),
        user_agent=_agent(table),
        hosts=hosts,
        requests_a_day=requests_a_day,
        budgets=budgets,
        adaptive=table.flag("adaptive", default.adaptive),
        cluster=table.text("cluster", default.cluster),
    )
    if settings.cluster and not is_scheduler(settings.cluster):
        table.problem("cluster", f"expected the address of a dask scheduler such as 'tcp://192.0.2.7:8786', found {settings.cluster!r}")
    table.finish()
    return settings


def evidence_settings(table: Table) -> EvidenceSettings:
    """Reads the [evidence] table."""
    default = EvidenceSettings()
    settings = EvidenceSettings(
        images_mb=table.whole("images_mb", default.images_mb, most=100_000), pictures=table.flag("pictures", default.pictures)
    )
    table.finish()
    return settings


def _of_hosts(table: Table, pace: float, requests_a_day: int) -> tuple[dict[str, float], dict[str, int]]:
    """The pause towards each host that a person names, and the requests it is sent a day at most; what is not said of it is as for all.

    What is not said of one port is as for its host.
    """
    paces, budgets = dict[str, float](), dict[str, int]()
    for host in sorted(table.values, key=_has_port):
        inner = table.table(host)
        site = named_site(host)
        if carries_login(host):
            table.problem("", "names a host with a login before it; write the host alone")
        elif not site:
            table.problem(host, f"expected a host name such as 'tin.xa.gov.vn', found {host!r}")
        paces[site] = inner.number("pace_seconds", paces.get(all_ports(site), pace), most=60)
        budgets[site] = inner.whole("requests_a_day", budgets.get(all_ports(site), requests_a_day), least=0)
        inner.finish()
    table.finish()
    return paces, budgets


def _has_port(host: str) -> bool:
    return named_site(host) != all_ports(named_site(host))


def _agent(table: Table) -> str:
    value = table.text("user_agent", "")
    if value and not (value.isascii() and value.isprintable()):
        table.problem("user_agent", f"expected printable ASCII characters on one line, as browsers send them, found {value!r}")
    return value
