"""A small valid scenario as text, and a way to write it, or something near it, into a folder."""

from __future__ import annotations

from pathlib import Path
from typing import Protocol

import pytest

MAIN = """\
schema = 1
title = "A freeze for a freeze"
question = "Does anybody stop?"
weight_range = [0, 4]

[source]
title = "Nothing is said"
author = "N. N."
publisher = "Nobody"
year = 2017
paragraphs = 3

[actors.us]
name = "Washington"
[actors.dprk]
name = "Pyongyang"
[actors.china]
name = "Beijing"

[interests.us_calm]
actor = "us"
definition = "a quiet peninsula"
status = ["stated"]
weight = 2
paragraphs = [1]

[interests.us_assurance]
actor = "us"
definition = "allies that feel safe"
status = ["reported"]
weight = 1
range = [0, "5/2"]
paragraphs = [2]

[interests.us_exercises]
actor = "us"
definition = "exercises held"
status = ["implied"]
kind = "instrument"
derives_from = ["us_assurance"]
weight = 0
assumption = "salience"

[interests.dprk_safety]
actor = "dprk"
definition = "not being attacked"
status = ["stated"]
weight = 2
paragraphs = [1]

[interests.dprk_bomb]
actor = "dprk"
definition = "a tested weapon"
status = ["stated"]
weight = 1
paragraphs = [1, 3]

[interests.china_calm]
actor = "china"
definition = "a quiet peninsula"
status = ["implied"]
weight = 1
paragraphs = [3]

[levers.verification]
definition = "how far a moratorium can be seen to hold"
default = 0.5
range = [0, 1]
assumption = "salience"

[levers.offer]
definition = "another assurance for allies"
default = 0
range = [0, 1]
paragraphs = [2]

[levers.idle]
definition = "moves nothing"
default = 5
range = [0, 10]
paragraphs = [2]

[actions.proposal]
actors = ["china"]
definition = "proposes a freeze for a freeze"
paragraphs = [2]

[assumptions.salience]
text = "Weights follow how often a wish is named."

[readings.base]
definition = "the default"
paragraphs = [1]

[readings.trusting]
definition = "allies feel safe whatever happens"
set = { us_assurance = 0 }
sets_aside = ["us_keeps"]
paragraphs = [2]

[readings.eager]
definition = "the weapon matters most"
set = { dprk_bomb = 3 }
paragraphs = [3]

[policies.assure]
definition = "another assurance"
set = { offer = 0.5 }
agreed_by = ["us"]
assumption = "salience"

[[sentences]]
at = "1.1"
gist = "everybody wants quiet"
bears_on = ["us_calm", "proposal"]

[[sentences]]
at = "2.1"
gist = "allies worry"
"""

GAME = """\
schema = 1
family = "freezes"
title = "A freeze for a freeze"
question = "Does anybody stop?"
paragraphs = [1]

[[players]]
id = "us"
name = "Washington"
actors = ["us"]
actions = [{ id = "suspend", label = "suspend exercises" }, { id = "continue", label = "hold exercises" }]

[[players]]
id = "dprk"
name = "Pyongyang"
actors = ["dprk"]

[[players.actions]]
id = "moratorium"
label = "stop testing"
enacts = ["proposal"]

[[players.actions]]
id = "test"
label = "test"

[[effects]]
interest = "us_calm"
when = { dprk = "moratorium" }
level = 1
times = ["verification"]
paragraphs = [1]

[[effects]]
interest = "us_assurance"
when = { us = "suspend" }
level = -1
times = ["1 - offer"]
paragraphs = [2]
assumption = "salience"

[[effects]]
interest = "us_exercises"
when = { us = ["continue"] }
level = "1/3"
assumption = "size"

[[effects]]
interest = "dprk_safety"
when = { us = "suspend" }
level = 1
paragraphs = [1]

[[effects]]
interest = "dprk_bomb"
when = { dprk = "test" }
level = 0.5
paragraphs = [3]

[[comparisons]]
id = "us_quiet"
player = "us"
prefers = { dprk = "moratorium" }
to = { dprk = "test" }
paragraphs = [1]

[[comparisons]]
id = "us_keeps"
player = "us"
prefers = { us = "continue", dprk = "test" }
to = { us = "suspend", dprk = "test" }
paragraphs = [2]

[[comparisons]]
id = "dprk_relief"
player = "dprk"
prefers = { us = "suspend" }
to = { us = "continue" }
assumption = "size"

[readings]
us = ["base", "trusting"]
dprk = ["base", "eager"]

[assumptions.size]
text = "As large as the others."
"""


def line_of(text: str, part: str) -> int:
    """The line, from 1, in which `part` first stands in `text`."""
    return text[: text.index(part)].count("\n") + 1


class Write(Protocol):
    """Writes ``scenario.toml`` and games, the small valid ones unless told otherwise, and returns their folder."""

    def __call__(self, main: str = ..., /, **games: str) -> Path: ...


@pytest.fixture
def write(tmp_path: Path) -> Write:
    def written(main: str = MAIN, /, **games: str) -> Path:
        folder = tmp_path / "small"
        folder.mkdir()
        (folder / "scenario.toml").write_text(main, encoding="utf-8")
        for name, text in (games or {"freeze": GAME}).items():
            (folder / f"{name}.toml").write_text(text, encoding="utf-8")
        return folder

    return written
