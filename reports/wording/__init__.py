"""The words for each kind of finding: the only place that says what was found.

A stable outcome is never called likely, a count of readings never odds, and what the source reports is never endorsed.
The modules here have the words for the kinds of the modules of the same names in `reports.findings`.
"""

from reports.wording import rankings, remedies, robustness, stability, timing, whole
from reports.wording.dispatch import say

__all__ = ["rankings", "remedies", "robustness", "say", "stability", "timing", "whole"]
