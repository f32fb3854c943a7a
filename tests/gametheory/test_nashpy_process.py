from __future__ import annotations

import signal
import subprocess
import sys
from math import isnan
from time import monotonic

import pytest

from gametheory import nashpy_process
from gametheory.nashpy_process import Algorithm, Ending, call_nashpy

COORDINATION = ([[3.0, 0.0], [0.0, 2.0]], [[2.0, 0.0], [0.0, 3.0]])


def test_every_algorithm_is_called_and_lemke_howson_from_every_label():
    calls = call_nashpy(*COORDINATION, seconds=20)
    assert [(call.algorithm.value, call.label) for call in calls] == [
        ("support_enumeration", None),
        ("vertex_enumeration", None),
        *(("lemke_howson", label) for label in range(4)),
    ]
    assert {call.ending for call in calls} == {Ending.FINISHED}
    assert sorted(calls[0].profiles)[0] == ((0.0, 1.0), (0.0, 1.0))
    assert len(calls[0].profiles) == len(calls[1].profiles) == 3


def test_a_loop_without_end_is_cut_off_and_the_next_call_still_made():
    # Lemke-Howson on a game of one profile never finds its path's end from the first label.
    began = monotonic()
    support, vertex, first, second = call_nashpy([[1.0]], [[1.0]], seconds=1.0)
    assert support.profiles == (((1.0,), (1.0,)),)
    assert vertex.ending is Ending.FAILED
    assert vertex.error is not None
    assert vertex.error.startswith("QhullError: ")
    assert first.ending is Ending.CUT_OFF
    assert second.ending is Ending.FAILED
    assert second.error == "KeyError: 1"
    assert monotonic() - began < 1.0 + nashpy_process.START_SECONDS


def test_interrupts_ignored_by_the_shell_do_not_keep_a_loop_alive():
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        calls = call_nashpy([[1.0]], [[1.0]], seconds=0.5)
    finally:
        signal.signal(signal.SIGINT, before)
    assert [call.ending for call in calls[2:]] == [Ending.CUT_OFF, Ending.FAILED]


def test_the_watchdog_ends_what_an_interrupt_cannot(monkeypatch):
    deaf = "import sys; sys.path[:] = {path!r}; from gametheory import nashpy_process as child; {patch}; child._child()"
    patch = "child._bounded = lambda *_: __import__('time').sleep(60)"
    monkeypatch.setattr(
        nashpy_process, "_BOOT", "import json, sys; sys.stdin.readline(); " + deaf.format(path=sys.path, patch=patch)
    )
    began = monotonic()
    calls = call_nashpy(*COORDINATION, seconds=0.2)
    assert monotonic() - began < 30
    assert [call.ending for call in calls] == [Ending.CUT_OFF] + [Ending.NOT_STARTED] * 5


def test_warnings_are_told_once_and_overflow_is_no_crash():
    calls = call_nashpy([[1e308, -1e308], [0.0, 0.0]], [[1.0, 2.0], [3.0, 4.0]], seconds=20)
    vertex = calls[1]
    assert vertex.ending is Ending.FAILED
    assert ("RuntimeWarning", "overflow encountered in add") in vertex.warnings
    assert len(set(vertex.warnings)) == len(vertex.warnings)
    nothing = [call for call in calls if any(isnan(value) for profile in call.profiles for value in profile[1])]
    assert [call.algorithm for call in nothing] == [Algorithm.LEMKE_HOWSON]


def test_a_nashpy_that_cannot_be_imported_is_told(tmp_path, monkeypatch):
    (tmp_path / "nashpy.py").write_text("raise ImportError('out of order')")
    monkeypatch.syspath_prepend(tmp_path)
    calls = call_nashpy(*COORDINATION, seconds=5)
    assert {(call.ending, call.error) for call in calls} == {(Ending.NOT_STARTED, "ImportError: out of order")}


def test_an_interpreter_that_cannot_be_started_is_told(tmp_path, monkeypatch):
    monkeypatch.setattr(sys, "executable", str(tmp_path / "none"))
    assert {call.ending for call in call_nashpy(*COORDINATION, seconds=5)} == {Ending.NOT_STARTED}
    assert all("FileNotFoundError" in str(call.error) for call in call_nashpy(*COORDINATION, seconds=5))
    monkeypatch.setattr(sys, "executable", "")
    assert {call.error for call in call_nashpy(*COORDINATION, seconds=5)} == {"no Python interpreter to start"}


def test_a_frozen_program_is_not_started_again(monkeypatch):
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    monkeypatch.setattr(subprocess, "run", lambda *_, **__: pytest.fail("started a process"))
    assert {call.ending for call in call_nashpy(*COORDINATION, seconds=5)} == {Ending.NOT_STARTED}


def test_the_working_folder_cannot_shadow_a_module(tmp_path, monkeypatch):
    (tmp_path / "json.py").write_text("open('touched', 'w').close()")
    (tmp_path / "nashpy.py").write_text("open('touched', 'w').close()")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(sys, "path", [entry for entry in sys.path if entry])
    assert {call.ending for call in call_nashpy(*COORDINATION, seconds=20)} == {Ending.FINISHED}
    assert not (tmp_path / "touched").exists()


def test_a_script_without_a_main_guard_may_ask():
    script = "from gametheory.nashpy_process import call_nashpy\n"
    script += "print(call_nashpy([[1.0, 0.0]], [[0.0, 1.0]], seconds=1.0)[0])"
    done = subprocess.run(
        [sys.executable, "-"],
        input=f"import sys; sys.path[:0] = {sys.path!r}\n{script}",
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert done.stdout.count("Call(") == 1, done.stderr
    assert "FINISHED" in done.stdout


def test_a_torn_last_line_loses_nothing_that_came_before():
    output = b'{"start": "support_enumeration"}\n{"profile": [[1.0], [1.0]]}\n{"profile": [[0.'
    first, *rest = nashpy_process._read(output, nashpy_process._calls(1, 1))
    assert first.ending is Ending.CUT_OFF
    assert first.profiles == (((1.0,), (1.0,)),)
    assert {call.ending for call in rest} == {Ending.NOT_STARTED}
