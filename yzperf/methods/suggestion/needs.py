"""What methods need of a table (数据要求): each in words, and the columns of a table that meet it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from yzperf.methods.suggestion.table_shape import Panel, TableShape

Columns = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Need:
    """One need: what is wanted, as it is said to a person, and the columns that meet it (none: it is not met)."""

    words: str
    columns: Callable[[TableShape], Columns]


def _of_panel(found: Callable[[Panel], Columns]) -> Callable[[TableShape], Columns]:
    return lambda table: found(table.panel) if table.panel else ()


def _if(condition: bool, columns: Columns) -> Columns:
    return columns if condition else ()


def _at_least(count: int, found: Callable[[TableShape], Columns]) -> Callable[[TableShape], Columns]:
    return lambda table: _if(len(found(table)) >= count, found(table))


OUTCOME = Need("一栏结果数值", lambda table: table.numbers[:1])
TWO_NUMBERS = Need("至少两栏数值", _at_least(2, lambda table: table.numbers))
THREE_NUMBERS = Need("至少三栏数值", _at_least(3, lambda table: table.numbers))
POSITIVE = Need("至少两栏没有空白、全部大于0的数值（投入和产出）", _at_least(2, lambda table: table.positive))
OBJECTS = Need("一栏对象名称，每个对象一行", lambda table: table.labels[:1])
GROUPS = Need("一栏分组（镇、类别等，每组几行）", lambda table: table.groups[:1])
FLAG = Need("一栏是否（1/0或是/否）", lambda table: table.flags[:1])
PERIODS = Need("一栏时间", lambda table: table.times[:1])
MONEY = Need("一栏成本或金额", lambda table: table.money[:1])
QUANTITY = Need(
    "一栏产出或效果的数量",
    lambda table: tuple(column for column in table.numbers if column not in table.money)[:1],
)
FLOWS = Need("至少两栏各期的成本、效益金额", _at_least(2, lambda table: table.numbers))
MARKS = Need("至少三栏同一量表的评分（0至100的整数）", _at_least(3, lambda table: table.points))
MARKS_ONE = Need("一栏0至10的推荐分", lambda table: table.points[:1])
JUDGEMENTS = Need("两两比较的判断矩阵（行列数相同，互为倒数）", lambda table: table.reciprocal)
MEMBERSHIPS = Need("各因素对各等级的隶属度，每行合计为1", lambda table: table.shares)
WEIGHT_SETS = Need("至少两组权重，每组一栏，合计为1", _at_least(2, lambda table: table.weights))
GROUP_SIZES = Need("一栏各层的总体数", lambda table: _if(bool(table.labels), table.positive[:1]))
ANSWERS = Need("问卷数据和编码本，答案有分数", lambda table: table.answers)
SCALE = Need("至少三个同一量表的问卷题目", _at_least(3, lambda table: table.answers))
FIVE_ANSWERS = Need("至少五个问卷题目", _at_least(5, lambda table: table.answers))
MANY_AMOUNTS = Need("至少300个金额", lambda table: _if(table.rows >= 300, table.money[:1]))
CATEGORIES = Need("至少两栏归类（同样的几类）", lambda table: table.alike)
ENOUGH_UNITS = Need("至少6个对象（投入产出每多一栏，再多3个）", lambda table: _if(table.rows >= 6, ("各行",)))
PRICES = Need("各项投入的价格", lambda table: tuple(column for column in table.positive if "价" in str(column)))
MANY_ROWS = Need("至少30行", lambda table: _if(table.rows >= 30, ("各行",)))
ROUNDS = Need(
    "一栏轮次、一栏专家、一栏条目", lambda table: _if(any("轮" in str(one) for one in table.columns), table.columns[:3])
)
PRINTED = Need("一栏报告里印出的平均数或比例，按文字读入", lambda table: table.printed[:1])
PANEL = Need(
    "同一批对象两期以上的数据，一行一个对象一期",
    _of_panel(lambda panel: _if(panel.units >= 2, (panel.unit, panel.time))),
)
MANY_UNITS = Need("至少8个对象", _of_panel(lambda panel: _if(panel.units >= 8, (panel.unit,))))
SEVERAL_PERIODS = Need("至少4期，实施前后各不少于2期", _of_panel(lambda panel: _if(panel.periods >= 4, (panel.time,))))
SERIES = Need("一条至少8期的时间序列", lambda table: _if(table.rows >= 8 and not table.panel, table.times[:1]))
TREATED = Need(
    "一栏是否实施：有的对象实施，有的没有",
    _of_panel(lambda panel: panel.fixed or _if(panel.never > 0, panel.switching)),
)
SWITCHING = Need(
    "一栏当期是否已实施（可由实施对象和开始时间算出）：对象由否变是，不再变回", _of_panel(lambda panel: panel.switching)
)
STAGGERED = Need(
    "各对象先后开始实施，至少两个开始时间", _of_panel(lambda panel: _if(panel.starts >= 2, panel.switching))
)
