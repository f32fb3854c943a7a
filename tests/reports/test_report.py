from __future__ import annotations

from reports.document import Bullets, Document, Figure, Heading, Paragraph, Table, Terms, text_of
from reports.report import bottom_lines, report
from reports.study import Study, make_study
from tests.reports.made import chase, dilemma, meeting, scenario, standstill


def headings(document: Document, level: int) -> list[str]:
    return [block.text for block in document.blocks if isinstance(block, Heading) and block.level == level]


def words(document: Document) -> str:
    told = []
    for block in document.walk():
        if isinstance(block, Paragraph):
            told.append(text_of(block.runs, document.labels))
        elif isinstance(block, Bullets):
            told += [text_of(item, document.labels) for item in block.items]
    return "\n".join(told)


def test_the_order_of_a_report(study: Study, document: Document) -> None:
    titles = [entry.game.title for entry in study.games.values()]
    after = [
        "What if",
        "Policies compared",
        "The evidence",
        "The assumptions",
        "What each paragraph bears on",
        "How the answers move",
        "Alternatives considered",
        "Held against published games",
        "Limits",
        "How to reproduce this report",
        "Annex: the games in detail",
    ]
    assert headings(document, 1) == ["In brief", *titles, *after]
    first = headings(document, 2)[:4]
    assert first == [
        "What would have to be true",
        "How solid the answers are",
        "What it would take",
        "What the source does not say",
    ]


def test_the_lead_is_two_sentences_without_digits_or_symbols(document: Document) -> None:
    lead = next(block for block in document.blocks if isinstance(block, Paragraph) and block.role == "lead")
    told = text_of(lead.runs)
    assert told.count(". ") == 1
    assert not any(character.isdigit() or character in "=<>≈\N{MINUS SIGN}+" for character in told)


def test_one_game_has_its_own_answer_as_the_lead() -> None:
    made = make_study(scenario(toll=dilemma()))
    lead = next(block for block in report(made).blocks if isinstance(block, Paragraph))
    assert text_of(lead.runs).startswith(bottom_lines(made)["toll"])


def test_every_game_has_a_bottom_line_of_one_sentence(study: Study) -> None:
    lines = bottom_lines(study)
    assert list(lines) == list(study.games)
    assert all(line.endswith(".") and ". " not in line for line in lines.values())


def test_a_game_of_which_nothing_can_be_claimed_says_so() -> None:
    bare = standstill().model_copy(update={"effects": (), "paragraphs": ()})
    made = make_study(scenario(ford=bare))
    assert bottom_lines(made)["ford"].startswith("Nothing can be claimed")
    assert report(made).title == "Four crossings"


def test_the_map_of_readings_has_every_pair(study: Study, document: Document) -> None:
    found = next(block for block in document.walk() if isinstance(block, Table) and block.anchor == "game-toll-map")
    assert len(found.rows) == 2
    assert text_of(found.rows[0][1].runs) == "the same"
    marks = [cell.mark == "stable" for row in found.rows for cell in row[1:]]
    assert marks == [(1, 1) in answer.stable for answer in study.games["toll"].readings]


def test_every_figure_has_a_caption_that_is_not_its_alt_text_and_data(document: Document) -> None:
    figures = [block for block in document.walk() if isinstance(block, Figure)]
    assert len(figures) >= 7
    for figure in figures:
        assert text_of(figure.caption)
        assert figure.alt
        assert text_of(figure.caption) not in figure.alt
        assert len({tuple(row) for row in figure.data}) == 1


def test_a_changed_weight_changes_the_report(document: Document) -> None:
    changed = report(make_study(scenario(), at={"north_cost": "1", "south_cost": "4"}))
    assert words(changed) != words(document)
    assert "it stands at 2 in a range" in words(document)
    assert "it stands at 2 in a range" not in words(changed)


def test_every_interest_assumption_and_paragraph_is_there(study: Study, document: Document) -> None:
    tables = {block.anchor: block for block in document.walk() if isinstance(block, Table)}
    assert len(tables["ledger"].rows) == len(study.scenario.interests)
    assert len(tables["paragraphs"].rows) == study.scenario.source.paragraphs
    assert len(tables["lever-table"].rows) == len(study.scenario.levers)


def test_the_reproduction_names_command_version_and_hash(study: Study, document: Document) -> None:
    assert document.properties["scenario"] == study.hash
    assert study.version in document.properties["generator"]


def test_a_report_off_the_defaults_says_where_it_stands(document: Document) -> None:
    moved = make_study(scenario(), readings=["north_generous"], policy="aid", at={"south_trade": "1/2"})
    told = words(report(moved))
    assert "not at the scenario's defaults" in told
    for part in ("“North is generous”", "“Pay the masons”", "“Trade of south” at 0.5"):
        assert part in told
    assert "not at the scenario's defaults" not in words(document)


def test_readings_of_one_player_make_a_list() -> None:
    one = dilemma().model_copy(update={"readings": {"north": ("north_frugal", "north_generous")}})
    made = report(make_study(scenario(toll=one)))
    found = next(block for block in made.walk() if isinstance(block, Table) and block.anchor == "game-toll-map")
    assert [text_of(row[0].runs) for row in found.rows] == ["North is frugal", "North is generous"]
    assert [row[1].mark for row in found.rows] == ["stable", "unstable"]


def test_a_mixture_and_a_definite_outcome_are_told_apart_in_the_map() -> None:
    mixing = chase().model_copy(update={"readings": {"south": ("south_frugal", "south_generous")}})
    made = report(make_study(scenario(ferry=mixing)))
    found = next(block for block in made.walk() if isinstance(block, Table) and block.anchor == "game-ferry-map")
    assert [row[1].mark for row in found.rows] == ["stable", "stable"]
    assert all(text_of(row[1].runs).startswith("only mixtures: the Northern League") for row in found.rows)


def test_a_scenario_without_levers_or_assumptions_has_no_empty_tables() -> None:
    plain = scenario(causeway=meeting()).model_copy(
        update={"levers": {}, "policies": {}, "assumptions": {}, "silences": ()}
    )
    made = report(make_study(plain))
    assert "lever-table" not in made.labels
    assert "What the source does not say" not in headings(made, 2)
    assert "The scenario makes no assumption of its own." in words(made)


def test_a_player_that_acts_for_several_says_so() -> None:
    merged = dilemma()
    both = merged.players[1].model_copy(update={"actors": ("south", "east")})
    merged = merged.model_copy(update={"players": (merged.players[0], both)})
    made = report(make_study(scenario(toll=merged)))
    terms = [text_of(said) for block in made.walk() if isinstance(block, Terms) for _, said in block.items]
    assert "choose to mend the bridge or to leave the bridge; decide as one for South and East." in terms
