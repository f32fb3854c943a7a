from __future__ import annotations

import errno
import json
import os
import pickle
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import gametheory.sweep as sweep_module
from gametheory import sweep_workers
from gametheory.errors import DetenteError, InvalidParameter, NotApplicable, UnknownName
from gametheory.game import ParametricGame
from gametheory.parameters import MultiAffine, Parameter
from gametheory.sampling_plan import Grid, PointsFile, Sample
from gametheory.selection import advice
from gametheory.solve import Play, solve
from gametheory.sweep import Sweep, sweep
from gametheory.sweep_answers import Tally
from gametheory.sweep_folder import SweepFolder
from gametheory.sweep_parts import PartMaker

RANGES = {name: Parameter(name, Fraction(0), Fraction(-2), Fraction(2)) for name in ("p", "q")}


def family(shape: tuple[int, ...], seed: int = 0) -> ParametricGame:
    """A game whose payoffs are small numbers plus multiples of p, q and p q."""
    rng = np.random.default_rng([seed, *shape])
    p, q = map(MultiAffine.parameter, "pq")

    def payoff() -> MultiAffine:
        a, b, c, d = (MultiAffine.constant(Fraction(int(number), 2)) for number in rng.integers(-3, 4, 4))
        return MultiAffine.sum((a, b * p, c * q, d * p * q))

    actions = tuple(
        tuple(f"{player}{action}" for action in range(size)) for player, size in zip("abc", shape, strict=False)
    )
    payoffs = tuple(tuple(payoff() for _ in range(int(np.prod(shape)))) for _ in shape)
    return ParametricGame(tuple("xyz"[: len(shape)]), actions, payoffs, RANGES)


COARSE = Grid({"p": (-2, 2, 9), "q": (-2, 2, 9)})  # in half steps, so that ties abound
NASH, PURE = Play(concept="nash"), Play(concept="pure_nash")


def worlds(folder: Path) -> pd.DataFrame:
    return pd.read_parquet(folder / "worlds")


def assert_equals_single_solver(game: ParametricGame, play: Play, frame: pd.DataFrame, found: Sweep) -> None:
    """Every row against `solve` and `advice` at its point."""
    only, several, risk = (dict.fromkeys(found.outcomes, 0) for _ in range(3))
    for row in frame.to_dict("records"):
        at = {"p": Fraction(row["p"]), "q": Fraction(row["q"])}
        answer = solve(game, play, at)
        stable = {"/".join(game.named(e.profile).values()) for e in answer.equilibria if e.profile is not None}
        assert {name for name in found.outcomes if row[name]} == stable
        assert row["equilibria"] == len(answer.equilibria)
        if "infinite" in row:
            assert row["infinite"] == any(len(subset) > 1 for subset in answer.maximal_subsets)
        ends = answer.payoff_ranges()
        for index, player in enumerate(game.players):
            for end, name in enumerate(("least", "greatest")):
                value = row[f"{player} {name}"]
                assert value == pytest.approx(float(ends[index][end]), abs=1e-9) if ends else np.isnan(value)
        for name in stable:
            (only if len(answer.equilibria) == 1 else several)[name] += 1
        if "risk_dominant" in row:
            alone = solve(game, PURE, at)
            best = advice(game.at(at), alone).risk_dominant if len(alone.equilibria) == 2 else None
            profile = None if best is None else alone.equilibria[best].profile
            expected = None if profile is None else "/".join(game.named(profile).values())
            assert row["risk_dominant"] == expected if expected else pd.isna(row["risk_dominant"])
            if expected:
                risk[expected] += 1
    tally = found.tally
    assert dict(zip(found.outcomes, tally.only, strict=True)) == only
    assert dict(zip(found.outcomes, tally.several, strict=True)) == several
    assert dict(zip(found.outcomes, tally.risk_dominant, strict=True)) == risk
    assert tally.none == np.count_nonzero(frame["equilibria"] == 0)
    assert tally.mixed == np.count_nonzero((frame["equilibria"] > 0) & ~frame[list(found.outcomes)].any(axis=1))


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("play", [NASH, PURE], ids=["nash", "pure_nash"])
@pytest.mark.parametrize("shape", [(2, 2), (3, 3), (2, 4)])
def test_equals_the_single_solver_point_by_point(shape: tuple[int, int], play: Play, seed: int, tmp_path: Path) -> None:
    game = family(shape, seed)
    found = sweep(game, COARSE, play=play, folder=tmp_path / "s", keep=("points", "payoffs"))
    frame = worlds(tmp_path / "s")
    assert len(frame) == found.worlds == 81
    assert_equals_single_solver(game, play, frame, found)


