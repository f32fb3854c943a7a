"""Option form against all combinations listed one by one, Elmira from its options, preferences of both kinds."""

from __future__ import annotations

import json
import time
from itertools import product
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gametheory.errors import DetenteError, InvalidGame, TooLarge, UnknownName
from gametheory.graph_model import GraphModel
from gametheory.option_form import OptionForm, read_pattern
from gametheory.option_preferences import graph_model, ranks_by_levels, ranks_by_priorities, truth

ELMIRA = json.loads((Path(__file__).parents[1] / "reference" / "elmira.json").read_text(encoding="utf-8"))

OPTIONS = {"a": ("a1", "a2"), "b": ("b1",), "c": ("c1", "c2")}
NAMES = [option for options in OPTIONS.values() for option in options]
OWNER = {option: player for player, options in OPTIONS.items() for option in options}
PATTERNS = st.text("YN-", min_size=5, max_size=5)


def matches(letters: str, pattern: str) -> bool:
    return all(wanted in {"-", letter} for letter, wanted in zip(letters, pattern, strict=True))


def elmira() -> GraphModel:
    form = OptionForm(
        {player: tuple(options) for player, options in ELMIRA["options"].items()},
        infeasible=("- Y Y - -", "- Y - Y -", "- - Y Y -", "- N N N -"),
        irreversible={"modify": "Y", "delay": "N", "abandon": "Y"},
        merged=("- - - Y -",),
    )
    ranks = {
        player: ranks_by_levels(form, [ELMIRA["states"][str(state)] for state in ranking])
        for player, ranking in ELMIRA["ranking"].items()
    }
    return graph_model(form, ranks, "NYNNN")


def test_elmira_comes_out_of_its_options() -> None:
    model = elmira()
    printed = GraphModel.from_lists(list(range(1, 10)), ELMIRA["moves"], ELMIRA["ranking"], 1)
    assert model.states == tuple(ELMIRA["states"].values())
    assert model.players == printed.players
    assert model.moves == printed.moves
    assert model.ranks == printed.ranks
    assert model.status_quo == 0
    assert model.profiles is not None
    assert [len(profiles) for profiles in model.profiles] == [1] * 8 + [4]


@settings(deadline=None)
@given(
    st.lists(PATTERNS, max_size=4),
    st.dictionaries(st.sampled_from(NAMES), st.sampled_from("YN")),
    st.one_of(st.none(), PATTERNS),
)
def test_states_and_moves_are_those_that_a_list_of_all_gives(
    infeasible: list[str], irreversible: dict[str, str], merged: str | None
) -> None:
    every = ["".join(letters)[::-1] for letters in product("NY", repeat=5)]  # the first option changes fastest
    feasible = [letters for letters in every if not any(matches(letters, pattern) for pattern in infeasible)]
    together = [letters for letters in feasible if merged is not None and matches(letters, merged)]
    if not feasible or (merged is not None and not together):
        with pytest.raises(InvalidGame):
            OptionForm(OPTIONS, tuple(infeasible), irreversible, () if merged is None else (merged,))
        return
    form = OptionForm(OPTIONS, tuple(infeasible), irreversible, () if merged is None else (merged,))
    groups = [[letters] for letters in feasible if letters not in together] + ([together] if together else [])
    assert form.states == tuple(
        merged if merged is not None and group is groups[-1] and together else group[0] for group in groups
    )
    state_of = {letters: state for state, group in enumerate(groups) for letters in group}
    for player, graph in zip(OPTIONS, form.moves(), strict=True):
        expected = [
            sorted(
                {
                    state_of[other]
                    for letters in group
                    for other in feasible
                    if all(
                        one == two or (OWNER[option] == player and irreversible.get(option) != one)
                        for option, one, two in zip(NAMES, letters, other, strict=True)
                    )
                }
                - {state}
            )
            for state, group in enumerate(groups)
        ]
        assert [list(targets) for targets in graph] == expected
    assert len({profile for profiles in form.profiles() for profile in profiles}) == len(feasible)
    for state, group in enumerate(groups):
        for pattern in (*infeasible, "-----", group[0]):
            assert (state in form.matching(pattern)) == all(matches(letters, pattern) for letters in group)


