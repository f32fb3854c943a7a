"""The what-if page in a real browser, opened from a file with the network off."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from random import Random
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from gametheory.game import StrategicGame
from gametheory.solution import Solution
from gametheory.solve import Play, solve
from payoffs import scenarios
from payoffs.scenario import Effect
from payoffs.scenario_file import load_scenario
from reports import findings as kinds
from reports.document import Document, Heading, Paragraph, WhatIf, plain
from reports.formats import html
from reports.incentives import incentive
from reports.phrases import number
from reports.report import report
from reports.sections.what_if import what_if
from reports.study import GameStudy, Study, make_study
from reports.wording import say
from tests.reports.formats.browsers import launched, needs_chromium, opened
from tests.reports.made import dilemma, hostile, scenario

pytestmark = needs_chromium

LOOKS: dict[str, dict[str, Any]] = {
    "light": {"color_scheme": "light"},
    "dark": {"color_scheme": "dark"},
    "narrow": {"viewport": {"width": 400, "height": 800}},
}
FRUGAL = "#what-if?game=toll&reading=north_frugal&reading=south_frugal"
SOLVED = """
([game, points]) => {
  const read = Nash.read(game);
  const texts = (values) => values.map(Rational.text);
  return points.map((point) => {
    const values = Object.fromEntries(Object.entries(point).map(([name, value]) => [name, Rational.parse(value)]));
    const { equilibria, joined, stable } = Nash.solve(read, values);
    const found = equilibria.map(({ strategies, payoffs }) => [strategies.map(texts), texts(payoffs)]);
    return [found, joined, stable.join() === Nash.stable(read, values).join()];
  });
}
"""
SAID = """
([id, points]) => {
  const { phrases, counts, games } = JSON.parse(document.getElementById("what-if-page-data").textContent);
  const game = games.find((one) => one.id === id);
  const read = Nash.read(game);
  const words = Words.about(phrases, counts, game);
  return points.map((point) => {
    const values = Object.fromEntries(Object.entries(point).map(([name, value]) => [name, Rational.parse(value)]));
    const solution = Nash.solve(read, values);
    return [words.answer(solution), words.continuum(solution), ...words.replies(solution)];
  });
}
"""


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with launched() as found:
        yield found


@pytest.fixture(scope="module")
def study() -> Study:
    return make_study(scenario())


@pytest.fixture(scope="module")
def file(study: Study, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return written(study, tmp_path_factory)


@pytest.fixture(scope="module")
def whole(study: Study, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("page") / "report.html"
    path.write_bytes(html.render(report(study)))
    return path


def written(study: Study, folders: pytest.TempPathFactory) -> Path:
    """The page without the other sections, which take longer to draw and to open."""
    path = folders.mktemp("page") / "report.html"
    blocks = (Heading(1, "In brief", "in-brief"), Paragraph(("A page.",)), *what_if(study))
    path.write_bytes(html.render(Document("Crossings", "Which last?", blocks)))
    return path


def answer(page: Page) -> str:
    return page.locator(".what-if-answer").inner_text()


def slider(page: Page, name: str) -> Any:
    return page.get_by_role("slider", name=name, exact=True)


def told(study: Study, game: str) -> str:
    claims = [found for found in kinds.findings(study) if found.game == game and isinstance(found, ANSWERS)]
    return plain(say(claims[0], study))


ANSWERS = (kinds.UniqueEquilibrium, kinds.SeveralEquilibria, kinds.MixedOnly, kinds.NoneFound)


# What a reader does


def test_it_opens_at_the_reports_answer_and_fetches_nothing(browser: Browser, file: Path, study: Study) -> None:
    with opened(browser, file) as page:
        assert answer(page) == told(study, "toll")
        assert "just as where the report stands" in page.locator(".what-if-verdict").inner_text()
        expect(page.get_by_text("Everything stands as in the report.")).to_be_visible()
        expect(page.locator(".what-if-still")).to_be_hidden()
        for game in ("ferry", "ford"):
            page.get_by_label("Game", exact=True).select_option(game)
            assert answer(page) == told(study, game)


def test_a_slider_by_keyboard_moves_the_answer_the_address_and_what_is_heard(browser: Browser, file: Path) -> None:
    with opened(browser, file) as page:
        lever = slider(page, "Share of costs met from outside")
        lever.focus()
        assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"
        before = answer(page)
        page.keyboard.press("End")
        assert lever.get_attribute("aria-valuetext") == "1"
        there = make_study(scenario(), at={"subsidy": 1})
        assert answer(page) == told(there, "toll") != before
        assert page.evaluate("document.activeElement.type") == "range"
        expect(page.get_by_role("status")).to_contain_text(answer(page))
        assert page.evaluate("location.hash") == f"{FRUGAL}&at=subsidy:1"
        expect(page.get_by_text("the lever “share of costs met from outside” at 1.")).to_be_visible()
        page.keyboard.press("Home")
        assert answer(page) == before
        expect(page.get_by_role("status")).to_contain_text(before)


def test_the_keyboard_reaches_every_control_in_the_order_of_the_page(browser: Browser, file: Path) -> None:
    with opened(browser, file) as page:
        page.locator(".what-if select").first.focus()
        places = []
        for _ in range(60):
            places.append(page.evaluate("document.activeElement.getBoundingClientRect().top + scrollY"))
            page.keyboard.press("Tab")
            if not page.evaluate("document.activeElement.closest('.what-if') !== null"):
                break
        count = page.locator(".what-if :is(select, input, summary, a, button, [tabindex='0'])").count()
        assert len(places) == count > 8


def test_the_address_brings_the_settings_back(browser: Browser, file: Path) -> None:
    link = "#what-if?game=toll&reading=north_generous&reading=south_frugal&policy=advice&at=south_cost:4/3"
    there = make_study(scenario(), readings=["north_generous"], policy="advice", at={"south_cost": "4/3"})
    with opened(browser, file, link) as page:
        assert answer(page) == told(there, "toll")
        assert slider(page, "Cost of south").get_attribute("aria-valuetext") == "4/3"
        assert page.get_by_label("Policy").input_value() == "advice"
        assert page.get_by_role("link", name="Link to these settings").get_attribute("href") == link
        assert page.locator(".what-if code").inner_text() == (
            "detente solve toll --reading north_generous --reading south_frugal --policy advice --at south_cost=4/3"
        )
        page.get_by_role("button", name="Back to the report").click()
        expect(page.get_by_text("Everything stands as in the report.")).to_be_visible()
        page.evaluate("location.hash = '#in-brief'")
        expect(page.get_by_text("Everything stands as in the report.")).to_be_visible()
        page.evaluate("link => { location.hash = link; }", link)
        assert page.get_by_label("Policy").input_value() == "advice"


def test_presets_put_weights_and_levers_where_they_say(browser: Browser, file: Path) -> None:
    with opened(browser, file) as page:
        slider(page, "Cost of north").press("Home")
        page.get_by_label("Reading of what moves the Northern League").select_option("north_generous")
        page.get_by_label("Reading of what moves the Southern Towns").select_option("south_generous")
        assert slider(page, "Cost of north").get_attribute("aria-valuetext") == "0"
        assert answer(page) == told(make_study(scenario(), readings=["north_generous", "south_generous"]), "toll")
        page.get_by_label("Reading of what moves the Northern League").select_option("north_frugal")
        assert slider(page, "Cost of north").get_attribute("aria-valuetext") == "2"  # no longer where it was pulled
        page.get_by_label("Policy").select_option("aid")
        assert slider(page, "Share of costs met from outside").get_attribute("aria-valuetext") == "1"


def test_a_stretch_of_a_slider_is_filled_where_other_outcomes_are_stable(
    browser: Browser, file: Path, study: Study
) -> None:
    entry = study.games["toll"]
    with opened(browser, file) as page:
        lever = slider(page, "Share of costs met from outside")
        expect(lever).to_have_accessible_description(re.compile("can change the answer alone"))
        stretches = page.evaluate(
            "input => [...input.parentElement.querySelectorAll('.what-if-strip span')]"
            ".map((one) => [Number(one.style.flexGrow), one.className])",
            lever.element_handle(),
        )
        stops = [kind for many, kind in stretches for _ in range(many)]
        for step, kind in enumerate(stops):
            there = solved(entry.parametric.at({"subsidy": Fraction(step, len(stops) - 1)}))
            assert bool(kind) == ([found.profile for found in there.equilibria] != list(entry.stable)), step
        assert {kind for _, kind in stretches} == {"", "what-if-other"}


def test_a_mixture_is_told_in_words_and_in_fractions(browser: Browser, file: Path, study: Study) -> None:
    (mixture,) = solved(study.games["ferry"].parametric.at({"south_trade": 2})).equilibria
    with opened(browser, file, "#what-if?game=ferry&at=south_trade:2") as page:
        exact = page.locator(".what-if li .small").inner_text()
        assert page.locator(".what-if-verdict").inner_text().startswith("One mixture is stable, and not as")
        expect(page.get_by_text("Where the report stands, the mixture is another one.")).to_be_visible()
    assert re.findall(r"-?\d+(?:/\d+)?", exact) == [
        str(value)
        for strategy, payoff in zip(mixture.strategies, mixture.payoffs, strict=True)
        for value in (*strategy, payoff)
    ]


def test_three_players_have_panels_and_a_word_on_mixtures(browser: Browser, file: Path) -> None:
    with opened(browser, file, "#what-if?game=causeway") as page:
        assert page.locator(".what-if table").count() == 2
        assert page.locator(".what-if td.stable").count() == 2
        expect(page.get_by_text("Mixtures are not sought on this page for a game of this size")).to_be_visible()


@pytest.mark.parametrize(
    ("link", "notice"),
    [
        ("#what-if?game=nowhere", "nowhere"),
        ("#what-if?policy=nothing", "nothing"),
        (f"{FRUGAL}&reading=unheard_of", "unheard_of"),
        (f"{FRUGAL}&policy=constructor", "constructor"),
        (f"{FRUGAL}&at=__proto__:1", "__proto__:1"),
        (f"{FRUGAL}&at=subsidy:2", "Share of costs met from outside at 2, outside its range 0 to 1"),
        (f"{FRUGAL}&at=subsidy:1/0", "subsidy:1/0"),
        (f"{FRUGAL}&at=subsidy:{'9' * 100000}", "subsidy:999"),
        (f"{FRUGAL}&at=subsidy:0.5", "subsidy:0.5"),
        (f"{FRUGAL}&<img src=x onerror=alert(1)>=1", "1"),
    ],
)
def test_a_link_that_asks_for_what_is_not_there_says_so(
    browser: Browser, file: Path, study: Study, link: str, notice: str
) -> None:
    with opened(browser, file, link) as page:
        assert answer(page) == told(study, "toll")
        shown = page.locator(".what-if-notice")
        expect(shown).to_be_visible()
        assert notice in shown.inner_text()
        assert len(shown.inner_text()) < 300
        assert page.locator(".what-if img").count() == 0


def test_hostile_texts_are_texts_and_stay_within_the_page(
    browser: Browser, tmp_path_factory: pytest.TempPathFactory
) -> None:
    path = written(make_study(hostile()), tmp_path_factory)
    with opened(browser, path, viewport={"width": 400, "height": 800}) as page:
        assert page.locator(".what-if :is(script, img, iframe, b)").count() == 0
        assert "<script>alert(1)</script>" in answer(page)
        assert page.evaluate("document.documentElement.scrollWidth") <= 400


def test_a_weight_may_have_a_name_that_scripts_know(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> None:
    whole = scenario(toll=dilemma())
    renamed = whole.games["toll"].model_copy(
        update={
            "effects": (
                *whole.games["toll"].effects,
                Effect(interest="constructor", level=Fraction(1), paragraphs=(1,)),
            )
        }
    )
    interests = {**whole.interests, "constructor": whole.interests["north_cost"]}
    study = make_study(whole.model_copy(update={"interests": interests, "games": {"toll": renamed}}))
    with opened(browser, written(study, tmp_path_factory), f"{FRUGAL}&at=constructor:5") as page:
        assert answer(page) == told(study, "toll")
        page.get_by_label("Reading of what moves the Northern League").select_option("north_generous")
        assert "--at constructor=5" in page.locator(".what-if code").inner_text()


# How it looks and sounds


@pytest.mark.parametrize(("look", "game"), [("light", "toll"), ("dark", "ferry"), ("narrow", "causeway")])
def test_nothing_stands_in_the_way_of_access(browser: Browser, file: Path, look: str, game: str) -> None:
    with opened(browser, file, f"#what-if?game={game}", **LOOKS[look]) as page:
        accessible(page)
        if look == "narrow":
            assert page.evaluate("document.documentElement.scrollWidth") <= 400


def accessible(page: Page) -> None:
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()


@pytest.mark.slow
@pytest.mark.parametrize("medium", ["screen", "print"])
@pytest.mark.parametrize("look", LOOKS)
def test_nothing_in_the_whole_report_stands_in_the_way_of_access(
    browser: Browser, whole: Path, look: str, medium: Any
) -> None:
    with opened(browser, whole, **LOOKS[look]) as page:
        page.emulate_media(media=medium)
        accessible(page)


def test_print_says_what_it_is_and_shows_the_answer_without_controls(browser: Browser, file: Path) -> None:
    with opened(browser, file) as page:
        slider(page, "Share of costs met from outside").press("End")
        page.emulate_media(media="print")
        expect(page.locator(".what-if-still")).to_be_visible()
        expect(page.locator(".what-if-answer")).to_be_visible()
        expect(page.get_by_text("The toll bridge.")).to_be_visible()
        expect(page.get_by_text("the lever “share of costs met from outside” at 1.")).to_be_visible()
        for control in page.locator(".what-if :is(select, input, button, summary)").all():
            expect(control).to_be_hidden()
        assert page.pdf().startswith(b"%PDF")
        accessible(page)


def test_without_scripts_the_section_says_what_it_is(browser: Browser, file: Path) -> None:
    with opened(browser, file, java_script_enabled=False) as page:
        expect(page.locator(".what-if-still")).to_be_visible()
        assert page.locator(".what-if").inner_text() == ""


# The arithmetic and the words are those of the package


def ties(entry: GameStudy, random: Random, count: int) -> list[dict[str, Fraction]]:
    """Points at which some player is exactly indifferent between two of its actions, and coarse points beside them."""
    game = entry.parametric
    found: list[dict[str, Fraction]] = []
    profiles = list(game.profiles())
    for _ in range(20 * count):
        if len(found) == count:
            break
        point = drawn(entry, random)
        profile, player = random.choice(profiles), random.randrange(len(game.players))
        other = (*profile[:player], random.randrange(game.shape[player]), *profile[player + 1 :])
        gain = game.payoffs[player][game.position(profile)] - game.payoffs[player][game.position(other)]
        if not gain.parameters:
            continue
        name = random.choice(sorted(gain.parameters))
        constant, slope = (part.at(point) for part in gain.affine_in(name))
        parameter = game.parameters[name]
        if slope and parameter.low <= -constant / slope <= parameter.high:
            found.append(point | {name: -constant / slope})
    while len(found) < count:
        found.append({name: random.choice([p.low, p.default, p.high]) for name, p in game.parameters.items()})
    return found


def drawn(entry: GameStudy, random: Random) -> dict[str, Fraction]:
    return {
        name: parameter.low + (parameter.high - parameter.low) * Fraction(random.randrange(61), 60)
        for name, parameter in entry.parametric.parameters.items()
    }


def texts(point: dict[str, Fraction]) -> dict[str, str]:
    return {name: str(value) for name, value in point.items()}


def solved(game: StrategicGame) -> Solution:
    """The package's answer of the kind that the page looks for."""
    found = solve(game, Play(concept="nash" if len(game.players) <= 2 else "pure_nash"))
    assert isinstance(found, Solution)
    return found


