"""Parameters, points and multi-affine expressions: exact sums of products of distinct named parameters.

An expression is *multi-affine* when it is affine in each parameter while the others stand still, that is, a sum of
terms `coefficient * p * q * ...` in which no parameter occurs twice. Payoffs built from weights and levers are so.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction

from gametheory.errors import InvalidParameter, NotMultiAffine, UnknownName
from gametheory.exact import exact

__all__ = ["MultiAffine", "Parameter", "Point", "point_of"]

Point = Mapping[str, Fraction]
"""A value for every parameter, by name."""


@dataclass(frozen=True, slots=True)
class Parameter:
    """A named number that an analyst may move: its default and the closed range in which it means something."""

    name: str
    default: Fraction
    low: Fraction
    high: Fraction

    def __post_init__(self) -> None:
        if not self.low <= self.default <= self.high:
            raise InvalidParameter(
                f"the default of {self.name} is {self.default}, outside its range {self.low} to {self.high}"
            )


def point_of(parameters: Mapping[str, Parameter], values: Mapping[str, object] | None = None) -> dict[str, Fraction]:
    """The point at which every parameter stands at its default but for those in `values`.

    Raises
    ------
    UnknownName
        If `values` names a parameter that is not there.
    InvalidParameter
        If a value lies outside its parameter's range.
    InvalidNumber
        If a value is not a number.
    """
    point = {name: parameter.default for name, parameter in parameters.items()}
    for name, value in (values or {}).items():
        if name not in parameters:
            raise UnknownName("parameter", name, parameters)
        parameter = parameters[name]
        number = exact(value, name)
        if not parameter.low <= number <= parameter.high:
            raise InvalidParameter(f"{name} is {number}, outside its range {parameter.low} to {parameter.high}")
        point[name] = number
    return point


@dataclass(frozen=True, slots=True)
class MultiAffine:
    """A multi-affine expression.

    Attributes
    ----------
    terms : mapping from frozenset of str to Fraction
        The coefficient of each product of distinct parameters; the empty set is the constant term. No coefficient is
        zero.
    """

    terms: Mapping[frozenset[str], Fraction]

    @classmethod
    def constant(cls, value: Fraction | int) -> MultiAffine:
        """The expression that has the same value everywhere."""
        return cls({_ONE: Fraction(value)} if value else {})

    @classmethod
    def parameter(cls, name: str) -> MultiAffine:
        """The expression that is one parameter."""
        return cls({frozenset((name,)): Fraction(1)})

    @classmethod
    def sum(cls, expressions: Iterable[MultiAffine]) -> MultiAffine:
        """The sum of several expressions."""
        total: dict[frozenset[str], Fraction] = {}
        for expression in expressions:
            for product, coefficient in expression.terms.items():
                total[product] = total.get(product, _ZERO) + coefficient
        return cls({product: coefficient for product, coefficient in total.items() if coefficient})

    @property
    def parameters(self) -> frozenset[str]:
        """The parameters that the expression depends on."""
        return frozenset().union(*self.terms)

    def at(self, point: Point) -> Fraction:
        """The value at a point, which must give every parameter of the expression."""
        total = _ZERO
        for product, coefficient in self.terms.items():
            value = coefficient
            for name in product:
                value *= point[name]
            total += value
        return total

    def given(self, values: Point) -> MultiAffine:
        """The expression in the remaining parameters once those in `values` are fixed."""
        total: dict[frozenset[str], Fraction] = {}
        for product, coefficient in self.terms.items():
            for name in product.intersection(values):
                coefficient *= values[name]
            rest = product.difference(values)
            total[rest] = total.get(rest, _ZERO) + coefficient
        return MultiAffine({product: coefficient for product, coefficient in total.items() if coefficient})

    def affine_in(self, name: str) -> tuple[MultiAffine, MultiAffine]:
        """The pair (constant, slope) of expressions free of `name` with `self = constant + slope * name`."""
        constant = {product: coefficient for product, coefficient in self.terms.items() if name not in product}
        slope = {product - {name}: coefficient for product, coefficient in self.terms.items() if name in product}
        return MultiAffine(constant), MultiAffine(slope)

    def __add__(self, other: MultiAffine) -> MultiAffine:
        return MultiAffine.sum((self, other))

    def __sub__(self, other: MultiAffine) -> MultiAffine:
        return MultiAffine.sum((self, other * MultiAffine.constant(-1)))

    def __mul__(self, other: MultiAffine) -> MultiAffine:
        total: dict[frozenset[str], Fraction] = {}
        for left, left_coefficient in self.terms.items():
            for right, right_coefficient in other.terms.items():
                if left & right:
                    raise NotMultiAffine(f"the product would square {', '.join(sorted(left & right))}")
                product = left | right
                total[product] = total.get(product, _ZERO) + left_coefficient * right_coefficient
        return MultiAffine({product: coefficient for product, coefficient in total.items() if coefficient})

    def __str__(self) -> str:
        if not self.terms:
            return "0"
        text = ""
        for product, coefficient in sorted(self.terms.items(), key=lambda term: (len(term[0]), sorted(term[0]))):
            factors = sorted(product)
            if abs(coefficient) != 1 or not factors:
                factors.insert(0, str(abs(coefficient)))
            sign = "-" if coefficient < 0 else "+"
            text += f" {sign} {'*'.join(factors)}" if text else f"{'-' if sign == '-' else ''}{'*'.join(factors)}"
        return text


_ONE: frozenset[str] = frozenset()
_ZERO = Fraction(0)
