from __future__ import annotations

import csv
import json
import subprocess
import sys
from io import BytesIO, StringIO
from pathlib import Path
from xml.etree import ElementTree

import pytest
from matplotlib.figure import Figure
from PIL import Image

import reports
from gametheory.errors import DetenteError, NotApplicable, UnknownName
from reports.drawing import COLUMN_WIDTH, FULL_WIDTH, extent
from reports.embed import Plot, figures_of, write_files
from reports.study import Study, make_study
from tests.reports.made import dilemma, hostile, scenario

SUFFIXES = {".svg", ".png", ".pdf", ".csv", ".json", ".qmd", ".md", ".tex", ".typ", ".docx"}


def test_importing_the_package_draws_in_nothing_heavy() -> None:
    told = "import sys, reports; print(sorted({'numpy', 'matplotlib', 'pandas', 'pydantic'} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", told], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_a_figure_draws_in_the_axes_of_somebody_else_and_gives_them_back() -> None:
    plot = reports.figure("toll", "payoff_matrix", scenario=scenario())
    left, right = Figure(figsize=(8, 3)).subplots(1, 2)
    assert plot.plot(ax=left) is left
    assert left.texts
    assert not right.texts
    own = plot.plot()
    assert extent(own) == pytest.approx(plot.size())


def test_what_a_figure_says_and_holds() -> None:
    plot = reports.figure("toll", "payoff_matrix", scenario=scenario())
    assert plot.title == "The toll bridge"
    assert plot.caption.endswith(".")
    assert "This cell is framed as stable." in plot.alt
    assert plot.alt not in plot.caption
    frame = plot.to_frame()
    assert list(frame["payoff"])[:2] == [2.5, 1.0]
    assert frame["payoff"].dtype == float
    assert len(frame) == len(plot.data) == 8
    assert plot.data[0]["payoff"] == "5/2"
    for part in (plot.title, plot.caption, plot.alt, "payoff 5/2"):
        assert part in plot.description


def test_it_stands_where_readings_policies_and_values_put_it() -> None:
    made = scenario()
    default, moved = (
        reports.figure("toll", "payoff_matrix", scenario=made, at=at).to_dict()["parameters"]
        for at in (None, {"north_trade": 1})
    )
    assert (default["north_trade"], moved["north_trade"]) == ("3", "1")
    assert (
        reports.figure("toll", "payoff_matrix", scenario=made, policy="aid").to_dict()["parameters"]["subsidy"] == "1"
    )


def test_a_figure_of_the_whole_scenario_takes_no_game() -> None:
    plot = reports.figure(None, "evidence_map", scenario=scenario())
    assert plot.title == "Four crossings"
    assert plot.to_dict()["game"] is None
    assert set(plot.to_dict()["parameters"]) == {*scenario().interests, *scenario().levers}


@pytest.mark.parametrize(
    ("game", "name", "kind", "told"),
    [
        ("toll", "payof_matrix", UnknownName, "payoff_matrix"),
        ("tol", "payoff_matrix", UnknownName, "toll"),
        ("toll", "evidence_map", NotApplicable, "is of the whole scenario, and takes no game"),
        (None, "payoff_matrix", NotApplicable, "is of one game; the games are toll"),
        ("ferry", "payoff_terms", NotApplicable, "has nothing to show of the game ferry; what has: .*payoff_matrix"),
    ],
)
def test_what_cannot_be_shown_is_refused_by_name(game: str | None, name: str, kind: type[Exception], told: str) -> None:
    with pytest.raises(kind, match=told):
        reports.figure(game, name, scenario=scenario())


def test_all_files_are_there_and_agree(study: Study, tmp_path: Path) -> None:
    plot = Plot(study, "payoff-matrix", "toll", COLUMN_WIDTH)
    paths = write_files(plot, tmp_path / "deep" / "down")
    assert {path.suffix for path in paths} == SUFFIXES
    assert {path.stem for path in paths} == {"payoff_matrix"}
    assert {path.name for path in (tmp_path / "deep" / "down").iterdir()} == {path.name for path in paths}
    files = {path.suffix: path.read_bytes() for path in paths}
    told = json.loads(files[".json"])
    assert told["alt"] == plot.alt
    assert told["scenario"]["sha256"] == study.hash
    assert told["width_mm"] == pytest.approx(85, abs=0.1)
    rows = list(csv.DictReader(StringIO(files[".csv"].decode())))
    assert rows == [dict(row) for row in plot.data]
    with Image.open(BytesIO(files[".png"])) as picture:
        assert picture.size[0] == pytest.approx(COLUMN_WIDTH * 300, abs=1)
        assert picture.info["dpi"][0] == pytest.approx(300, abs=1)
    root = ElementTree.fromstring(files[".svg"])
    assert float(root.attrib["width"].removesuffix("pt")) == pytest.approx(COLUMN_WIDTH * 72, abs=0.1)
    assert files[".pdf"].startswith(b"%PDF")


def test_the_same_study_gives_the_same_files(study: Study) -> None:
    again = make_study(scenario())
    assert Plot(study, "payoff_matrix", "toll").files() == Plot(again, "payoff_matrix", "toll").files()


def test_nothing_is_written_where_a_figure_fails(study: Study, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from reports.figures import payoff_matrix

    plot = Plot(study, "payoff_matrix", "toll")
    monkeypatch.setattr(payoff_matrix, "draw", lambda *_: 1 / 0)
    with pytest.raises(DetenteError, match="payoff_matrix of the game toll cannot be drawn"):
        write_files(plot, tmp_path / "figures")
    assert not (tmp_path / "figures").exists()


def test_a_folder_that_cannot_be_made_is_named(study: Study, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    with pytest.raises(DetenteError, match="file cannot be made"):
        write_files(Plot(study, "payoff_matrix", "toll"), tmp_path / "file")


def test_a_notebook_gets_the_picture_its_alt_text_and_caption(study: Study) -> None:
    shown = Plot(study, "payoff_matrix", "toll")._repr_html_()
    root = ElementTree.fromstring(shown)
    (picture,) = (part for part in root if part.tag.endswith("svg"))
    assert picture.get("role") == "img"
    assert picture.get("aria-label") == Plot(study, "payoff_matrix", "toll").alt
    assert root.find("figcaption") is not None


def test_hostile_texts_stay_texts() -> None:
    study = make_study(hostile(), games=["toll"])
    plot = Plot(study, "payoff_matrix", "toll", COLUMN_WIDTH)
    assert "<script>" not in plot._repr_html_()
    files = plot.files()
    assert "<script>" not in files[".md"].decode().replace("\\<", "")
    assert "\\input{x}" not in files[".tex"].decode()
    assert json.loads(files[".json"])["title"].startswith("<script>")


def test_the_figures_of_a_game_are_those_that_apply(study: Study) -> None:
    assert "payoff_matrix" in figures_of(study, "toll")
    assert "payoff_terms" not in figures_of(study, "ferry")
    assert "evidence_map" in figures_of(study)
    assert "payoff_matrix" not in figures_of(study)


def test_a_figure_is_as_wide_as_asked() -> None:
    plot = reports.figure("toll", "payoff_matrix", scenario=scenario(toll=dilemma()), width=FULL_WIDTH)
    assert plot.size()[0] == FULL_WIDTH
    assert plot.size(COLUMN_WIDTH)[0] == pytest.approx(COLUMN_WIDTH)