def test_three_players_and_other_plays_too(tmp_path: Path) -> None:
    found = sweep(family((2, 2, 2)), COARSE, play=PURE, folder=tmp_path / "three", keep=("points", "payoffs"))
    assert_equals_single_solver(family((2, 2, 2)), PURE, worlds(tmp_path / "three"), found)
    game, play = family((2, 3), 1), Play("simultaneous", "rationalizable")
    plan = Grid({"p": (-1, 1, 3), "q": (-1, 1, 3)})
    found = sweep(game, plan, play=play, folder=tmp_path / "other")
    for row in worlds(tmp_path / "other").to_dict("records"):
        outcomes = solve(game, play, {"p": Fraction(row["p"]), "q": Fraction(row["q"])}).outcomes()
        stable = {"/".join(game.named(o.profile).values()) for o in outcomes if o.profile is not None}
        assert {name for name in found.outcomes if row[name]} == stable
        assert row["equilibria"] == len(outcomes)


def test_payoffs_too_long_for_machine_words() -> None:
    p = MultiAffine.parameter("p")
    long = MultiAffine.constant(Fraction(3**70))
    tip = MultiAffine.constant(Fraction(1, 3**70))
    payoffs = ((long, MultiAffine.sum((long, p * tip))),)
    game = ParametricGame(("x",), (("low", "high"),), payoffs, RANGES)
    found = sweep(game, Grid({"p": (-2, 2, 5)}), play=PURE)
    assert found.tally.only == (2, 2)
    assert found.tally.several == (1, 1)


def test_the_counts_without_a_folder_are_those_with_one(tmp_path: Path) -> None:
    game, plan = family((3, 3)), Sample({"p": None, "q": (-1, 1)}, 5000, "lhs")
    alone, kept = sweep(game, plan), sweep(game, plan, folder=tmp_path / "s", keep=())
    assert alone.tally == kept.tally
    frame = worlds(tmp_path / "s")
    assert list(frame)[:2] == ["world", alone.outcomes[0]]
    assert frame["world"].tolist() == list(range(5000))
    share = [float(alone.share(a + b)) for a, b in zip(alone.tally.only, alone.tally.several, strict=True)]
    assert frame[list(alone.outcomes)].mean().tolist() == share
    assert alone.to_frame()["share"].tolist() == share
    assert json.loads((tmp_path / "s" / "summary.json").read_text()) == {"schema": 1, **alone.to_dict()}
    assert str(alone).startswith("nash in 5,000 worlds of p, q\n")


def test_csv_holds_what_parquet_holds(tmp_path: Path) -> None:
    game, plan = family((2, 2)), Sample({"p": None, "q": None}, 300)
    for kind in ("csv", "parquet"):
        sweep(game, plan, folder=tmp_path / kind, format=kind, keep=("points", "payoffs"))
    frame = pd.read_csv(tmp_path / "csv" / "worlds" / "part-000000.csv")
    other = worlds(tmp_path / "parquet").astype({"risk_dominant": frame["risk_dominant"].dtype})
    pd.testing.assert_frame_equal(frame, other, check_dtype=False, check_exact=True)


@given(st.lists(st.lists(st.integers(0, 9), min_size=10, max_size=10), min_size=1, max_size=4))
@settings(max_examples=20)
def test_tallies_add_up(rows: list[list[int]]) -> None:
    tallies = [Tally(a, b, c, d, tuple(rest[:2]), tuple(rest[2:4]), tuple(rest[4:])) for a, b, c, d, *rest in rows]
    total = tallies[0]
    for tally in tallies[1:]:
        total += tally
        assert Tally.from_dict(tally.to_dict()) == tally
    assert [total.worlds, *total.risk_dominant] == [sum(row[i] for row in rows) for i in (0, 8, 9)]


