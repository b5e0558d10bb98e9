"""A time-stamping authority (RFC 3161) on loopback, made with the openssl command."""

import subprocess
from pathlib import Path

import needs
from posted_to import Answer, PostedTo

_CONFIG = """
[tsa]
default_tsa = local
[local]
dir = {folder}
serial = {folder}/serial
crypto_device = builtin
signer_cert = {folder}/tsa.crt
signer_key = {folder}/tsa.key
signer_digest = sha256
default_policy = 1.2.3.4.1
digests = sha256, sha512
accuracy = secs:1
ordering = yes
tsa_name = yes
ess_cert_id_chain = no
ess_cert_id_alg = sha256
"""
_EXTENSIONS = "basicConstraints=critical,CA:false\nkeyUsage=critical,digitalSignature\nextendedKeyUsage=critical,timeStamping\n"
_ROOT = ["basicConstraints=critical,CA:true", "keyUsage=critical,keyCertSign,cRLSign"]


class StampAuthority(PostedTo):
    """An authority, up from `with` until its end. `root` is its certificate; `answer` is given in place of a stamp where it is set."""

    def __init__(self, folder: Path) -> None:
        needs.program("openssl")
        folder.mkdir(exist_ok=True)
        self.folder, self.root = folder, folder / "root.crt"
        self.asked = 0
        self.answer: tuple[int, bytes] | None = None
        added = [word for extension in _ROOT for word in ("-addext", extension)]
        self._openssl("req", "-x509", *_key("root"), "-subj", "/CN=Root of a test", "-days", "2", "-out", "root.crt", *added)
        self._openssl("req", "-new", *_key("tsa"), "-subj", "/CN=Stamps of a test", "-out", "tsa.csr")
        (folder / "tsa.ext").write_text(_EXTENSIONS)
        signing = ["-CA", "root.crt", "-CAkey", "root.key", "-CAcreateserial", "-extfile", "tsa.ext"]
        self._openssl("x509", "-req", "-in", "tsa.csr", "-days", "2", *signing, "-out", "tsa.crt")
        (folder / "tsa.cnf").write_text(_CONFIG.format(folder=folder))
        (folder / "serial").write_text("01\n")

    def answered(self, path: str, headers: dict[str, str], body: bytes) -> Answer:  # noqa: ARG002 - a stamp rests on the body alone
        """The stamp, or what is set in its place."""
        self.asked += 1
        status, said = self.answer or (200, self.stamped(body))
        return status, {"Content-Type": "application/timestamp-reply"}, said

    @property
    def url(self) -> str:
        """Where it is asked."""
        return self.base

    def stamped(self, query: bytes) -> bytes:
        """The answer to a query."""
        (self.folder / "query").write_bytes(query)
        self._openssl("ts", "-reply", "-queryfile", "query", "-config", "tsa.cnf", "-out", "reply")
        return (self.folder / "reply").read_bytes()

    def _openssl(self, *arguments: str) -> None:
        subprocess.run(["openssl", *arguments], check=True, capture_output=True, cwd=self.folder)


def _key(name: str) -> list[str]:
    return ["-newkey", "rsa:2048", "-nodes", "-keyout", f"{name}.key"]
