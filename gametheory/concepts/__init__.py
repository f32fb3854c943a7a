"""Solution concepts: one file is one concept.

Each has the same front door: `ACCEPTS` names the kinds of game it takes, `deviations(game, equilibrium)` defines it (an
equilibrium is what leaves none), and `solve(game)` finds the equilibria.
"""

from gametheory.registry import Registry

CONCEPTS = Registry(__name__, "concept")
