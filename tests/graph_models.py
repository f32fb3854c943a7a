"""Hypothesis strategies for small graph models with ties, irreversible moves and players who can do nothing."""

from __future__ import annotations

from hypothesis import strategies as st

from gametheory.graph_model import GraphModel


@st.composite
def models(draw: st.DrawFn, most_states: int = 7, most_players: int = 4, most_moves: int = 10) -> GraphModel:
    """A graph model; the moves are those of each player."""
    size, count = draw(st.integers(1, most_states)), draw(st.integers(1, most_players))
    pairs = [(s, t) for s in range(size) for t in range(size) if s != t]
    moves, ranks = [], []
    for _ in range(count):
        chosen = draw(st.sets(st.sampled_from(pairs), max_size=most_moves)) if pairs else set()
        moves.append(tuple(tuple(sorted(t for s, t in chosen if s == state)) for state in range(size)))
        ranks.append(tuple(draw(st.lists(st.integers(0, 4), min_size=size, max_size=size))))
    names = tuple(f"player_{number}" for number in range(count))
    return GraphModel(names, tuple(f"s{number}" for number in range(size)), tuple(moves), tuple(ranks))
