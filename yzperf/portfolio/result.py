"""What a scored portfolio tells (组合结果): tables by department, fund, town and year, sentences, a picture.

The cells hold whole numbers; every ratio is formed from them as a fraction and rounded half-up once, at the edge.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any

import pandas as pd

from yzperf.domain.finding import Severity
from yzperf.domain.htmltable import html_table
from yzperf.domain.result import Diagnostic, Result
from yzperf.domain.scorecard import half_up
from yzperf.errors import ScoreError
from yzperf.portfolio.lights import LIGHT_NAMES
from yzperf.portfolio.roll_up import WAN
from yzperf.portfolio.schema import DIMENSIONS

TOTAL = "合计"
_CHECK_HEADINGS = {
    "id": "编号",
    "title": "检查",
    "severity": "严重程度",
    "level": "层次",
    "count": "个数",
    "of": "总数",
    "example": "例（项目年度编号）",
}


@dataclass(frozen=True)
class Basis:
    """By what a portfolio was scored."""

    on: date
    region: str
    profile: str
    grades: tuple[str, ...]
    citations: tuple[str, ...]
    scope: str
    warned: bool


@dataclass(frozen=True)
class PortfolioScore(Result):
    """Result of ``score_portfolio``.

    ``cells`` has one row for each combination of the dimensions, all columns sums of whole numbers (money in 分, points
    in 1/100). ``settled`` records were computed in fractions. ``checks`` is what the data checks counted.
    """

    basis: Basis
    engine: str
    dimensions: tuple[str, ...]
    cells: pd.DataFrame
    settled: int
    checks: pd.DataFrame

    title = "项目组合绩效汇总"
    method = "逐行按规则计分，逐级汇总"

    @property
    def value(self) -> float:
        """Money-weighted mean score of the evaluated records; nan where none was."""
        mean = _weighted_mean(self._whole())
        return float("nan") if mean is None else float(half_up(mean))

    @property
    def unit(self) -> str:
        """Points of 100."""
        return "分"

    @property
    def interval(self) -> None:
        """None: all records are counted."""
        return

    def diagnostics(self) -> tuple[Diagnostic, ...]:
        """None: plain arithmetic has no assumptions; what is wrong with the data stands in ``data_checks()``."""
        return ()

    def table(self, by: str | Sequence[str] = ()) -> pd.DataFrame:
        """Counts, coverage, grades, mean scores, execution and lights by one or several dimensions, with a total.

        Parameters
        ----------
        by
            ``部门``, ``资金``, ``镇``, ``年度`` or several of them; empty takes the first dimension.

        Raises
        ------
        ScoreError
            If the portfolio was not added up by such a dimension.
        """
        names = self._names([by] if isinstance(by, str) else list(by)) or [self.dimensions[0]]
        sums = [column for column in self.cells.columns if column not in self.dimensions]
        parts = (
            self.cells.groupby(names, dropna=False, as_index=False)[sums].sum().sort_values(names, ignore_index=True)
        )
        lines = [
            ({**dict(zip(names, _place(part, names), strict=True)), **self._line(part)}) for part in _records(parts)
        ]
        lines.append({**dict.fromkeys(names, ""), names[0]: TOTAL, **self._line(self._whole())})
        return pd.DataFrame(lines).rename(columns=dict(DIMENSIONS))

    def tables(self) -> dict[str, pd.DataFrame]:
        """One table for each dimension, keyed by its Chinese name."""
        return {DIMENSIONS[name]: self.table(DIMENSIONS[name]) for name in self.dimensions}

    def data_checks(self) -> pd.DataFrame:
        """What the data checks found, the gravest first; what was not found is left out."""
        found = self.checks[self.checks["count"] > 0]
        return found.sort_values(["severity", "id"], ignore_index=True).rename(columns=_CHECK_HEADINGS)

    def sentences(self) -> tuple[str, ...]:
        """Answer first: coverage, grades, mean, execution, lights; then what the figures do not say."""
        return tuple(filter(None, self._sentences()))

    def figure(self, by: str = "镇") -> Any:
        """Grades and lights by a dimension as two panels of bars."""
        from yzperf.drawing.panels import draw_share_panels

        frame = self.table(by).set_index(by)
        grades, lights = (*reversed(self.basis.grades), "未定等级", "未得总分"), tuple(LIGHT_NAMES.values())
        counts = [int(count) for count in frame["项目数"]]
        return draw_share_panels(
            [str(name) for name in frame.index],
            [("等级", grades, _GRADE_COLOURS[: len(grades) - 2] + _OPEN_COLOURS, _shares(frame, grades)),
             ("双监控", lights, _LIGHT_COLOURS, _shares(frame, lights))],
            notes=[f"{count:,}" for count in counts],
            title=f"各{by}的等级与监控（占项目年度数的比例，右侧为个数）",
        )  # fmt: skip

    def _repr_html_(self) -> str:
        checks = self.data_checks()
        more = f"<h5>数据核查</h5>{html_table(checks)}" if len(checks) else ""
        return super()._repr_html_().replace(html_table(self.checks_table()), "") + more

    # ── one line ────────────────────────────────────────────────────────────────────────────────────

    def _names(self, headings: Sequence[str]) -> list[str]:
        known = {DIMENSIONS[name]: name for name in self.dimensions}
        unknown = [heading for heading in headings if heading not in known]
        if unknown:
            raise ScoreError(f"没有按“{'、'.join(unknown)}”汇总；可用：{'、'.join(known)}。请在计分时用 by 指定")
        return [known[heading] for heading in headings]

    def _whole(self) -> Mapping[str, int]:
        sums = [column for column in self.cells.columns if column not in self.dimensions]
        return {name: sum(map(int, self.cells[name])) for name in sums}

    def _line(self, part: Mapping[str, int]) -> dict[str, object]:
        grades = {name: part[f"grade_{number}"] for number, name in enumerate(self.basis.grades, 1)}
        return {
            "项目数": part["records"],
            "已评价": part["evaluated"],
            "覆盖率%": _percent(part["evaluated"], part["records"]),
            "金额覆盖率%": _percent(part["evaluated_budget"], part["budget"]),
            **dict(reversed(grades.items())),
            "未定等级": part["evaluated"] - sum(grades.values()),
            "未得总分": part["records"] - part["evaluated"],
            "其中有未定行": part["with_rows"] - part["evaluated"],
            "平均分": _rounded(_ratio(part["cents"], 100 * part["evaluated"])),
            "金额加权平均分": _rounded(_weighted_mean(part)),
            "全年预算数（万元）": _rounded(Fraction(part["budget"], WAN)),
            "全年执行数（万元）": _rounded(Fraction(part["spent"], WAN)),
            "执行率%": _percent(part["spent"], part["budget"]),
            **{LIGHT_NAMES[light]: part[f"light_{int(light)}"] for light in LIGHT_NAMES},
            "指标行": part["rows"],
            "复算行": part["computed"],
            "照填报行": part["filled"],
            "空缺行": part["rows"] - part["computed"] - part["filled"],
        }

    # ── words ───────────────────────────────────────────────────────────────────────────────────────

    def _sentences(self) -> Iterator[str]:
        whole = self._whole()
        line = self._line(whole)
        yield (
            f"共 {whole['records']:,} 个项目年度、{whole['rows']:,} 行指标，得出总分的 {whole['evaluated']:,} 个，"
            f"评价覆盖率 {_said(line['覆盖率%'])}%（按金额 {_said(line['金额覆盖率%'])}%）；"
            f"{line['其中有未定行']:,} 个有未定的行，{whole['records'] - whole['with_rows']:,} 个没有指标行，均不按0分计。"
        )
        graded = "、".join(f"{name} {line[name]:,} 个" for name in reversed(self.basis.grades))
        yield (
            f"等级：{graded}，另有 {line['未定等级']:,} 个分值合计不为满分或没有复算行，不定等级。" if graded else ""
        )
        yield (
            f"平均分 {_said(line['平均分'])}，金额加权平均分 {_said(line['金额加权平均分'])}；"
            f"预算执行率 {_said(line['执行率%'])}%（{_said(line['全年执行数（万元）'])} 万元 ÷ {_said(line['全年预算数（万元）'])} 万元，"
            f"{whole['records'] - whole['with_budget']:,} 个预算数不可用，未计入）。"
        )
        yield self._lights(line)
        yield (
            f"{whole['filled']:,} 行由人评分，照填报得分计入；{line['空缺行']:,} 行既不能复算也没有填报得分。"
            + (f"{self.settled:,} 个项目年度的总分紧靠舍入或等级的边界，已用分数精确核定。" if self.settled else "")
        )
        yield self._grave()
        yield self.basis.scope
        yield f"计分方案：{self.basis.profile}。依据：{'；'.join(self.basis.citations)}。"

    def _lights(self, line: Mapping[str, object]) -> str:
        told = "，".join(f"{name} {line[name]:,} 个" for name in LIGHT_NAMES.values())
        without = f"{self.basis.region}没有读到预警线的规定，不亮红灯；" if not self.basis.warned else ""
        return f"双监控：{told}。{without}序时进度只作对照，不作结论。"

    def _grave(self) -> str:
        found = self.checks[(self.checks["count"] > 0) & (self.checks["severity"] == str(Severity.BLOCKING))]
        told = "；".join(f"{title} {count:,} 个" for title, count in zip(found["title"], found["count"], strict=True))
        return f"数据中的阻断性问题：{told}。" if told else ""


_GRADE_COLOURS = ("#0B5C8E", "#6BAED6", "#F4A582", "#C0392B")
_OPEN_COLOURS = ("#B9A7C9", "#DDDDDD")
_LIGHT_COLOURS = ("#C0392B", "#E8B84A", "#4C9F70", "#DDDDDD")


def _shares(frame: pd.DataFrame, names: Sequence[str]) -> list[list[float]]:
    return [
        [float(Fraction(int(row[name]), max(1, int(row["项目数"])))) for name in names] for _, row in frame.iterrows()
    ]


def _records(frame: pd.DataFrame) -> list[dict[str, Any]]:
    return [dict(zip(frame.columns, values, strict=True)) for values in frame.itertuples(index=False, name=None)]


def _place(part: Mapping[str, Any], names: Sequence[str]) -> list[object]:
    return ["（空白）" if pd.isna(part[name]) else part[name] for name in names]


def _ratio(part: int, whole: int) -> Fraction | None:
    return Fraction(part, whole) if whole else None


def _weighted_mean(part: Mapping[str, int]) -> Fraction | None:
    """Σ budget × score ÷ Σ budget over evaluated records with a budget; the two parts of the products come together."""
    return _ratio(part["points_wan"] * WAN + part["points_rest"], 100 * part["evaluated_budget"])


def _percent(part: int, whole: int) -> float | None:
    ratio = _ratio(part, whole)
    return None if ratio is None else _rounded(ratio * 100)


def _rounded(value: Fraction | None) -> float | None:
    return None if value is None else float(half_up(value))


def _said(value: object) -> str:
    return f"{value:,.2f}" if isinstance(value, float) else "—"
