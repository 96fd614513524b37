"""Engine on DuckDB or Spark through Ibis (数据库引擎): the same expressions on one machine and on a cluster.

Ibis would melt the steps into one query text that computes the same product many times over; ``fuse_selects`` off keeps
them as written. Sums of whole numbers are cast back to 64 bits at once, since DuckDB makes them 128 bits wide and every
later operation on them slow; a sum that does not fit raises.
"""

from __future__ import annotations

import atexit
import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import uuid4

import pandas as pd

from yzperf.errors import ScoreError
from yzperf.portfolio.engine import Kind, Measure, Step
from yzperf.portfolio.local import to_frame
from yzperf.portfolio.operations import ColumnOperations, engine_operations
from yzperf.portfolio.schema import Content
from yzperf.portfolio.source import Source

MEMORY = "2GB"


@dataclass(frozen=True, slots=True)
class Connection:
    """What differs between the engines: how a table becomes Arrow, how a small frame becomes a table, how to close."""

    read: Callable[[Any], Any]
    small: Callable[[pd.DataFrame], Any]
    close: Callable[[], None]


class RelationalEngine:
    """Tables of a portfolio on an Ibis connection."""

    def __init__(self, name: str, tables: Mapping[str, Any], ops: ColumnOperations, connection: Connection) -> None:
        self.name = name
        self.ops = ops
        self.close = connection.close
        self.small = connection.small
        self._read = connection.read
        self._tables = tables

    def table(self, name: str) -> Any:
        return self._tables[name]

    def derive(self, table: Any, steps: Sequence[Step]) -> Any:
        for step in steps:
            table = table.mutate(**step(table))
        return table

    def group(self, table: Any, keys: Sequence[str], measures: Mapping[str, Measure]) -> Any:
        import ibis.expr.datatypes as types

        by = table.group_by(list(keys)) if keys else table
        grouped = by.aggregate(**{name: _aggregate(table, measure) for name, measure in measures.items()})
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

        before = ibis.options.sql.fuse_selects
        ibis.options.sql.fuse_selects = False
        try:
            found = self._read(table.select(*columns))
        except Exception as error:
            raise ScoreError(_sentence(error)) from error
        finally:
            ibis.options.sql.fuse_selects = before
        return to_frame(found)


def _aggregate(table: Any, measure: Measure) -> Any:
    where = None if measure.where is None else table[measure.where]
    if measure.kind is Kind.COUNT:
        return table.count(where=where) if measure.column is None else table[measure.column].count(where=where)
    column = table[measure.column]
    by_kind = {Kind.SUM: column.sum, Kind.LEAST: column.min, Kind.GREATEST: column.max}
    return _all_bits(column) if measure.kind is Kind.BITS else by_kind[measure.kind](where=where)


def _all_bits(column: Any) -> Any:
    """The engine's own ``bit_or``, which Ibis does not know of Spark."""
    import ibis

    def bit_or(column: int) -> int:
        raise NotImplementedError

    return ibis.udf.agg.builtin(bit_or)(column)


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


def duckdb_engine(source: Source, memory: str = MEMORY) -> RelationalEngine:
    """Open DuckDB in this process with a memory limit and a directory of its own to spill to.

    Parameters
    ----------
    memory
        Limit of the engine, such as ``2GB``.

    Raises
    ------
    ScoreError
        If the limit cannot be read.
    """
    import ibis

    spill = tempfile.TemporaryDirectory(prefix="yzperf-")
    try:
        connection = ibis.duckdb.connect(memory_limit=memory, temp_directory=spill.name, preserve_insertion_order=False)
    except Exception as error:
        raise ScoreError(f"--memory：读到“{memory}”，应为带单位的大小，如 2GB、512MB") from error
    files, frames = source.files.items(), source.frames.items()
    tables = {name: connection.read_parquet([str(path) for path in paths], table_name=name) for name, paths in files}
    tables |= {name: connection.create_table(name, frame) for name, frame in frames}

    def close() -> None:
        connection.disconnect()
        spill.cleanup()

    opened = Connection(lambda table: table.to_pyarrow(), ibis.memtable, close)
    return RelationalEngine("duckdb", _completed(tables, source), engine_operations("duckdb"), opened)


def spark_engine(source: Source, url: str) -> RelationalEngine:
    """Use a Spark cluster by its URL; its workers read the same Parquet files.

    Raises
    ------
    ScoreError
        If pyspark or Java is missing, or the cluster does not answer.
    """
    try:
        import ibis
        from pyspark.sql import SparkSession
    except ImportError as error:
        raise ScoreError(
            f"没有安装 Spark（{error.name}）。请运行 pip install 'yzperf[spark]'，并安装 Java 17"
        ) from error
    builder = SparkSession.builder.appName("yzperf").master(url)
    for key, value in _SPARK.items():
        builder = builder.config(key, value)
    try:
        session = builder.getOrCreate()
    except Exception as error:
        raise ScoreError(f"Spark 没有启动（{_first_line(str(error))}）。请核对 Java 17 和 --spark-url") from error
    session.sparkContext.setLogLevel("OFF")
    atexit.register(session.stop)  # one session serves the whole process
    spill = tempfile.TemporaryDirectory(prefix="yzperf-")
    connection = ibis.pyspark.connect(session)
    for name, paths in {**source.files, **_written(source.frames, Path(spill.name))}.items():
        session.read.parquet(*[str(path.resolve()) for path in paths]).createOrReplaceTempView(name)
    tables = {name: connection.table(name) for name in source.schemas}
    opened = Connection(
        # not through Ibis, which reads by way of pandas: a whole number beside a gap would become a float
        lambda table: session.sql(connection.compile(table)).toArrow(),
        lambda frame: _view(session, connection, frame),
        spill.cleanup,
    )
    return RelationalEngine("spark", _completed(tables, source), engine_operations("pyspark"), opened)


def _view(session: Any, connection: Any, frame: pd.DataFrame) -> Any:
    """A small frame as a view of a Spark session."""
    import pyarrow as pa

    name = f"small_{uuid4().hex}"
    session.createDataFrame(pa.Table.from_pandas(frame, preserve_index=False)).createOrReplaceTempView(name)
    return connection.table(name)


_SPARK = {
    "spark.sql.ansi.enabled": "true",  # an overflow raises instead of wrapping
    "spark.sql.session.timeZone": "UTC",
    "spark.sql.shuffle.partitions": "8",
    "spark.log.level": "OFF",
    "spark.ui.enabled": "false",
    "spark.ui.showConsoleProgress": "false",
}


def _written(frames: Mapping[str, Any], folder: Path) -> dict[str, tuple[Path, ...]]:
    """Tables in memory as Parquet files, for the workers to read."""
    import pyarrow.parquet as pq

    for name, frame in frames.items():
        pq.write_table(frame, folder / f"{name}.parquet")
    return {name: (folder / f"{name}.parquet",) for name in frames}


def _completed(tables: Mapping[str, Any], source: Source) -> dict[str, Any]:
    """The tables with the columns that may be missing, as gaps."""
    import ibis

    kinds = {Content.FLAG: "boolean", Content.TEXT: "string"}
    return {
        name: table.mutate(**{c.name: ibis.null(kinds.get(c.content, "int64")) for c in source.absent(name)})
        if source.absent(name)
        else table
        for name, table in tables.items()
    }
