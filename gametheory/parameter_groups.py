"""Groups of parameters that may move together: no two of a group multiply each other, and no group could be larger.

Take the graph that joins two parameters where their product occurs in one of some multi-affine expressions. In the
parameters of an independent set of this graph, the others fixed, each expression is affine; the groups are the maximal
independent sets, found as the cliques of the complement (Bron and Kerbosch 1973, Communications of the ACM 16).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import combinations

from gametheory.errors import TooLarge
from gametheory.parameters import MultiAffine

__all__ = ["MOST_GROUPS", "jointly_affine_groups"]

MOST_GROUPS = 64
"""The most groups that are listed."""


def jointly_affine_groups(names: Sequence[str], expressions: Iterable[MultiAffine]) -> list[tuple[str, ...]]:
    """The largest groups of `names` in which every expression is affine, each in the order of `names`.

    Raises
    ------
    TooLarge
        If there are more than `MOST_GROUPS`.
    """
    wanted = frozenset(names)
    joined: dict[str, set[str]] = {name: set() for name in names}
    for term in {term & wanted for expression in expressions for term in expression.terms}:
        for one, other in combinations(term, 2):
            joined[one].add(other)
            joined[other].add(one)
    groups: list[tuple[str, ...]] = []
    for group in _independent(joined, frozenset(), [name for name in names if joined[name]], []):
        if len(groups) == MOST_GROUPS:
            raise TooLarge(
                f"the parameters multiply each other so that there are more than {MOST_GROUPS} groups of them that "
                "could move together; name the ones that may move"
            )
        groups.append(tuple(name for name in names if name in group or not joined[name]))
    return groups


def _independent(
    joined: Mapping[str, set[str]], chosen: frozenset[str], candidates: Sequence[str], passed: Sequence[str]
) -> Iterator[frozenset[str]]:
    """Every maximal independent set that holds `chosen`, some of `candidates` and none of `passed`."""
    if not candidates and not passed:
        yield chosen
    for place, name in enumerate(candidates):
        apart = joined[name]
        yield from _independent(
            joined,
            chosen | {name},
            [other for other in candidates[place + 1 :] if other not in apart],
            [other for other in (*passed, *candidates[:place]) if other not in apart],
        )
