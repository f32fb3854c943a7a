"""Who moves first matters where a mover can count on the answer: the path of play, and what would be done off it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from gametheory.tree import ExtensiveGame
from gametheory.tree_nodes import Chance, Move, Terminal
from gametheory.tree_solution import TreeSolution
from reports.drawing import COLOURS, FULL_WIDTH, INK, MUTED, STABLE, SURFACE, canvas, extent, write
from reports.labelling import LEADING, fitted, font_size, text_height, text_width
from reports.phrases import joined, number, player_name

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from reports.study import GameStudy, Study

__all__ = ["SCOPE", "applies", "data", "draw", "size"]

SCOPE = "game"

_MOST_ENDS, _MOST_TREES, _MOST_HEIGHT = 18, 2, 8.4
_MARGIN, _BETWEEN, _LEAST_STEP = 0.08, 0.2, 0.85


def applies(study: Study, game: str) -> bool:
    """A play in which the players move one after the other, in a tree that a page holds."""
    return bool(_played(study.games[game]))


def size(study: Study, game: str, width: float = FULL_WIDTH) -> tuple[float, float]:
    """Width and height in inches."""
    trees = _layouts(study.games[game], width)
    legend = text_height(_legend(study.games[game], width), font_size(width))
    return width, sum(tree.height + _BETWEEN for tree in trees) + legend + 0.1


def data(study: Study, game: str) -> Iterator[dict[str, str]]:
    """One row a branch of a tree: who takes it after what, whether it would be taken, and whether the path holds it."""
    entry = study.games[game]
    for name, solution in _played(entry).items():
        tree = solution.game
        chosen, path = _chosen(solution), _path(solution)
        for node, successors in enumerate(tree.successors):
            told = " / ".join(step.action for step in solution.steps(node))
            for branch, below in enumerate(successors):
                end = tree.nodes[below]
                yield {
                    "play": name,
                    "after": told,
                    "mover": _mover(tree, node),
                    "action": _action(tree, node, branch),
                    "chosen": str((node, branch) in chosen).lower(),
                    "on_path": str((node, branch) in path).lower(),
                    "payoffs": ", ".join(map(str, end.payoffs)) if isinstance(end, Terminal) else "",
                }


def draw(study: Study, axes: Axes, game: str) -> str:
    """Draw each tree from left to right, one level a mover."""
    entry = study.games[game]
    width, height = size(study, game, extent(axes)[0])
    canvas(axes, width, height)
    top = 0.08
    trees = _layouts(entry, width)
    for tree in trees:
        _tree(axes, entry, tree, top)
        top += tree.height + _BETWEEN
    style: dict[str, Any] = {"color": MUTED, "fontsize": font_size(width), "va": "bottom"}
    write(axes, _MARGIN, height - 0.06, _legend(entry, width), **style)
    return _alt(entry, trees)


@dataclass(frozen=True)
class _Layout:
    """One tree on a sheet of some width."""

    name: str
    title: str
    solution: TreeSolution
    labels: tuple[tuple[str, ...], ...]
    """For each player, in the order of the stage game, what its actions are called."""
    actions: tuple[tuple[str, ...], ...]
    width: float

    @property
    def tree(self) -> ExtensiveGame:
        return self.solution.game

    @cached_property
    def depths(self) -> list[int]:
        """How many moves lead to each node."""
        found = [0] * len(self.tree.nodes)
        for node, successors in enumerate(self.tree.successors):
            for below in successors:
                found[below] = found[node] + 1
        return found

    @property
    def type_size(self) -> float:
        return font_size(self.width)

    @property
    def line(self) -> float:
        return self.type_size * LEADING / 72

    @cached_property
    def stacked(self) -> bool:
        """Whether the payoffs of an end stand one below the other, as side by side they leave no room for the tree."""
        return self._step(self._worth(stacked=False)) < _LEAST_STEP

    @cached_property
    def worth(self) -> float:
        """The width of the payoffs."""
        return self._worth(self.stacked)

    @cached_property
    def step(self) -> float:
        """From one level to the next."""
        return self._step(self.worth)

    def _worth(self, stacked: bool) -> float:
        told = [list(map(number, end.payoffs)) for _, end in self.tree.terminals()]
        lines = [text for texts in told for text in texts] if stacked else [", ".join(texts) for texts in told]
        return max(text_width(line, self.type_size, "bold") for line in lines) + 0.16

    def _step(self, worth: float) -> float:
        return (self.width - 2 * _MARGIN - 0.1 - worth) / max(self.depths)

    @property
    def elbow(self) -> float:
        """How far the slanting part of a branch reaches."""
        return 0.2 if self.step > 1 else 0.1

    @property
    def lines(self) -> int:
        """The most lines of a branch's label."""
        return 3 if self.step < 1.1 else 2

    @cached_property
    def branch_labels(self) -> dict[tuple[int, int], str]:
        room = self.step - self.elbow - 0.05
        return {
            (node, branch): fitted(self.spoken(node, branch), room, self.type_size, self.lines)
            for node, successors in enumerate(self.tree.successors)
            for branch in range(len(successors))
        }

    def spoken(self, node: int, branch: int) -> str:
        """What a branch is called: the action's label, as far as it is one of the stage game's."""
        here, action = self.tree.nodes[node], _action(self.tree, node, branch)
        if isinstance(here, Move):
            player = self.tree.information_sets[here.information_set].player
            if action in self.actions[player]:
                return self.labels[player][self.actions[player].index(action)]
        return action

    @property
    def pitch(self) -> float:
        """From one end to the next."""
        lines = max(label.count("\n") + 1 for label in self.branch_labels.values())
        return max(lines, len(self.tree.players) if self.stacked else 1) * self.line + 0.1

    @property
    def head(self) -> float:
        return text_height(self.title, self.type_size) + 2 * self.line + 0.12

    @property
    def height(self) -> float:
        return self.head + len(list(self.tree.terminals())) * self.pitch + (0.12 if self.stacked else 0)

    @cached_property
    def levels(self) -> list[float]:
        """How far down each node stands, from the tree's top: an end in its row, a node amid those it leads to."""
        found = [0.0] * len(self.tree.nodes)
        for row, (node, _) in enumerate(self.tree.terminals()):
            found[node] = (
                self.head + (row + (0.5 if self.stacked else 1)) * self.pitch + (0.1 if self.stacked else -0.08)
            )
        for node in range(len(self.tree.nodes) - 1, -1, -1):
            below = self.tree.successors[node]
            if below:
                found[node] = (found[below[0]] + found[below[-1]]) / 2
        return found

    def x(self, node: int) -> float:
        return _MARGIN + 0.05 + self.depths[node] * self.step


