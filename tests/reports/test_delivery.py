from __future__ import annotations

import csv
import io

import pytest

from reports.delivery import csv_text


@pytest.mark.parametrize("cell", ["-13/8", "+4", "-0.5", "-1e-07", "-1e999999999", "a=b", "", "1/2", 'say "no", twice'])
def test_numbers_and_plain_texts_are_written_as_they_are(cell: str) -> None:
    assert list(csv.DictReader(io.StringIO(csv_text([{"x": cell}, {"x": "1"}])))) == [{"x": cell}, {"x": "1"}]


@pytest.mark.parametrize("cell", ['=HYPERLINK("x")', "@SUM(1)", "-x", "+1+cmd|x", "-1/2+x", "\tx", "="])
def test_a_spreadsheet_finds_no_formula(cell: str) -> None:
    assert list(csv.DictReader(io.StringIO(csv_text([{"x": cell}])))) == [{"x": f"'{cell}"}]
