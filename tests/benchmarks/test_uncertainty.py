"""What is known of an uncertain game, in time to be asked again; indices beside those of SALib, from as many games."""

from __future__ import annotations

import time
from typing import Any

import numpy as np

from gametheory.answer_labels import AnswerLabels
from gametheory.solve import Play
from gametheory.uncertainty import SAMPLES, uncertainty
from gametheory.worlds import Points
from payoffs.orders import stated_margins
from payoffs.scenario_file import load_scenario
from payoffs.utility import parametric_game

SCENARIO = load_scenario("north_korea_2017")


def test_an_uncertain_game_of_sixteen_parameters(benchmark: Any) -> None:
    game, margins = parametric_game(SCENARIO, "coercion"), stated_margins(SCENARIO, "coercion")
    samples = SAMPLES[True] if benchmark.enabled else 256
    before = time.process_time()
    found = benchmark.pedantic(uncertainty, (game,), {"margins": margins, "samples": samples}, rounds=1)
    spent = time.process_time() - before
    assert len(found.worlds) == samples
    assert len(found.sensitivity) == len(game.parameters) == 16
    if benchmark.enabled:
        benchmark.extra_info["worlds solved"] = samples * 17
        assert spent < 5


def test_indices_of_one_game_against_salib(benchmark: Any) -> None:
    """From about as many solved games both name the same parameter, and agree on the size of every index."""
    from SALib.analyze import sobol
    from SALib.sample import sobol as sampling

    game = parametric_game(SCENARIO, "enforcement")
    names = list(game.parameters)
    base = 2**12 if benchmark.enabled else 2**9
    problem = {
        "num_vars": len(names),
        "names": names,
        "bounds": [[float(entry.low), float(entry.high)] for entry in game.parameters.values()],
    }
    started = time.perf_counter()
    scale = 2**20
    points = np.rint(sampling.sample(problem, base, calc_second_order=False, seed=1).T * scale).astype(np.int64)
    labels = AnswerLabels(game, Play(concept="nash")).of(Points(tuple(names), points, scale))
    total, weights = np.zeros(len(names)), 0.0
    for label in np.unique(labels):
        hot = (labels == label).astype(float)
        total += hot.var() * sobol.analyze(problem, hot, calc_second_order=False, num_resamples=100, seed=1)["ST"]
        weights += hot.var()
    benchmark.extra_info["SALib, s"] = time.perf_counter() - started
    again = benchmark.pedantic(uncertainty, (game,), {"samples": base}, rounds=1)
    indices = {one.parameter: one.total for one in again.sensitivity}
    assert again.ranked[0].parameter == names[int(np.argmax(total))]
    for name, salib in zip(names, total / weights, strict=True):
        own = indices[name]
        assert own is not None
        assert own.low - 0.1 <= salib <= own.high + 0.1
