"""Nashpy's equilibrium algorithms in a process of their own, so that one that hangs or crashes can be ended.

The parent (`call_nashpy`) starts the interpreter it runs in, hands over its module search path and two matrices as
JSON, and reads one JSON line an event until the child ends. The child bounds each call softly, by an interrupt that
ends a loop written in Python, and its whole life by a watchdog that ends it even inside compiled code. The parent
imports nothing heavy, no guard on ``__main__`` is needed, and a terminal, a notebook and any platform behave alike.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import IO, Any

__all__ = ["Algorithm", "Call", "Ending", "call_nashpy", "perform"]

Matrix = Sequence[Sequence[float]]
FloatProfile = tuple[tuple[float, ...], ...]


class Algorithm(StrEnum):
    """The algorithms of nashpy that look for Nash equilibria of any two-player game."""

    SUPPORT_ENUMERATION = "support_enumeration"
    VERTEX_ENUMERATION = "vertex_enumeration"
    LEMKE_HOWSON = "lemke_howson"


class Ending(StrEnum):
    """How a call came to its end."""

    FINISHED = "finished"
    FAILED = "failed"
    CUT_OFF = "cut_off"
    NOT_STARTED = "not_started"


@dataclass(frozen=True, slots=True)
class Call:
    """One call of one algorithm.

    Attributes
    ----------
    algorithm : Algorithm
        What was called.
    label : int or None
        The label dropped first by Lemke-Howson: actions of the first player, then of the second, from 0.
    ending : Ending
        Whether it finished, raised an error, was cut off by the time limit, or was never reached.
    profiles : tuple of tuple of tuple of float
        What it returned before it ended, as it returned it: not necessarily distributions, nor of the right lengths.
    warnings : tuple of (str, str)
        The category and text of each distinct warning.
    error : str or None
        The type and first line of the error that ended it.
    """

    algorithm: Algorithm
    label: int | None
    ending: Ending
    profiles: tuple[FloatProfile, ...] = ()
    warnings: tuple[tuple[str, str], ...] = ()
    error: str | None = None


START_SECONDS = 30.0
"""How long the child may take to import nashpy before it is given up: a cold disk can need many seconds."""

GRACE_SECONDS = 1.0
"""How long after its budget the child may live, to report that it was cut off."""

_BOOT = "import json, sys; sys.path[:] = json.loads(sys.stdin.readline()); from {} import _child; _child()"


def call_nashpy(A: Matrix, B: Matrix, *, seconds: float) -> tuple[Call, ...]:
    """Run every algorithm, and Lemke-Howson from every label, in a child process.

    Parameters
    ----------
    A, B : sequence of sequence of float
        The payoffs of the first and second player, of the same shape.
    seconds : float
        How long all the calls together may take. Each algorithm gets an equal share of what is left when its turn
        comes, and so does each label within Lemke-Howson's. Starting the child (about a second) is not counted.

    Returns
    -------
    tuple of Call
        One an algorithm and label, in the order of `_calls`, those not reached included.
    """
    request = json.dumps([entry for entry in sys.path if isinstance(entry, str)]) + "\n"
    request += json.dumps({"A": [list(row) for row in A], "B": [list(row) for row in B], "seconds": seconds}) + "\n"
    wanted = _calls(len(A), len(A[0]))
    if not sys.executable or getattr(sys, "frozen", False):  # a frozen program would start itself once more
        return tuple(Call(*call, Ending.NOT_STARTED, error="no Python interpreter to start") for call in wanted)
    try:
        output = subprocess.run(
            [sys.executable, "-P", "-c", _BOOT.format(__name__)],  # -P: never import from the working folder
            input=request.encode(),
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            timeout=START_SECONDS + seconds + GRACE_SECONDS,
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
            check=False,
        ).stdout
    except subprocess.TimeoutExpired as expired:
        output = expired.stdout or b""
    except OSError as error:
        return tuple(Call(*call, Ending.NOT_STARTED, error=_described(error)) for call in wanted)
    return tuple(_read(output, wanted))


def perform(
    algorithm: Algorithm, label: int | None, A: Matrix, B: Matrix, found: Callable[[FloatProfile], None]
) -> None:
    """Make one call in this process, without a limit, handing every profile to `found` as soon as it is there."""
    import nashpy
    import numpy as np

    game = nashpy.Game(np.array(A, dtype=float), np.array(B, dtype=float))
    if algorithm is Algorithm.LEMKE_HOWSON:
        profiles: Any = (game.lemke_howson(initial_dropped_label=dropped) for dropped in (label,))
    else:
        profiles = getattr(game, algorithm.value)()
    for profile in profiles:
        found(tuple(tuple(map(float, np.ravel(strategy))) for strategy in profile))


def _calls(rows: int, columns: int) -> list[tuple[Algorithm, int | None]]:
    enumerations: list[tuple[Algorithm, int | None]] = [
        (Algorithm.SUPPORT_ENUMERATION, None),
        (Algorithm.VERTEX_ENUMERATION, None),
    ]
    return enumerations + [(Algorithm.LEMKE_HOWSON, label) for label in range(rows + columns)]


def _read(output: bytes, wanted: list[tuple[Algorithm, int | None]]) -> Iterator[Call]:
    """The calls that the child's lines tell of; the last line may be torn, and the last call without an end."""
    events: list[dict[str, Any]] = []
    for line in output.decode(errors="replace").splitlines():
        try:
            events.append(json.loads(line))
        except json.JSONDecodeError:
            break
    refused = next((event["refused"] for event in events if "refused" in event), None)
    per_call: list[list[dict[str, Any]]] = []
    for event in events:
        if "start" in event:
            per_call.append([])
        elif per_call:
            per_call[-1].append(event)
    for number, (algorithm, label) in enumerate(wanted):
        if number >= len(per_call):
            yield Call(algorithm, label, Ending.NOT_STARTED, error=refused)
            continue
        told = per_call[number]
        torn: dict[str, Any] = {"ending": Ending.CUT_OFF, "warnings": [], "error": None}
        end = next((event for event in told if "ending" in event), torn)
        yield Call(
            algorithm,
            label,
            Ending(end["ending"]),
            tuple(tuple(map(tuple, event["profile"])) for event in told if "profile" in event),
            tuple(map(tuple, end["warnings"])),
            end["error"],
        )


