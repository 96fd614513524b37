"""Set the published self-evaluation tables (公开自评表) as workbooks, in the layouts that people hand over.

The figures stand in ``published/tables.csv`` and ``published/sources.toml``; this script only sets them.
Run ``python data/make_published.py [FOLDER]``.
"""

from __future__ import annotations

import csv
import re
import sys
import tomllib
from collections.abc import Iterator
from itertools import groupby
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))

from fixed_bytes import save_office  # noqa: E402
from form_layouts import LAYOUTS  # noqa: E402
from form_sections import SECTIONS, Row, Table  # noqa: E402
from form_sheet import FormSheet  # noqa: E402

PUBLISHED = HERE / "published"

_LEVELS = {
    "产出": "产出指标",
    "效益": "效益指标",
    "满意度": "满意度指标",
    "数量": "数量指标",
    "质量": "质量指标",
    "时效": "时效指标",
    "成本": "成本指标",
    "进度": "进度指标",
    "经济": "经济效益指标",
    "社会": "社会效益指标",
    "社会效益": "社会效益指标",
    "生态": "生态效益指标",
    "可持续": "可持续影响指标",
}


def read_tables() -> list[Table]:
    """Read figures and settings of all published tables."""
    with (PUBLISHED / "tables.csv").open(encoding="utf-8", newline="") as file:
        records = list(csv.DictReader(file))
    specs = tomllib.loads((PUBLISHED / "sources.toml").read_text(encoding="utf-8"))
    return [_table(name, spec, records) for name, spec in specs.items()]


def _table(name: str, spec: dict[str, Any], records: list[Row]) -> Table:
    table = Table(name, LAYOUTS[spec["layout"]], spec)
    wanted = [row for row in records if row["id"] == spec.get("rows_of", name) and row["l1"] != "budget"]
    table.rows = [row for record in wanted for row in _form_rows(table, record)]
    if spec.get("filler"):
        table.rows = list(_with_fillers(table.rows))
    return table


def _form_rows(table: Table, record: Row) -> Iterator[Row]:
    block, l1, l2 = _levels(table, record["l1"])
    common = {"block": block, "l1": l1, "l2": l2}
    yield (
        common
        | _target(table, record)
        | {
            "indicator": record["indicator"],
            "actual": record["actual"],
            "weight": record["weight"],
            "score": record["published"],
        }
    )
    for part, figure in table.spec.get("parts", {}).get(record["indicator"], []):
        yield common | {"indicator": part, "target": figure, "actual": figure}


def _levels(table: Table, text: str) -> tuple[str, str, str]:
    """Spell out 产出/数量; the appraisal sheet has stages of its own."""
    if not table.layout.money:
        return "", text, ""
    block, _, level = text.rpartition(" ")
    first, _, second = level.partition("/")
    points = table.spec.get("points", {}).get(_LEVELS[first])
    l2 = _LEVELS[second] if second else "服务对象满意度指标"
    return block, _LEVELS[first] + (f"（{points}分）" if points else ""), l2


def _target(table: Table, record: Row) -> Row:
    if not table.layout.splits_target:
        return {"target": record["target"]}
    match = re.fullmatch(r"([≧═﹦≥=])?(\d+(?:\.\d+)?)(.*)", record["target"])
    if not match:
        return {"target": record["target"]}
    return {"relation": match[1] or "", "target": match[2], "unit": match[3]}


def _with_fillers(rows: list[Row]) -> Iterator[Row]:
    """Add the unused line …… that the printed form leaves in each second level."""
    for (l1, l2), group in groupby(rows, lambda row: (row["l1"], row["l2"])):
        yield from group
        yield {"block": "", "l1": l1, "l2": l2, "indicator": "……"}


def make_published(folder: Path) -> None:
    """Write all workbooks into the folder."""
    for table in read_tables():
        form = FormSheet(table.layout.sheet, table.layout.widths)
        form.book.properties.title = f"{table.id} {table.spec['head']['项目名称']}（公开页面摘录）"
        for name in table.layout.sections:
            SECTIONS[name](form, table)
        save_office(form.finish(), folder / f"{table.id}.xlsx")


if __name__ == "__main__":
    make_published(Path(sys.argv[1]) if len(sys.argv) > 1 else PUBLISHED)