def _played(entry: GameStudy) -> dict[str, TreeSolution]:
    """The sequential plays whose trees are small enough: the first, and the first that leads elsewhere, or the next."""
    fitting = {
        name: answer
        for name, answer in entry.plays.items()
        if isinstance(answer, TreeSolution)
        and answer.equilibria
        and len(answer.game.nodes) > 1
        and len(list(answer.game.terminals())) <= _MOST_ENDS
    }
    if len(fitting) <= _MOST_TREES:
        return fitting
    first, *others = fitting
    there = {frozenset(outcome.lottery) for outcome in fitting[first].outcomes()}
    other = next((n for n in others if {frozenset(one.lottery) for one in fitting[n].outcomes()} != there), others[0])
    return {name: fitting[name] for name in (first, other)}


def _layouts(entry: GameStudy, width: float) -> list[_Layout]:
    players = entry.game.players
    found: list[_Layout] = []
    height = 0.0
    for name, solution in _played(entry).items():
        definition = entry.game.plays[name].definition.rstrip(".")
        title = fitted(definition[:1].upper() + definition[1:], width - 2 * _MARGIN, font_size(width), 2, weight="bold")
        labels = tuple(tuple(action.label for action in player.actions) for player in players)
        actions = tuple(tuple(action.id for action in player.actions) for player in players)
        layout = _Layout(name, title, solution, labels, actions, width)
        height += layout.height + _BETWEEN
        if not found or height < _MOST_HEIGHT:
            found.append(layout)
    return found


def _tree(axes: Axes, entry: GameStudy, layout: _Layout, top: float) -> None:
    from matplotlib.patches import Ellipse

    tree, size = layout.tree, layout.type_size
    write(axes, _MARGIN, top, layout.title, fontsize=size, fontweight="bold", va="top")
    for depth in range(max(layout.depths)):
        nodes = [node for node, own in enumerate(layout.depths) if own == depth and tree.successors[node]]
        movers = list(dict.fromkeys(_mover(tree, node) for node in nodes))
        names = [_name(entry, mover) for mover in movers]
        x = _MARGIN + 0.05 + depth * layout.step
        colour = COLOURS[tree.players.index(movers[0]) % len(COLOURS)] if movers[0] in tree.players else MUTED
        told = fitted(joined(names, "or"), layout.step - 0.06, size, 2)
        write(axes, x - 0.05, top + layout.head - 0.06, told, color=colour, fontsize=size, va="bottom")
    chosen, path = _chosen(layout.solution), _path(layout.solution)
    for node, successors in enumerate(tree.successors):
        x, y = layout.x(node), top + layout.levels[node]
        for branch, below in enumerate(successors):
            line: dict[str, Any] = {"color": MUTED, "linewidth": 0.7, "zorder": 2}
            if (node, branch) in chosen:
                line = {"color": INK, "linewidth": 1.3, "linestyle": (0, (4, 1.6)), "zorder": 3}
            if (node, branch) in path:
                line = {"color": INK, "linewidth": 2.6, "zorder": 4}
            to_x, to_y = layout.x(below), top + layout.levels[below]
            axes.plot([x, x + layout.elbow, to_x], [y, to_y, to_y], solid_joinstyle="round", **line)
            label = layout.branch_labels[node, branch]
            style: dict[str, Any] = {
                "fontsize": size,
                "va": "bottom",
                "color": INK if (node, branch) in path else MUTED,
            }
            write(axes, x + layout.elbow + 0.02, to_y - 0.025, label, **style)
    for members in tree.members:
        if len(members) > 1:
            xs, ys = [layout.x(node) for node in members], [top + layout.levels[node] for node in members]
            axes.plot(xs, ys, color=MUTED, linewidth=1, linestyle="dotted", zorder=2)
    for node, here in enumerate(tree.nodes):
        x, y = layout.x(node), top + layout.levels[node]
        if isinstance(here, Terminal):
            _payoffs(axes, layout, node, x, y)
        else:
            mover = tree.information_sets[here.information_set].player if isinstance(here, Move) else None
            face = SURFACE if mover is None else COLOURS[mover % len(COLOURS)]
            axes.add_patch(Ellipse((x, y), 0.09, 0.09, facecolor=face, edgecolor=INK, linewidth=0.8, zorder=5))


