from __future__ import annotations

import pytest

from payoffs.policy_comparison import PolicyComparison
from payoffs.scenario import Scenario
from payoffs.scenario_file import load_scenario
from reports.analyses import POLICY_WORLDS
from reports.analyses import policies as compared
from reports.document import Block, Bullets, Paragraph, Table, text_of
from reports.gallery import Gallery
from reports.sections.policies import policies
from reports.study import Study, make_study


@pytest.fixture(scope="module")
def korea() -> Study:
    return make_study(load_scenario("north_korea_2017"), games=["unsc_draft", "dual_freeze", "coercion"])


@pytest.fixture(scope="module")
def blocks(korea: Study, no_figures: Gallery) -> list[Block]:
    return list(policies(korea, no_figures))


def rows(blocks: list[Block], anchor: str) -> list[list[str]]:
    (table,) = (block for block in blocks if isinstance(block, Table) and block.anchor == anchor)
    return [[text_of(cell.runs) for cell in row] for row in table.rows]


def test_a_scenario_without_policies_has_no_such_page(korea: Study, no_figures: Gallery) -> None:
    bare: Scenario = korea.scenario.model_copy(update={"policies": {}})
    assert list(policies(make_study(bare, games=["thaad"]), no_figures)) == []


def test_the_tables_repeat_the_comparison(korea: Study, blocks: list[Block]) -> None:
    found = compared(korea)
    assert isinstance(found, PolicyComparison)
    game = found.games["unsc_draft"]
    told = rows(blocks, "game-unsc-draft-policy-shares")
    assert len(told) == 1 + len(game.moved_by)
    effect = game.robustness.effects["embargo_off_the_table"].whole
    share = effect.tally.only[1] / POLICY_WORLDS
    assert f"{share:.0%} alone" in told[1]
    assert f"{effect.changed.mean:.0%}" in told[1]
    flip = game.firmness["embargo_off_the_table"].first_flip
    assert flip is not None
    assert told[1][-1] == f"{float(flip.value):.1f} of it"


def test_who_would_have_to_agree_and_loses_is_marked(korea: Study, blocks: list[Block]) -> None:
    found = compared(korea)
    assert isinstance(found, PolicyComparison)
    for row, name in zip(rows(blocks, "stakes"), [one for one in found.policies if found.moves(one)], strict=True):
        assert row[1].count("(which may lose)") == len(found.unwilling(name))
        assert (row[3] == "nobody") == (not found.losers(name))


def test_games_that_no_policy_moves_are_named_and_shares_are_not_called_odds(blocks: list[Block]) -> None:
    words = " ".join(text_of(block.runs) for block in blocks if isinstance(block, Paragraph))
    assert "No policy considered here bears on “Sanctions and the programme”." in words
    assert f"the same {POLICY_WORLDS:,} worlds" in words
    assert any(isinstance(block, Bullets) for block in blocks)


def test_readings_that_contradict_the_comparisons_are_named_and_nothing_is_compared(
    study: Study, no_figures: Gallery
) -> None:
    told = [text_of(block.runs) for block in policies(study, no_figures) if isinstance(block, Paragraph)]
    assert len(told) == 1
    assert told[0].startswith("Nothing can be compared: north_generous + south_frugal:")
