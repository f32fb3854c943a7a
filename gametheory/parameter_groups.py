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
    for group in _independent(joined, {name for name in names if joined[name]}):
        if len(groups) == MOST_GROUPS:
            raise TooLarge(
                f"the parameters multiply each other so that there are more than {MOST_GROUPS} groups of them that "
                "could move together; name the ones that may move"
            )
        groups.append(tuple(name for name in names if name in group or not joined[name]))
    place = {name: number for number, name in enumerate(names)}
    return sorted(groups, key=lambda group: [place[name] for name in group])


def _independent(joined: Mapping[str, set[str]], names: set[str]) -> Iterator[set[str]]:
    """Every maximal independent set of the parameters that are joined to others.

    Each set holds the pivot or a parameter joined to it, so that only these need a branch: without a pivot, most
    branches of a large graph end in sets that are part of one found before.
    """
    nothing: set[str] = set()
    branches = [(nothing, names, nothing)]
    while branches:
        chosen, candidates, passed = branches.pop()
        if not candidates and not passed:
            yield chosen
        if not candidates:
            continue
        pivot = min(candidates | passed, key=lambda name: len(candidates & joined[name]))
        for name in candidates & (joined[pivot] | {pivot}):
            candidates = candidates - {name}
            branches.append((chosen | {name}, candidates - joined[name], passed - joined[name]))
            passed = passed | {name}
