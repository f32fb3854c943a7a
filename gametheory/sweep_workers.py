"""Who makes the parts of a sweep: this process, processes beside it, or the workers of a Dask cluster.

Workers only compute. The bytes come back to the one process that asked, which alone writes; so a worker may die at any
moment, and what it was making is made by another. Processes are started afresh, not forked, and end when the pipe from
the process that started them does, so none outlives it.
"""

from __future__ import annotations

import os
import pickle
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import suppress
from itertools import islice
from queue import Empty, Queue
from threading import Event, Lock, Thread
from typing import Any

from gametheory.errors import DetenteError, InvalidParameter, NotApplicable
from gametheory.sweep_parts import Part, PartMaker

__all__ = ["cores", "in_processes", "on_cluster"]

_MOST_DEATHS = 3
_LENGTH = 8
_CONNECT_SECONDS = 10
_AHEAD = 2  # parts that each worker of a cluster is given before it has finished one

ONE_THREAD = dict.fromkeys(
    ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "NUMBA_NUM_THREADS", "ARROW_NUM_THREADS"), "1"
)
"""Each worker is one thread: more would only wait for each other."""

KEPT_MEMORY = {"MALLOC_TRIM_THRESHOLD_": str(2**30), "MALLOC_MMAP_THRESHOLD_": str(2**25)}
"""glibc's allocator is to keep what is freed: giving it back costs a page fault for every page of the next block."""


def cores() -> int:
    """How many processors this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def in_processes(maker: PartMaker, numbers: Sequence[int], workers: int) -> Iterator[Part]:
    """Make parts in processes beside this one, in whatever order they are ready.

    Raises
    ------
    DetenteError
        If a part cannot be made, or ends the process that makes it several times.
    """
    waiting = iter(numbers)
    taking, stopped = Lock(), Event()
    ready: Queue[Part | BaseException] = Queue(maxsize=workers)
    hands = [_Hand(maker) for _ in range(min(workers, len(numbers)))]

    def put(found: Part | BaseException) -> None:
        while not stopped.is_set():
            with suppress(Exception):
                ready.put(found, timeout=0.5)
                return

    def serve(hand: _Hand) -> None:
        try:
            while not stopped.is_set():
                with taking:
                    number = next(waiting, None)
                if number is None:
                    return
                put(hand.make(number, stopped))
        except BaseException as error:  # noqa: BLE001 - whatever it is, it is for the thread that waits
            put(error)

    threads = [Thread(target=serve, args=(hand,), daemon=True) for hand in hands]
    for thread in threads:
        thread.start()
    try:
        for _ in numbers:
            found = _next(ready)
            if isinstance(found, BaseException):
                raise found
            yield found
    finally:
        stopped.set()
        for hand in hands:
            hand.end()
        for thread in threads:
            thread.join()


def _next(ready: Queue[Part | BaseException]) -> Part | BaseException:
    while True:  # a wait without an end could not be interrupted everywhere
        try:
            return ready.get(timeout=0.5)
        except Empty:
            continue


class _Hand:
    """One process that makes parts, started anew when it dies."""

    def __init__(self, maker: PartMaker) -> None:
        self._maker = pickle.dumps(maker)
        self._process: subprocess.Popen[bytes] | None = None
        self._starting = Lock()

    def make(self, number: int, stopped: Event) -> Part:
        """Make a part."""
        for _ in range(_MOST_DEATHS):
            process = self._started(stopped)
            try:
                _send(process.stdin, number)
                answer = _receive(process.stdout)
            except (OSError, EOFError):
                self.end()
                continue
            if isinstance(answer, BaseException):
                raise answer
            assert isinstance(answer, Part)
            return answer
        raise DetenteError(
            f"part {number} ended the process that made it {_MOST_DEATHS} times (the last with {process.returncode});"
            " perhaps memory runs out: use fewer workers"
        )

    def end(self) -> None:
        """End the process, whatever it does."""
        with self._starting:
            if self._process is not None:
                self._process.kill()
                self._process.wait()
                for pipe in (self._process.stdin, self._process.stdout):
                    with suppress(OSError, ValueError):
                        if pipe is not None:
                            pipe.close()

    def _started(self, stopped: Event) -> subprocess.Popen[bytes]:
        with self._starting:
            if stopped.is_set():
                raise DetenteError("the sweep was stopped")
            if self._process is None or self._process.poll() is not None:
                paths = os.pathsep.join(entry for entry in sys.path if entry)
                self._process = subprocess.Popen(
                    [sys.executable, "-P", "-c", f"from {__name__} import _work; _work()"],
                    stdin=subprocess.PIPE,
                    stdout=subprocess.PIPE,
                    env={**os.environ, **ONE_THREAD, **KEPT_MEMORY, "PYTHONPATH": paths},
                )
                with suppress(OSError):
                    _send(self._process.stdin, self._maker)
            return self._process


def _work() -> None:
    """Make the parts that are asked for: a worker's whole life."""
    import signal

    signal.signal(signal.SIGINT, signal.SIG_IGN)  # an interrupt is for the process that started this one
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what a library prints must not mingle with the answers
    with suppress(EOFError, BrokenPipeError):
        maker: PartMaker = pickle.loads(_receive(sys.stdin.buffer))
        while True:
            number = _receive(sys.stdin.buffer)
            try:
                answer: Any = maker.make(number)
            except Exception as error:  # noqa: BLE001 - it is raised where the part was asked for
                answer = _portable(error)
            _send(answers, answer)


