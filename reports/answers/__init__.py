"""Answers as the command line shows them: one file is one family, named as its class is, in small letters.

`show(terminal, answer)` prints what was found, below the title; a file may also have `to_dict(answer)`, where JSON says
more than the answer's own `to_dict` does. A family without a file is shown as its text reads, so none is needed.
"""

from __future__ import annotations

import re
from types import ModuleType
from typing import TYPE_CHECKING, Any

from gametheory.registry import Registry

if TYPE_CHECKING:
    from gametheory.answer import Answer
    from reports.terminal import Terminal

__all__ = ["ANSWERS", "answer_to_dict", "show_answer"]

ANSWERS = Registry(__name__, "kind of answer")


def show_answer(terminal: Terminal, title: str, answer: Answer) -> None:
    """Print what was found, as the answer's family is shown."""
    terminal.heading(title)
    terminal.line()
    family = _family(answer)
    if family is not None:
        family.show(terminal, answer)
        return
    for line in str(answer).splitlines():
        terminal.line(line)


def answer_to_dict(answer: Answer) -> dict[str, Any]:
    """An answer as JSON-ready data, with what its family adds."""
    to_dict = getattr(_family(answer), "to_dict", None)
    document: dict[str, Any] = answer.to_dict() if to_dict is None else to_dict(answer)
    return document


def _family(answer: Answer) -> ModuleType | None:
    name = re.sub(r"(?<!^)(?=[A-Z])", "_", type(answer).__name__).lower()
    return ANSWERS.load(name) if name in ANSWERS.names() else None
