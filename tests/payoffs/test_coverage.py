from __future__ import annotations

from fractions import Fraction

import pytest

from payoffs import scenarios
from payoffs.coverage import Bearing, Citation, coverage
from payoffs.scenario import Cited
from payoffs.scenario_file import load_scenario, read_scenario
from tests.payoffs.conftest import GAME, MAIN, Write


def test_each_paragraph_with_what_cites_it(write: Write) -> None:
    facts = coverage(read_scenario(write()))
    first, second, third = facts.paragraphs
    assert [sentence.at for sentence in first.sentences] == ["1.1"]
    assert first.interests == ("us_calm", "dprk_safety", "dprk_bomb")
    assert first.games == ("freeze",)
    assert first.effects == (Citation("freeze", 0), Citation("freeze", 3))
    assert first.comparisons == (Citation("freeze", 0),)
    assert (second.levers, second.actions, second.readings) == (("offer", "idle"), ("proposal",), ("trusting",))
    assert (third.readings, third.policies, third.effects) == (("eager",), (), (Citation("freeze", 4),))
    assert all(paragraph.bears_on_payoffs for paragraph in facts.paragraphs)


def test_a_paragraph_that_nothing_cites_is_silent_until_a_sentence_of_it_bears_on_something(write: Write) -> None:
    main = MAIN.replace("paragraphs = 3\n", "paragraphs = 5\n") + (
        '[[sentences]]\nat = "4.1"\ngist = "g"\n[[sentences]]\nat = "5.1"\ngist = "g"\nbears_on = ["offer"]\n'
    )
    facts = coverage(read_scenario(write(main)))
    assert facts.silent_paragraphs == (4,)
    assert not facts.paragraphs[4].bears_on_payoffs


def test_what_rests_on_the_text_and_what_on_assumptions(write: Write) -> None:
    facts = coverage(read_scenario(write()))
    assert facts.effects == {"freeze": Bearing(text_only=3, both=1, assumption_only=1)}
    assert facts.comparisons == {"freeze": Bearing(text_only=2, both=0, assumption_only=1)}
    assert facts.all_effects.share_on_text == Fraction(4, 5)
    assert Bearing(0, 0, 0).share_on_text is None


def test_what_enters_no_payoff_is_idle(write: Write) -> None:
    main = MAIN + '[assumptions.unused]\ntext = "Nothing rests on this."\n'
    facts = coverage(read_scenario(write(main)))
    assert facts.idle_interests == ("china_calm",)
    assert facts.idle_levers == ("idle",)
    assert facts.idle_assumptions == ("unused",)


def test_all_effects_adds_up_the_games(write: Write) -> None:
    other = GAME.replace('"us_quiet"', '"a"').replace('"us_keeps"', '"b"').replace('"dprk_relief"', '"c"')
    main = MAIN.replace('["us_keeps"]', '["us_keeps", "b"]')
    facts = coverage(read_scenario(write(main, freeze=GAME, thaw=other)))
    assert facts.all_effects == Bearing(6, 2, 2)
    assert facts.paragraphs[2].effects == (Citation("freeze", 4), Citation("thaw", 4))


@pytest.mark.parametrize("name", scenarios.names())
def test_every_citation_of_a_built_in_scenario_is_found_from_its_paragraph(name: str) -> None:
    scenario = load_scenario(name)
    facts = coverage(scenario)
    assert [entry.paragraph for entry in facts.paragraphs] == list(range(1, scenario.source.paragraphs + 1))
    cited: list[tuple[Cited, Citation]] = [
        (effect, Citation(game_id, index))
        for game_id, game in scenario.games.items()
        for index, effect in enumerate(game.effects)
    ]
    for effect, citation in cited:
        found = tuple(entry.paragraph for entry in facts.paragraphs if citation in entry.effects)
        assert found == tuple(sorted(set(effect.paragraphs)))
    for game_id, game in scenario.games.items():
        assert facts.effects[game_id].total == len(game.effects)


def test_types_plays_graphs_and_salience_keep_a_paragraph_from_being_silent(write: Write) -> None:
    cited = {
        4: ("types", '[types.dprk.careful]\ndefinition = "d"\nprobability = 0.5\nparagraphs = [4]\n'
            '[types.dprk.bold]\ndefinition = "d"\nassumption = "size"\n'),
        5: ("plays", '[plays.later]\ndefinition = "d"\nconcept = "pure_nash"\nparagraphs = [5]\n'),
        6: ("graphs", '[graph]\nparagraphs = [1]\n'
            'options = [{ id = "freeze", owner = "dprk", label = "freeze", paragraphs = [6] }]\n'
            '[graph.preferences.us]\npriorities = ["freeze"]\nassumption = "size"\n'
            '[graph.preferences.dprk]\npriorities = ["not freeze"]\nparagraphs = [6]\n'),
    }  # fmt: skip
    salience = '[salience.dprk]\ntiers = [["dprk_safety", "dprk_bomb"], ["dprk_calm"]]\nparagraphs = [7]\n'
    calm = (
        '[interests.dprk_calm]\nactor = "dprk"\ndefinition = "d"\nstatus = ["stated"]\nweight = 0\nparagraphs = [1]\n'
    )
    main = MAIN.replace("paragraphs = 3\n", "paragraphs = 8\n") + calm + salience
    facts = coverage(read_scenario(write(main, freeze=GAME + "".join(text for _, text in cited.values()))))
    assert facts.silent_paragraphs == (8,)
    for number, (kind, _) in cited.items():
        assert getattr(facts.paragraphs[number - 1], kind) == ("freeze",)
        assert not facts.paragraphs[number - 1].bears_on_payoffs
    assert facts.paragraphs[6].salience == ("dprk",)
