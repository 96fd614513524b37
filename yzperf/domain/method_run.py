"""A method that a case names, carried out on its table (方法的执行): the result, or why the method refused the data."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from yzperf.domain.case import MethodCall
from yzperf.domain.result import Result


@dataclass(frozen=True)
class MethodRun:
    """One call with its table and the table's file. ``refusal`` says in Chinese why there is no result."""

    call: MethodCall
    file: str
    table: pd.DataFrame
    result: Result | None = None
    refusal: str = ""
