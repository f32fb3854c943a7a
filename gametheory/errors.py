"""The exception tree: everything that `detente` raises on purpose.

::

    DetenteError                what a user can cause and can mend; the message says how
    ├── InvalidGame             players, actions or payoffs that do not make a game        (ValueError)
    │   └── InvalidNumber       not a finite number, or too long to hold                   (ValueError)
    ├── InvalidParameter        a parameter out of its range, or set twice                 (ValueError)
    │   └── NoWorlds            ranges in which nothing agrees with what is stated
    ├── UnknownName             a name that is not there; carries what is, and the nearest (LookupError)
    ├── NotMultiAffine          a parameter would be multiplied by itself                  (ValueError)
    ├── NotApplicable           a concept or form that cannot take this game               (ValueError)
    │   └── NotAffine           parameters that multiply each other and cannot move together
    ├── TooLarge                an exact answer that is out of reach; says the size        (ValueError)
    └── payoffs.errors.ScenarioError
                                every fault of a scenario file, each with its place
    CertificateError            an answer that fails its own proof: a fault of `detente`, never filtered away
"""

from __future__ import annotations

from collections.abc import Iterable

__all__ = [
    "CertificateError",
    "DetenteError",
    "InvalidGame",
    "InvalidNumber",
    "InvalidParameter",
    "NoWorlds",
    "NotAffine",
    "NotApplicable",
    "NotMultiAffine",
    "TooLarge",
    "UnknownName",
    "nearest_name",
]


class DetenteError(Exception):
    """Something a user asked for that cannot be done as asked."""


class InvalidGame(DetenteError, ValueError):
    """Players, actions or payoffs that do not make a game."""


class InvalidNumber(InvalidGame):
    """A value that is not a finite number, or that has more digits than are held."""


class InvalidParameter(DetenteError, ValueError):
    """A parameter set outside its range, or set twice."""


class NoWorlds(InvalidParameter):
    """Ranges in which no point agrees with what is stated."""


class NotMultiAffine(DetenteError, ValueError):
    """A product that would raise a parameter to a power."""


class NotApplicable(DetenteError, ValueError):
    """A concept or a form that cannot take the game it was given."""


class NotAffine(NotApplicable):
    """Parameters that multiply each other, where payoffs must be affine in all that move; works once one is fixed."""


class TooLarge(DetenteError, ValueError):
    """An exact answer that is out of reach; the message says the size it would take."""


class UnknownName(DetenteError, LookupError):
    """A name that does not exist.

    Parameters
    ----------
    kind : str
        What was looked for, such as ``"concept"``.
    name : str
        The name that was asked for.
    known : iterable of str
        The names that exist.
    """

    def __init__(self, kind: str, name: str, known: Iterable[str]) -> None:
        self.kind = kind
        self.name = name
        self.known = tuple(known)
        self.nearest = nearest_name(name, self.known)
        message = f"no {kind} is named {name!r}"
        if self.nearest is not None:
            message += f"; the nearest is {self.nearest!r}"
        shown = self.known[:_SHOWN]
        more = len(self.known) - len(shown)
        listed = ", ".join(shown) + (f" and {more} more" if more else "")
        super().__init__(f"{message} (there are: {listed})" if shown else f"{message} (there are none)")


class CertificateError(Exception):
    """A reported answer that fails its own certificate: a fault of `detente`, so it is raised and never filtered."""


_SHOWN = 40
_LONGEST_COMPARED = 200


def nearest_name(name: str, known: Iterable[str]) -> str | None:
    """The known name that `name` was most likely meant to be, or None where nothing is close."""
    from difflib import get_close_matches

    candidates = {candidate.casefold(): candidate for candidate in known}
    asked = name.casefold().replace("-", "_")[:_LONGEST_COMPARED]
    close = get_close_matches(asked, candidates, n=1, cutoff=0.6)
    return candidates[close[0]] if close else None
