"""Where things could drift: each move that would serve whoever makes it, and the states that nobody would leave."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from math import cos, hypot, pi, sin
from typing import TYPE_CHECKING, Any

from gametheory.graph_model import GraphModel
from gametheory.reachability import shortest_path
from gametheory.stability import StabilityAnswer, solve_graph
from payoffs.graph import graph_model
from reports.analyses import once_a_study
from reports.drawing import COLOURS, FULL_WIDTH, INK, MUTED, STABLE, SURFACE, canvas, extent, write
from reports.labelling import LEADING, fitted, font_size, text_height
from reports.phrases import counted, joined, player_name, sentence

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from gametheory.game import Profile
    from reports.study import GameStudy, Study

__all__ = ["SCOPE", "applies", "data", "draw", "size"]

SCOPE = "game"

_MOST_STATES = 14
_MARGIN, _RADIUS, _BEND = 0.08, 0.13, 0.22
_WIDE = 5.0  # inches, from which the key stands beside the graph and not below it
_DASHES: tuple[Any, ...] = ("solid", (0, (5, 1.5)), (0, (1.2, 1.2)), (0, (6, 1.5, 1, 1.5)))


def applies(study: Study, game: str) -> bool:
    """A graph model that the game states, or a play of the ordinal form, with few states."""
    answer = _answer(study, game)
    return answer is not None and 2 <= len(answer.model.states) <= _MOST_STATES and len(answer.players) <= len(_DASHES)


def size(study: Study, game: str, width: float = FULL_WIDTH) -> tuple[float, float]:
    """Width and height in inches."""
    return width, _sheet(study, game, width).height


def data(study: Study, game: str) -> Iterator[dict[str, str]]:
    """One row a move: who can make it, from where to where, whether it is an improvement, and what is stable."""
    answer = _found(study, game)
    model, path = answer.model, _path(answer)
    for player, name in enumerate(model.players):
        for state, targets in enumerate(model.moves[player]):
            for target in targets:
                yield {
                    "player": name,
                    "from": model.states[state],
                    "to": model.states[target],
                    "improvement": str(target in model.improvements(player, state)).lower(),
                    "from_stable": str(state in answer.equilibria).lower(),
                    "to_stable": str(target in answer.equilibria).lower(),
                    "from_status_quo": str((player, state, target) in path).lower(),
                }


def draw(study: Study, axes: Axes, game: str) -> str:
    """Draw the states as numbered circles and every unilateral improvement as an arrow, styled by who makes it."""
    from matplotlib.patches import Ellipse, Rectangle

    answer = _found(study, game)
    model, path = answer.model, _path(answer)
    sheet = _sheet(study, game, extent(axes)[0])
    canvas(axes, sheet.width, sheet.height)
    arrows = _improvements(model)
    for player, state, target in arrows:
        twice = sum({state, target} == {one, other} for _, one, other in arrows) > 1
        _arrow(axes, sheet.places, player, (state, target), (player, state, target) in path, twice)
    for state, (x, y) in enumerate(sheet.places):
        stable = state in answer.equilibria
        if state == model.status_quo:
            side = 2 * _RADIUS + 0.1
            box = (x - side / 2, y - side / 2), side, side
            axes.add_patch(Rectangle(*box, facecolor="none", edgecolor=INK, linewidth=1.1, zorder=4))
        face, wide = (STABLE, 2.4) if stable else (SURFACE, 0.8)
        across = 2 * _RADIUS
        axes.add_patch(Ellipse((x, y), across, across, facecolor=face, edgecolor=INK, linewidth=wide, zorder=5))
        weight = "bold" if stable else "normal"
        write(axes, x, y, str(state + 1), fontsize=sheet.type_size, fontweight=weight, ha="center", zorder=6)
    left, y = sheet.key_at
    for player, text in sheet.legend:
        middle = y + sheet.type_size * LEADING / 144
        style: dict[str, Any] = {"color": COLOURS[player], "linestyle": _DASHES[player], "linewidth": 1.4}
        axes.plot([left, left + 0.4], [middle, middle], **style)
        write(axes, left + 0.48, y, text, color=COLOURS[player], fontsize=sheet.type_size, va="top")
        y += text_height(text, sheet.type_size) + 0.03
    for text in sheet.key:
        write(axes, left, y, text, color=MUTED, fontsize=sheet.type_size, va="top")
        y += text_height(text, sheet.type_size) + 0.03
    return _alt(study.games[game], answer)


@dataclass(frozen=True)
class _Sheet:
    """Where the states stand, and the lines below or beside them."""

    width: float
    type_size: float
    places: tuple[tuple[float, float], ...]
    key_at: tuple[float, float]
    """Where the key begins: its left and its top."""
    legend: tuple[tuple[int, str], ...]
    key: tuple[str, ...]
    height: float


@once_a_study
def _answer(study: Study, game: str) -> StabilityAnswer | None:
    """What is stable in the graph model that the game states, or else in its first play of the ordinal form."""
    entry = study.games[game]
    if entry.game.graph is not None:
        return solve_graph(graph_model(entry.game))
    return next((answer for answer in entry.plays.values() if isinstance(answer, StabilityAnswer)), None)


def _found(study: Study, game: str) -> StabilityAnswer:
    found: StabilityAnswer | None = _answer(study, game)
    if found is None:
        raise ValueError("the game is nowhere played move by move")
    return found


def _improvements(model: GraphModel) -> list[tuple[int, int, int]]:
    return [
        (player, state, target)
        for player in range(len(model.players))
        for state in range(len(model.states))
        for target in model.improvements(player, state)
    ]


def _path(answer: StabilityAnswer) -> set[tuple[int, int, int]]:
    """The moves of a shortest way by improvements from the status quo to each stable state that one leads to."""
    model, found = answer.model, set()
    if model.status_quo is not None:
        for goal in answer.equilibria:
            at = model.status_quo
            for move in shortest_path(model, at, goal, only_improvements=True) or ():
                found.add((move.player, at, move.state))
                at = move.state
    return found


def _sheet(study: Study, game: str, width: float) -> _Sheet:
    entry, answer = study.games[game], _found(study, game)
    model, size = answer.model, font_size(width)
    wide = width >= _WIDE
    across = 0.52 * width if wide else width
    down = 0.66 * across + (0.3 if len(model.states) > 4 else 0)
    key_at = (across + 0.16, 0.1) if wide else (_MARGIN, down + 0.06)
    room = width - _MARGIN - key_at[0]
    legend = tuple(
        (player, fitted(sentence(f"{_player(entry, name)} would rather move there"), room - 0.48, size, 2))
        for player, name in enumerate(model.players)
        if any(mover == player for mover, *_ in _improvements(model))
    )
    key = [fitted(f"{state + 1}: {_told(entry, model, state)}", room, size, 2) for state in range(len(model.states))]
    note = f"Tinted, thick ring: stable ({answer.concept.replace('_', ' ')})."
    if model.status_quo is not None:
        note += " In a square: where things stand" + ("; thick arrows lead from there." if _path(answer) else ".")
    key.append(fitted(note, room, size, 3))
    below = sum(text_height(text, size) + 0.03 for text in [*(text for _, text in legend), *key])
    height = max(down, below + 0.2) if wide else down + below + 0.14
    return _Sheet(width, size, _places(model, across, down), key_at, legend, tuple(key), height)


def _places(model: GraphModel, width: float, height: float) -> tuple[tuple[float, float], ...]:
    """Profiles of two or three players as the cells of a matrix, a third player's seen aslant; other states round."""
    shape = model.stage.shape if model.stage is not None else ()
    bent = 0.2 if len(model.states) > 4 else 0.0  # room for arrows that pass a state by
    across, down = width - 2 * (_MARGIN + _RADIUS + 0.1), height - 2 * (_RADIUS + 0.12) - bent
    left, top = _MARGIN + _RADIUS + 0.1, _RADIUS + 0.12 + bent
    if model.profiles is None or not 2 <= len(shape) <= 3:
        count = len(model.states)
        turns = [2 * pi * state / count - pi / 2 for state in range(count)]
        return tuple((width / 2 + across / 2 * cos(turn), top + down / 2 * (1 + sin(turn))) for turn in turns)
    slant = 0.38 if len(shape) == 3 else 0.0
    deep = slant * (shape[2] - 1) if len(shape) == 3 else 0.0
    wide, tall = max(shape[1] - 1 + deep, 1), max(shape[0] - 1 + deep, 1)
    places = []
    for profile, *_ in model.profiles:
        row, column, panel = (*profile, 0)[:3]
        places.append((left + across * (column + slant * panel) / wide, top + down * (row + slant * panel) / tall))
    return tuple(places)


