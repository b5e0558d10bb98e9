"""Workers on other machines, by dask.distributed: the scheduler hands each parcel to a worker, and to another one if that is lost.

It is imported only where a cluster is asked for (the extra `cluster`), and by the workers themselves.
"""

import hashlib
import threading
import time
import unicodedata
import uuid
from collections.abc import Callable, Iterator
from concurrent.futures import CancelledError
from contextlib import contextmanager
from pathlib import Path

from distributed import Client, Future, get_client, get_worker
from distributed import Event as Flag
from distributed.scheduler import KilledWorker

import newswatch
from newswatch import __version__
from newswatch.errors import ClusterError
from newswatch.services.poll.parcel import answer
from newswatch.services.poll.post import Lost

CONNECTING = 10.0
"""Seconds within which a scheduler has to answer, and a first worker to be there."""

_LOOK = 1.0
"""Seconds after which a worker asks whether it is to stop, and the sender how many workers there are."""

_POLLING = ("core", "config", "sources", "services/poll", "store/captures.py", "errors.py")


def edition() -> str:
    """SHA-256 (hex) of the code that polls and of the letters that Python knows: by others, sender and worker would not say the same of a page.

    It is worked out as the code is loaded: files that an upgrade puts in place under a running worker are not what that worker runs.
    """
    return _LOADED


def _digest() -> str:
    digest = hashlib.sha256(f"{__version__} {unicodedata.unidata_version}".encode())
    root = Path(newswatch.__file__).parent
    for name in _POLLING:
        for path in sorted((root / name).rglob("*.py")) if (root / name).is_dir() else [root / name]:
            digest.update(f"{path.relative_to(root).as_posix()}\0".encode() + path.read_bytes())
    return digest.hexdigest()


_LOADED = _digest()


def work(program: str, parcel: bytes, flag: str) -> bytes:
    """What a worker does: polls a pickled parcel and gives the pickled reply. Once the flag is set, or nobody waits for the task any more, it makes no
    further request. Raises ClusterError if the sender's program is another one."""
    if program != edition():
        raise ClusterError(_other(get_worker().address, __version__))
    halt = threading.Event()
    with _heeding(Flag(flag, client=get_client()), halt):
        return answer(parcel, halt)


def _other(where: str, version: str) -> str:
    return f"the worker {where} runs another newswatch ({version}) than this machine ({__version__}); install the same one there, and restart it"


@contextmanager
def _heeding(flag: Flag, halt: threading.Event) -> Iterator[None]:
    """Sets `halt` once the flag is set or can't be asked for, for as long as a task runs."""
    over, worker = threading.Event(), get_worker()
    key = worker.get_current_task()

    def heed() -> None:
        while not over.wait(_LOOK):
            task = worker.state.tasks.get(key)
            try:
                if task is None or task.state == "cancelled" or flag.is_set():
                    halt.set()
            except OSError:
                halt.set()

    heeder = threading.Thread(target=heed, name="newswatch-heed", daemon=True)
    heeder.start()
    try:
        yield
    finally:
        over.set()
        heeder.join()


class _Sent:
    """A parcel as dask has it."""

    def __init__(self, future: "Future[bytes]", address: str, there: Callable[[], None]) -> None:
        self._future, self._address = future, address
        future.add_done_callback(lambda _: there())

    def done(self) -> bool:
        return bool(self._future.done())

    def reply(self) -> bytes:
        try:
            data: bytes = self._future.result()
        except KilledWorker as error:
            times = "once" if not error.allowed_failures else f"{error.allowed_failures + 1} times"
            raise Lost(f"each worker that began with it broke off, {times}") from error
        except CancelledError as error:
            raise ClusterError(f"{self._address}: the scheduler was lost; what was read is kept") from error
        except ClusterError:
            raise
        except Exception as error:
            raise ClusterError(
                f"{self._address}: a worker can't run newswatch ({error}); install the same one as on this machine"
            ) from error
        return data


class _Workers:
    """The workers of one scheduler. Each thread of a worker is a place for a parcel."""

    def __init__(self, client: Client, address: str) -> None:
        self._client, self._address = client, address
        self._flag = f"newswatch-{uuid.uuid4().hex}"
        self._counted, self._places = -_LOOK, 0

    def places(self) -> int:
        if time.monotonic() - self._counted >= _LOOK:
            try:
                self._places = sum(self._client.nthreads().values())
            except OSError as error:
                raise ClusterError(f"{self._address}: the scheduler was lost ({error}); what was read is kept") from error
            self._counted = time.monotonic()
        return self._places

    def send(self, parcel: bytes, there: Callable[[], None]) -> _Sent:
        future = self._client.submit(work, edition(), parcel, self._flag, key=f"newswatch-{uuid.uuid4().hex}", pure=False)
        return _Sent(future, self._address, there)

    def stop(self) -> None:
        Flag(self._flag, client=self._client).set()


@contextmanager
def crew(address: str) -> Iterator[_Workers]:
    """The workers of the scheduler at an address. Raises ClusterError if it does not answer within 10 s, has no worker by then, or one of them runs
    another program."""
    try:
        client = Client(address, timeout=CONNECTING, set_as_default=False)
    except (OSError, ValueError) as error:
        silent = f"no dask scheduler answers there within {CONNECTING:g} s"
        raise ClusterError(f"{address}: {silent}; is it up, and does a firewall let it through?") from error
    with client:
        _greet(client, address)
        yield _Workers(client, address)


def _greet(client: Client, address: str) -> None:
    try:
        client.wait_for_workers(1, timeout=CONNECTING)
    except OSError as error:
        raise ClusterError(f"{address}: the scheduler has no worker; start one: dask worker {address}") from error
    for where, said in client.run(edition, on_error="return").items():
        if isinstance(said, Exception):
            raise ClusterError(f"the worker {where} can't run newswatch ({said}); install the same one as on this machine")
        if said != edition():
            raise ClusterError(_other(where, client.run(_version, workers=[where])[where]))


def _version() -> str:
    return __version__
