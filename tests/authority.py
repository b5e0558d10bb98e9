"""A throwaway certificate authority, made with the openssl command."""

import ssl
import subprocess
from pathlib import Path

_NEW_KEY = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"]


class Authority:
    """An authority of its own: `file` is its certificate, which a client may trust."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.file = folder / "authority.crt"
        self._key = folder / "authority.key"
        subject = ["-subj", "/CN=Authority of a test", "-keyout", str(self._key), "-out", str(self.file)]
        _openssl("req", "-x509", *_NEW_KEY, "-days", "2", *subject)

    def server(self, name: str = "IP:127.0.0.1") -> ssl.SSLContext:
        """What a server needs to prove that it is `name` (a subjectAltName such as `DNS:mail.example` or `IP:127.0.0.1`)."""
        key, request, certificate, extensions = (self._folder / f"server.{kind}" for kind in ("key", "csr", "crt", "ext"))
        extensions.write_text(f"subjectAltName={name}\n")
        _openssl("req", "-new", *_NEW_KEY, "-subj", "/CN=server", "-keyout", str(key), "-out", str(request))
        signing = ["-CA", str(self.file), "-CAkey", str(self._key), "-CAcreateserial", "-extfile", str(extensions)]
        _openssl("x509", "-req", "-in", str(request), "-days", "2", *signing, "-out", str(certificate))
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate, key)
        return context


def _openssl(*arguments: str) -> None:
    subprocess.run(["openssl", *arguments], check=True, capture_output=True)
