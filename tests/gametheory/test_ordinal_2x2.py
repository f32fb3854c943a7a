from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gametheory.concepts import pure_nash
from gametheory.errors import NotApplicable
from gametheory.game import StrategicGame
from gametheory.ordinal_2x2 import KINDS, ordinal_class, ranks
from tests.games import permuted, swapped

ORDERS = list(permutations((1, 2, 3, 4)))


def game(rows, columns):
    return StrategicGame.from_arrays([[rows[:2], rows[2:]], [columns[:2], columns[2:]]])


def relabelled(rows, columns):
    """The games that differ from one in the order of rows and columns only, as pairs of rankings."""
    for order in ((0, 1, 2, 3), (2, 3, 0, 1), (1, 0, 3, 2), (3, 2, 1, 0)):
        yield tuple(rows[k] for k in order), tuple(columns[k] for k in order)


def transposed(rows, columns):
    return tuple(columns[k] for k in (0, 2, 1, 3)), tuple(rows[k] for k in (0, 2, 1, 3))


@pytest.fixture(scope="module")
def census():
    """Every game with its class, and its orbits by brute force."""
    found = {}
    for rows in ORDERS:
        for columns in ORDERS:
            orbit = frozenset(relabelled(rows, columns))
            both = orbit | frozenset(relabelled(*transposed(rows, columns)))
            found[rows, columns] = ordinal_class(game(rows, columns)), orbit, both
    return found


def test_the_classes_are_exactly_the_orbits_under_relabelling(census):
    """144 without and 78 with exchange of the players (Rapoport and Guyer 1966; Robinson and Goforth 2005)."""
    assert len(census) == 576
    ordered = {(found.kinds, orbit) for found, orbit, _ in census.values()}
    assert len(ordered) == len({kinds for kinds, _ in ordered}) == len({orbit for _, orbit in ordered}) == 144
    unordered = {(found.unordered, both) for found, _, both in census.values()}
    assert len(unordered) == len({kinds for kinds, _ in unordered}) == len({both for _, both in unordered}) == 78


def test_conflict_and_symmetric_classes(census):
    """57 of the 78 have no outcome that is best for both, and 12 are symmetric."""
    conflict = {found.unordered for found, _, _ in census.values() if not found.no_conflict}
    assert len(conflict) == 57
    for (rows, columns), (found, _, _) in census.items():
        assert found.no_conflict == (rows.index(4) == columns.index(4))
    assert len({found.name for found, _, _ in census.values() if found.symmetric}) == 12
    assert len({found.name for found, _, _ in census.values()}) == 78


def test_pure_equilibria_by_class(census):
    """144 = 108 with one, 18 with two and 18 with none; 78 = 57, 12 and 9."""
    by_kinds, by_unordered = {}, {}
    for (rows, columns), (found, _, _) in census.items():
        count = len(pure_nash.solve(game(rows, columns)).equilibria)
        assert by_kinds.setdefault(found.kinds, count) == count
        by_unordered[found.unordered] = count
    assert [list(by_kinds.values()).count(n) for n in (1, 2, 0)] == [108, 18, 18]
    assert [list(by_unordered.values()).count(n) for n in (1, 2, 0)] == [57, 12, 9]


@pytest.mark.parametrize(
    ("name", "row"),
    [
        # The row player's ranks at (first, first), (first, second), (second, first), (second, second); the game is
        # symmetric. Orders as in Rapoport, Guyer and Gordon (1976), The 2x2 Game.
        ("prisoners_dilemma", (3, 1, 4, 2)),
        ("chicken", (3, 2, 4, 1)),
        ("leader", (2, 3, 4, 1)),
        ("hero", (2, 4, 3, 1)),
        ("deadlock", (2, 1, 4, 3)),
        ("stag_hunt", (4, 1, 3, 2)),
        ("harmony", (4, 3, 2, 1)),
        ("coordination", (4, 2, 1, 3)),
    ],
)
def test_well_known_symmetric_games(name, row):
    column = tuple(row[k] for k in (0, 2, 1, 3))
    assert ordinal_class(game(row, column)).name == name


def test_a_mixed_class_names_both_kinds_and_the_accommodating_actions():
    stage = StrategicGame.from_arrays(
        [[[2, 4], [1, 3]], [[3, 1], [2, 4]]], ["us", "russia"], [["insist", "settle"], ["block", "go_along"]]
    )
    found = ordinal_class(stage)
    assert [kind.name for kind in found.kinds] == ["prisoners_dilemma", "assurance"]
    assert found.name == "prisoners_dilemma+assurance"
    assert found.accommodating == ("settle", "go_along")
    assert not found.symmetric
    assert not found.no_conflict


@given(st.permutations((1, 2, 3, 4)), st.permutations((1, 2, 3, 4)), st.booleans(), st.booleans())
def test_only_the_order_of_payoffs_matters(rows, columns, flip_rows, flip_columns):
    stage = game(rows, columns)
    found = ordinal_class(stage)
    stretched = game([10**value for value in rows], [value - 7 for value in columns])
    assert ordinal_class(stretched) == found
    assert ranks(stretched) == (tuple(rows), tuple(columns))
    orders = [[1, 0] if flip else [0, 1] for flip in (flip_rows, flip_columns)]
    assert ordinal_class(permuted(stage, orders)) == found
    other = ordinal_class(swapped(stage))
    assert other.kinds == found.kinds[::-1]
    assert other.unordered == found.unordered


def test_the_twelve_kinds_are_the_orders_with_t_or_r_first():
    assert {kind.order for kind in KINDS} == {"".join(p) for p in permutations("RTPS") if p[0] in "RT"}
    assert len({kind.name for kind in KINDS}) == 12


def test_other_games_are_refused():
    with pytest.raises(NotApplicable, match="this game is 2x3"):
        ordinal_class(StrategicGame.from_arrays([[[1, 2, 3], [4, 5, 6]]] * 2))
    with pytest.raises(NotApplicable, match="this game is 2x2x2"):
        ordinal_class(StrategicGame.from_arrays([[[[1, 2], [3, 4]], [[5, 6], [7, 8]]]] * 3))
    with pytest.raises(NotApplicable, match="'player_2' is indifferent between two outcomes"):
        ordinal_class(game((1, 2, 3, 4), (1, 2, 2, 4)))