def test_names_that_would_clash_are_numbered() -> None:
    zero = MultiAffine.constant(0)
    game = ParametricGame(("x", "y"), (("a/b", "a"), ("c", "b/c")), ((zero,) * 4,) * 2, RANGES)
    assert sweep(game, COARSE, play=PURE).outcomes == ("outcome_0", "outcome_1", "outcome_2", "outcome_3")


# --- folders: resumed, locked, damaged, full ---------------------------------------------------------------------


@pytest.fixture
def small_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sweep_module, "_PART_SIZES", {True: (64, 64), False: (64, 64)})


PLAN = Sample({"p": None, "q": None}, 1000, seed=7)
GAME = family((2, 2))


def content(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.fixture
def whole(tmp_path: Path, small_parts: None) -> Path:
    sweep(GAME, PLAN, folder=tmp_path / "whole")
    assert len(list((tmp_path / "whole" / "worlds").iterdir())) == 16
    return tmp_path / "whole"


def test_what_is_missing_is_made_again_to_the_same_bytes(whole: Path) -> None:
    before = content(whole)
    for gone in ("worlds/part-000003.parquet", "receipts/000005.json", "summary.json"):
        (whole / gone).unlink()
    (whole / "worlds" / ".part-000009.parquet.unfinished").write_bytes(b"torn")
    again = sweep(GAME, PLAN, folder=whole)
    assert content(whole) == before
    assert again.made == 128
    assert sweep(GAME, PLAN, folder=whole).made == 0


def test_processes_make_the_same_bytes(whole: Path, tmp_path: Path) -> None:
    sweep(GAME, PLAN, folder=tmp_path / "other", workers=2)
    assert content(tmp_path / "other") == content(whole)


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("worlds/part-000003.parquet", b"PAR1", "part-000003.parquet is damaged.*remove it"),
        ("receipts/000003.json", b"{", "receipts/000003.json is damaged"),
        ("receipts/000003.json", b"[]", "receipts/000003.json is damaged"),
        ("receipts/000016.json", b"{}", "receipts/000016.json is no file of this sweep"),
        ("worlds/part-000016.parquet", b"", "part-000016.parquet is no file of this sweep"),
        ("worlds/part-3.parquet", b"", "no file of this sweep"),
        ("worlds/notes.txt", b"", "notes.txt is no file of this sweep"),
        ("manifest.json", b"{", "manifest.json is damaged"),
        ("manifest.json", b"[]", "manifest.json is damaged"),
    ],
)
def test_damaged_and_foreign_files_are_named_and_all_else_kept(whole: Path, name: str, data: bytes, said: str) -> None:
    before = content(whole)
    (whole / name).write_bytes(data)
    with pytest.raises(InvalidParameter, match=said):
        sweep(GAME, PLAN, folder=whole)
    assert content(whole) == before | {name: data}
    (whole / name).unlink()  # as the message says
    if name != "manifest.json":
        sweep(GAME, PLAN, folder=whole)
        assert content(whole) == before


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"game": family((2, 2), 1)}, "game differ"),
        ({"game": GAME.moved({"p": 1})}, "game differ"),
        ({"plan": Sample({"p": None, "q": None}, 1000, seed=8)}, "plan differ"),
        ({"play": PURE}, "play, columns differ"),
        ({"keep": ()}, "columns differ"),
        ({"format": "csv"}, "format differ"),
        ({"source": {"scenario": "other"}}, "source differ"),
    ],
)
def test_another_sweep_in_the_folder_is_refused(whole: Path, change: dict[str, Any], said: str) -> None:
    before = content(whole)
    asked: dict[str, Any] = {"game": GAME, "plan": PLAN, **change}
    with pytest.raises(InvalidParameter, match=said):
        sweep(**asked, folder=whole)
    assert content(whole) == before


def test_a_folder_of_something_else_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "thesis.tex").write_text("mine")
    with pytest.raises(InvalidParameter, match=r"holds no sweep \(there is thesis.tex\)"):
        sweep(GAME, PLAN, folder=tmp_path)
    with pytest.raises(DetenteError, match="cannot be used"):
        sweep(GAME, PLAN, folder=tmp_path / "thesis.tex")


