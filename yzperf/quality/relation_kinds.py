"""How a column of a table can follow from others (列间关系)."""

from __future__ import annotations

from enum import StrEnum


class RelationKind(StrEnum):
    """How one column follows from others (列间关系)."""

    RATIO = "比率"
    GROWTH = "增减率"
    DIFFERENCE = "差"
    SUM = "合计"
    PRODUCT = "乘积"
    QUOTIENT = "单位数"
    GROWTH_ALONG = "逐行增减率"
    SHARE = "占合计的比重"
