// The what-if part of the page: controls from the report's data, and answers that follow them. It fetches nothing.
(() => {
  "use strict";
  const place = document.querySelector(".what-if");
  const data = JSON.parse(document.getElementById(`${place.id}-data`).textContent);
  const { phrases } = data;
  const { compare, minus, of, over, parse, plus, round, text, times } = Rational;
  const COLOURS = ["one", "two", "three", "four"];
  // How long the address bar and the screen reader wait for the hand on a slider to rest, in milliseconds.
  const REST = 500;
  // The most terms that are evaluated to show where on each slider the answer would change.
  const MOST_EVALUATED = 200000;

  for (const [name, parameter] of Object.entries(data.parameters)) {
    Object.assign(parameter, { name, low: parse(parameter.low), high: parse(parameter.high) });
    parameter.width = minus(parameter.high, parameter.low);
  }
  const games = data.games.map((game) => ({ ...game, ...Nash.read(game), words: Words.about(phrases, data.counts, game) }));

  // Texts become text nodes, never markup.
  function make(tag, attributes = {}, ...children) {
    const element = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) if (value !== false) element.setAttribute(name, value);
    element.append(...children);
    return element;
  }

  const valueAt = ({ low, width, steps }, step) => plus(low, times(width, of(BigInt(step), BigInt(steps))));
  const stepOf = ({ low, width, steps }, value) =>
    Number(round(times(over(minus(value, low), width), of(BigInt(steps)))));

  // --- What the page is made of -----------------------------------------------------------------------------------

  const id = (name) => `${place.id}-${name}`;
  let state = Settings.start(games[0]);
  let reportSolution = null;
  let choosers = [];
  let sliders = new Map();
  let resting = 0;
  let spoken = "";

  function chooser(name, label, options, choose) {
    const select = make("select", { id: id(name) }, ...options.map(([value, said]) => make("option", { value }, said)));
    select.addEventListener("change", () => choose(select.value));
    return { select, field: make("div", { class: "what-if-choice" }, make("label", { for: select.id }, label), select) };
  }

  const gameChooser = chooser("game", phrases.game, games.map((game) => [game.id, game.title]), (wanted) =>
    open(Settings.start(games.find((game) => game.id === wanted)), true),
  );
  const parts = {
    notice: make("p", { class: "what-if-notice", hidden: "" }),
    question: make("p", { class: "what-if-question" }),
    presets: make("div", { class: "what-if-presets" }),
    verdict: make("p", { class: "what-if-verdict" }),
    answer: make("p", { class: "what-if-answer" }),
    there: make("p", { class: "small" }),
    more: make("div"),
    matrix: make("div"),
    controls: make("div", { class: "what-if-controls" }),
    where: make("p"),
    link: make("a", {}, phrases.link),
    reset: make("button", { type: "button" }, phrases.reset),
    command: make("code"),
    spoken: make("p", { role: "status", class: "heard" }),
  };
  parts.reset.addEventListener("click", () => open(Settings.start(state.game), true));

  // One chooser a player's readings, and the last one for the policy where any bears on the game.
  function presets() {
    const { game } = state;
    const options = (names, among, none) => [...none, ...names.map((name) => [name, among[name].definition])];
    const readings = game.readings.map(({ player, names, neutral }, index) =>
      chooser(
        `reading-${index}`,
        game.words.say("reading", { who: player }),
        options(names, data.readings, neutral ? [] : [["", phrases.unread]]),
        (wanted) => preset(data.readings, state.readings[index], wanted, () => (state.readings[index] = wanted)),
      ),
    );
    if (!game.policies.length) return readings;
    const policies = options(game.policies, data.policies, [["", phrases.unpolicied]]);
    const policy = chooser("policy", phrases.policy, policies, (wanted) =>
      preset(data.policies, state.policy, wanted, () => (state.policy = wanted)),
    );
    return [...readings, policy];
  }

  // A preset puts what it sets, and what the one before it set, back into its own hand.
  function preset(among, before, after, change) {
    for (const name of [before, after].filter(Boolean)) for (const set of Object.keys(among[name].set)) delete state.at[set];
    change();
    refresh(true);
  }

  function slider(name) {
    const parameter = data.parameters[name];
    const input = make("input", { type: "range", id: id(name), min: 0, max: parameter.steps, step: 1 });
    const strip = make("div", { class: "what-if-strip", "aria-hidden": "true" });
    const moved = make("span");
    const turns = make("span");
    const note = make("span", { id: id(`${name}-note`), class: "heard" }, turns, " ", moved);
    const value = make("span", { class: "what-if-value", "aria-hidden": "true" });
    input.setAttribute("aria-describedby", note.id);
    input.addEventListener("input", () => {
      const chosen = valueAt(parameter, Number(input.value));
      if (compare(chosen, Settings.presetPoint(data, state)[name])) state.at[name] = text(chosen);
      else delete state.at[name];
      refresh(true);
    });
    sliders.set(name, { parameter, input, strip, turns, moved, value });
    const label = make("label", { for: input.id }, parameter.definition);
    return make("div", { class: "what-if-slider" }, label, value, input, strip, note);
  }

  function controls() {
    sliders = new Map();
    const groups = state.game.groups.map(({ actor, parameters }) => {
      const head = actor ? state.game.words.say("weights", { who: actor }) : phrases.levers;
      const movable = parameters.filter((name) => data.parameters[name].steps);
      const group = make("div", { role: "group", "aria-label": head }, ...movable.map(slider));
      return movable.length ? make("details", { open: "" }, make("summary", {}, head), group) : "";
    });
    return [make("h3", {}, phrases.controls), make("p", { class: "small" }, phrases.turns), ...groups];
  }

  function tables({ payoffs, replies, stable }) {
    const { shape, players, words } = state.game;
    const panels = Nash.profiles(shape.slice(2));
    return panels.map((rest) => {
      const told = rest.map((action, index) => words.choice(index + 2, action));
      const caption = words.say("caption", {
        rows: players[0].name,
        columns: players[1] ? words.say("columns", { who: players[1].name }) : "",
        panel: told.length ? words.say("panel", { told: told.join("; ") }) : "",
      });
      const across = players[1]?.actions ?? [{ label: "" }];
      const head = across.map(({ label }) => (label ? make("th", { scope: "col", class: "two" }, label) : make("td")));
      const cell = (row, column) => {
        const here = Nash.position(shape, [row, ...(players[1] ? [column] : []), ...rest]);
        const numbers = players.map(({ name }, player) => {
          const best = replies[player][here];
          const colour = COLOURS[player % COLOURS.length];
          const written = make(best ? "strong" : "span", { class: colour }, Words.number(payoffs[player][here]));
          const before = make("span", { class: "heard" }, `${name}: `);
          const after = make("span", { class: "heard" }, `${best ? ` (${phrases.reply})` : ""}; `);
          return make("span", { class: "what-if-payoff" }, before, written, after);
        });
        const marked = stable.includes(here);
        const mark = marked ? [make("span", { class: "what-if-mark" }, phrases.stable)] : [];
        return make("td", marked ? { class: "stable" } : {}, ...numbers, ...mark);
      };
      const rows = players[0].actions.map(({ label }, row) =>
        make("tr", {}, make("th", { scope: "row", class: "one" }, label), ...across.map((_, column) => cell(row, column))),
      );
      const table = make(
        "table",
        {},
        make("caption", { id: id(`matrix-${rest.join("-")}`) }, make("p", {}, caption)),
        make("thead", {}, make("tr", {}, make("td"), ...head)),
        make("tbody", {}, ...rows),
      );
      return make("div", { class: "scroll", role: "region", tabindex: 0, "aria-labelledby": id(`matrix-${rest.join("-")}`) }, table);
    });
  }

  // --- Following the settings --------------------------------------------------------------------------------------

  // A game, with its settings; `touched` where a reader chose it, so that the address follows.
  function open(wanted, touched) {
    state = wanted;
    const { game } = state;
    const { words } = game;
    reportSolution = Nash.solve(game, Settings.point(data, Settings.start(game)));
    gameChooser.select.value = game.id;
    parts.question.replaceChildren(make("strong", { class: "what-if-printed" }, words.sentence(game.title), " "), game.question);
    choosers = presets();
    parts.presets.replaceChildren(...choosers.map(({ field }) => field));
    parts.controls.replaceChildren(...controls());
    refresh(touched);
  }

  function refresh(touched) {
    const { game } = state;
    const { words } = game;
    const point = Settings.point(data, state);
    const solution = Nash.solve(game, point);
    const verdict = words.against(solution, reportSolution);
    const answer = words.answer(solution);
    choosers.forEach(({ select }, index) => {
      select.value = state.readings[index] ?? state.policy;
    });
    parts.answer.textContent = answer;
    parts.verdict.textContent = verdict.said;
    parts.there.textContent = verdict.there;
    parts.there.hidden = !verdict.there;
    parts.verdict.classList.toggle("what-if-other", !verdict.same);
    const mixed = solution.equilibria.filter(({ pure }) => !pure);
    const points = (said) => make("ul", {}, ...said.map((one) => make("li", {}, ...one)));
    const mixtureOf = (found) => [words.expected(found), " ", make("span", { class: "small" }, words.exactly(found))];
    const replies = words.replies(solution);
    const more = [];
    if (!solution.complete) more.push(make("p", { class: "small" }, phrases.not_sought));
    if (solution.joined) more.push(make("p", {}, words.continuum(solution)));
    if (replies.length) more.push(make("h3", {}, phrases.why), points(replies.map((said) => [said])));
    if (mixed.length) more.push(make("h3", {}, phrases.mixed), points(mixed.map(mixtureOf)));
    parts.more.replaceChildren(...more, make("p", { class: "small" }, phrases.caveat));
    const legend = words.say("legend", { players: words.list(game.players.map(({ name }) => name)) });
    parts.matrix.replaceChildren(...tables(solution), make("p", { class: "small" }, legend));
    const before = Settings.point(data, Settings.start(game));
    for (const [name, { parameter, input, value, moved }] of sliders) {
      const number = Words.number(point[name]);
      input.value = stepOf(parameter, point[name]);
      input.setAttribute("aria-valuetext", number);
      const then = Words.number(before[name]);
      value.textContent = compare(point[name], before[name]) ? words.say("from_to", { then, number }) : number;
      moved.textContent = compare(point[name], before[name]) ? words.say("in_report", { number: then }) : "";
    }
    follow(touched, `${verdict.said} ${answer}`);
  }

  // What is left undone until the hand rests: the address, what is spoken, and where each slider would turn the answer.
  function follow(touched, said) {
    parts.link.setAttribute("href", Settings.link(state));
    parts.where.textContent = where();
    parts.command.textContent = command();
    clearTimeout(resting);
    resting = setTimeout(() => {
      turns();
      if (!touched) return;
      try {
        history.replaceState(null, "", Settings.link(state));
      } catch {
        // Some frames forbid it; the link beside the settings carries them all the same.
      }
      parts.notice.hidden = true;
      if (said !== spoken) parts.spoken.textContent = said;
      spoken = said;
    }, touched ? REST : 0);
  }

  // Where the settings differ from the report's, in a sentence.
  function where() {
    const { game, readings, policy } = state;
    const { words } = game;
    const start = Settings.start(game);
    const told = readings.flatMap((name, index) => {
      if (name === start.readings[index]) return [];
      const { player } = game.readings[index];
      return [name ? words.quoted(data.readings[name].definition) : words.say("no_reading", { who: player })];
    });
    if (policy !== start.policy) told.push(policy ? words.quoted(data.policies[policy].definition) : phrases.no_policy);
    for (const [name, value] of Object.entries(state.at))
      if (start.at[name] !== value)
        told.push(words.say("at", { name: data.parameters[name].phrase, number: Words.number(parse(value)) }));
    return told.length ? words.say("changed", { told: words.list(told) }) : phrases.untouched;
  }

  function command() {
    const { game, readings, policy, at } = state;
    const named = [...game.kept, ...readings].filter(Boolean).map((name) => ` --reading ${name}`);
    const moved = Object.entries(at).map(([name, value]) => ` --at ${name}=${value}`);
    return [game.command, ...named, policy ? ` --policy ${policy}` : "", ...moved].join("");
  }

  // On each slider, the stretches where other outcomes would be stable, all else standing still.
  function turns() {
    const { game } = state;
    const point = Settings.point(data, state);
    const terms = game.payoffs.flat(2).length;
    const stops = [...sliders.values()].reduce((sum, { parameter }) => sum + parameter.steps + 1, 0);
    if (terms * stops > MOST_EVALUATED) return;
    const here = Nash.stable(game, point).join();
    for (const [name, { parameter, strip, turns: note }] of sliders) {
      const stretches = [];
      for (let step = 0; step <= parameter.steps; step += 1) {
        const other = Nash.stable(game, { ...point, [name]: valueAt(parameter, step) }).join() !== here;
        if (stretches.at(-1)?.other === other) stretches.at(-1).stops += 1;
        else stretches.push({ other, stops: 1 });
      }
      const turned = stretches.some(({ other }) => other);
      note.textContent = turned ? phrases.alone : "";
      strip.replaceChildren(
        ...stretches.map(({ other, stops: many }) => {
          const stretch = make("span", other ? { class: "what-if-other" } : {});
          stretch.style.flexGrow = many;
          return stretch;
        }),
      );
      strip.classList.toggle("what-if-idle", !turned);
    }
  }

  const outside = ({ definition, low, high }, wanted) =>
    Words.fill(phrases.outside, {
      name: definition,
      number: Words.number(wanted),
      low: Words.number(low),
      high: Words.number(high),
    });

  function openLink() {
    const found = Settings.read(data, games, { outside }, location.hash);
    if (!found) return false;
    const { state: wanted, leftOut } = found;
    open(wanted, false);
    parts.notice.hidden = !leftOut.length;
    parts.notice.textContent = leftOut.length ? Words.fill(phrases.left_out, { told: leftOut.join("; ") }) : "";
    place.closest("section").scrollIntoView();
    return true;
  }

  place.append(
    parts.notice,
    make("div", { class: "what-if-presets" }, gameChooser.field),
    parts.question,
    parts.presets,
    make(
      "div",
      { class: "what-if-body" },
      make("div", { class: "what-if-result" }, make("h3", {}, phrases.answer), parts.verdict, parts.answer, parts.there, parts.matrix, parts.more),
      parts.controls,
    ),
    parts.where,
    make("p", { class: "what-if-links" }, parts.link, " ", parts.reset),
    make("p", { class: "small" }, phrases.command, " ", parts.command),
    parts.spoken,
  );
  window.addEventListener("hashchange", openLink);
  if (!openLink()) open(state, false);
  document.querySelector(".what-if-still").hidden = true;
})();
