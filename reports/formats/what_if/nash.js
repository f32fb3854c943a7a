// The Nash equilibria of a game at one point, exactly: of one or two players all extreme equilibria, of more the pure ones.
//
// A game here is {shape, payoffs}: payoffs[player][position] is a list of terms [coefficient, names of parameters], and
// positions count profiles with the last player's action varying fastest.
const Nash = (() => {
  "use strict";
  const { ONE, ZERO, compare, of, parse, plus, text, times, whole } = Rational;

  // Beyond so many choices of tight constraints (a 5 by 5 game has 252) only pure equilibria are sought.
  const MOST_BASES = 252;

  function profiles(shape) {
    return shape.reduce(
      (found, count) => found.flatMap((start) => Array.from({ length: count }, (_, action) => [...start, action])),
      [[]],
    );
  }

  const position = (shape, profile) => profile.reduce((place, action, player) => place * shape[player] + action, 0);

  const moved = (profile, player, action) => profile.map((own, index) => (index === player ? action : own));

  // The game with its coefficients read; what the data hold as texts.
  function read({ shape, payoffs }) {
    const terms = (list) => list.map(([coefficient, names]) => [parse(coefficient), names]);
    return { shape, payoffs: payoffs.map((row) => row.map(terms)) };
  }

  function payoffsAt(game, point) {
    const value = ([coefficient, names]) => names.reduce((product, name) => times(product, point[name]), coefficient);
    return game.payoffs.map((row) => row.map((terms) => terms.reduce((sum, term) => plus(sum, value(term)), ZERO)));
  }

  // replies[player][position]: whether the player's action there is a best response to the others'.
  function bestReplies(shape, payoffs) {
    const every = profiles(shape);
    return payoffs.map((row, player) =>
      every.map((profile, here) =>
        Array.from({ length: shape[player] }, (_, action) => row[position(shape, moved(profile, player, action))]).every(
          (there) => there <= row[here],
        ),
      ),
    );
  }

  // The one direction that is orthogonal to n rows of n + 1 whole numbers, by Bareiss elimination; null if there are more.
  function direction(rows) {
    const work = rows.map((row) => [...row]);
    const pivots = [];
    let free = -1;
    let last = 1n;
    for (let column = 0; column <= work.length; column += 1) {
      const done = pivots.length;
      const found = work.findIndex((row, index) => index >= done && row[column]);
      if (found < 0) {
        if (free >= 0) return null;
        free = column;
        continue;
      }
      [work[done], work[found]] = [work[found], work[done]];
      const chosen = work[done];
      const pivot = chosen[column];
      for (const row of work) {
        if (row === chosen) continue;
        const factor = row[column];
        row.forEach((entry, index) => {
          row[index] = (entry * pivot - factor * chosen[index]) / last;
        });
      }
      last = pivot;
      pivots.push(column);
    }
    const found = new Array(work.length + 1);
    found[free] = last;
    pivots.forEach((column, index) => {
      found[column] = -work[index][free];
    });
    return found;
  }

  function* choices(count, wanted, start = 0) {
    if (!wanted) yield [];
    else
      for (let first = start; first <= count - wanted; first += 1)
        for (const rest of choices(count, wanted - 1, first + 1)) yield [first, ...rest];
  }

  // The vertices of {(x, v) : x >= 0, sum x = 1, v >= what each reply pays}: strategies with the labels that are tight.
  // payoffs[own][reply] is what the other gets; label i says that i is unplayed, own + j that j is a best reply.
  function vertices(payoffs) {
    const own = payoffs.length;
    const rows = payoffs.map((_, action) => Array.from({ length: own + 1 }, (__, column) => BigInt(column === action)));
    payoffs[0].forEach((_, reply) => rows.push([...payoffs.map((line) => -line[reply]), 1n]));
    const found = new Map();
    for (const basis of choices(rows.length, own)) {
      const ray = direction(basis.map((label) => rows[label]));
      if (!ray) continue;
      const total = ray.slice(0, own).reduce((sum, entry) => sum + entry, 0n);
      if (!total) continue;
      const slacks = rows.map((row) => row.reduce((sum, entry, index) => sum + entry * ray[index], 0n));
      if (slacks.some((slack) => (total > 0n ? slack < 0n : slack > 0n))) continue;
      const tight = slacks.map((slack) => !slack);
      found.set(tight.join(), { tight, strategy: ray.slice(0, own).map((entry) => of(entry, total)) });
    }
    return [...found.values()];
  }

  function extremeEquilibria([rows, columns], first, second) {
    const grid = (values) => Array.from({ length: rows }, (_, row) => values.slice(row * columns, (row + 1) * columns));
    const ours = vertices(grid(second));
    const paid = grid(first);
    const theirs = vertices(Array.from({ length: columns }, (_, column) => paid.map((row) => row[column])));
    return ours.flatMap((x) =>
      theirs
        .filter((y) => x.tight.every((tight, label) => tight || y.tight[label < rows ? columns + label : label - rows]))
        .map((y) => [x.strategy, y.strategy]),
    );
  }

  const certain = (shape, profile) =>
    profile.map((chosen, player) => Array.from({ length: shape[player] }, (_, action) => (action === chosen ? ONE : ZERO)));

  const isPure = (strategies) => strategies.every((strategy) => strategy.every(({ below }) => below === 1n));

  // Pure ones first, then by the weight on earlier actions.
  function inOrder(one, other) {
    const mixed = Number(isPure(other.strategies)) - Number(isPure(one.strategies));
    if (mixed) return mixed;
    const there = other.strategies.flat();
    return one.strategies.flat().reduce((order, weight, index) => order || compare(there[index], weight), 0);
  }

  function bases([rows, columns]) {
    let count = 1;
    for (let step = 1; step <= columns; step += 1) count = (count * (rows + step)) / step;
    return count;
  }

  // How many equilibria are joined to others: those that differ in one player's strategy alone span a set of equilibria.
  function joined(equilibria) {
    const keys = equilibria.map(({ strategies }) => strategies.map((strategy) => strategy.map(text).join()));
    const near = (one, other) => one.filter((key, player) => key !== other[player]).length === 1;
    return keys.filter((key) => keys.some((other) => near(key, other))).length;
  }

  const pure = (replies) => replies[0].flatMap((_, here) => (replies.every((row) => row[here]) ? [here] : []));

  // The positions of the pure equilibria alone.
  const stable = (game, point) => pure(bestReplies(game.shape, payoffsAt(game, point).map(whole)));

  function solve(game, point) {
    const { shape } = game;
    const payoffs = payoffsAt(game, point);
    const scaled = payoffs.map(whole);
    const replies = bestReplies(shape, scaled);
    const every = profiles(shape);
    const mixes = shape.length === 2 && bases(shape) <= MOST_BASES;
    const found = mixes
      ? extremeEquilibria(shape, ...scaled)
      : pure(replies).map((index) => certain(shape, every[index]));
    const equilibria = found.map((strategies) => ({
      strategies,
      pure: isPure(strategies),
      payoffs: payoffs.map((row) =>
        every.reduce((sum, profile, index) => {
          const weight = profile.reduce((product, action, player) => times(product, strategies[player][action]), ONE);
          return weight.above ? plus(sum, times(weight, row[index])) : sum;
        }, ZERO),
      ),
    }));
    equilibria.sort(inOrder);
    const complete = mixes || shape.length === 1;
    return { payoffs, replies, stable: pure(replies), equilibria, complete, joined: complete ? joined(equilibria) : 0 };
  }

  return { moved, position, profiles, read, solve, stable };
})();
