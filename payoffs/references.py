"""Whether names in ``scenario.toml`` refer to something, entries say where they come from, and numbers keep range."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction

from payoffs.salience import outweighed
from payoffs.scenario import Cited, Salience, Scenario
from payoffs.toml_places import KeyPath
from payoffs.utility import weight_ranges

__all__ = ["Declared", "Finding", "all_known", "citation", "counted_twice", "in_scenario", "no_name", "paragraphs"]


@dataclass(frozen=True, slots=True)
class Finding:
    """A fault by its key path.

    Attributes
    ----------
    game : str or None
        The game whose file is at fault; None for ``scenario.toml``.
    path : tuple of str or int
        The entry at fault.
    message, hint : str
        As in `payoffs.errors.Fault`.
    at_key : bool
        Whether the key rather than the value is at fault.
    asked, known : str, collection of str
        A name that does not exist, and those that do.
    spoils : bool
        Whether payoffs cannot be judged as long as it stands.
    """

    game: str | None
    path: KeyPath
    message: str
    hint: str = ""
    at_key: bool = False
    asked: str = ""
    known: Collection[str] = ()
    spoils: bool = True


@dataclass(frozen=True, slots=True)
class Declared:
    """The ids that the files declare, including those of entries that are otherwise at fault.

    `comparisons` is None where a file could not be read, so that they are not all known.
    """

    actors: Mapping[str, object]
    interests: Mapping[str, object]
    levers: Mapping[str, object]
    actions: Mapping[str, object]
    assumptions: Mapping[str, object]
    readings: Mapping[str, object]
    comparisons: Mapping[str, object] | None


def in_scenario(scenario: Scenario, declared: Declared) -> Iterator[Finding]:
    """Every finding in ``scenario.toml``."""
    parameters = {**declared.interests, **declared.levers}
    low, high = scenario.weight_range
    if low > high:
        yield Finding(None, ("weight_range",), f"the range runs from {low} down to {high}")
    for name in declared.levers:
        if name in declared.interests:
            yield Finding(
                None, ("levers", name), f"{name!r} is an interest already; a weight and a lever need two names"
            )
    for name in declared.actions:
        if name in parameters:
            yield Finding(
                None, ("actions", name), f"{name!r} is an interest or a lever already; sentences could mean either"
            )
    for section in ("interests", "salience", "levers", "actions", "readings", "policies"):
        for name, entry in getattr(scenario, section).items():
            yield from citation(None, (section, name), entry, scenario, declared.assumptions)
    yield from _interests(scenario, declared)
    yield from _salience(scenario, declared)
    for name, lever in scenario.levers.items():
        yield from _range(("levers", name), "default", lever.default, lever.range)
    for name, record in scenario.actions.items():
        yield from all_known(None, ("actions", name, "actors"), "actor", record.actors, declared.actors)
    yield from _settings(scenario, declared)
    bearable = {**parameters, **declared.actions}
    first: dict[str, int] = {}
    for index, sentence in enumerate(scenario.sentences):
        path = ("sentences", index)
        if int(sentence.at.split(".")[0]) > scenario.source.paragraphs:
            yield _no_paragraph(None, (*path, "at"), f"paragraph {sentence.at.split('.')[0]}", scenario)
        if first.setdefault(sentence.at, index) != index:
            yield Finding(None, (*path, "at"), f"sentence {sentence.at} is coded a second time", spoils=False)
        yield from all_known(
            None, (*path, "bears_on"), "interest, lever or action record", sentence.bears_on, bearable, spoils=False
        )


def no_name(
    game: str | None, path: KeyPath, kind: str, asked: str, known: Collection[str], *, at_key: bool = False
) -> Finding:
    """The finding that a name does not exist."""
    return Finding(game, path, f"no {kind} is named {asked!r}", at_key=at_key, asked=asked, known=known)


def all_known(
    game: str | None, path: KeyPath, kind: str, names: Iterable[str], known: Collection[str], *, spoils: bool = True
) -> Iterator[Finding]:
    """A finding for each of a list of names that is unknown or stands there twice."""
    seen = set()
    for index, name in enumerate(names):
        if name not in known:
            yield Finding(game, (*path, index), f"no {kind} is named {name!r}", asked=name, known=known, spoils=spoils)
        elif name in seen:
            yield Finding(game, (*path, index), f"{name!r} stands in this list twice", spoils=spoils)
        seen.add(name)


def citation(
    game: str | None, path: KeyPath, entry: Cited, scenario: Scenario, assumptions: Collection[str], must: bool = True
) -> Iterator[Finding]:
    """What is wrong with where an entry says that it comes from; some entries need not say it."""
    yield from paragraphs(game, path, entry.paragraphs, scenario)
    if entry.assumption is not None and entry.assumption not in assumptions:
        message = f"no assumption is named {entry.assumption!r}"
        yield Finding(game, (*path, "assumption"), message, asked=entry.assumption, known=assumptions, spoils=False)
    if must and not entry.paragraphs and entry.assumption is None:
        message = "this names neither a paragraph nor an assumption, so nothing says where it comes from"
        yield Finding(game, path, message, at_key=True, spoils=False)


def paragraphs(game: str | None, path: KeyPath, cited: tuple[int, ...], scenario: Scenario) -> Iterator[Finding]:
    """A finding for each paragraph that the source does not have."""
    for index, paragraph in enumerate(cited):
        if paragraph > scenario.source.paragraphs:
            yield _no_paragraph(game, (*path, "paragraphs", index), f"paragraph {paragraph}", scenario)


def _no_paragraph(game: str | None, path: KeyPath, asked: str, scenario: Scenario) -> Finding:
    message = f"there is no {asked}; the source has {scenario.source.paragraphs}"
    return Finding(game, path, message, spoils=False)


def _range(path: KeyPath, key: str, value: Fraction, bounds: tuple[Fraction, Fraction]) -> Iterator[Finding]:
    low, high = bounds
    if low > high:
        yield Finding(None, (*path, "range"), f"the range runs from {low} down to {high}")
    elif not low <= value <= high:
        yield Finding(None, (*path, key), f"the {key} {value} is outside its range, {low} to {high}")


def _interests(scenario: Scenario, declared: Declared) -> Iterator[Finding]:
    ranges = weight_ranges(scenario)
    for name, interest in scenario.interests.items():
        path = ("interests", name)
        if interest.actor not in declared.actors:
            yield no_name(None, (*path, "actor"), "actor", interest.actor, declared.actors)
        if interest.range is not None or scenario.weight_range[0] <= scenario.weight_range[1]:
            yield from _range(path, "weight", interest.weight, ranges[name])
        yield from all_known(None, (*path, "derives_from"), "interest", interest.derives_from, declared.interests)
        if interest.kind == "instrument" and not interest.derives_from:
            yield Finding(None, path, "this instrument does not name the ends that it derives from", at_key=True)
        if interest.kind != "instrument" and interest.derives_from:
            message = f"only an instrument derives from ends, and this is of the kind {interest.kind!r}"
            yield Finding(None, (*path, "derives_from"), message, at_key=True)
        for index, end in enumerate(interest.derives_from):
            if end in scenario.interests and scenario.interests[end].kind == "instrument":
                message = f"{end!r} is an instrument itself; name the ends that it derives from"
                yield Finding(None, (*path, "derives_from", index), message)
    for name, ends in counted_twice(scenario, {}).items():
        message = f"{name!r} has a weight beside {' and '.join(ends)}, which it derives from, so it is counted twice"
        yield Finding(None, ("interests", name, "weight"), message)


def _salience(scenario: Scenario, declared: Declared) -> Iterator[Finding]:
    """What is wrong with salience tiers, and weights that contradict them."""
    for actor, salience in scenario.salience.items():
        path = ("salience", actor)
        if actor not in declared.actors:
            yield no_name(None, path, "actor", actor, declared.actors, at_key=True)
        seen: set[str] = set()
        sound = True
        for number, tier in enumerate(salience.tiers):
            for index, name in enumerate(tier):
                place = (*path, "tiers", number, index)
                message = ""
                if name not in declared.interests:
                    sound = False
                    yield Finding(None, place, f"no interest is named {name!r}", asked=name, known=declared.interests)
                elif name in seen:
                    message = f"{name!r} stands in the tiers twice"
                elif name in scenario.interests and scenario.interests[name].actor != actor:
                    message = f"{name!r} is an interest of {scenario.interests[name].actor}"
                if message:
                    yield Finding(None, place, message)
                sound = sound and not message and name in scenario.interests
                seen.add(name)
        if sound:
            yield from _outweighed(scenario, actor, salience)


def _outweighed(scenario: Scenario, actor: str, salience: Salience) -> Iterator[Finding]:
    weights = {name: interest.weight for name, interest in scenario.interests.items()}
    by_default = list(outweighed(salience, weights))
    for more, less in by_default:
        message = f"{more!r} weighs {weights[more]} by default and {less!r}, of the next tier, {weights[less]}"
        yield Finding(None, ("salience", actor, "tiers"), message, spoils=False)
    for name, reading in scenario.readings.items():
        moved = weights | {key: value for key, value in reading.set.items() if key in weights}
        for more, less in outweighed(salience, moved):
            if (more, less) not in by_default:
                message = f"under this reading {more!r} weighs {moved[more]}, and {less!r}, of {actor}'s next tier, "
                yield Finding(None, ("readings", name, "set"), f"{message}{moved[less]}", at_key=True, spoils=False)


def counted_twice(scenario: Scenario, settings: Mapping[str, Fraction]) -> dict[str, list[str]]:
    """The instruments that have a weight beside some of the ends they derive from, and which ends those are.

    Parameters
    ----------
    scenario : Scenario
        Where the interests are.
    settings : mapping from str to Fraction
        The parameters that stand elsewhere than at their defaults.
    """
    interests = scenario.interests
    found = {}
    for name, interest in interests.items():
        if interest.kind == "instrument" and settings.get(name, interest.weight):
            ends = [end for end in interest.derives_from if end in interests]
            counted = [end for end in ends if settings.get(end, interests[end].weight)]
            if counted:
                found[name] = counted
    return found


def _settings(scenario: Scenario, declared: Declared) -> Iterator[Finding]:
    """What is wrong with readings and policies."""
    ranges = weight_ranges(scenario) | {name: lever.range for name, lever in scenario.levers.items()}
    by_default = counted_twice(scenario, {})
    parameters = {**declared.interests, **declared.levers}
    for name, reading in scenario.readings.items():
        path = ("readings", name)
        yield from _values(path, reading.set, "interest or lever", parameters, ranges)
        if declared.comparisons is not None:
            yield from all_known(None, (*path, "sets_aside"), "comparison", reading.sets_aside, declared.comparisons)
        for instrument, ends in counted_twice(scenario, reading.set).items():
            if instrument not in by_default:
                message = f"under this reading {instrument!r} is counted beside {' and '.join(ends)}"
                yield Finding(None, (*path, "set"), message, at_key=True)
    for name, policy in scenario.policies.items():
        path = ("policies", name)
        yield from all_known(None, (*path, "agreed_by"), "actor", policy.agreed_by, declared.actors)
        weights = [parameter for parameter in policy.set if parameter in declared.interests]
        for parameter in weights:
            message = f"{parameter!r} is the weight of an interest; a policy moves levers only"
            yield Finding(None, (*path, "set", parameter), message, at_key=True)
        levers = {parameter: value for parameter, value in policy.set.items() if parameter not in weights}
        yield from _values(path, levers, "lever", declared.levers, ranges)


def _values(
    path: KeyPath,
    values: Mapping[str, Fraction],
    kind: str,
    known: Collection[str],
    ranges: Mapping[str, tuple[Fraction, Fraction]],
) -> Iterator[Finding]:
    for name, value in values.items():
        if name not in known:
            yield no_name(None, (*path, "set", name), kind, name, known, at_key=True)
            continue
        low, high = ranges.get(name, (value, value))
        if not low <= value <= high and low <= high:
            message = f"{name} is set to {value}, outside its range, {low} to {high}"
            yield Finding(None, (*path, "set", name), message)
