"""Games and what is stable in them: exact, certified, and knowing nothing of any scenario."""

__version__ = "0.1.0"