@pytest.mark.parametrize(
    ("pattern", "message"),
    [
        ("Y - N", "3 letters; there are 5 options"),
        ("Y - N - N -", "6 letters"),
        ("Y - X - -", "'X' in place 3"),
        ("y----", "'y' in place 1"),
        ("", "0 letters"),
    ],
)
def test_patterns_that_do_not_fit_are_refused(pattern: str, message: str) -> None:
    with pytest.raises(InvalidGame, match=message):
        read_pattern(pattern, NAMES)
    with pytest.raises(InvalidGame, match=message):
        OptionForm(OPTIONS, infeasible=(pattern,))


def test_forms_that_make_no_sense_are_refused() -> None:
    with pytest.raises(InvalidGame, match=r"'x' of 'b' is one of 'a' already"):
        OptionForm({"a": ("x",), "b": ("x",)})
    with pytest.raises(InvalidGame, match="at least one option"):
        OptionForm({"a": ()})
    with pytest.raises(InvalidGame, match="leave no state"):
        OptionForm(OPTIONS, infeasible=("Y----", "N----"))
    with pytest.raises(InvalidGame, match="leave no state"):
        OptionForm(OPTIONS, infeasible=("-----",))
    with pytest.raises(InvalidGame, match="overlap"):
        OptionForm(OPTIONS, merged=("Y----", "-Y---"))
    with pytest.raises(InvalidGame, match="no feasible state matches the merged pattern"):
        OptionForm(OPTIONS, infeasible=("Y----",), merged=("YY---",))
    with pytest.raises(UnknownName, match="nearest is 'a1'"):
        OptionForm(OPTIONS, irreversible={"a11": "Y"})
    with pytest.raises(InvalidGame, match="at Y or at N"):
        OptionForm(OPTIONS, irreversible={"a1": "-"})


def test_what_is_too_large_is_given_up_soon() -> None:
    def options(count: int) -> dict[str, tuple[str, ...]]:
        return {"one": tuple(f"o{number}" for number in range(count))}

    started = time.perf_counter()
    with pytest.raises(TooLarge, match=r"2\^40"):
        OptionForm(options(40))
    with pytest.raises(TooLarge, match="65 options"):
        OptionForm(options(65))
    with pytest.raises(TooLarge, match="more than 10000000 moves"):
        OptionForm(options(12)).moves()
    # No combination is feasible, and every one of 2^38 has to be looked at to see it: first and last option decide.
    dead_end = tuple(f"{first}{'-' * 38}{last}" for first, last in ("YY", "YN", "NY", "NN"))
    with pytest.raises(TooLarge, match="cannot be listed"):
        OptionForm(options(40), infeasible=dead_end)
    form = OptionForm(options(11))
    with pytest.raises(TooLarge, match="too many to rank 2048 states"):
        ranks_by_levels(form, [["-" * 11] * 5_000])
    with pytest.raises(TooLarge, match="too many to rank 2048 states"):
        ranks_by_priorities(form, ["o1"] * 5_000)
    assert time.perf_counter() - started < 60


@settings(deadline=None)
@given(st.data())
def test_statements_mean_what_they_say(data: st.DataObject) -> None:
    def statement(depth: int) -> tuple[str, str]:
        """A statement, and the same as Python reads it."""
        kind = data.draw(st.sampled_from(["option", "not", "and", "or", "if", "iff"])) if depth else "option"
        if kind == "option":
            name = data.draw(st.sampled_from(NAMES))
            return name, name
        here, there = statement(depth - 1)
        if kind == "not":
            return f"not ({here})", f"(not {there})"
        other_here, other_there = statement(depth - 1)
        joined = {"and": "and", "or": "or", "if": "or not", "iff": "=="}[kind]
        return f"({here}) {kind} ({other_here})", f"({there} {joined} {other_there})"

    ours, pythons = statement(3)
    holds = truth(NAMES, ours)
    for code in range(32):
        taken = {name: bool(code >> bit & 1) for bit, name in enumerate(NAMES)}
        assert holds(code) == eval(pythons, {}, taken)


