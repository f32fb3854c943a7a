import subprocess
import sys

import pytest

from gametheory.concepts import CONCEPTS
from gametheory.errors import UnknownName


def test_names_are_listed_without_importing_the_entries() -> None:
    code = (
        "import sys; from gametheory.concepts import CONCEPTS; assert 'nash' in CONCEPTS.names();"
        "print([name for name in sys.modules if name.startswith('gametheory.concepts.')])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_hyphens_stand_for_underscores() -> None:
    assert CONCEPTS.load("pure-nash") is CONCEPTS.load("pure_nash")


@pytest.mark.parametrize("name", ["nahs", "../nash", "os", "__init__", "", "nash.solve"])
def test_a_miss_names_what_exists(name: str) -> None:
    with pytest.raises(UnknownName, match="concept"):
        CONCEPTS.load(name)
