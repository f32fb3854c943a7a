"""Game forms: one file is one form. `Rules` says what may vary; `play(stage, rules)` is the game really played."""

from gametheory.registry import Registry

FORMS = Registry(__name__, "form")