def as_page(solution: Solution) -> list[Any]:
    """A solution as the page's script tells it: in the same order, with how many are joined to others."""
    found = [
        [[list(map(str, strategy)) for strategy in entry.strategies], list(map(str, entry.payoffs))]
        for entry in solution.equilibria
    ]
    return [found, sum(len(component) for component in solution.components if len(component) > 1), True]


@pytest.fixture(scope="module", params=scenarios.names())
def built_in(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, browser: Browser
) -> Iterator[tuple[Study, Page]]:
    study = make_study(load_scenario(request.param))
    with opened(browser, written(study, tmp_path_factory)) as page:
        yield study, page


def same_equilibria(study: Study, page: Page, random_points: int, tied_points: int) -> None:
    shown = next(part for part in what_if(study) if isinstance(part, WhatIf)).data["games"]
    assert sorted(game["id"] for game in shown) == sorted(study.games)
    assert shown[0]["id"] == study.scenario.headline or not study.scenario.headline
    for game in shown:
        entry, random = study.games[game["id"]], Random(game["id"])
        points = [drawn(entry, random) for _ in range(random_points)] + ties(entry, random, tied_points)
        found = page.evaluate(SOLVED, [game, [texts(point) for point in points]])
        for point, there in zip(points, found, strict=True):
            assert there == as_page(solved(entry.parametric.at(point))), (game["id"], texts(point))


