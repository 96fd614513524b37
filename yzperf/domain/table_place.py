"""Where a row of a table stands in its file (表内位置): the file's own name and row number, if the reader noted them."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from yzperf.errors import Place

_NOTE = "place"  # (file, sheet, number of each row in the file)


def note_place(frame: pd.DataFrame, file: str, sheet: str, numbers: Sequence[int]) -> pd.DataFrame:
    """Write down where the rows of a table came from."""
    frame.attrs[_NOTE] = (file, sheet, tuple(numbers))
    return frame


def place_of_row(frame: pd.DataFrame, at: int | None, column: str = "", *, file: str) -> Place:
    """The place of a row, counted from 0, or of the whole table; ``file`` names a table that no reader has noted."""
    noted, sheet, numbers = frame.attrs.get(_NOTE, (file, "", ()))
    if at is None:
        return Place(noted, sheet)
    number = numbers[at] if at < len(numbers) else at + 2
    return Place(noted, sheet, cell=f"第{number}行“{column}”" if column else f"第{number}行")
