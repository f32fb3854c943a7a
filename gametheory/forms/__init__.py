"""Game forms: one file is one form. `Rules` says what may vary; `play(stage, rules)` is the game really played.

A stage is a `StrategicGame`, or a `ParametricGame` that stands at its defaults; a form that needs no parameters takes
`stage.at()`. `DEFAULT_CONCEPT` is what counts as stable where nobody says. The game that a form makes may be of another
kind. One with a method `strategic_form()` can also be solved by every concept for games in strategic form.
"""

from gametheory.registry import Registry

FORMS = Registry(__name__, "form")
