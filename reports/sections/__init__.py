"""The sections of a report: one file is one section, a function from a study to its blocks."""
