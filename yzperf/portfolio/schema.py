"""The tables of a portfolio (数据格式): columns with unit, kind and meaning. Money in 分, all other values in 1/100."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class Content(StrEnum):
    """What a column holds."""

    KEY = "整数或文字"
    INTEGER = "整数"
    TEXT = "文字"
    FLAG = "是否（布尔）"


@dataclass(frozen=True, slots=True)
class Column:
    """One column; the unit stands in its name."""

    name: str
    heading: str
    content: Content
    required: bool
    meaning: str


RECORD = Column("record_id", "项目年度编号", Content.KEY, True, "一个项目一个年度一个号，两张表靠它连接，不得重复")

PROJECTS = (
    RECORD,
    Column("project_id", "项目编号", Content.KEY, False, "同一项目各年相同"),
    Column("year", "年度", Content.INTEGER, True, "如 2024"),
    Column("department", "部门", Content.TEXT, True, "预算部门"),
    Column("fund", "资金", Content.TEXT, True, "如 一般公共预算"),
    Column("town", "镇", Content.TEXT, True, "镇、街道或所属地区"),
    Column("budget_fen", "全年预算数", Content.INTEGER, True, "单位：分"),
    Column("spent_fen", "全年执行数", Content.INTEGER, True, "单位：分"),
    Column("finished", "项目是否完成", Content.FLAG, False, "分档计执行率的方案（财预〔2021〕101号）要用"),
    Column("month", "监控截至月份", Content.INTEGER, False, "1 至 12；双监控要用"),
    Column("month_spent_fen", "截至该月执行数", Content.INTEGER, False, "单位：分"),
    Column(
        "month_completion_hundredths",
        "截至该月目标完成率",
        Content.INTEGER,
        False,
        "单位：百分之一个百分点，62.5% 写 6250",
    ),
)
INDICATORS = (
    RECORD,
    Column("line", "序号", Content.INTEGER, True, "该表第几行指标，1 起，同一表内不重复"),
    Column("block", "一级指标", Content.TEXT, True, "如 产出指标、满意度指标"),
    Column("relation", "指标性质", Content.TEXT, True, "≥、≤、= 为定量；定性、时限由人评分，取填报得分"),
    Column("target_hundredths", "指标值", Content.INTEGER, True, "单位：百分之一；95% 写 9500，12 个写 1200"),
    Column(
        "actual_hundredths",
        "实际完成值",
        Content.INTEGER,
        True,
        "单位：百分之一，与指标值同一计量单位；没有填写的留空，不写 0",
    ),
    Column("weight_hundredths", "分值", Content.INTEGER, True, "单位：百分之一分；6 分写 600"),
    Column("reported_hundredths", "填报得分", Content.INTEGER, True, "单位：百分之一分"),
    Column(
        "capped",
        "不可能超过100%的比率",
        Content.FLAG,
        True,
        "如合格率、满意度（词表见 yzperf/rules/data/vocabulary.toml）",
    ),
)
SCHEMA: Mapping[str, tuple[Column, ...]] = {"projects": PROJECTS, "indicators": INDICATORS}
TITLES: Mapping[str, str] = {"projects": "项目表", "indicators": "指标表"}
QUANTITATIVE = ("≥", "≤", "=")
JUDGED = ("定性", "时限")
DIMENSIONS: Mapping[str, str] = {"department": "部门", "fund": "资金", "town": "镇", "year": "年度"}
