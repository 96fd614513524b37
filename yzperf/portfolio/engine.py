"""What a computing engine of a portfolio must do (计算引擎): three table operations; the rules are not its business."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Protocol

import pandas as pd

from yzperf.portfolio.operations import ColumnOperations

Columns = Mapping[str, Any]
Step = Callable[[Columns], dict[str, Any]]
Table = Any  # a pandas frame or an Ibis table


class Kind(StrEnum):
    """How the values of a group become one. Unknown values are passed over."""

    COUNT = "count"
    SUM = "sum"
    LEAST = "least"
    GREATEST = "greatest"
    BITS = "bits"


@dataclass(frozen=True, slots=True)
class Measure:
    """One column of a grouped table: how, of which column (None: of all rows), and of which rows (a column of yes/no).

    ``BITS`` is of all rows.
    """

    kind: Kind
    column: str | None = None
    where: str | None = None


class Engine(Protocol):
    """Local columns, DuckDB or Spark. A table goes in and comes out; only `fetch` brings rows into memory."""

    name: str
    ops: ColumnOperations

    def table(self, name: str) -> Table:
        """One of the tables of the portfolio."""

    def small(self, frame: pd.DataFrame) -> Table:
        """A small frame as a table of the engine."""

    def derive(self, table: Table, steps: Sequence[Step]) -> Table:
        """Add the columns of every step, one step upon the other."""

    def group(self, table: Table, keys: Sequence[str], measures: Mapping[str, Measure]) -> Table:
        """One row for each combination of the keys, which may be unknown."""

    def attach(self, table: Table, other: Table, key: str) -> Table:
        """Add the columns of another table with the same key; unknown where it has no such row."""

    def only(self, table: Table, key: str, values: Sequence[Any]) -> Table:
        """The rows whose key is one of these."""

    def keep(self, table: Table, flag: str) -> Table:
        """The rows where a column of yes and no says yes."""

    def fetch(self, table: Table, columns: Sequence[str]) -> pd.DataFrame:
        """Bring columns into memory as nullable whole numbers, texts and flags."""
