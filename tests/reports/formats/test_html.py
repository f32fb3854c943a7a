from __future__ import annotations

import base64
import hashlib
import json
import re
from collections import Counter
from html.parser import HTMLParser
from itertools import pairwise

import pytest

from payoffs import scenarios
from payoffs.scenario_file import load_scenario
from reports.document import Document, Figure, Heading, Paragraph, Table, plain, text_of
from reports.formats import html
from reports.report import report
from reports.study import make_study
from tests.reports.made import HOSTILE, scenario

VOID = {"meta", "br", "hr", "img", "link", "input"}


class Page(HTMLParser):
    """Elements with their attributes, the text, and whether every element is closed in order."""

    def __init__(self, page: bytes) -> None:
        super().__init__(convert_charrefs=True)
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.text = ""
        self.feed(page.decode("utf-8"))
        self.close()
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        assert len(dict(attrs)) == len(attrs), f"an attribute of {tag} stands twice"
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if "style" not in self.open:
            self.text += data


@pytest.fixture(scope="module")
def page(document: Document) -> Page:
    return Page(html.render(document))


@pytest.fixture(scope="module")
def hostile_page(hostile_document: Document) -> Page:
    return Page(html.render(hostile_document))


def test_the_same_study_gives_the_same_bytes(document: Document) -> None:
    assert html.render(document) == html.render(report(make_study(scenario())))
    assert html.assets(document) == {}


@pytest.mark.parametrize("which", ["page", "hostile_page"])
def test_nothing_is_asked_for_and_only_the_page_has_a_script(which: str, request: pytest.FixtureRequest) -> None:
    made: Page = request.getfixturevalue(which)
    tags = {tag for tag, _ in made.elements}
    assert not tags & {"link", "img", "iframe", "object", "embed", "form", "base"}
    scripts = [attributes for tag, attributes in made.elements if tag == "script"]
    assert scripts == [{"type": "application/json", "id": "what-if-page-data"}, {}]
    for tag, attributes in made.elements:
        for name, value in attributes.items():
            assert not name.startswith("on"), (tag, name)
            assert name not in {"src", "srcset", "style", "action", "data"}, (tag, name)
            if name in {"href", "xlink:href"}:
                assert (value or "").startswith("#"), value
            for target in re.findall(r"url\(([^)]*)\)", value or "") if name != "content" else ():
                assert target.startswith("#"), value


