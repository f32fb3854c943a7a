"""One small picture in every kind that a figure may be asked for."""

from __future__ import annotations

from io import BytesIO

from matplotlib.figure import Figure

__all__ = ["IMAGES"]


def _saved(suffix: str) -> bytes:
    out = BytesIO()
    drawing = Figure(figsize=(2, 1))
    drawing.add_axes((0, 0, 1, 1)).plot([0, 1], [0, 1])
    undated = {"svg": {"Date": None, "Creator": None}, "pdf": {"CreationDate": None}}.get(suffix, {})
    drawing.savefig(out, format=suffix, metadata=undated)
    return out.getvalue()


IMAGES = {suffix: _saved(suffix) for suffix in ("svg", "png", "pdf")}
