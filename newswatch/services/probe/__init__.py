"""One page fetched, and how newswatch reads it: what `probe` shows and `init` writes down. Nothing is stored here."""

from newswatch.services.probe.probing import Probe, SeenCertificate, certificate, complete, read, run
from newswatch.services.probe.shape import profile_toml, shape, write_fixture
from newswatch.services.probe.shells import Offer

__all__ = ["Offer", "Probe", "SeenCertificate", "certificate", "complete", "profile_toml", "read", "run", "shape", "write_fixture"]
