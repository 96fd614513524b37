"""Where a portfolio comes from (数据来源): a folder, one file, or tables in memory; every defect of the format at once."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd

from yzperf.errors import LoadError, Place, Problem
from yzperf.portfolio.schema import SCHEMA, TITLES, Column, Content

_REMEDY = "格式见 docs/portfolio.md"
_ENCODINGS = ("utf8", "gb18030")


@dataclass(frozen=True)
class Source:
    """The two tables of a portfolio: as Parquet files, or as Arrow tables in memory. Their format has been checked."""

    files: Mapping[str, tuple[Path, ...]]
    frames: Mapping[str, Any]
    schemas: Mapping[str, Any]
    rows: Mapping[str, int]
    largest: Mapping[str, int | None]  # of the columns that are reckoned with; None where the files do not say it

    def read(self, name: str) -> Any:
        """A whole table as Arrow."""
        import pyarrow as pa
        import pyarrow.parquet as pq

        if name in self.frames:
            return self.frames[name]
        return pa.concat_tables([pq.read_table(file) for file in self.files[name]], promote_options="permissive")

    def absent(self, name: str) -> tuple[Column, ...]:
        """Columns that may be missing, and are."""
        return tuple(column for column in SCHEMA[name] if column.name not in self.schemas[name].names)


def open_source(given: str | Path | pd.DataFrame | Mapping[str, Any] | Any) -> Source:
    """Find the tables and check their format.

    Parameters
    ----------
    given
        A folder with ``projects`` and ``indicators`` as ``NAME.parquet``, ``NAME/*.parquet`` or ``NAME.csv``; one such
        file, or one table, that holds the columns of both, those of the project repeated on each row; or a mapping
        of names to tables (pandas or Arrow).

    Raises
    ------
    LoadError
        All missing files, missing columns and wrong types at once.
    """
    found = _from_path(Path(given)) if isinstance(given, str | Path) else _from_tables(given)
    problems = [problem for name in SCHEMA for problem in _wrong_columns(name, found)]
    if problems:
        raise LoadError(problems)
    return found


# ── files ───────────────────────────────────────────────────────────────────────────────────────────


def _from_path(path: Path) -> Source:
    if not path.exists():
        raise LoadError(
            Problem(Place(file=str(path)), "没有这个文件或文件夹", "项目组合的文件夹或 .parquet 文件", "请核对路径")
        )
    if path.is_file():
        return _from_tables(_read_arrow(path))
    parts = {name: _parts(path, name) for name in SCHEMA}
    absent = [_absent(path, name) for name, files in parts.items() if not files]
    if absent:
        raise LoadError(absent)
    if any(file.suffix == ".csv" for files in parts.values() for file in files):
        import pyarrow as pa

        read = {name: pa.concat_tables([_read_arrow(file, name) for file in files]) for name, files in parts.items()}
        return _from_tables(read)
    return _parquet_source(parts)


def _parts(folder: Path, name: str) -> tuple[Path, ...]:
    single = [folder / f"{name}.parquet", folder / f"{name}.csv"]
    found = [file for file in single if file.is_file()] or sorted((folder / name).glob("*.parquet"))
    return tuple(found[:1] if found and found[0] in single else found)


def _absent(folder: Path, name: str) -> Problem:
    place = Place(file=str(folder))
    return Problem(place, f"没有{TITLES[name]}", f"{name}.parquet、{name}.csv 或文件夹 {name}/ 中的 .parquet", _REMEDY)


def _parquet_source(parts: Mapping[str, tuple[Path, ...]]) -> Source:
    import pyarrow.parquet as pq

    opened = {name: [_open_parquet(file) for file in files] for name, files in parts.items()}
    rows = {name: sum(file.metadata.num_rows for file in files) for name, files in opened.items()}
    shapes = {name: pq.read_schema(files[0]) for name, files in parts.items()}
    largest = {column: _largest_in(opened["indicators"], column) for column in _MEASURED}
    return Source(parts, {}, shapes, rows, largest)


def _open_parquet(path: Path) -> Any:
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        return pq.ParquetFile(path)
    except (pa.ArrowInvalid, OSError) as error:
        place = Place(file=str(path))
        raise LoadError(Problem(place, "不是完整的 Parquet 文件", "Parquet 文件", "请重新导出")) from error


def _read_arrow(path: Path, name: str = "") -> Any:
    import pyarrow.parquet as pq

    if path.suffix.lower() == ".csv":
        return _read_csv(path, name)
    if path.suffix.lower() != ".parquet":
        raise LoadError(Problem(Place(file=str(path)), f"{path.suffix or '没有后缀'}", "Parquet 或 CSV 文件", _REMEDY))
    _open_parquet(path)
    return pq.read_table(path)


def _read_csv(path: Path, name: str) -> Any:
    """A CSV as an Arrow table; keys as text, whole numbers, flags as true and false, blanks as gaps."""
    import pyarrow as pa
    from pyarrow import csv

    kinds = {Content.KEY: pa.string(), Content.INTEGER: pa.int64(), Content.TEXT: pa.string(), Content.FLAG: pa.bool_()}
    columns = SCHEMA[name] if name else tuple(column for table in SCHEMA.values() for column in table)
    options = csv.ConvertOptions(
        column_types={column.name: kinds[column.content] for column in columns}, strings_can_be_null=True
    )
    said = ""
    for encoding in _ENCODINGS:
        try:
            return csv.read_csv(path, csv.ReadOptions(encoding=encoding), convert_options=options)
        except (pa.ArrowInvalid, UnicodeDecodeError) as error:
            said = said or str(error).splitlines()[0][:160]
    raise LoadError(Problem(Place(file=str(path)), f"有读不懂的值（{said}）", "整数列只写整数", _REMEDY))


# ── tables in memory ────────────────────────────────────────────────────────────────────────────────


def _from_tables(given: Any) -> Source:
    import pyarrow as pa

    several = dict(given) if isinstance(given, Mapping) else _split(_arrow(given))
    absent = [f"没有{TITLES[name]}“{name}”。{_REMEDY}" for name in SCHEMA if name not in several]
    if absent:
        raise LoadError(absent)
    frames: dict[str, pa.Table] = {name: _arrow(several[name]) for name in SCHEMA}
    largest = {column: _largest_of(frames["indicators"], column) for column in _MEASURED}
    schemas = {name: frame.schema for name, frame in frames.items()}
    return Source({}, frames, schemas, {name: frame.num_rows for name, frame in frames.items()}, largest)


def _arrow(table: Any) -> Any:
    import pyarrow as pa

    if isinstance(table, pd.DataFrame):
        return pa.Table.from_pandas(table, preserve_index=False)
    if isinstance(table, pa.Table):
        return table
    raise LoadError(f"读到{type(table).__name__}，应为文件夹、文件、pandas 表或 Arrow 表。{_REMEDY}")


def _split(flat: Any) -> dict[str, Any]:
    """One table with the columns of both: the project stands on each of its rows, and is taken once."""
    names = [column.name for column in SCHEMA["projects"] if column.name in flat.column_names]
    own = [column.name for column in SCHEMA["indicators"] if column.name in flat.column_names]
    projects = flat.select(names).group_by(names, use_threads=False).aggregate([])
    return {"projects": projects, "indicators": flat.select(own)}


# ── format ──────────────────────────────────────────────────────────────────────────────────────────

_MEASURED = ("target_hundredths", "actual_hundredths", "weight_hundredths")


def _wrong_columns(name: str, source: Source) -> Iterator[Problem]:
    present = {entry.name: entry.type for entry in source.schemas[name]}
    for column in SCHEMA[name]:
        place = Place(file=_title(name, source), cell=f"列 {column.name}")
        if column.name not in present:
            if column.required:
                yield Problem(
                    place, "（没有这一列）", f"{column.heading}，{column.content}", f"{column.meaning}；{_REMEDY}"
                )
        elif not _fits(column, present[column.name]):
            yield Problem(place, str(present[column.name]), str(column.content), f"{column.meaning}；{_REMEDY}")


def _title(name: str, source: Source) -> str:
    files = source.files.get(name, ())
    return files[0].name if files else TITLES[name]


def _fits(column: Column, kind: Any) -> bool:
    from pyarrow import types

    plain = kind.value_type if types.is_dictionary(kind) else kind
    if types.is_null(plain):  # a column of blanks
        return True
    text = types.is_string(plain) or types.is_large_string(plain) or types.is_string_view(plain)
    fits: dict[Content, bool] = {
        Content.KEY: types.is_integer(plain) or text,
        Content.INTEGER: types.is_integer(plain),
        Content.TEXT: text,
        Content.FLAG: types.is_boolean(plain),
    }
    return fits[column.content]


def _largest_in(files: Sequence[Any], column: str) -> int | None:
    """Largest size that the statistics of all row groups tell; None where one of them does not."""
    largest = 0
    for file in files:
        if column not in file.schema_arrow.names:
            return None
        place = file.schema_arrow.names.index(column)
        for number in range(file.metadata.num_row_groups):
            known = file.metadata.row_group(number).column(place).statistics
            if known is None or not known.has_min_max:
                return None
            largest = max(largest, abs(known.min), abs(known.max))
    return largest


def _largest_of(table: Any, column: str) -> int | None:
    import pyarrow.compute as pc

    if column not in table.column_names or not table.num_rows:
        return None
    ends = pc.min_max(table[column]).as_py()
    return max((abs(value) for value in ends.values() if isinstance(value, int)), default=0)
