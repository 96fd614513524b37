"""The format of a portfolio: every defect at once, with file, column and remedy."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from tests.conftest import ROOT
from tests.portfolio.conftest import engine_on, frames, rules_of
from yzperf.errors import LoadError, ScoreError
from yzperf.portfolio.engines import needs_guard, open_engine
from yzperf.portfolio.roll_up import roll_up
from yzperf.portfolio.schema import SCHEMA
from yzperf.portfolio.source import open_source


def tables() -> dict[str, pd.DataFrame]:
    return frames(
        ({}, [{"weight_hundredths": 9000}]),
        ({"town": "示例乙镇"}, [{"weight_hundredths": 9000, "actual_hundredths": 50_00}]),
    )


def cells(given: object) -> list[list[object]]:
    with engine_on("duckdb", given) as engine:
        found = roll_up(engine, rules_of(), ["town"], guarded=True).frame
    return found[["town", "evaluated", "cents"]].values.tolist()


EXPECTED = [["示例乙镇", 1, 5500], ["示例甲镇", 1, 10000]]


def test_tables_in_memory() -> None:
    assert sorted(cells(tables())) == sorted(EXPECTED)
    assert sorted(cells({name: pa.Table.from_pandas(frame) for name, frame in tables().items()})) == sorted(EXPECTED)


@pytest.mark.parametrize("parts", [1, 2])
def test_a_folder_of_parquet(tmp_path: Path, parts: int) -> None:
    tables()["projects"].to_parquet(tmp_path / "projects.parquet")
    rows = tables()["indicators"]
    (tmp_path / "indicators").mkdir()
    for number in range(parts):
        rows.iloc[number::parts].to_parquet(tmp_path / "indicators" / f"{number}.parquet")
    assert sorted(cells(tmp_path)) == sorted(EXPECTED)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_a_folder_of_csv(tmp_path: Path, encoding: str) -> None:
    for name, frame in tables().items():
        frame.to_csv(tmp_path / f"{name}.csv", index=False, encoding=encoding)
    assert sorted(cells(tmp_path)) == sorted(EXPECTED)


def test_one_flat_file(tmp_path: Path) -> None:
    flat = tables()["indicators"].merge(tables()["projects"], on="record_id")
    flat.to_parquet(tmp_path / "flat.parquet")
    assert sorted(cells(tmp_path / "flat.parquet")) == sorted(EXPECTED)
    assert sorted(cells(flat)) == sorted(EXPECTED)


def test_words_as_numbers_of_records_and_optional_columns_left_out() -> None:
    given = {
        name: frame.assign(record_id="2024-" + frame["record_id"].astype("string")) for name, frame in tables().items()
    }
    given["projects"] = given["projects"].drop(
        columns=["finished", "month", "month_spent_fen", "month_completion_hundredths"]
    )
    for name in ("local", "duckdb"):
        with engine_on(name, given) as engine:
            found = roll_up(engine, rules_of("cn101"), ["town"], guarded=True).frame
        assert found[["records", "evaluated", "light_0"]].sum().tolist() == [2, 0, 2]


def test_every_defect_of_the_format_at_once() -> None:
    given = tables()
    given["projects"] = given["projects"].drop(columns=["town", "budget_fen"])
    given["indicators"]["target_hundredths"] = [1.5, 2.5]
    given["indicators"]["capped"] = ["是", "否"]
    with pytest.raises(LoadError) as caught:
        open_source(given)
    said = [str(problem) for problem in caught.value.problems]
    assert len(said) == 4
    assert all("docs/portfolio.md" in line for line in said)
    assert any("列 town" in line and "没有这一列" in line for line in said)
    assert any("列 target_hundredths" in line and "百分之一" in line for line in said)


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (lambda folder: folder / "nothing", "没有这个文件"),
        (lambda folder: folder, "没有项目表"),
        (lambda folder: _written(folder / "broken.parquet", b"PAR1"), "不是完整的 Parquet"),
        (lambda folder: _written(folder / "a.docx", b""), "应为Parquet 或 CSV"),
        (lambda folder: _written(folder / "a.csv", b"record_id,target_hundredths\n1,95%\n"), "整数列只写整数"),
    ],
)
def test_files_that_are_none(tmp_path: Path, make, words: str) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(LoadError, match=words):
        open_source(make(tmp_path))


def _written(path: Path, content: bytes) -> Path:
    path.write_bytes(content)
    return path


def test_both_missing_tables_are_told(tmp_path: Path) -> None:
    with pytest.raises(LoadError) as caught:
        open_source(tmp_path)
    assert len(caught.value.problems) == 2


def test_large_values_are_seen_in_the_statistics(tmp_path: Path) -> None:
    given = tables()
    given["indicators"].loc[1, "actual_hundredths"] = 10**15
    for name, frame in given.items():
        frame.to_parquet(tmp_path / f"{name}.parquet")
    for source, guarded in ((open_source(tables()), False), (open_source(tmp_path), True)):
        with open_engine(source, "duckdb", memory="1GB", spark_url="") as engine:
            assert needs_guard(source, rules_of(), engine) is guarded


def test_files_without_statistics_are_guarded(tmp_path: Path) -> None:
    for name, frame in tables().items():
        pq.write_table(pa.Table.from_pandas(frame), tmp_path / f"{name}.parquet", write_statistics=False)
    source = open_source(tmp_path)
    with open_engine(source, "duckdb", memory="1GB", spark_url="") as engine:
        assert needs_guard(source, rules_of(), engine)


def test_unknown_engine() -> None:
    with (
        pytest.raises(ScoreError, match="auto、local"),
        open_engine(open_source(tables()), "oracle", memory="", spark_url=""),
    ):
        pass


def test_every_column_is_described_in_the_documents() -> None:
    text = (ROOT / "docs" / "portfolio.md").read_text(encoding="utf-8")
    for columns in SCHEMA.values():
        for column in columns:
            need = "必填" if column.required else "可缺"
            assert f"| `{column.name}` | {column.heading} | {column.content} | {need} | {column.meaning} |" in text