def test_statements_bind_as_stated() -> None:
    def table(statement: str) -> list[bool]:
        return [truth(["p", "q", "r"], statement)(code) for code in range(8)]

    assert table("not p and q or r") == table("((not p) and q) or r")
    assert table("p or q and r") == table("p or (q and r)")
    assert table("p if q or r") == table("p if (q or r)")
    assert table("p iff q if r") == table("p iff (q if r)")
    assert table("p if q if r") == table("(p if q) if r")
    assert table("not not p") == table("p")
    assert [code for code, holds in enumerate(table("p if q")) if not holds] == [0b010, 0b110]


@pytest.mark.parametrize(
    ("statement", "message"),
    [
        ("", "an option was expected in place 1, not the end"),
        ("p and", "an option was expected in place 3, not the end"),
        ("p q", "and, or, if, iff or the end was expected in place 2, not 'q'"),
        ("(p", "a closing parenthesis was expected in place 3"),
        ("p)", "expected in place 2"),
        ("and p", "an option was expected in place 1, not 'and'"),
        ("z", "no option is named 'z'"),
        ("(" * 200 + "p" + ")" * 199, "nested more than 50 deep"),
        ("not " * 1000 + "p", "1001 words"),
        (" or ".join(["p"] * 300), "599 words"),
    ],
)
def test_statements_that_cannot_be_read_are_refused(statement: str, message: str) -> None:
    with pytest.raises(DetenteError) as caught:
        truth(["p", "q"], statement)
    assert message in str(caught.value)


def test_the_longest_statements_are_evaluated() -> None:
    holds = truth(["p", "q"], " and ".join(["p"] * 200))
    assert holds(1)
    assert not holds(2)
    assert truth(["p"], "(" * 50 + "p" + ")" * 50)(1)


def test_priorities_rank_by_the_first_statement_that_tells_apart() -> None:
    form = OptionForm({"a": ("p",), "b": ("q",)})
    assert form.states == ("NN", "YN", "NY", "YY")
    assert ranks_by_priorities(form, ["not q", "p"]) == (3, 4, 1, 2)
    assert ranks_by_priorities(form, ["p iff q"]) == (2, 1, 1, 2)
    assert ranks_by_priorities(form, []) == (1, 1, 1, 1)
    assert ranks_by_levels(form, ["YN", "NN", "YY", "NY"]) == ranks_by_priorities(form, ["not q", "p"])
    assert ranks_by_levels(form, [["YY", "NN"], "Y N", "NY"]) == (3, 2, 1, 3)
    assert ranks_by_levels(form, ["-Y", ["YN", "NN"]]) == (1, 1, 2, 2)
    merged = OptionForm({"a": ("p",), "b": ("q",)}, merged=("Y-",))
    with pytest.raises(InvalidGame, match="true of a part of the merged state Y- only"):
        ranks_by_priorities(merged, ["q"])
    assert ranks_by_priorities(merged, ["p"]) == (1, 1, 2)


@pytest.mark.parametrize(
    ("levels", "message"),
    [
        (["YY", "NN"], "leaves out YN, NY"),
        (["YY", "Y-", "N-"], "YY is in level 1 of this ranking, and by 'Y-' in level 2 too"),
        (["Y", "N-"], "1 letters"),
        ([], "leaves out"),
    ],
)
def test_rankings_that_are_none_are_refused(levels: list[str], message: str) -> None:
    with pytest.raises(InvalidGame, match=message):
        ranks_by_levels(OptionForm({"a": ("p",), "b": ("q",)}), levels)


def test_a_model_needs_everybody_s_preferences_and_one_status_quo() -> None:
    form = OptionForm({"a": ("p",), "b": ("q",)}, infeasible=("YY",))
    ranks = {"a": (1, 2, 3), "b": (1, 2, 3)}
    assert graph_model(form, ranks, "NY").status_quo == 2
    with pytest.raises(InvalidGame, match="'b' has no preferences"):
        graph_model(form, {"a": (1, 2, 3)})
    with pytest.raises(UnknownName, match="no player"):
        graph_model(form, {**ranks, "c": (1, 2, 3)})
    for pattern, count in (("--", 3), ("YY", 0)):
        with pytest.raises(InvalidGame, match=f"{count} match"):
            graph_model(form, ranks, pattern)
    with pytest.raises(InvalidGame, match="no feasible state matches 'YY'"):
        ranks_by_levels(form, ["YY", "--"])
