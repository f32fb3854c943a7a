"""What each policy would change, and for whom: one that somebody loses by needs an answer to why they should agree."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from math import isnan
from typing import TYPE_CHECKING, Any

from payoffs.policy_comparison import GamePolicies, PolicyComparison
from reports.analyses import policies
from reports.document import plain
from reports.drawing import COLOURS, FULL_WIDTH, INK, MUTED, RULE, SURFACE, canvas, extent, write
from reports.labelling import LEADING, fitted, font_size, text_height, text_width
from reports.phrases import counted, joined, player_name

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from gametheory.robustness_answer import PlayerEffect
    from reports.study import Study

__all__ = ["SCOPE", "applies", "data", "draw", "size"]

SCOPE = "scenario"

_MOST_POLICIES, _MOST_GAMES, _MOST_PLAYERS = 14, 10, 4
_MARGIN, _MOST_HEAD, _HALF = 0.08, 2.4, 0.15
"""`_HALF` inches stand for all worlds."""


def applies(study: Study, game: str) -> bool:
    """Policies that move games of the study, no more than a page holds, and worlds to compare them in."""
    if game:
        return False
    found = policies(study)
    if not isinstance(found, PolicyComparison):
        return False
    games = _games(found)
    few = len(_moving(found)) <= _MOST_POLICIES and len(games) <= _MOST_GAMES
    return few and all(len(one.robustness.game.players) <= _MOST_PLAYERS for one in games)


def size(study: Study, game: str, width: float = FULL_WIDTH) -> tuple[float, float]:
    """Width and height in inches."""
    del game
    return width, _sheet(study, width).height


def data(study: Study, game: str) -> Iterator[dict[str, str]]:
    """One row a policy, game and player: the shares of worlds, and the mean regret by the player's least payoff."""
    del game
    found = _found(study)
    for policy in _moving(found):
        for one in _games(found):
            if policy not in one.moved_by:
                continue
            effect = one.robustness.effects[policy]
            for player in effect.players:
                yield {
                    "policy": policy,
                    "game": one.game,
                    "player": player.player,
                    "worlds": str(effect.whole.changed.worlds),
                    "answer_changes": _number(effect.whole.changed.mean),
                    "better": _number(player.better.mean),
                    "worse": _number(player.worse.mean),
                    "mean_regret": _number(player.regret[0].mean),
                    "least_regret": str(_least(one, player)).lower(),
                }


def draw(study: Study, axes: Axes, game: str) -> str:
    """Draw a row a policy and a column a game; in each cell a bar up or down for each player."""
    del game
    found = _found(study)
    sheet = _sheet(study, extent(axes)[0])
    canvas(axes, sheet.width, sheet.height)
    for place, (one, label) in enumerate(zip(_games(found), sheet.columns, strict=True)):
        x = sheet.left + (place + 0.5) * sheet.pitch
        style: dict[str, Any] = {"rotation": 90, "ha": "center", "va": "bottom", "fontsize": sheet.type_size}
        write(axes, x, sheet.head - 0.06, label, **style)
        for policy, _, top, tall in sheet.rows:
            if policy in one.moved_by:
                _cell(axes, sheet, one, policy, x, top + tall / 2)
            else:
                axes.plot([x - 0.03, x + 0.03], [top + tall / 2] * 2, color=RULE, linewidth=0.8)
    for _, label, top, tall in sheet.rows:
        axes.plot([_MARGIN, sheet.width - _MARGIN], [top, top], color=RULE, linewidth=0.6, zorder=1)
        write(axes, _MARGIN, top + tall / 2, label, fontsize=sheet.type_size)
    y = sheet.bottom
    axes.plot([_MARGIN, sheet.width - _MARGIN], [y, y], color=RULE, linewidth=0.6, zorder=1)
    y += 0.08
    for text in sheet.key:
        write(axes, _MARGIN, y, text, color=MUTED, fontsize=sheet.type_size, va="top")
        y += text_height(text, sheet.type_size) + 0.03
    return _alt(study, found)


@dataclass(frozen=True)
class _Sheet:
    """Where everything stands: rows are policies with their label, top and height."""

    width: float
    type_size: float
    head: float
    left: float
    pitch: float
    columns: tuple[str, ...]
    rows: tuple[tuple[str, str, float, float], ...]
    key: tuple[str, ...]

    @property
    def bottom(self) -> float:
        _, _, top, tall = self.rows[-1]
        return top + tall

    @property
    def height(self) -> float:
        return self.bottom + sum(text_height(text, self.type_size) + 0.03 for text in self.key) + 0.16


def _found(study: Study) -> PolicyComparison:
    found = policies(study)
    if not isinstance(found, PolicyComparison):
        raise ValueError("no policies can be compared")
    return found


def _games(found: PolicyComparison) -> list[GamePolicies]:
    """The games that some policy moves."""
    return [game for game in found.games.values() if game.moved_by]


