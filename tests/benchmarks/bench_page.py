"""The page that opens first of a unit of very many items: milliseconds on the server, rendered and unchanged; and many readers at once.

Seconds of one request are of this process's CPU where `cpu` stands beside them, else of the wall clock.
"""

import argparse
import statistics
import threading
import time
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.bench_close import NOW, settings_of
from benchmarks.bench_kept import seed
from flask import Flask

from newswatch.core.rights import Actor, Grant, Role
from newswatch.services import accounts, sessions
from newswatch.services.opening import open_store
from newswatch.store.store import Store
from newswatch.store.units import enroll
from newswatch.web.app import create_app
from newswatch.web.world import World

_READERS, _EACH = 20, 20


def cookie_of(app: Flask, token: str) -> str:
    """The cookie of a session, as the browser sends it."""
    signer = app.session_interface.get_signing_serializer(app)  # type: ignore[attr-defined]
    return str(signer.dumps({"_user_id": token}))


def ask(app: Flask, cookie: str, mark: str = "") -> tuple[float, float, int, str]:
    """One request: seconds of the wall clock and of CPU, bytes, and its mark."""
    client = app.test_client()
    client.set_cookie("newswatch", cookie)
    began, cpu = time.perf_counter(), time.thread_time()
    got = client.get("/", headers={"If-None-Match": mark} if mark else {})
    assert got.status_code == (304 if mark else 200), got.text
    return time.perf_counter() - began, time.thread_time() - cpu, len(got.data), got.headers["ETag"]


def crowd(app: Flask, cookie: str) -> list[float]:
    """Readers side by side, each with several requests: their seconds, shortest first."""
    took: list[float] = []

    def read() -> None:
        took.extend(ask(app, cookie)[0] for _ in range(_EACH))

    threads = [threading.Thread(target=read) for _ in range(_READERS)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    return sorted(took)


def main() -> None:
    """Prints the figures."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--items", type=int, default=100_000)
    chosen = options.parse_args()
    now = NOW + timedelta(minutes=1)
    with TemporaryDirectory() as folder:
        settings = settings_of(Path(folder), 1, 25)
        with Store.open(settings.database) as store:
            enroll(store, settings.units)
            seed(store, store.enrolled[settings.units[0].id, ""], store.enrolled[settings.units[0].id, "site"], chosen.items, retold=False)
        with open_store(settings) as store:
            account = accounts.add(store, "hoa", "Hoa", [Grant(Role.MANAGER)], now, Actor("bench"))
            token = sessions.begin(store, account, now)
        app = create_app(World(lambda: settings, print, lambda: now))
        cookie = cookie_of(app, token)
        print(f"{chosen.items} items, {settings.database.stat().st_size / 1e6:.0f} MB")
        print(f"first page, judged anew: {ask(app, cookie)[0]:.2f} s")
        each = [ask(app, cookie) for _ in range(30)]
        wall, cpu = statistics.median(one[0] for one in each) * 1e3, statistics.median(one[1] for one in each) * 1e3
        print(f"page: median {wall:.1f} ms ({cpu:.1f} cpu), {each[0][2]} bytes")
        mark = each[-1][3]
        print(f"unchanged: median {statistics.median(ask(app, cookie, mark)[0] for _ in range(30)) * 1e3:.1f} ms")
        took = crowd(app, cookie)
        print(
            f"{_READERS} readers at once, {len(took)} requests: median {took[len(took) // 2] * 1e3:.0f}, p99 {took[len(took) * 99 // 100] * 1e3:.0f} ms"
        )


if __name__ == "__main__":
    main()
