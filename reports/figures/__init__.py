"""The figures: one file is one figure, and the first line of its docstring is its caption.

Each has the same front door. `SCOPE` is ``"game"``, or ``"scenario"`` for a figure of the whole scenario, whose
`game` is empty. `applies(study, game)` says whether there is something to show; `size(study, game, width)` is the
width and height in inches for a wanted width; `draw(study, axes, game)` draws on matplotlib axes and returns the alt
text, which says what one sees, where the caption says why it matters; `data(study, game)` gives the numbers drawn,
one mapping a row.
"""

from gametheory.registry import Registry

FIGURES = Registry(__name__, "figure")
