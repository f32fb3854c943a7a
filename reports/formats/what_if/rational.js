// Exact fractions in lowest terms, as pairs of whole numbers of any size.
const Rational = (() => {
  "use strict";

  const size = (whole) => (whole < 0n ? -whole : whole);

  function divisor(one, other) {
    while (other) [one, other] = [other, one % other];
    return size(one);
  }

  function of(above, below = 1n) {
    const shared = divisor(above, below) * (below < 0n ? -1n : 1n);
    return { above: above / shared, below: below / shared };
  }

  // The fraction that a text such as "-3/4" spells, or null.
  function parse(text) {
    const found = /^(-?\d+)(?:\/(\d+))?$/.exec(text);
    const below = BigInt(found?.[2] ?? 1);
    return found && below ? of(BigInt(found[1]), below) : null;
  }

  const text = (value) => (value.below === 1n ? `${value.above}` : `${value.above}/${value.below}`);
  const plus = (one, other) => of(one.above * other.below + other.above * one.below, one.below * other.below);
  const minus = (one, other) => of(one.above * other.below - other.above * one.below, one.below * other.below);
  const times = (one, other) => of(one.above * other.above, one.below * other.below);
  const over = (one, other) => of(one.above * other.below, one.below * other.above);

  // Negative, zero or positive, as a sort wants it.
  function compare(one, other) {
    const difference = one.above * other.below - other.above * one.below;
    return difference < 0n ? -1 : Number(difference > 0n);
  }

  // The same fractions times their common denominator.
  function whole(values) {
    const common = values.reduce((product, { below }) => (product / divisor(product, below)) * below, 1n);
    return values.map(({ above, below }) => above * (common / below));
  }

  // To the nearest whole number, halves to the even one.
  function round({ above, below }) {
    const twice = 2n * above + below;
    let nearest = twice / (2n * below);
    if (nearest * 2n * below > twice) nearest -= 1n;
    return nearest * 2n * below === twice && nearest % 2n ? nearest - 1n : nearest;
  }

  const ZERO = of(0n);
  const ONE = of(1n);
  return { ONE, ZERO, compare, minus, of, over, parse, plus, round, size, text, times, whole };
})();
