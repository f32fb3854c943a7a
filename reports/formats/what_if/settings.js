// Where the reader's settings put each weight and lever, and the link that carries them.
//
// A state is {game, readings, policy, at}: presets by name, and the values that were moved by hand on top of them.
const Settings = (() => {
  "use strict";
  const { compare, parse, text } = Rational;
  const PREFIX = "#what-if?";
  const LONGEST = 40;

  const namesOf = (game) => game.groups.flatMap(({ parameters }) => parameters);

  // Where the report stands.
  const start = (game) => ({
    game,
    readings: game.readings.map((group) => group.start),
    policy: game.policy,
    at: { ...game.at },
  });

  // Where the presets put each parameter of the game; a policy goes before the readings.
  function presetPoint(data, { game, readings, policy }) {
    const sets = [...game.kept, ...readings].filter(Boolean).map((name) => data.readings[name].set);
    if (policy) sets.push(data.policies[policy].set);
    const value = (name) =>
      sets.reduce((found, set) => (Object.hasOwn(set, name) ? set[name] : found), data.parameters[name].default);
    return Object.fromEntries(namesOf(game).map((name) => [name, parse(value(name))]));
  }

  function point(data, state) {
    const moved = Object.entries(state.at).map(([name, value]) => [name, parse(value)]);
    return { ...presetPoint(data, state), ...Object.fromEntries(moved) };
  }

  function link({ game, readings, policy, at }) {
    const named = readings.filter(Boolean).map((name) => `reading=${name}`);
    const moved = Object.entries(at).map(([name, value]) => `at=${name}:${value}`);
    return PREFIX + [`game=${game.id}`, ...named, ...(policy ? [`policy=${policy}`] : []), ...moved].join("&");
  }

  // The state that a link asks for, with what of it this report does not have; null for a link to elsewhere.
  // What a link does not name stands where the scenario's defaults put it.
  function read(data, games, words, asked) {
    if (!asked.startsWith(PREFIX)) return null;
    const leftOut = [];
    const fields = new URLSearchParams(asked.slice(PREFIX.length));
    const found = games.find(({ id }) => id === fields.get("game"));
    const game = found ?? games[0];
    const state = { game, readings: game.readings.map(({ neutral }) => neutral), policy: "", at: {} };
    for (const [kind, value] of fields) {
      const group = game.readings.findIndex(({ names }) => names.includes(value));
      if (kind === "game" && found) continue;
      else if (kind === "reading" && group >= 0) state.readings[group] = value;
      else if (kind === "policy" && game.policies.includes(value)) state.policy = value;
      else if (kind === "at") {
        const [name, number = ""] = value.split(":");
        const known = namesOf(game).includes(name) ? data.parameters[name] : null;
        const wanted = number.length <= LONGEST ? parse(number) : null;
        if (!known || !wanted) leftOut.push(value.slice(0, 2 * LONGEST));
        else if (compare(wanted, known.low) < 0 || compare(wanted, known.high) > 0) leftOut.push(words.outside(known, wanted));
        else state.at[name] = text(wanted);
      } else leftOut.push(value.slice(0, 2 * LONGEST));
    }
    return { state, leftOut };
  }

  return { link, point, presetPoint, read, start };
})();
