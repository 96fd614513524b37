"""Merged areas of a sheet (合并区): where a cell ends, and which texts a row shows from left to right."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from yzperf.loaders.grid import Grid

Cell = tuple[int, int]


@dataclass(frozen=True)
class Areas:
    """A grid with the lower right corner of every merged area, by its upper left cell."""

    grid: Grid
    ends: Mapping[Cell, Cell]

    def end(self, cell: Cell) -> Cell:
        """Lower right corner of the area that holds a cell; the cell itself where nothing is merged."""
        origin = self.grid.origins.get(cell, cell)
        return self.ends.get(origin, origin)

    def is_covered(self, cell: Cell) -> bool:
        """Whether a cell is hidden by a merged area that begins in another column."""
        return self.grid.origins.get(cell, cell)[1] != cell[1]

    def texts(self, row: int) -> Iterator[tuple[int, str]]:
        """Column and own text of every filled cell of a row."""
        return ((column, text) for column in self.grid.columns if (text := self.grid.own_text(row, column)))


def areas_of(grid: Grid) -> Areas:
    """Find the corners of all merged areas of a grid."""
    ends: dict[Cell, Cell] = {}
    for cell, origin in grid.origins.items():
        ends[origin] = max(ends.get(origin, origin), cell)
    return Areas(grid, ends)
