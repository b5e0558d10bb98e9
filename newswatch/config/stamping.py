"""Reads from config.toml which authority stamps the heads of the ledgers with the time."""

from pathlib import Path

from newswatch.config.settings import TsaSettings
from newswatch.core.identity import site_of
from newswatch.core.table import Table


def tsa_settings(table: Table, base: Path) -> TsaSettings:
    """Reads the [tsa] table. The path of the certificate is relative to `base`."""
    default = TsaSettings()
    url, name = table.text("url", default.url), table.text("certificate", "")
    if url and not (url.startswith(("http://", "https://")) and site_of(url)):
        table.problem("url", f"expected an address beginning with http:// or https://, found {url!r}")
    if url and not name:
        table.problem("certificate", "is missing; name the PEM file of the authority's root certificate, by which its stamps are checked")
    certificate = base / name if name else None
    if certificate and not certificate.is_file():
        table.problem("certificate", f"{certificate} is not there; save the authority's root certificate there as PEM")
    seconds = table.number("timeout_seconds", default.timeout_seconds, least=0.1, most=60)
    table.finish()
    return TsaSettings(url, certificate, seconds)
