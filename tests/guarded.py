"""A portal that opens to one login only (HTTP Basic), and repeats in its refusals what it was told, as careless servers do."""

from base64 import b64encode

from portal import Portal
from portal_http import Answer, Mischief, Request


class GuardedPortal(Portal):
    """Asks for `login` (a name and its password) at every address; `repeats` puts the header that came into each page. `moved` sends all elsewhere."""

    def __init__(self, login: tuple[str, str]) -> None:
        super().__init__()
        self.login = login
        self.repeats = False
        self.moved = ""

    @property
    def header(self) -> str:
        """The header that opens it."""
        return f"Basic {b64encode(':'.join(self.login).encode()).decode()}"

    def answer(self, request: Request) -> Answer | Mischief:
        """What goes back: 401 with what came, or the page."""
        told = request.headers.get("authorization", "nothing")
        if told != self.header:
            super().answer(request)
            return Answer(
                f"<h1>401</h1><p>{told}</p>".encode(), status=401, headers={"WWW-Authenticate": f'Basic realm="{told}"', "X-Said": told}
            )
        if self.moved:
            super().answer(request)
            return Answer(b"", status=302, headers={"Location": self.moved + request.path})
        found = super().answer(request)
        if isinstance(found, Answer):
            found.headers |= {
                "Set-Cookie": f"session={told.split()[-1]}",
                "X-Said": told,
                "X-Password": self.login[1].encode().decode("latin-1"),
            }
            found.body += f"<!-- {told} -->".encode() if self.repeats else b""
        return found