def _portable(error: Exception) -> Exception:
    """The error, or one that says the same, that survives being sent."""
    try:
        if type(pickle.loads(pickle.dumps(error))) is type(error):
            return error
    except Exception:  # noqa: BLE001 - exceptions may refuse to be pickled in any way
        pass
    return DetenteError(str(error)) if isinstance(error, DetenteError) else RuntimeError(f"{type(error)}: {error}")


def _send(pipe: Any, item: object) -> None:
    data = pickle.dumps(item, protocol=pickle.HIGHEST_PROTOCOL)
    pipe.write(len(data).to_bytes(_LENGTH, "little"))
    pipe.write(data)
    pipe.flush()


def _receive(pipe: Any) -> Any:
    length = pipe.read(_LENGTH)
    if len(length) < _LENGTH:
        raise EOFError
    data = pipe.read(int.from_bytes(length, "little"))
    if len(data) < int.from_bytes(length, "little"):
        raise EOFError
    return pickle.loads(data)


def on_cluster(maker: PartMaker, numbers: Sequence[int], address: str) -> Iterator[Part]:
    """Make parts on the Dask cluster whose scheduler is at `address`, in whatever order they are ready.

    Raises
    ------
    NotApplicable
        If dask[distributed] is not installed.
    InvalidParameter
        If the address is none.
    DetenteError
        If there is no scheduler at the address, or a part ends too many workers.
    """
    try:
        from distributed import Client, KilledWorker, as_completed
        from distributed.comm.addressing import get_address_host_port
    except ImportError as error:
        raise NotApplicable("a scheduler needs dask[distributed]: pip install 'detente[scale]'") from error
    try:
        get_address_host_port(address)  # a client made for no address at all hangs when it is thrown away
    except ValueError as error:
        raise InvalidParameter(f"{address!r} is no address of a scheduler, such as tcp://host:8786: {error}") from error
    try:
        client = Client(address, timeout=_CONNECT_SECONDS, set_as_default=False)
    except (OSError, ValueError, TypeError) as error:
        raise DetenteError(f"no Dask scheduler answers at {address}: {error}") from error
    with client:
        # The maker goes with each part: were it put on the workers once, it would be lost with those that held it.
        waiting, packed, run = iter(numbers), pickle.dumps(maker), os.urandom(8).hex()

        def submit(number: int) -> Any:
            return client.submit(_make_part, packed, number, key=f"detente-{run}-{number}", pure=False)

        ahead = _AHEAD * max(1, sum(client.nthreads().values()))
        running = as_completed([submit(number) for number in islice(waiting, ahead)], loop=client.loop)
        for future in running:
            try:
                part = future.result()
            except KilledWorker as error:
                raise DetenteError(f"a part ended every worker that made it: {error}") from error
            future.release()  # or the cluster would hold every part to the end
            if (number := next(waiting, None)) is not None:
                running.add(submit(number))
            yield part


def _make_part(packed: bytes, number: int) -> Part:
    _keep_memory()
    maker: PartMaker = pickle.loads(packed)
    return maker.make(number)


def _keep_memory() -> None:
    """Have glibc keep what is freed: Dask's own setting, made when a worker starts, has it give everything back."""
    if sys.platform != "linux":
        return
    import ctypes

    with suppress(AttributeError, OSError):
        mallopt = ctypes.CDLL(None).mallopt
        trim_threshold, mmap_threshold = -1, -3  # M_TRIM_THRESHOLD, M_MMAP_THRESHOLD of malloc.h
        mallopt(trim_threshold, 2**30)
        mallopt(mmap_threshold, 2**25)  # the most that it takes
