// What the page says of an answer, put together from the phrases that the report hands over.
const Words = (() => {
  "use strict";
  const { ONE, compare, of, round, size, text, times } = Rational;
  const MOST_TOLD = 4;

  const fill = (phrase, slots) => phrase.replace(/\{(\w+)\}/g, (_, name) => slots[name]);

  // With a capital first letter and a full stop.
  function sentence(said) {
    const [first = "", ...rest] = /[.?!]$/.test(said) ? said : `${said}.`;
    return first.toUpperCase() + rest.join("");
  }

  const ten = (power) => (power < 0 ? of(1n, 10n ** BigInt(-power)) : of(10n ** BigInt(power)));

  function threeDigits(value) {
    let exponent = `${value.above}`.length - `${value.below}`.length;
    if (compare(value, ten(exponent)) < 0) exponent -= 1;
    let digits = round(times(value, ten(2 - exponent)));
    if (digits === 1000n) {
      digits = 100n;
      exponent += 1;
    }
    if (exponent < -3 || exponent > 6) {
      const [first, ...rest] = `${digits}`;
      return `${first}.${rest.join("")}e${exponent < 0 ? "-" : "+"}${Math.abs(exponent)}`;
    }
    const decimals = 2 - exponent;
    if (decimals <= 0) return `${digits * 10n ** BigInt(-decimals)}`;
    const padded = `${digits}`.padStart(decimals + 1, "0");
    return `${padded.slice(0, -decimals)}.${padded.slice(-decimals)}`;
  }

  // Exact where that is short, else to three significant digits.
  function number(value) {
    const sign = value.above < 0n ? "\u2212" : "";
    const positive = of(size(value.above), value.below);
    const { above, below } = positive;
    if (below === 1n && above < 10n ** 7n) return `${sign}${above}`;
    if (10000n % below === 0n && above < 10000n * below) {
      const scaled = above * (10000n / below);
      return `${sign}${scaled / 10000n}.${`${scaled % 10000n}`.padStart(4, "0")}`.replace(/0+$/, "");
    }
    const quotient = text(positive);
    return quotient.length <= 6 ? `${sign}${quotient}` : `\u2248${sign}${threeDigits(positive)}`;
  }

  // The words for one game.
  function about(phrases, counts, game) {
    const { players } = game;
    const profiles = Nash.profiles(game.shape);
    const say = (name, slots = {}) => fill(phrases[name], slots);
    const quoted = (said) => say("quoted", { text: said });
    const spelled = (count) => counts[count] ?? `${count}`;
    const counted = (count, one, many) => say("counted", { count: spelled(count), noun: phrases[count === 1 ? one : many] });
    const chain = (parts, last) => [parts.slice(0, -1).join(", "), ...parts.slice(-1)].filter(Boolean).join(last);
    const list = (parts) => chain(parts, ` ${phrases.and} `);

    function outcome(profile, without = -1) {
      const told = profile.map((action, player) => players[player].actions[action].clause);
      return chain(told.filter((_, player) => player !== without), `${phrases.all_others} `);
    }

    const choice = (player, action) =>
      say("choice", { name: players[player].name, label: players[player].actions[action].label });
    const shortOutcome = (profile) => profile.map((action, player) => choice(player, action)).join("; ");

    function share(weight) {
      if (weight.above === 1n && weight.below === 2n) return phrases.half;
      const slots = { numerator: weight.above, denominator: weight.below };
      if (weight.below <= 20n) return say(weight.above === 1n ? "once" : "times", slots);
      const percent = round(times(weight, of(100n)));
      return percent > 1n && percent < 100n ? say("about", { percent }) : say("share", { number: number(weight) });
    }

    function mixed(player, strategy) {
      const { actions, name, chooses } = players[player];
      const played = strategy.map((weight, action) => [weight, action]).filter(([weight]) => weight.above);
      if (played.length === 1) return actions[played[0][1]].clause;
      const parts = played.map(([weight, action]) => say("to", { label: actions[action].label, share: share(weight) }));
      return say("mixes", { name, chooses, parts: list(parts) });
    }

    const mixture = (strategies) => strategies.map((strategy, player) => mixed(player, strategy)).join("; ");

    function tally(stable, equilibria) {
      const others = equilibria.length - stable.length;
      const kind = others ? ["definite_outcome", "definite_outcomes"] : ["outcome", "outcomes"];
      const parts = stable.length || !others ? [counted(stable.length, ...kind)] : [];
      if (others) parts.push(counted(others, "mixture", "mixtures"));
      return { count: parts.join(` ${phrases.and} `), are: phrases[equilibria.length === 1 ? "is" : "are"] };
    }

    // Everything that is stable, in one sentence.
    function answer({ stable, equilibria, complete }) {
      const others = equilibria.length - stable.length;
      if (!stable.length) {
        if (!others) return sentence(phrases.none);
        const slots = { count: counted(others, "mixture", "mixtures"), mixture: mixture(equilibria[0].strategies) };
        return sentence(say(others === 1 ? "mixed_one" : "mixed_several", slots));
      }
      if (equilibria.length === 1)
        return sentence(say(complete ? "one" : "one_definite", { outcome: outcome(profiles[stable[0]]) }));
      const told = stable.slice(0, MOST_TOLD).map((here) => outcome(profiles[here]));
      const more = stable.length - told.length;
      if (more) told.push(say("more", { count: spelled(more) }));
      const said = told.join(`${phrases.or} `);
      return sentence(say("several", { ...tally(stable, equilibria), told: told.length > 1 ? say("either", { told: said }) : said }));
    }

    const continuum = (solution) => (solution.joined ? sentence(say("joined", { count: spelled(solution.joined) })) : "");

    // For each stable outcome and player with a choice: what it would rather do, and by that not.
    function replies({ stable, payoffs }) {
      return stable.slice(0, MOST_TOLD).flatMap((here) =>
        players.flatMap(({ name, does, loses, actions }, player) => {
          if (actions.length === 1) return [];
          const profile = profiles[here];
          const worth = (action) => payoffs[player][Nash.position(game.shape, Nash.moved(profile, player, action))];
          const moves = actions.map((_, action) => action).filter((action) => action !== profile[player]);
          const best = moves.reduce((most, action) => (compare(worth(action), worth(most)) > 0 ? action : most));
          const slots = { name, does, loses, label: actions[profile[player]].label, instead: actions[best].label };
          const said = say(compare(worth(best), payoffs[player][here]) ? "best" : "as_soon", slots);
          const others = outcome(profile, player);
          return [sentence(others ? say("given", { others, said }) : said)];
        }),
      );
    }

    // An equilibrium and what everyone expects there.
    function expected({ strategies, payoffs }) {
      const worth = players.map(({ name, gets }, player) => say("gets", { name, gets, number: number(payoffs[player]) }));
      return `${sentence(mixture(strategies))} ${sentence(list(worth))}`;
    }

    // The probabilities of an equilibrium and its payoffs, as fractions.
    function exactly({ strategies, payoffs }) {
      const told = players.map(({ actions, name }, player) => {
        const weights = strategies[player].flatMap((weight, action) =>
          weight.above ? [say("weight", { label: actions[action].label, fraction: text(weight) })] : [],
        );
        return say("exactly", { name, weights: weights.join(", "), payoff: text(payoffs[player]) });
      });
      return say("exact", { told: told.join("; ") });
    }

    const key = (equilibria) => equilibria.map(({ strategies }) => strategies.flat().map(text).join()).join(";");

    // How the answer differs from the one where the report stands, and what is stable there instead.
    function against({ stable, equilibria }, report) {
      const verdict = (name) => sentence(say(name, tally(stable, equilibria)));
      if (key(equilibria) === key(report.equilibria)) return { same: true, said: verdict("same"), there: "" };
      if (stable.length && stable.join() === report.stable.join())
        return { same: true, said: verdict("same_outcomes"), there: "" };
      return { same: false, said: verdict("other"), there: instead(report, stable) };
    }

    function instead({ stable, equilibria }, now) {
      if (!stable.length && !equilibria.length) return phrases.otherwise_none;
      if (!stable.length) return phrases[now.length ? "otherwise_mixed" : "otherwise_mixture"];
      const told = stable.slice(0, MOST_TOLD).map((here) => quoted(shortOutcome(profiles[here])));
      const more = stable.length - told.length;
      if (more) told.push(say("more", { count: spelled(more) }));
      return say("otherwise", { told: told.join(`${phrases.or} `) });
    }

    return { against, answer, choice, continuum, exactly, expected, list, quoted, replies, say, sentence, shortOutcome };
  }

  return { about, fill, number };
})();