def test_a_second_process_is_refused(whole: Path) -> None:
    manifest = json.loads((whole / "manifest.json").read_text())
    before = content(whole)
    with SweepFolder(whole, manifest, "parquet", 16), pytest.raises(DetenteError, match="another process"):
        sweep(GAME, PLAN, folder=whole)
    assert content(whole) == before
    sweep(GAME, PLAN, folder=whole)


def test_a_full_disk_is_told_and_what_is_there_kept(
    tmp_path: Path, whole: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    written = 0

    def fsync(number: int) -> None:
        nonlocal written
        written += 1
        if written == 9:
            raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", fsync)
    with pytest.raises(DetenteError, match="cannot be written: no space left on device; the parts that are there"):
        sweep(GAME, PLAN, folder=tmp_path / "full")
    monkeypatch.undo()
    some = content(tmp_path / "full")
    assert 0 < len([name for name in some if name.startswith("worlds/")]) < 16
    assert some.items() <= content(whole).items()


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may write anywhere")
def test_a_folder_that_cannot_be_written(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    with pytest.raises(DetenteError, match="permission denied"):
        sweep(GAME, PLAN, folder=tmp_path / "s")


def test_a_folder_that_the_system_refuses_is_said_to_be_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(path: Any, *_: object, **__: object) -> None:
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(path))

    monkeypatch.setattr(os, "mkdir", refused)
    with pytest.raises(DetenteError, match="permission denied"):
        sweep(GAME, PLAN, folder=tmp_path / "s")
    assert list(tmp_path.iterdir()) == []


# --- workers that die --------------------------------------------------------------------------------------------


class Deadly(PartMaker):
    """Kills the process that makes part 2, as often as files say."""

    def make(self, number: int) -> Any:
        marks = sorted(Path(os.environ["DETENTE_TEST_DEATHS"]).iterdir())
        if number == 2 and marks:
            marks[0].unlink()
            os.kill(os.getpid(), signal.SIGKILL)
        return super().make(number)


def deadly(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, deaths: int) -> Deadly:
    (tmp_path / "deaths").mkdir()
    for death in range(deaths):
        (tmp_path / "deaths" / str(death)).touch()
    monkeypatch.setenv("DETENTE_TEST_DEATHS", str(tmp_path / "deaths"))
    monkeypatch.syspath_prepend(str(Path(__file__).parents[2]))
    maker = sweep_module._maker(GAME, PLAN, NASH, tmp_path / "s", (), None)
    return Deadly(maker.solver, 64, maker.format, False)


@pytest.mark.skipif(sys.platform == "win32", reason="needs signals")
def test_a_killed_worker_costs_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    maker = deadly(tmp_path, monkeypatch, 2)
    made = {part.number: part for part in sweep_workers.in_processes(maker, range(16), 2)}
    assert not list((tmp_path / "deaths").iterdir())
    assert made == {number: PartMaker.make(maker, number) for number in range(16)}


@pytest.mark.skipif(sys.platform == "win32", reason="needs signals")
def test_a_part_that_kills_every_worker_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    maker = deadly(tmp_path, monkeypatch, 9)
    with pytest.raises(DetenteError, match="part 2 ended the process that made it 3 times"):
        list(sweep_workers.in_processes(maker, range(16), 2))


def test_errors_of_workers_arrive_as_they_are(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sweep_module, "_PART_SIZES", {True: (2, 2), False: (2, 2)})
    path = tmp_path / "points.csv"
    path.write_text("p\n" + "1\n" * 5 + "9\n" + "1\n" * 5)
    for workers in (1, 2):
        with pytest.raises(InvalidParameter, match=r"p is 9 in line 7 of .*, outside its range -2 to 2"):
            sweep(GAME, PointsFile(path), folder=tmp_path / "s", workers=workers)


def test_errors_that_cannot_be_sent_are_said() -> None:
    error = sweep_workers._portable(UnknownName("thing", "x", ["y"]))
    assert type(error) in (UnknownName, DetenteError)
    assert str(pickle.loads(pickle.dumps(error))) == str(UnknownName("thing", "x", ["y"]))


SWEEP = """
import sys
from tests.gametheory.test_sweep import GAME, family
import gametheory.sweep as module
from gametheory.sampling_plan import Sample
module._PART_SIZES = {True: (2**12, 2**12), False: (64, 64)}
plan = Sample({"p": None, "q": None}, 400_000, seed=5)
module.sweep(family((3, 3)), plan, folder=sys.argv[1], workers=int(sys.argv[2]))
"""


def running(folder: Path, workers: int) -> subprocess.Popen[bytes]:
    root = str(Path(__file__).parents[2])
    return subprocess.Popen(
        [sys.executable, "-c", SWEEP, str(folder), str(workers)],
        env={**os.environ, "PYTHONPATH": root},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
    )


def wait_for(condition: Callable[[], bool], seconds: float = 60) -> None:
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end
        time.sleep(0.005)


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="needs signals")
@pytest.mark.parametrize("workers", [1, 2])
def test_killed_at_any_moment_it_ends_in_the_same_bytes(tmp_path: Path, workers: int) -> None:
    with running(tmp_path / "whole", workers) as process:
        assert process.wait() == 0
    folder = tmp_path / "killed"
    receipts = folder / "receipts"
    for stop in (1, 10, 37, 60):
        with running(folder, workers) as process:
            wait_for(lambda stop=stop: receipts.exists() and len(list(receipts.glob("0*"))) >= stop)  # type: ignore[misc]
            process.send_signal(signal.SIGKILL)
            process.wait()
            assert process.stdout is not None
            process.stdout.read()  # ends once the workers, which hold it too, have ended
        assert not (folder / "summary.json").exists()
    with running(folder, workers) as process:
        assert process.wait() == 0
    assert content(folder) == content(tmp_path / "whole")