def _arrow(
    axes: Axes,
    places: tuple[tuple[float, float], ...],
    player: int,
    ends: tuple[int, int],
    path: bool,
    twice: bool,
) -> None:
    """An arrow from ring to ring, bent where it would run through a third state, or where another joins the two."""
    from matplotlib.patches import FancyArrowPatch

    state, target = ends
    (x, y), (to_x, to_y) = places[state], places[target]
    length = hypot(to_x - x, to_y - y)
    between = any(
        place not in (state, target) and _apart((x, y), (to_x, to_y), places[place]) < 1.3 * _RADIUS
        for place in range(len(places))
    )
    bend = _BEND if between else 0.1 if twice else 0.0
    away = min(_RADIUS + 0.035, length / 3)
    middle = (x + to_x) / 2 - bend * (to_y - y), (y + to_y) / 2 + bend * (to_x - x)  # where the arc's tangents meet
    axes.add_patch(
        FancyArrowPatch(
            _towards((x, y), middle, away),
            _towards((to_x, to_y), middle, away),
            connectionstyle=f"arc3,rad={bend}",
            arrowstyle="-|>",
            mutation_scale=11 if path else 8,
            shrinkA=0,
            shrinkB=0,
            color=COLOURS[player],
            linewidth=2.8 if path else 1.2,
            linestyle=_DASHES[player],
            zorder=3 if path else 2,
        )
    )


