"""The page of all units over a whole country: milliseconds on the server with kept figures, by order and filter, and its size.

The database has what `bench_country` seeds; it is made once in `--folder`. The first request judges what is not kept yet. Seconds are of the wall clock,
`cpu` of the thread that serves.
"""

import argparse
import statistics
import time
from pathlib import Path
from tempfile import mkdtemp

from benchmarks.bench_close import NOW
from benchmarks.bench_country import configure, made
from benchmarks.bench_page import cookie_of

from newswatch.config import load
from newswatch.core.rights import Actor, Grant, Role
from newswatch.services import accounts, sessions
from newswatch.services.opening import open_store
from newswatch.web.app import create_app
from newswatch.web.world import World

_PATHS = (
    "/don-vi",
    "/don-vi?trang=40",
    "/don-vi?xep=diem",
    "/don-vi?xep=ten&nguoc=1",
    "/don-vi?ten=so+33",
    "/don-vi?tt=chuaro&cho=1",
    "/cai-dat",
)


def main() -> None:
    """Prints the figures."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--units", type=int, default=3321)
    options.add_argument("--folder", type=Path, help="where the database lies, or is made [default: a temporary folder]")
    chosen = options.parse_args()
    folder = chosen.folder or Path(mkdtemp(prefix="units-"))
    made(folder, chosen.units, 2)
    settings = load(folder / "config.toml") if (folder / "config.toml").exists() else configure(folder, chosen.units)
    with open_store(settings) as store:
        if not accounts.listed(store):
            accounts.add(store, "hoa", "Hoa", [Grant(Role.APPRAISER)], NOW, Actor("bench"))
        token = sessions.begin(store, accounts.found(store, "hoa"), NOW)
    app = create_app(World(lambda: settings, print, lambda: NOW))
    client = app.test_client()
    client.set_cookie("newswatch", cookie_of(app, token))

    def ask(path: str) -> tuple[float, float, int]:
        began, cpu = time.perf_counter(), time.thread_time()
        got = client.get(path)
        assert got.status_code == 200, got.text
        return time.perf_counter() - began, time.thread_time() - cpu, len(got.data)

    print(f"first page, judged anew: {ask('/don-vi')[0]:.1f} s", flush=True)
    for path in _PATHS:
        each = [ask(path) for _ in range(15)]
        wall, cpu = (statistics.median(one[n] for one in each) * 1e3 for n in (0, 1))
        print(f"{path}: median {wall:.0f} ms ({cpu:.0f} cpu), {each[0][2]} bytes", flush=True)


if __name__ == "__main__":
    main()
