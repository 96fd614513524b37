"""Engine on DuckDB or Spark through Ibis (数据库引擎): the same expressions on one machine and on a cluster.

Ibis would melt the steps into one query text that computes the same product many times over; ``fuse_selects`` off keeps
them as written. Sums of whole numbers are cast back to 64 bits at once, since DuckDB makes them 128 bits wide and every
later operation on them slow; a sum that does not fit raises.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import pandas as pd

from yzperf.errors import ScoreError
from yzperf.portfolio.engine import Kind, Measure, Step
from yzperf.portfolio.operations import ColumnOperations, engine_operations

MEMORY = "2GB"


class RelationalEngine:
    """Tables of a portfolio on an Ibis connection."""

    def __init__(self, name: str, tables: Mapping[str, Any], ops: ColumnOperations, close: Callable[[], None]) -> None:
        self.name = name
        self.ops = ops
        self.close = close
        self._tables = tables

    def table(self, name: str) -> Any:
        return self._tables[name]

    def small(self, frame: pd.DataFrame) -> Any:
        import ibis

        return ibis.memtable(frame)

    def derive(self, table: Any, steps: Sequence[Step]) -> Any:
        for step in steps:
            table = table.mutate(**step(table))
        return table

    def group(self, table: Any, keys: Sequence[str], measures: Mapping[str, Measure]) -> Any:
        import ibis.expr.datatypes as types

        by = table.group_by(list(keys)) if keys else table
        grouped = by.aggregate(
            **{name: _aggregate(table, measure) for name, measure in measures.items()}
        )
        # a type that is not null on purpose: Ibis leaves out a cast to the type it believes a sum to have
        whole = types.Int64(nullable=False)
        sums = [name for name, measure in measures.items() if measure.kind is Kind.SUM]
        return grouped.mutate(**{name: grouped[name].cast(whole) for name in sums}) if sums else grouped

    def attach(self, table: Any, other: Any, key: str) -> Any:
        return table.left_join(other, key).drop(f"{key}_right")

    def only(self, table: Any, key: str, values: Sequence[Any]) -> Any:
        return table.filter(table[key].isin(list(values)))

    def keep(self, table: Any, flag: str) -> Any:
        return table.filter(table[flag])

    def fetch(self, table: Any, columns: Sequence[str]) -> pd.DataFrame:
        import ibis
        import pyarrow as pa

        kinds = {pa.int64(): pd.Int64Dtype(), pa.int32(): pd.Int64Dtype(), pa.int16(): pd.Int64Dtype()}
        kinds |= {pa.int8(): pd.Int64Dtype(), pa.bool_(): pd.BooleanDtype(), pa.string(): pd.StringDtype()}
        before = ibis.options.sql.fuse_selects
        ibis.options.sql.fuse_selects = False
        try:
            found = table.select(*columns).to_pyarrow()
        except Exception as error:
            raise ScoreError(_sentence(error)) from error
        finally:
            ibis.options.sql.fuse_selects = before
        return found.to_pandas(types_mapper=kinds.get)


def _aggregate(table: Any, measure: Measure) -> Any:
    where = None if measure.where is None else table[measure.where]
    if measure.kind is Kind.COUNT:
        return table.count(where=where) if measure.column is None else table[measure.column].count(where=where)
    column = table[measure.column]
    by_kind = {Kind.SUM: column.sum, Kind.LEAST: column.min, Kind.GREATEST: column.max}
    return column.bit_or(where=where) if measure.kind is Kind.BITS else by_kind[measure.kind](where=where)


def _sentence(error: Exception) -> str:
    """Say in Chinese what an engine could not do; its own words stay behind it."""
    text = str(error)
    if "memory" in text.lower():
        return f"给引擎的内存不够，磁盘溢出也没有帮上（{_first_line(text)}）。请用 --memory 多给一些，或换更大的磁盘"
    if "overflow" in text.lower() or "out of range" in text.lower():
        return f"数值太大，整数溢出（{_first_line(text)}）。请核对金额的单位是不是分、数值的单位是不是百分之一"
    return f"计算引擎没有算完：{_first_line(text)}。请核对数据文件是否完整"


def _first_line(text: str) -> str:
    return text.strip().splitlines()[0][:200] if text.strip() else "没有说明"


def duckdb_engine(files: Mapping[str, Sequence[Path]], frames: Mapping[str, Any], memory: str) -> RelationalEngine:
    """Open DuckDB in this process with a memory limit and a directory of its own to spill to.

    Parameters
    ----------
    files
        Table name → Parquet files.
    frames
        Table name → Arrow table, for tables that are in memory already.
    memory
        Limit of the engine, such as ``2GB``.
    """
    import ibis

    spill = tempfile.TemporaryDirectory(prefix="yzperf-")
    connection = ibis.duckdb.connect(memory_limit=memory, temp_directory=spill.name, preserve_insertion_order=False)
    tables = {name: connection.read_parquet([str(p) for p in paths], table_name=name) for name, paths in files.items()}
    tables |= {name: connection.read_in_memory(frame, table_name=name) for name, frame in frames.items()}

    def close() -> None:
        connection.disconnect()
        spill.cleanup()

    return RelationalEngine("duckdb", tables, engine_operations("duckdb"), close)


def spark_engine(files: Mapping[str, Sequence[Path]], frames: Mapping[str, Any], url: str) -> RelationalEngine:
    """Use a Spark cluster by its URL, or two workers of this machine.

    Raises
    ------
    ScoreError
        If pyspark or Java is missing, or the cluster does not answer.
    """
    try:
        import ibis
        from pyspark.sql import SparkSession
    except ImportError as error:
        raise ScoreError(f"没有安装 Spark（{error.name}）。请运行 pip install 'yzperf[spark]'，并安装 Java 17") from error
    try:
        session = (
            SparkSession.builder.appName("yzperf")
            .master(url)
            .config("spark.sql.ansi.enabled", "true")  # an overflow raises instead of wrapping
            .config("spark.sql.session.timeZone", "UTC")
            .config("spark.ui.enabled", "false")
            .config("spark.ui.showConsoleProgress", "false")
            .config("spark.sql.shuffle.partitions", "8")
            .getOrCreate()
        )
    except Exception as error:
        raise ScoreError(f"Spark 没有启动：{_first_line(str(error))}。请核对 Java 17 和 --spark-url") from error
    session.sparkContext.setLogLevel("OFF")
    connection = ibis.pyspark.connect(session)
    for name, paths in files.items():
        session.read.parquet(*[str(path) for path in paths]).createOrReplaceTempView(name)
    for name, frame in frames.items():
        session.createDataFrame(frame.to_pandas()).createOrReplaceTempView(name)
    tables = {name: connection.table(name) for name in (*files, *frames)}
    return RelationalEngine("spark", tables, engine_operations("pyspark"), lambda: None)
