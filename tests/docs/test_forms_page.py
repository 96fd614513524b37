"""docs/forms.md: the table is what the program lists, and the form of one's own can be written, filled and read."""

from __future__ import annotations

import re
from pathlib import Path

from tests.conftest import ROOT
from tests.filled_forms import fill, plain_value
from yzperf.apps.form_files import form_list
from yzperf.loaders.form_table import load_form
from yzperf.rules import load_all_forms

TEXT = (ROOT / "docs/forms.md").read_text(encoding="utf-8")


def test_the_table_is_what_the_command_lists() -> None:
    rows = re.findall(r"^\| `(\w+)` \| (.+) \| (\d+) \| (.+) \|$", TEXT, flags=re.MULTILINE)
    lines = form_list(None)
    assert rows == [(line["id"], line["name"], str(line["fields"]), line["status"]) for line in lines]


def test_the_form_of_ones_own_works(tmp_path: Path) -> None:
    (example,) = [code for code in re.findall(r"^```toml\n(.*?)^```", TEXT, re.DOTALL | re.MULTILINE) if "id =" in code]
    (tmp_path / "forms").mkdir()
    (tmp_path / "forms/visit.toml").write_text(example, encoding="utf-8")
    forms = load_all_forms(tmp_path)
    fill(forms["visit"], tmp_path / "t.xlsx", plain_value)
    filled = load_form(tmp_path / "t.xlsx", forms)
    assert filled.form.id == "visit"
    assert list(filled.table("明细").columns) == ["序号", "户主", "年收入（万元）", "满意程度"]
    assert len(filled.rows("明细")) == 10


def test_every_key_of_a_field_is_explained() -> None:
    keys = {"key", "part", "heading", "kind", "synonyms", "options", "required", "note", "role", "over", "under"}
    keys |= {"first_row", "meaning", "shape", "title", "rows", "printed", "optional"}
    used = {
        match
        for file in (ROOT / "yzperf/rules/data/forms").glob("*.toml")
        if file.stem != "self_evaluation"
        for match in re.findall(r"^(\w+) = ", file.read_text(encoding="utf-8"), flags=re.MULTILINE)
    }
    assert used - {"id", "name", "clause", "unit"} == keys
    assert [key for key in keys if f"`{key}" not in TEXT] == []
