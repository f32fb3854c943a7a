"""From what a source says that actors want, to games whose every payoff can be traced back."""
