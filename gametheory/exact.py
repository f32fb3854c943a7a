"""Reading numbers exactly: whatever a user hands over becomes a `Fraction`, or an error that says why not."""

from __future__ import annotations

import re
from decimal import Decimal
from fractions import Fraction
from numbers import Integral, Rational, Real

from gametheory.errors import InvalidNumber

__all__ = ["MOST_DIGITS", "common_denominator", "exact"]

MOST_DIGITS = 1000
"""The most digits that a number may have, before or behind the point, once its exponent is written out."""

_TEXT = re.compile(
    r"\s*(?P<sign>[-+]?)(?:(?P<numerator>\d+)\s*/\s*(?P<denominator>\d+)"
    r"|(?P<whole>\d*)(?:\.(?P<decimals>\d*))?(?:[eE](?P<exponent>[-+]?\d+))?)\s*",
    re.ASCII,
)


def exact(value: object, what: str = "the number") -> Fraction:
    """`value` as an exact fraction.

    Parameters
    ----------
    value : int, float, Fraction, Decimal, str, or a number of numpy's
        A string is read as an integer, a decimal (``"0.1"`` is one tenth), a decimal with an exponent or a quotient
        ``"p/q"``. A float is taken at its binary value: `0.1` is 3602879701896397/36028797018963968, so write
        ``"0.1"`` where a tenth is meant.
    what : str
        What the number is, for the error message.

    Raises
    ------
    InvalidNumber
        For anything else: a boolean, NaN, an infinity, a zero denominator, or more than `MOST_DIGITS` digits.
    """
    if type(value) is Fraction or type(value) is int:  # the common cases, without the cost of the abstract classes
        return _not_too_long(Fraction(value), what)
    if isinstance(value, str):
        return _from_text(value, what)
    if isinstance(value, Decimal):
        return _from_text(str(value), what)
    kind = type(value).__name__
    if isinstance(value, bool) or kind in {"bool_", "bool"}:
        raise InvalidNumber(f"{what} is {value}, a truth value; a number is needed")
    if isinstance(value, Integral):
        return _not_too_long(Fraction(int(value)), what)
    if isinstance(value, Rational):
        return _not_too_long(Fraction(int(value.numerator), int(value.denominator)), what)
    if isinstance(value, Real):
        number = float(value)
        if number != number or number in {float("inf"), float("-inf")}:
            raise InvalidNumber(f"{what} is {number}; a finite number is needed")
        return Fraction(number)
    raise InvalidNumber(f"{what} is of the type {kind}; a number is needed")


def common_denominator(numbers: tuple[Fraction, ...]) -> int:
    """The least positive integer that makes every one of `numbers` whole."""
    from math import lcm

    return lcm(*{number.denominator for number in numbers})


def _from_text(text: str, what: str) -> Fraction:
    found = _TEXT.fullmatch(text) if len(text) <= 4 * MOST_DIGITS else None
    if found is None:
        shown = text if len(text) <= 60 else f"{text[:57]}..."
        raise InvalidNumber(f"{what} is {shown!r}; write an integer, a decimal or a fraction such as 2/7")
    sign = -1 if found["sign"] == "-" else 1
    if found["numerator"] is not None:
        # Twice as many digits as in a decimal, so that every decimal can also be written as a quotient.
        _check_length((max(len(found["numerator"]), len(found["denominator"])) + 1) // 2, what)
        denominator = int(found["denominator"])
        if denominator == 0:
            raise InvalidNumber(f"{what} is {text.strip()!r}, which divides by zero")
        return sign * Fraction(int(found["numerator"]), denominator)
    whole, decimals = found["whole"] or "", found["decimals"] or ""
    if not whole and not decimals:
        raise InvalidNumber(f"{what} is {text!r}; write an integer, a decimal or a fraction such as 2/7")
    exponent_text = found["exponent"] or "0"
    _check_length(len(whole), what)
    _check_length(len(decimals), what)
    if len(exponent_text.lstrip("+-0")) > len(str(MOST_DIGITS)) or abs(int(exponent_text)) > MOST_DIGITS:
        raise InvalidNumber(f"{what} is {text.strip()!r}; exponents beyond {MOST_DIGITS} are not held")
    exponent = int(exponent_text) - len(decimals)
    digits = int(whole + decimals)
    return sign * (Fraction(digits * 10**exponent) if exponent >= 0 else Fraction(digits, 10**-exponent))


_LONGEST = 10 ** (2 * MOST_DIGITS)


def _not_too_long(number: Fraction, what: str) -> Fraction:
    if abs(number.numerator) >= _LONGEST or number.denominator >= _LONGEST:
        _check_length(2 * MOST_DIGITS + 1, what)
    return number


def _check_length(digits: int, what: str) -> None:
    if digits > MOST_DIGITS:
        raise InvalidNumber(f"{what} has {digits} digits; no more than {MOST_DIGITS} are held")
