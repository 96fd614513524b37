"""What a mapping finds in a database (库中内容): filled forms and tables, and what of the mapping nobody has checked."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from yzperf.domain.scoresheet import ScoreSheet
from yzperf.loaders.databases.mapping import DatabaseMapping, load_mapping
from yzperf.loaders.databases.records import CHUNK, Tables, read_frames
from yzperf.loaders.databases.sheets import read_sheets
from yzperf.loaders.databases.source import open_database


@dataclass(frozen=True, slots=True)
class DatabaseContents:
    """Forms and tables that were read. ``unverified`` says which parts of the mapping are not checked (未核实)."""

    name: str
    mapping: DatabaseMapping
    sheets: tuple[ScoreSheet, ...]
    tables: dict[str, pd.DataFrame]

    @property
    def unverified(self) -> tuple[str, ...]:
        """What nobody has checked with the owner of the database."""
        return self.mapping.unverified

    def __repr__(self) -> str:
        tables = "、".join(f"{name} {len(table)} 行" for name, table in self.tables.items())
        parts = [f"{len(self.sheets)} 张表单" if self.mapping.forms else "", tables, f"{len(self.unverified)} 处未核实"]
        return f"{self.name}：" + "，".join(filter(None, parts))


def load_database(url: str, mapping: str | Path) -> DatabaseContents:
    """Read everything that a mapping names, from one state of the database.

    Raises
    ------
    LoadError
        If the mapping is defective, the database cannot be read, or all missing tables and columns at once.
    """
    chosen = load_mapping(mapping)
    with open_database(url) as database:
        tables = Tables(database, chosen)
        frames = {name: list(read_frames(tables, source)) for name, source in chosen.tables.items()}
        sheets = tuple(read_sheets(tables, chosen.forms, database.name)) if chosen.forms else ()
        empty = {name: pd.DataFrame(columns=list(source.columns)) for name, source in chosen.tables.items()}
        whole = {name: pd.concat(parts, ignore_index=True) if parts else empty[name] for name, parts in frames.items()}
        return DatabaseContents(database.name, chosen, sheets, whole)


@contextmanager
def stream_sheets(url: str, mapping: str | Path) -> Iterator[Iterator[ScoreSheet]]:
    """Forms one after another, some hundred in memory at a time."""
    chosen = load_mapping(mapping)
    with open_database(url) as database:
        tables = Tables(database, chosen)
        yield read_sheets(tables, chosen.forms, database.name) if chosen.forms else iter(())


def stream_tables(url: str, mapping: str | Path, *, rows: int = CHUNK) -> Iterator[tuple[str, pd.DataFrame]]:
    """Tables in chunks of at most ``rows`` rows, each with the name that the mapping gives its table."""
    chosen = load_mapping(mapping)
    with open_database(url) as database:
        tables = Tables(database, chosen)
        for name, source in chosen.tables.items():
            for frame in read_frames(tables, source, rows):
                yield name, frame