def _child() -> None:
    """Serve one request: the child's whole life."""
    import faulthandler
    import os
    import signal

    lines = os.fdopen(os.dup(1), "w", encoding="ascii")
    os.dup2(2, 1)  # what compiled code prints must not mingle with the events
    request = json.loads(sys.stdin.readline())
    # A shell that starts a job in the background has it ignore interrupts, and children inherit that.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        import nashpy  # noqa: F401 - imported before the clock starts
    except ImportError as error:
        _tell(lines, refused=_described(error))
        return
    seconds = float(request["seconds"])
    with open(os.devnull, "w") as nowhere:  # noqa: PTH123 - os.devnull is no path of a file
        faulthandler.dump_traceback_later(seconds + GRACE_SECONDS, exit=True, file=nowhere)
        _serve(lines, request["A"], request["B"], seconds)
        faulthandler.cancel_dump_traceback_later()


def _serve(lines: IO[str], A: Matrix, B: Matrix, seconds: float) -> None:
    from time import monotonic

    deadline = monotonic() + seconds
    calls = _calls(len(A), len(A[0]))
    for number, (algorithm, label) in enumerate(calls):
        waiting = len({other for other, _ in calls[number:]} - {algorithm})
        labels = len(calls) - number if algorithm is Algorithm.LEMKE_HOWSON else 1
        left = deadline - monotonic()
        if left <= 0:
            return
        _tell(lines, start=algorithm.value)
        _tell(lines, **_bounded(algorithm, label, A, B, lines, left / (waiting + labels)))


def _bounded(
    algorithm: Algorithm, label: int | None, A: Matrix, B: Matrix, lines: IO[str], seconds: float
) -> dict[str, Any]:
    """Make a call, and interrupt it once its time is up."""
    import _thread
    import threading
    import warnings

    heard: dict[tuple[str, str], None] = {}

    def hear(message: Warning | str, category: type[Warning], *_: object, **__: object) -> None:
        heard[category.__name__, " ".join(str(message).split())] = None

    ending, said = Ending.FINISHED, None
    with warnings.catch_warnings():
        warnings.simplefilter("always")
        warnings.showwarning = hear
        timer = threading.Timer(seconds, _thread.interrupt_main)
        try:
            timer.start()
            try:
                perform(algorithm, label, A, B, lambda profile: _tell(lines, profile=profile))
            finally:
                timer.cancel()
                timer.join()  # so that an interrupt on its way arrives here and not in the next call
        except KeyboardInterrupt:
            ending = Ending.CUT_OFF
        except Exception as error:  # noqa: BLE001 - whatever nashpy raises is what is to be reported
            ending, said = Ending.FAILED, _described(error)
    return {"ending": ending.value, "warnings": list(heard), "error": said}


def _tell(lines: IO[str], **event: Any) -> None:
    lines.write(json.dumps(event) + "\n")
    lines.flush()


def _described(error: BaseException) -> str:
    """The type of an error and the first line of what it says."""
    text = str(error).strip().splitlines()
    return f"{type(error).__name__}: {text[0][:200]}" if text else type(error).__name__
