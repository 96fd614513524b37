"""Make a portfolio of projects (项目组合) of any size as Parquet: 示例数据，纯属虚构.

Run ``python data/make_portfolio.py FOLDER --projects 300000 --years 2020-2024 --seed 20200225``. The rows are drawn and
written in chunks, so that memory does not grow with the portfolio; the same seed gives the same rows whatever the
size, and ``truth.json`` says how many defects of each kind were planted.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))

from portfolio_rows import LABEL, SCHEMAS, Chunk, Place, draw_chunk, place_of  # noqa: E402

COUNTY = HERE / "portfolio"
PROJECTS_PER_CHUNK = 10_000
ROWS_PER_GROUP = 122_880  # what DuckDB reads at a time; small groups keep their dictionaries small
_README = """# 项目组合（{label}）

{label}：单位、镇、金额和完成情况都由程序按种子抽取，不对应任何真实单位。

| 项 | 值 |
|---|---|
| 种子 | {seed} |
| 项目数 | {projects:,} |
| 年度 | {years} |
| 指标行数 | {rows:,} |

`projects.parquet`、`indicators.parquet` 的各列见 docs/portfolio.md。`truth.json` 是有意埋入的问题的个数，
供核对数据检查用。重新生成：`python data/make_portfolio.py 目录 --projects {projects} --years {span} --seed {seed}`
"""


def make_portfolio(folder: Path, *, projects: int, years: tuple[int, ...], seed: int) -> dict[str, int]:
    """Write projects and indicators of a portfolio into a folder.

    Parameters
    ----------
    folder
        Receives two Parquet files, ``truth.json`` and a README.
    projects : int
        Number of projects; each has one row a year.
    years
        The fiscal years.
    seed : int
        The same seed draws the same first projects whatever ``projects`` is.

    Returns
    -------
    dict
        Number of rows of each table and of planted defects of each kind.
    """
    folder.mkdir(parents=True, exist_ok=True)
    truth: Counter[str] = Counter()
    with ExitStack() as stack:
        writers = {
            name: stack.enter_context(pq.ParquetWriter(folder / f"{name}.parquet", schema, compression="zstd"))
            for name, schema in SCHEMAS.items()
        }
        for chunk in _chunks(projects, years, seed, place_of(projects)):
            for name, table in chunk.tables.items():
                writers[name].write_table(table, row_group_size=ROWS_PER_GROUP)
                truth[f"rows.{name}"] += table.num_rows
            truth.update(chunk.planted)
    _describe(folder, dict(sorted(truth.items())), projects, years, seed)
    return dict(truth)


def _chunks(projects: int, years: tuple[int, ...], seed: int, place: Place) -> Iterator[Chunk]:
    for first in range(0, projects, PROJECTS_PER_CHUNK):
        numbers = range(first, min(first + PROJECTS_PER_CHUNK, projects))
        yield draw_chunk(numbers, PROJECTS_PER_CHUNK, years, seed, place)


def _describe(folder: Path, truth: dict[str, int], projects: int, years: tuple[int, ...], seed: int) -> None:
    span = f"{years[0]}-{years[-1]}"
    facts = {"label": LABEL, "seed": seed, "projects": projects, "years": list(years), **truth}
    (folder / "truth.json").write_text(json.dumps(facts, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    readme = _README.format(
        label=LABEL,
        seed=seed,
        projects=projects,
        years="、".join(map(str, years)),
        rows=truth["rows.indicators"],
        span=span,
    )
    (folder / "README.md").write_text(readme, encoding="utf-8")


def _years(text: str) -> tuple[int, ...]:
    first, _, last = text.partition("-")
    return tuple(range(int(first), int(last or first) + 1))


def main(arguments: list[str] | None = None) -> None:
    """Read the command line and write one portfolio; without a folder, the county that comes with the package."""
    parser = argparse.ArgumentParser(description=f"生成项目组合（{LABEL}）")
    parser.add_argument("folder", nargs="?", type=Path, default=COUNTY, help="写入的文件夹")
    parser.add_argument("--projects", type=int, default=5_000, help="项目数，默认一个县 5000")
    parser.add_argument("--years", type=_years, default=(2023, 2024), help="年度，如 2020-2024")
    parser.add_argument("--seed", type=int, default=20200225, help="种子")
    given = parser.parse_args(arguments)
    truth = make_portfolio(given.folder, projects=given.projects, years=given.years, seed=given.seed)
    print(f"{given.folder}：{truth['rows.indicators']:,} 行指标，{LABEL}")


if __name__ == "__main__":
    pa.set_cpu_count(2)
    main()
