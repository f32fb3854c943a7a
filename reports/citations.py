"""Where a claim comes from, as it stands behind a sentence: paragraphs of the source, and assumptions."""

from __future__ import annotations

from reports.document import Reference, Run, Runs
from reports.findings import Finding, Sources
from reports.phrases import paragraph_ranges

__all__ = ["bracketed", "citation"]


def citation(sources: Sources) -> Runs:
    """The paragraphs, and how many assumptions, that something rests on; nothing for the source as a whole."""
    parts: list[Run] = []
    if sources.paragraphs:
        word = "paragraph" if len(sources.paragraphs) == 1 else "paragraphs"
        parts.append(Reference("coverage", f"{word} {paragraph_ranges(sources.paragraphs)}"))
    if sources.assumptions:
        parts += ["; "] if parts else []
        many = len(sources.assumptions)
        parts.append(Reference("assumptions", "1 assumption" if many == 1 else f"{many} assumptions"))
    return tuple(parts)


def bracketed(finding: Finding, *shown: str) -> Runs:
    """What a finding rests on, and the figures and tables that show it (by anchor), to stand behind its sentence."""
    parts = citation(finding.sources)
    for anchor in shown:
        parts = (*parts, *(("; ",) if parts else ()), Reference(anchor))
    return (" (", *parts, ")") if parts else ()
