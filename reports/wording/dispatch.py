"""What says a finding: one function, to which each kind of finding brings its own words."""

from __future__ import annotations

from functools import singledispatch

from reports.findings import Finding
from reports.study import GameStudy, Study

__all__ = ["MOST_TOLD", "entry_of", "say"]

MOST_TOLD = 4
"""How many things a sentence lists before it counts the rest."""


@singledispatch
def say(finding: Finding, study: Study) -> str:
    """The sentence or sentences that make a finding.

    Raises
    ------
    NotImplementedError
        For a kind of finding that has no words yet.
    """
    raise NotImplementedError(f"no words for {type(finding).__name__}")


def entry_of(finding: Finding, study: Study) -> GameStudy:
    """The game that a finding is about."""
    return study.games[finding.game]