# --- what is asked for and cannot be -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("options", "error", "said"),
    [
        ({"game": GAME.at()}, NotApplicable, "parameters to move"),
        ({"workers": 0}, InvalidParameter, "0 workers"),
        ({"workers": True}, InvalidParameter, "True workers"),
        ({"workers": 1, "scheduler": "tcp://x:1"}, InvalidParameter, "workers of its own"),
        ({"keep": ("point",)}, UnknownName, "nearest is 'points'"),
        ({"format": "parket", "folder": "x"}, UnknownName, "nearest is 'parquet'"),
        ({"play": Play(concept="nsah")}, UnknownName, "nearest is 'nash'"),
        ({"play": Play(rules={"x": 1})}, UnknownName, "rule of the simultaneous form"),
        ({"plan": Sample({"r": None}, 5)}, UnknownName, "parameter"),
    ],
)
def test_what_cannot_be_is_said(
    options: dict[str, Any], error: type[Exception], said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    asked: dict[str, Any] = {"game": GAME, "plan": PLAN, **options}
    with pytest.raises(error, match=said):
        sweep(**asked)
    assert not list(tmp_path.iterdir())


def test_without_pyarrow(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sweep_module, "find_spec", lambda name: None)
    sweep(GAME, PLAN, folder=tmp_path / "small")
    assert (tmp_path / "small" / "worlds" / "part-000000.csv").exists()
    many = Sample({"p": None, "q": None}, sweep_module.MOST_CSV + 1)
    with pytest.raises(NotApplicable, match="pip install"):
        sweep(GAME, many, folder=tmp_path / "large")
    with pytest.raises(NotApplicable, match="pip install"):
        sweep(GAME, PLAN, folder=tmp_path / "large", format="parquet")
    assert not (tmp_path / "large").exists()


def test_progress_counts_up_to_the_whole(small_parts: None) -> None:
    calls: list[tuple[int, int]] = []
    sweep(GAME, PLAN, progress=lambda done, total: calls.append((done, total)))
    assert calls == [(min(64 * part, 1000), 1000) for part in range(17)]


def test_an_order_that_leaves_a_player_out_is_said_of_the_game_and_not_of_one_world() -> None:
    game = family((2, 2))
    play = Play("sequential", "subgame_perfect", {"order": game.players[:1]})
    with pytest.raises(InvalidParameter, match=r"^the order of moves .* leaves out"):
        sweep(game, COARSE, play=play)
