"""Games in extensive form from the literature, each with its source and what is known of it."""

from __future__ import annotations

from fractions import Fraction

from gametheory.tree import Decision, ExtensiveGame, Nature, Terminal

HALF = Fraction(1, 2)


def poker() -> ExtensiveGame:
    """One-card poker: Myerson 1991, Game Theory, figure 2.1.

    Raise always with the good card and with probability 1/3 with the bad one; meet with probability 2/3; worth 1/3.
    """

    def dealt(win: int) -> Decision:
        met = Decision("alice", {"meet": Terminal((2 * win, -2 * win)), "pass": Terminal((1, -1))}, "raised")
        return Decision("fred", {"raise": met, "fold": Terminal((win, -win))})

    return ExtensiveGame.from_tree(["fred", "alice"], Nature({"red": (HALF, dealt(1)), "black": (HALF, dealt(-1))}))


def princess_bride() -> ExtensiveGame:
    """A bluff: Watson 2013, Strategy, exercise 29.6, where it costs a weak Wesley 2 to get up."""
    payoffs = {
        ("strong", "up"): ((1, 0), (0, -2)),
        ("strong", "stay"): ((1, 0), (0, -2)),
        ("weak", "up"): ((-1, 0), (-3, 1)),
        ("weak", "stay"): ((1, 0), (-1, 1)),
    }

    def is_(kind: str) -> Decision:
        return Decision(
            "wesley",
            {
                move: Decision(
                    "prince",
                    dict(zip(("surrender", "fight"), map(Terminal, payoffs[kind, move]), strict=True)),
                    move,
                )
                for move in ("up", "stay")
            },
        )

    root = Nature({"strong": (HALF, is_("strong")), "weak": (HALF, is_("weak"))})
    return ExtensiveGame.from_tree(["wesley", "prince"], root)


PRINCESS_BRIDE_EQUILIBRIA = [
    # Plans as (strong, weak) by (after up, after stay), weights of Wesley's and the Prince's plans, and their payoffs.
    ({"up up": 1}, {"surrender fight": 1}, (0, 0)),
    ({"up stay": 1}, {"surrender fight": 1}, (0, HALF)),
    ({"up stay": HALF, "stay stay": HALF}, {"surrender surrender": 1}, (1, 0)),
    ({"stay stay": 1}, {"surrender surrender": 1}, (1, 0)),
    ({"stay stay": 1}, {"fight surrender": 1}, (1, 0)),
]
"""All extreme equilibria of the reduced strategic form, as Gambit 17 lists them."""


def deterrence(challenger_hard: bool, defender_hard: bool) -> ExtensiveGame:
    """Unilateral deterrence: Zagare and Kilgour 2000, Perfect Deterrence, chapter 5; ranks, 4 is best.

    Deterrence fails only where a hard challenger faces a soft defender, who then concedes.
    """
    challenger = {"win": 4, "quo": 3, "conflict": 2 if challenger_hard else 1, "back down": 1 if challenger_hard else 2}
    defender = {"quo": 4, "back down": 3, "conflict": 2 if defender_hard else 1, "win": 1 if defender_hard else 2}

    def end(name: str) -> Terminal:
        return Terminal((Fraction(challenger[name]), Fraction(defender[name])), name=name)

    pressed = Decision("challenger", {"back down": end("back down"), "press on": end("conflict")})
    answer = Decision("defender", {"concede": end("win"), "defy": pressed})
    return ExtensiveGame.from_tree(
        ["challenger", "defender"], Decision("challenger", {"keep": end("quo"), "challenge": answer})
    )