def test_the_page_finds_the_equilibria_that_the_package_finds(built_in: tuple[Study, Page]) -> None:
    same_equilibria(*built_in, random_points=40, tied_points=20)


@pytest.mark.slow
def test_the_page_finds_the_equilibria_that_the_package_finds_at_many_points(built_in: tuple[Study, Page]) -> None:
    same_equilibria(*built_in, random_points=1000, tied_points=200)


def test_the_page_finds_every_extreme_equilibrium_of_small_games(browser: Browser, file: Path) -> None:
    random = Random(0)
    shapes = [(2, 2), (2, 3), (3, 2), (3, 3), (1, 3), (4,), (2, 2, 2), (3, 2, 2)]
    draws: list[Callable[[], Fraction]] = [
        lambda: Fraction(random.randint(0, 2)),
        lambda: Fraction(random.randint(-8, 8), 4),
        lambda: Fraction(random.randint(-1000, 1000), random.randint(1, 97)),
    ]
    games = []
    for index in range(240):
        shape, draw = shapes[index % len(shapes)], draws[index % len(draws)]
        size = 1
        for actions in shape:
            size *= actions
        games.append(
            StrategicGame(
                tuple(f"p{player}" for player in range(len(shape))),
                tuple(tuple(f"a{action}" for action in range(actions)) for actions in shape),
                tuple(tuple(draw() for _ in range(size)) for _ in shape),
            )
        )
    data = [
        {"shape": game.shape, "payoffs": [[[[str(value), []]] for value in row] for row in game.payoffs]}
        for game in games
    ]
    with opened(browser, file) as page:
        found = page.evaluate(f"games => games.map((game) => ({SOLVED})([game, [{{}}]])[0])", data)
    for game, there in zip(games, found, strict=True):
        assert there == as_page(solved(game)), game


