"""Indicator frameworks (指标体系框架): blocks, stages, indicators, and what is asked of their points."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any

from yzperf.domain.scorecard import plain
from yzperf.errors import RuleError
from yzperf.rules.description import Description, Section
from yzperf.rules.entry import Entry, Origin
from yzperf.rules.formula import Items
from yzperf.rules.framework_indicator import Indicator, read_indicator
from yzperf.rules.period import words
from yzperf.rules.points import Block, Breach, Demands, Limit, Points, read_block, read_demands, read_limit


@dataclass(frozen=True, slots=True)
class Stage:
    """Which blocks weigh more at a stage of the project (阶段侧重); the document gives no numbers."""

    name: str
    emphasis: tuple[str, ...]
    clause: str
    origin: Origin


@dataclass(frozen=True, slots=True)
class Framework:
    """A complete framework: blocks in order, stages, indicators, and what the source asks of their points."""

    id: str
    name: str
    region: str
    since: date | None
    until: date | None
    clauses: tuple[str, ...]
    conventions: tuple[str, ...]
    block_rules: tuple[Block, ...]
    limits: tuple[Limit, ...]
    demands: Demands
    stages: tuple[Stage, ...]
    indicators: tuple[Indicator, ...]
    weight_note: str
    origin: Origin

    @property
    def blocks(self) -> tuple[str, ...]:
        """Names of the first-level blocks (一级指标) in order."""
        return tuple(block.name for block in self.block_rules)

    def indicator(self, name: str) -> Indicator | None:
        """Return the indicator with this id or name, or None: a case may have indicators of its own."""
        return next((item for item in self.indicators if name in (item.id, item.name)), None)

    def of_block(self, block: str) -> tuple[Indicator, ...]:
        """Indicators of a first-level block, in order."""
        return tuple(item for item in self.indicators if item.l1 == block)

    def cited_parts(self) -> Iterator[Indicator | Stage | Block | Limit | Demands]:
        """Everything inside that names a clause of its own."""
        asked: tuple[Block | Limit | Demands, ...] = (*self.block_rules, *self.limits, self.demands)
        yield from self.indicators
        yield from self.stages
        yield from (part for part in asked if part.clause)

    def check_weights(self, weights: Points, parts: Points | None = None) -> tuple[Breach, ...]:
        """Tell what the points of an evaluator's sheet break (核对分值).

        Parameters
        ----------
        weights
            Points of the first-level blocks; a block that is missing has none.
        parts
            Points below the first level, by name of the second-level or third-level indicator. A demand on
            second-level indicators is judged only if one of them is here.

        Returns
        -------
        tuple of Breach
            Each with its clause; empty where nothing is broken or the source asks nothing.
        """
        below, total = parts or {}, sum(weights.values(), Fraction(0))
        every = {**below, **weights}
        ending = {block.name for block in self.block_rules if block.endings}  # whole numbers anyway
        found = list(self.demands.breaches(total, {name: every[name] for name in every if name not in ending}))
        for block in self.block_rules:
            found.extend(block.breaches(weights.get(block.name, Fraction(0))))
        for limit in self.limits:
            if set(limit.of) <= set(self.blocks) or set(limit.of) & below.keys():
                found.extend(limit.breaches(every, total))
        return tuple(found)

    def compute(self, indicator: str, items: Items) -> Fraction:
        """Compute an indicator exactly from its data items (按公式计算指标值).

        Parameters
        ----------
        indicator
            Id or name.
        items
            Value of every data item that the formula names; one mapping may serve all indicators.

        Returns
        -------
        Fraction
            The value of the formula as written. ``100%`` is 1, so a rate of 95 % is ``Fraction(19, 20)``.

        Raises
        ------
        RuleError
            If there is no such indicator, it has no formula, items are missing, or a divisor is zero.
        """
        found = self.indicator(indicator)
        if found is None:
            known = "、".join(f"{item.id}（{item.name}）" for item in self.indicators if item.formula) or "无"
            raise RuleError(f"“{self.name}”没有指标“{indicator}”；有公式的指标：{known}。")
        return found.read_formula().value(items)

    def table(self) -> Any:
        """Return all indicators as a `pandas.DataFrame` with Chinese column names; columns without content are left out."""
        import pandas as pd

        table = pd.DataFrame([_cells(item) for item in self.indicators], columns=list(_COLUMNS), dtype=str)
        return table.loc[:, [bool(table[column].any()) for column in table.columns]]

    def describe(self, cite: Callable[[str], str] = str) -> Description:
        """Return the framework to read: what it rests on, what it asks of the points, all indicators by block.

        Parameters
        ----------
        cite
            Turns the id of a clause into its citation; `Rules.describe` gives one. Without it, ids are shown.
        """
        groups = tuple((block, tuple(_told(item, cite) for item in self.of_block(block))) for block in self.blocks)
        one_basis = len({item.clause for item in self.indicators}) == 1  # told among the facts
        indicators = Section("指标", _TOLD, groups).filled(but=("条款",) if one_basis else ())
        return Description(self.name, tuple(self._facts(cite)), (*self._demand_sections(cite), indicators))

    def _facts(self, cite: Callable[[str], str]) -> Iterator[tuple[str, str]]:
        yield "编号", self.id
        yield "地区和施行", f"{self.region}，{words(self)}"
        yield "依据", "；".join(dict.fromkeys(map(cite, self.clauses)))
        yield "程序设定", "；".join(cite(name).removeprefix("程序设定：") for name in self.conventions)
        yield "规模", f"{len(self.blocks)} 个一级指标，{len(self.indicators)} 项指标"
        yield "分值", self.weight_note
        yield from ((f"{stage.name}侧重", "、".join(stage.emphasis)) for stage in self.stages)

    def _demand_sections(self, cite: Callable[[str], str]) -> Iterator[Section]:
        """What the source asks of the points, as a table; nothing where it asks nothing."""
        alike: dict[tuple[str, str], list[str]] = {}
        for block in self.block_rules:
            alike.setdefault((block.words, block.clause), []).append(block.name)
        rows = [("、".join(names), words, cite(clause)) for (words, clause), names in alike.items() if words]
        rows += [("合计", limit.words, cite(limit.clause)) for limit in self.limits]
        rows += [("全部", self.demands.words, cite(self.demands.clause))] if self.demands.words else []
        if rows:
            yield Section("分值要求", ("指标", "要求", "依据"), (("", tuple(rows)),))

    def _repr_mimebundle_(self, **_: object) -> dict[str, str]:
        return self.describe().bundle()

    def _repr_html_(self) -> str:
        return self.describe().html()


_COLUMNS = (
    "编号", "一级指标", "二级指标", "三级指标", "指标解释", "评价要点或公式", "性质", "单位", "方向", "权重范围", "标准", "说明", "条款",
)  # fmt: skip
# What a reader is shown below the name of the block.
_TOLD = ("编号", "二级指标", "三级指标", "指标解释", "评价要点或公式", "性质", "方向", "分值", "标准", "说明", "条款")
_CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"


def _cells(item: Indicator) -> tuple[str, ...]:
    weight = "—".join(map(str, item.weight_range)) if item.weight_range else ""
    return (
        item.id, item.l1, item.l2, item.name, item.explanation, item.how, item.kind, item.unit, item.direction, weight,
        item.standard, _note(item), item.clause,
    )  # fmt: skip


def _told(item: Indicator, cite: Callable[[str], str]) -> tuple[str, ...]:
    """One line for each check, the unit beside the kind, the clause as its citation."""
    checks = "\n".join(f"{number}{check}" for number, check in zip(_CIRCLED, item.checks, strict=False))
    kind = f"{item.kind}（{item.unit}）" if item.unit else item.kind
    points = "—".join(dict.fromkeys(map(plain, item.weight_range))) if item.weight_range else ""
    how = item.formula or checks or item.how
    return (
        item.id, item.l2, item.name, item.explanation, how, kind, str(item.direction), points,
        item.standard, _note(item), cite(item.clause),
    )  # fmt: skip


def _note(item: Indicator) -> str:
    return "；".join(filter(None, (item.condition, item.note)))


def read_framework(entry: Entry) -> Framework:
    """Read one framework file."""
    demands = read_demands(entry.table("points"))
    return Framework(
        id=entry.text("id"),
        name=entry.text("name"),
        region=entry.text("region"),
        since=entry.day("since"),
        until=entry.day("until"),
        clauses=entry.texts("clauses", required=True),
        conventions=entry.texts("conventions"),
        block_rules=tuple(read_block(row, demands.clause) for row in entry.tables("block", naming="name")),
        limits=tuple(read_limit(row) for row in entry.tables("limit", naming="clause")),
        demands=demands,
        stages=tuple(_read_stage(row) for row in entry.tables("stage", naming="name")),
        indicators=tuple(read_indicator(row) for row in entry.tables("indicator")),
        weight_note=entry.text("weight_note", ""),
        origin=entry.origin,
    )


def _read_stage(row: Entry) -> Stage:
    return Stage(row.text("name"), row.texts("emphasis", required=True), row.text("clause"), row.origin)
