from __future__ import annotations

from reports.caveats import _CAVEATS, caveats
from reports.document import Bullets, Note, text_of
from reports.findings import KINDS, findings
from reports.report import report
from reports.study import Study


def test_no_kind_of_finding_is_without_its_caveat() -> None:
    assert set(_CAVEATS) == set(KINDS)
    assert all(text.endswith(".") and text[0].isupper() for text in _CAVEATS.values())


def test_every_game_prints_the_caveats_of_its_findings(study: Study) -> None:
    notes = [block for block in report(study).walk() if isinstance(block, Note) and "keep in mind" in block.title]
    assert len(notes) == len(study.games)
    found = findings(study)
    for note, game in zip(notes, study.games, strict=True):
        (points,) = note.blocks
        assert isinstance(points, Bullets)
        own = caveats(claim for claim in found if claim.game == game)
        assert own
        assert tuple(text_of(item) for item in points.items) == own