def sentences(study: Study, name: str, point: dict[str, Fraction]) -> list[str]:
    """What the package says of a game at a point: the answer, whether points are joined, and the replies."""
    entry = study.games[name]
    stage = entry.parametric.at(point)
    stable = replace(entry, stage=stage, solution=solved(stage))
    reasons = tuple(
        incentive(study.scenario, name, stage, profile, player, point)
        for profile in stable.stable
        for player in range(len(stage.players))
    )
    there = replace(stable, incentives=reasons)
    answers = [found for kind in ANSWERS for found in kind.claims(study, there)]
    joined = list(kinds.Continuum.claims(study, there))
    replies = [
        found
        for found in kinds.BestReply.claims(study, there)
        if isinstance(found, kinds.BestReply) and found.profile in stable.stable[:4]
    ]
    at = replace(study, games={**study.games, name: there})
    first = [say(found, at).split(" What speaks")[0] for found in replies]
    return [plain(text) for text in [say(answers[0], at), say(joined[0], at) if joined else "", *first]]


def test_the_page_says_what_the_package_says(browser: Browser, file: Path, study: Study) -> None:
    with opened(browser, file) as page:
        for name in ("toll", "ferry", "causeway", "ford"):
            entry, random = study.games[name], Random(name)
            points = [drawn(entry, random) for _ in range(25)] + ties(entry, random, 15)
            found = page.evaluate(SAID, [name, [texts(point) for point in points]])
            for point, there in zip(points, found, strict=True):
                assert there == sentences(study, name, point), (name, texts(point))


def test_numbers_are_written_as_the_report_writes_them(browser: Browser, file: Path) -> None:
    random = Random(0)
    values = [Fraction(text) for text in ("0", "1/3", "-2/7", "9999999", "10000000", "1/16000", "2001/20000", "1/8")]
    values += [Fraction(text) for text in ("19995/2", "99949/7", "-99950/7", "9999999999/1000", "1/999", "101/100000")]
    values += [
        Fraction(random.randint(-(10**top), 10**top), random.randint(1, 10**bottom))
        for top in range(12)
        for bottom in range(12)
        for _ in range(4)
    ]
    with opened(browser, file) as page:
        found = page.evaluate("texts => texts.map((one) => Words.number(Rational.parse(one)))", list(map(str, values)))
    assert dict(zip(values, found, strict=True)) == {value: number(value) for value in values}