def _moving(found: PolicyComparison) -> list[str]:
    """The policies that move some game."""
    return [name for name in found.policies if found.moves(name)]


def _least(game: GamePolicies, player: PlayerEffect) -> bool:
    """Whether no setting leaves the player less regret on average."""
    every = [effect.player(player.player).regret[0].mean for effect in game.robustness.effects.values()]
    return player.regret[0].mean <= min(every)


def _sheet(study: Study, width: float) -> _Sheet:
    found = _found(study)
    games, size = _games(found), font_size(width)
    left = _MARGIN + 0.34 * width
    pitch = min(0.62, (width - left - _MARGIN) / len(games))
    left = width - _MARGIN - pitch * len(games)
    longest = max(text_width(plain(game.title[:99]), size) for game in games)
    head = min(_MOST_HEAD, longest) + 0.16
    rows, top = [], head
    for policy in _moving(found):
        label = fitted(found.policies[policy].definition.strip().rstrip("."), left - _MARGIN - 0.1, size, 4)
        tall = max(text_height(label, size) + 0.08, 2 * _HALF + 0.15 + size * LEADING / 72)
        rows.append((policy, label, top, tall))
        top += tall
    room = width - 2 * _MARGIN
    key = [fitted(_note(found), room, size, 8)]
    for one in games:
        entry = study.games[one.game]
        names = ", ".join(player_name(entry, player) for player in range(len(entry.stage.players)))
        key.append(fitted(f"{one.title}: {names}", room, size, 2))
    columns = tuple(fitted(game.title, head - 0.12, size) for game in games)
    return _Sheet(width, size, head, left, pitch, columns, tuple(rows), tuple(key))


def _note(found: PolicyComparison) -> str:
    worlds = min(len(game.robustness.worlds) for game in _games(found))
    return (
        f"Bars: in which share of {worlds:,} worlds that fair readings allow a player is better off than without the "
        "policy (up, filled) or worse off (down, hatched); half a cell is all of them. Below: in which share what is "
        "stable changes. A dot: no policy leaves this player less regret. A share of worlds is not a probability. "
        "The players, from left to right:"
    )


def _cell(axes: Axes, sheet: _Sheet, game: GamePolicies, policy: str, x: float, y: float) -> None:
    effect = game.robustness.effects[policy]
    line = sheet.type_size * LEADING / 72
    middle = y - line / 2 + 0.03
    room = 0.8 * sheet.pitch
    axes.plot([x - room / 2, x + room / 2], [middle, middle], color=MUTED, linewidth=0.6, zorder=4)
    slot = room / len(effect.players)
    for place, player in enumerate(effect.players):
        at = x - room / 2 + (place + 0.5) * slot
        colour = COLOURS[place % len(COLOURS)]
        wide = min(0.7 * slot, 0.09)
        axes.bar(
            at, -_HALF * player.better.mean, wide, middle, facecolor=colour, edgecolor=colour, linewidth=0.5, zorder=3
        )
        style: dict[str, Any] = {"facecolor": SURFACE, "edgecolor": colour, "hatch": "//////", "linewidth": 0.8}
        axes.bar(at, _HALF * player.worse.mean, wide, middle, zorder=3, **style)
        if _least(game, player):
            axes.plot([at], [middle - _HALF - 0.025], marker="o", markersize=2.4, color=INK, zorder=5)
    told = _percent(effect.whole.changed.mean)
    write(axes, x, middle + _HALF + 0.02 + line / 2, told, fontsize=max(sheet.type_size - 1, 6.5), ha="center")


def _percent(share: float) -> str:
    """A share in whole hundredths; what is not nothing is not called so."""
    if isnan(share):
        return "?"
    whole = round(100 * share)
    return "<1%" if share and not whole else ">99%" if share < 1 and whole == 100 else f"{whole}%"


def _number(value: float) -> str:
    return "" if isnan(value) else f"{value:.6g}"


def _alt(study: Study, found: PolicyComparison) -> str:
    moving, games = _moving(found), _games(found)
    said = [f"A grid of {counted(len(moving), 'policy', 'policies')} by {counted(len(games), 'game')}."]
    for policy in moving:
        told = []
        for one in games:
            if policy in one.moved_by:
                effect = one.robustness.effects[policy]
                gain: list[str] = []
                lose: list[str] = []
                for place, player in enumerate(effect.players):
                    name = player_name(study.games[one.game], place)
                    gain += [f"{name} in {_percent(player.better.mean)}"] if player.better.mean else []
                    lose += [f"{name} in {_percent(player.worse.mean)}"] if player.worse.mean else []
                told.append(
                    f"{one.title}: what is stable changes in {_percent(effect.whole.changed.mean)} of worlds; "
                    f"better off: {joined(gain) or 'nobody'}; worse off: {joined(lose) or 'nobody'}"
                )
        said.append(f"{found.policies[policy].definition.strip().rstrip('.')}. {'. '.join(told)}.")
    return " ".join(said)
