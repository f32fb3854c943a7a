"""Solution concepts: one file is one concept.

Each has the same front door: `ACCEPTS` names the kinds of game it takes, `deviations(game, equilibrium)` defines it (an
equilibrium is what leaves none), and `solve(game)` finds the equilibria. A concept whose answer is more than strategies
that are played independently also has `certify(game, solution)`, which checks all of it and raises `CertificateError`.
"""

from gametheory.registry import Registry

CONCEPTS = Registry(__name__, "concept")