def _towards(one: tuple[float, float], other: tuple[float, float], away: float) -> tuple[float, float]:
    """The point so far away from one point towards another."""
    share = away / hypot(other[0] - one[0], other[1] - one[1])
    return one[0] + share * (other[0] - one[0]), one[1] + share * (other[1] - one[1])


def _apart(one: tuple[float, float], other: tuple[float, float], point: tuple[float, float]) -> float:
    """How far a point is from the straight line between two others."""
    across, down = other[0] - one[0], other[1] - one[1]
    share = ((point[0] - one[0]) * across + (point[1] - one[1]) * down) / (across**2 + down**2)
    share = min(max(share, 0.0), 1.0)
    return hypot(point[0] - one[0] - share * across, point[1] - one[1] - share * down)


def _player(entry: GameStudy, name: str) -> str:
    return player_name(entry, entry.stage.players.index(name))


def _told(entry: GameStudy, model: GraphModel, state: int) -> str:
    """A state in words: what everybody does, or which options are taken."""
    if model.stage is not None and model.profiles is not None:
        profile: Profile = model.profiles[state][0]
        return "; ".join(
            player.actions[action].label for player, action in zip(entry.game.players, profile, strict=True)
        )
    if entry.game.graph is None:
        return model.states[state]
    letters = zip(model.states[state].replace(" ", ""), entry.game.graph.options, strict=False)
    taken = [option.label for letter, option in letters if letter == "Y"]
    return "; ".join(taken) or "nothing is done"


def _alt(entry: GameStudy, answer: StabilityAnswer) -> str:
    model = answer.model
    said = [
        f"A graph of {counted(len(model.states), 'state')} with an arrow for each of {len(_improvements(model))} "
        "improvements."
    ]
    for player, name in enumerate(model.players):
        moves = [f"{state + 1} to {target + 1}" for mover, state, target in _improvements(model) if mover == player]
        said.append(f"{_player(entry, name)} would move from {joined(moves)}." if moves else "")
    said.append(
        "The states: "
        + ". ".join(f"{state + 1}, {_told(entry, model, state)}" for state in range(len(model.states)))
        + "."
    )
    stable = [f"{state + 1} ({_told(entry, model, state)})" for state in answer.equilibria]
    said.append(
        f"{answer.concept.replace('_', ' ').capitalize()}: {joined(stable)}." if stable else "No state is stable."
    )
    if model.status_quo is not None:
        said.append(f"Things stand at {model.status_quo + 1} ({_told(entry, model, model.status_quo)}).")
    return " ".join(filter(None, said))