def digest(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


def directives(page: str) -> list[str]:
    policy = re.search(r'http-equiv="Content-Security-Policy" content="([^"]*)"', page)
    assert policy
    return policy[1].replace("&#39;", "'").split("; ")


def test_the_policy_allows_its_own_sheet_and_script_and_nothing_else(document: Document) -> None:
    page = html.render(document).decode()
    sheet = re.search(r"<style>(.*?)</style>", page, flags=re.DOTALL)
    script = re.search(r"<script>(.*?)</script>", page, flags=re.DOTALL)
    assert sheet
    assert script
    allowed = [f"script-src {digest(script[1])}", f"style-src {digest(sheet[1])}"]
    assert directives(page) == ["default-src 'none'", *allowed, "base-uri 'none'", "form-action 'none'"]
    assert "url(" not in sheet[1]
    assert "@import" not in sheet[1]


def test_a_page_with_nothing_to_move_may_run_nothing() -> None:
    page = html.render(Document("T", "S", (Paragraph(("text",)),))).decode()
    sheet = page.split("<style>")[1].split("</style>")[0]
    wanted = ["default-src 'none'", f"style-src {digest(sheet)}", "base-uri 'none'", "form-action 'none'"]
    assert directives(page) == wanted
    assert "<script" not in page


def test_the_data_of_the_page_cannot_end_their_element(hostile_document: Document) -> None:
    page = html.render(hostile_document).decode()
    found = page.split('id="what-if-page-data">')[1].split("</script>")[0]
    assert not set("<>&") & set(found)
    data = json.loads(found)
    assert data["games"][0]["title"] == plain(HOSTILE)


@pytest.mark.parametrize("which", ["page", "hostile_page"])
def test_ids_are_unique_and_every_link_and_label_has_its_target(which: str, request: pytest.FixtureRequest) -> None:
    made: Page = request.getfixturevalue(which)
    ids = Counter(value for _, attributes in made.elements if (value := attributes.get("id")))
    assert max(ids.values()) == 1
    for _, attributes in made.elements:
        for name in ("href", "xlink:href", "aria-labelledby"):
            if value := attributes.get(name):
                assert value.lstrip("#") in ids
        for value in attributes.values():
            for target in re.findall(r"url\(#([^)]*)\)", value or ""):
                assert target in ids


def test_screen_readers_and_keyboards_find_their_way(page: Page, document: Document) -> None:
    tags = Counter(tag for tag, _ in page.elements)
    assert tags["main"] == tags["nav"] == tags["header"] == tags["footer"] == tags["h1"] == 1
    first = next(attributes for tag, attributes in page.elements if tag == "a")
    assert first["href"] == "#main"
    for tag, attributes in page.elements:
        if tag == "svg":
            assert attributes["role"] == "img"
            assert attributes["aria-label"]
        if tag == "th":
            assert attributes["scope"] in {"col", "row"}
        if "scroll" in (attributes.get("class") or ""):
            assert attributes["tabindex"] == "0"
            assert attributes["aria-labelledby"]
    tables = sum(
        isinstance(block, Table) or bool(isinstance(block, Figure) and block.data) for block in document.walk()
    )
    assert tags["table"] == tags["caption"] == tags["thead"] == tables
    assert tags["figure"] == tags["figcaption"] == tags["svg"]


def test_levels_of_headings_never_skip(page: Page) -> None:
    levels = [int(tag[1]) for tag, _ in page.elements if re.fullmatch(r"h[1-6]", tag)]
    assert all(later - earlier <= 1 for earlier, later in pairwise(levels))


def test_harmful_text_is_text(hostile_page: Page) -> None:
    assert "<script>alert(1)</script>" in hostile_page.text
    assert "\u202e" not in hostile_page.text
    assert "\\u202eevil" in hostile_page.text
    assert "\x1b" not in hostile_page.text


def test_every_paragraph_is_there_as_it_was_said(page: Page, document: Document) -> None:
    whole = " ".join(page.text.split())
    for block in document.walk():
        if isinstance(block, Paragraph):
            assert " ".join(text_of(block.runs, document.labels).split()) in whole
        if isinstance(block, Heading):
            assert block.text in whole


def test_a_document_without_sections_still_closes_what_it_opens() -> None:
    Page(html.render(Document(HOSTILE, HOSTILE, (Heading(1, "H", "h"),))))
    Page(html.render(Document("T", "S", (Paragraph(("no section",)),))))
    Page(html.render(Document("T", "S", ())))


def test_each_figure_has_its_numbers_in_a_table_that_opens(document: Document) -> None:
    figures = [block for block in document.walk() if isinstance(block, Figure)]
    page = html.render(document).decode()
    opened = re.findall(r'<details class="data">.*?</details>', page, re.DOTALL)
    assert len(opened) == len(figures) > 0
    for part, figure in zip(opened, figures, strict=True):
        cells = re.findall(r"<td>(.*?)</td>", part, re.DOTALL)
        assert len(cells) == sum(len(row) for row in figure.data)
        assert f"The numbers of {document.labels[figure.anchor]}</summary>" in part


def test_a_figure_of_too_many_numbers_says_how_many_are_left_out(document: Document) -> None:
    picture = next(block for block in document.walk() if isinstance(block, Figure))
    many = Figure("many", ("Why.",), "What.", picture.images, tuple({"x": str(number)} for number in range(1234)))
    page = html.render(Document("T", "S", (many,))).decode()
    assert page.count("<td>") == 500
    assert "734 more rows are in the report as JSON" in page


def luminance(colour: str) -> float:
    """The relative luminance of the Web Content Accessibility Guidelines, 2.2."""
    channels = [int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def test_text_can_be_read_in_light_in_dark_and_in_print(document: Document) -> None:
    sheet = html.render(document).decode().split("<style>")[1].split("</style>")[0]
    themes = [
        dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{6})", block))
        for block in re.findall(r":root \{(.*?)\}", sheet, re.DOTALL)
    ]
    assert len(themes) == 3
    for theme in themes:
        colours = themes[0] | theme
        for ground in ("paper", "sheet", "stable", "unstable", "aside"):
            for ink in ("ink", "muted", "link", "one", "two", "three", "four"):
                light, dark = sorted((luminance(colours[ink]), luminance(colours[ground])), reverse=True)
                assert (light + 0.05) / (dark + 0.05) >= 4.5, (ink, colours[ink], ground, colours[ground])


def test_every_colour_of_a_figure_follows_the_theme(document: Document) -> None:
    page = html.render(document).decode()
    sheet = page.split("<style>")[1].split("</style>")[0]
    pictures = "".join(re.findall(r"<svg.*?</svg>", page, flags=re.DOTALL))
    for name in ("fill", "stroke"):
        used = set(re.findall(rf'{name}="(#[0-9a-f]{{6}})"', pictures))
        assert used
        for colour in used:
            assert f'[{name}="{colour}"]' in sheet


@pytest.mark.parametrize("name", scenarios.names())
def test_the_report_on_a_built_in_scenario_is_whole(name: str) -> None:
    study = make_study(load_scenario(name))
    document = report(study)
    page = Page(html.render(document))
    for entry in study.games.values():
        assert entry.game.question in page.text
    assert study.hash in page.text
    assert sum(isinstance(block, Figure) for block in document.walk()) >= len(study.games)
