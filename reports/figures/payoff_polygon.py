"""What the two could have, and what holds: the payoffs of every outcome, of promises and of stable behaviour.

The feasible payoffs are what lotteries over outcomes average; no player need accept less than its security level, to
which the other can hold it (`gametheory.feasible_payoffs`); a mediator who recommends actions in private can bring
about the payoffs of correlated equilibria (Aumann 1974, Journal of Mathematical Economics 1).
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from math import prod
from typing import TYPE_CHECKING, Any, NamedTuple

from gametheory.correlated_payoffs import correlated_payoffs
from gametheory.feasible_payoffs import FeasiblePayoffs, feasible_payoffs
from reports.analyses import once_a_study
from reports.chart import Frame, chart, letter, padded, tint
from reports.drawing import COLOURS, FULL_WIDTH, INK, MUTED, SURFACE, canvas, extent, write
from reports.labelling import Placed, fitted, font_size, place, put, text_height
from reports.pattern_labels import choice_label, player_label, profile_label
from reports.phrases import number

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from gametheory.game import Profile
    from reports.study import GameStudy, Study

__all__ = ["SCOPE", "applies", "data", "draw", "size"]

SCOPE = "game"

_MARGIN, _LEFT, _TOP, _RIGHT, _GAP = 0.12, 0.5, 0.36, 0.2, 0.06
_MOST_OUTCOMES = 16

Point = tuple[Fraction, ...]


class _Payoffs(NamedTuple):
    """The facts: outcomes by their payoffs, the polygons, and what is stable."""

    outcomes: dict[Point, list[Profile]]
    area: FeasiblePayoffs
    nash: tuple[Point, ...]
    correlated: tuple[Point, ...]


class _Plan(NamedTuple):
    """The layout for one width: the plot, the labels and letters in it, and the rows below."""

    frame: Frame
    height: float
    labels: tuple[Placed, ...]
    letters: tuple[Placed, ...]
    rows: tuple[str, ...]


def applies(study: Study, game: str) -> bool:
    """Two players, and outcomes that do not all pay the same."""
    stage = study.games[game].stage
    if len(stage.players) != 2 or prod(stage.shape) > _MOST_OUTCOMES:
        return False
    return len(set(zip(*stage.payoffs, strict=True))) > 1


def size(study: Study, game: str, width: float = FULL_WIDTH) -> tuple[float, float]:
    """Width and height in inches."""
    return width, _plan(study, game, width).height


def data(study: Study, game: str) -> Iterator[dict[str, str]]:
    """One row a point drawn: what it is, at which outcome if at one, and the payoffs of both players."""
    entry = study.games[game]
    facts, players = _payoffs(study, game), entry.stage.players
    kinds: list[tuple[str, str, Point]] = [
        ("outcome", "; ".join(f"{player}={action}" for player, action in entry.stage.named(profile).items()), point)
        for point, profiles in facts.outcomes.items()
        for profile in profiles
    ]
    kinds += [("feasible corner", "", point) for point in facts.area.feasible]
    kinds += [("individually rational corner", "", point) for point in facts.area.rational]
    kinds += [("security levels", "", facts.area.minmax)]
    kinds += [("Nash equilibrium", "", point) for point in facts.nash]
    kinds += [("correlated equilibrium corner", "", point) for point in facts.correlated]
    for kind, outcome, point in kinds:
        yield {"kind": kind, "outcome": outcome, **dict(zip(players, map(str, point), strict=True))}


def draw(study: Study, axes: Axes, game: str) -> str:
    """Draw the first player's payoff across, the second's up: polygons, outcomes as rings, equilibria as diamonds."""
    from matplotlib.patches import Polygon

    entry, facts = study.games[game], _payoffs(study, game)
    width = extent(axes)[0]
    plan, letters = _plan(study, game, width), font_size(width)
    canvas(axes, width, plan.height)
    plot = chart(
        axes,
        plan.frame,
        size=letters,
        x_title=f"\N{RIGHTWARDS ARROW} Payoff of {player_label(entry, 0)}",
        y_title=f"\N{UPWARDS ARROW} Payoff of {player_label(entry, 1)}",
        x_lines=1,
    )
    polygons = (facts.area.feasible, facts.area.rational, facts.correlated)
    feasible, rational, correlated = ([(float(x), float(y)) for x, y in points] for points in polygons)
    plot.add_patch(Polygon(feasible, facecolor=tint(INK, 0.05), edgecolor=INK, linewidth=1.2, zorder=1))
    if rational:
        # On a thinned face SVG would thin the hatch as well.
        shade = Polygon(rational, facecolor=SURFACE, edgecolor=COLOURS[0], hatch="////", zorder=2)
        shade.set_linewidth(0.8)
        plot.add_patch(shade)
    for draws, secure in zip((plot.axvline, plot.axhline), facts.area.minmax, strict=True):
        draws(float(secure), color=MUTED, linewidth=1.0, linestyle=(0, (4, 2)), zorder=3)
    if len(correlated) > 1:
        edge = Polygon(correlated, facecolor="none", edgecolor=COLOURS[2], linestyle=(0, (1, 1)), zorder=4)
        edge.set_linewidth(2.4)
        plot.add_patch(edge)
    ring: Any = {"marker": "o", "markersize": 5, "color": INK, "markerfacecolor": SURFACE, "zorder": 6}
    diamond: Any = {"marker": "D", "markersize": 8, "color": COLOURS[1], "zorder": 5}
    for points, style in ((facts.outcomes, ring), (facts.nash, diamond)):
        for point in points:
            plot.plot([float(point[0])], [float(point[1])], clip_on=False, **style)
    cleared = {"facecolor": SURFACE, "edgecolor": "none", "pad": 0.6, "alpha": 0.85}
    for placed in plan.labels:
        put(axes, placed, bbox=cleared, zorder=7)
    for placed in plan.letters:
        put(axes, placed, bbox=cleared, zorder=7, fontweight="bold")
    level = plan.height - 0.08 - sum(text_height(row, letters) + _GAP for row in plan.rows)
    for row in plan.rows:
        write(axes, _MARGIN, level, row, fontsize=letters, va="top")
        level += text_height(row, letters) + _GAP
    return _alt(entry, facts)


@once_a_study
def _payoffs(study: Study, game: str) -> _Payoffs:
    entry = study.games[game]
    outcomes: dict[Point, list[Profile]] = {}
    for profile, point in zip(entry.stage.profiles(), zip(*entry.stage.payoffs, strict=True), strict=True):
        outcomes.setdefault(point, []).append(profile)
    nash = tuple(dict.fromkeys(found.payoffs for found in entry.solution.equilibria))
    return _Payoffs(outcomes, feasible_payoffs(entry.stage), nash, correlated_payoffs(entry.stage))


@once_a_study
def _plan(study: Study, game: str, width: float) -> _Plan:
    entry, facts = study.games[game], _payoffs(study, game)
    letters, wide = font_size(width), width - _LEFT - _RIGHT
    across, up = (padded(min(values), max(values), Fraction(1, 8)) for values in entry.stage.payoffs)
    frame = Frame(_LEFT, _TOP, wide, min(0.85 * wide, 3.6), across, up)
    room = frame.room()
    for points in (facts.area.feasible, facts.area.rational, facts.correlated):
        outline = [frame.spot(x, y) for x, y in points]
        room.block_line([*outline, *outline[:1]], 0.02)
    for point in (*facts.outcomes, *facts.nash):
        at = frame.spot(*point)
        room.block(at[0] - 0.08, at[1] - 0.08, at[0] + 0.08, at[1] + 0.08)
    x, y = map(float, facts.area.minmax)
    room.block_line([frame.spot(x, end) for end in up], 0.015)
    room.block_line([frame.spot(end, y) for end in across], 0.015)
    labels: list[Placed] = []
    marks: list[Placed] = []
    rows: list[str] = []
    for point, profiles in facts.outcomes.items():
        text = " or ".join(_named(entry, profile) for profile in profiles)
        placed = place(room, text, frame.spot(*point), letters, (2.2, 1.5, 1.1, 0.8), lines=5, farthest=0.16)
        if placed:
            labels.append(placed)
            continue
        name = letter(len(rows))
        mark = place(room, name, frame.spot(*point), letters, (1.0,), farthest=0.3, weight="bold")
        marks += [mark] if mark else []
        told = " or ".join(profile_label(entry, profile) for profile in profiles)
        where = "" if mark else f" (at {number(point[0])}, {number(point[1])})"
        rows.append(fitted(f"{name}{where}: {told}", width - 2 * _MARGIN, letters, 2))
    for text, spot in (
        (f"Security level of {player_label(entry, 0)}", frame.spot(x, up[1])),
        (f"Security level of {player_label(entry, 1)}", frame.spot(across[1], y)),
    ):
        placed = place(room, text, spot, letters - 0.5, (1.4, 0.9), lines=3, farthest=0.3)
        labels += [placed] if placed else []
    note = "Ring: an outcome.  Diamond: stable.  Grey: what lotteries over outcomes average.  "
    note += "Hatched: both get at least their security levels (dashed)."
    note += "  Dotted outline: what a mediator could bring about." if len(facts.correlated) > 1 else ""
    rows.append(fitted(note, width - 2 * _MARGIN, letters, 4))
    height = frame.top + frame.height + 0.42 + sum(text_height(row, letters) + _GAP for row in rows) + 0.08
    return _Plan(frame, height, tuple(labels), tuple(marks), tuple(rows))


def _named(entry: GameStudy, profile: Profile) -> str:
    """An outcome by its actions alone."""
    return " / ".join(choice_label(entry, player, action) for player, action in enumerate(profile))


def _alt(entry: GameStudy, facts: _Payoffs) -> str:
    def at(point: Point) -> str:
        return f"({number(point[0])}, {number(point[1])})"

    said = [
        f"A plane: the payoff of {player_label(entry, 0)} across, of {player_label(entry, 1)} up. "
        f"A polygon with corners {', '.join(map(at, facts.area.feasible))} holds all feasible payoffs."
    ]
    levels = f"the security levels {at(facts.area.minmax)}"
    if len(facts.area.rational) > 2:
        said.append(f"Hatched is the part above {levels}, with corners {', '.join(map(at, facts.area.rational))}.")
    else:
        said.append(f"Above {levels} lies no more than {' to '.join(map(at, facts.area.rational)) or 'nothing'}.")
    said += [
        f"{' or '.join(profile_label(entry, profile) for profile in profiles)}: {at(point)}."
        for point, profiles in facts.outcomes.items()
    ]
    said.append(f"Diamonds mark equilibria at {', '.join(map(at, facts.nash)) or 'no point'}.")
    if len(facts.correlated) > 1:
        said.append(f"A mediator could bring about payoffs between {', '.join(map(at, facts.correlated))}.")
    else:
        said.append("A mediator could bring about no other payoffs.")
    return " ".join(said)