def _payoffs(axes: Axes, layout: _Layout, node: int, x: float, y: float) -> None:
    """What an end pays, each player's in its colour; framed where play ends."""
    from matplotlib.patches import Rectangle

    end = layout.tree.nodes[node]
    reached = any(node in found.reached for found in layout.solution.equilibria)
    payoffs = end.payoffs if isinstance(end, Terminal) else ()
    rows = len(payoffs) if layout.stacked else 1
    if reached:
        tall = layout.line * (rows + 0.2)
        box = (x, y - tall / 2), layout.worth, tall
        axes.add_patch(Rectangle(*box, facecolor=STABLE, edgecolor=INK, linewidth=1.4, zorder=4))
    at, weight = x + 0.06, "bold" if reached else "normal"
    for player, payoff in enumerate(payoffs):
        text = number(payoff) + ("," if player < len(payoffs) - 1 and not layout.stacked else "")
        style: dict[str, Any] = {"fontsize": layout.type_size, "fontweight": weight, "zorder": 6}
        level = y + (player - (rows - 1) / 2) * layout.line if layout.stacked else y
        write(axes, at, level, text, color=COLOURS[player % len(COLOURS)], **style)
        at += 0 if layout.stacked else text_width(f"{text} ", layout.type_size, weight)


def _mover(tree: ExtensiveGame, node: int) -> str:
    here = tree.nodes[node]
    return tree.players[tree.information_sets[here.information_set].player] if isinstance(here, Move) else "chance"


def _name(entry: GameStudy, mover: str) -> str:
    players = entry.stage.players
    return player_name(entry, players.index(mover)) if mover in players else mover


def _action(tree: ExtensiveGame, node: int, branch: int) -> str:
    here = tree.nodes[node]
    if isinstance(here, Move):
        return tree.information_sets[here.information_set].actions[branch]
    return here.events[branch] if isinstance(here, Chance) else ""


def _chosen(solution: TreeSolution) -> set[tuple[int, int]]:
    """The branches that somebody takes with some probability in an equilibrium, on its path or off it."""
    return {
        (node, branch)
        for found in solution.equilibria
        for node, here in enumerate(solution.game.nodes)
        if isinstance(here, Move)
        for branch, chance in enumerate(found.behaviour[here.information_set])
        if chance
    }


def _path(solution: TreeSolution) -> set[tuple[int, int]]:
    """The branches that lead to an end that comes about in an equilibrium."""
    return {step for found in solution.equilibria for node in found.reached for step in solution.game.path(node)}


def _legend(entry: GameStudy, width: float) -> str:
    names = joined([player_name(entry, player) for player in range(len(entry.stage.players))])
    note = "Thick: what would happen. Dashed: what would be done elsewhere; that is why the path holds. "
    note += f"At the ends: payoffs of {names}, in this order."
    return fitted(note, width - 2 * _MARGIN, font_size(width), 4)


def _alt(entry: GameStudy, trees: list[_Layout]) -> str:
    said = []
    for layout in trees:
        tree = layout.tree
        ends = len(list(tree.terminals()))
        paths = []
        for found in layout.solution.equilibria:
            for node in found.reached:
                path = tree.path(node)
                steps = [f"{_name(entry, _mover(tree, at))}: {layout.spoken(at, branch)}" for at, branch in path]
                payoffs = tree.nodes[node]
                worth = joined([number(value) for value in payoffs.payoffs]) if isinstance(payoffs, Terminal) else ""
                paths.append(f"the path is {', then '.join(steps)}, which pays {worth}")
        said.append(f"A tree with {ends} ends. {layout.title.replace(chr(10), ' ')}: {'; or '.join(paths)}.")
    return " ".join(said)
