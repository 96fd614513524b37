"""Open a case folder (案卷): every file that is there is read and checked, what is missing is said."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path
from typing import Any, TypeVar

import pandas as pd

from yzperf.domain.case import Case, CaseInfo, Evidence, MethodCall
from yzperf.domain.form import Forms
from yzperf.domain.scoresheet import ScoreSheet
from yzperf.errors import LoadError, Place, Problem
from yzperf.loaders.delimited import read_table
from yzperf.loaders.score_table import load_score_sheets
from yzperf.loaders.survey_answers import load_survey

BUDGET_COLUMNS = ("资金来源", "年初预算数", "调增", "调减", "全年预算数", "到位数", "全年执行数", "结余")
_BUDGET_NUMBERS = (*BUDGET_COLUMNS[1:], "执行率")
_MANIFEST_COLUMNS = ("编号", "文件", "sha256", "来源", "取得日期", "采集人", "定位")
_LOG_COLUMNS = ("日期", "环节", "内容", "参加人", "地点", "成果")
_TITLES = {
    "scores.xlsx": "评分表",
    "targets.xlsx": "批复的绩效目标表",
    "budget.csv": "资金表",
    "survey.csv": "问卷数据",
    "evidence/manifest.csv": "证据清单",
    "log.csv": "工作日志",
    "narrative.toml": "报告文字",
    "report.docx": "评价报告",
}
_REQUIRED = {
    "name": str,
    "year": int,
    "period": list,
    "region": str,
    "rules_on": date,
    "profile": str,
    "framework": str,
    "money_unit": str,
}
T = TypeVar("T")


def open_case(folder: Path, forms: Forms) -> Case:
    """Open a case folder.

    Parameters
    ----------
    folder
        Holds at least ``case.toml``.
    forms
        Heading synonyms and layouts, from ``yzperf.rules.load_forms()``.

    Raises
    ------
    LoadError
        All defects of all files of the folder at once.
    """
    settings = _read_settings(folder)
    reader = _Folder(folder)
    case = Case(
        folder=folder,
        info=_info(settings),
        scores=reader.read("scores.xlsx", lambda path: _first(load_score_sheets(path, forms))),
        targets=reader.read("targets.xlsx", lambda path: _first(load_score_sheets(path, forms))),
        budget=reader.read("budget.csv", lambda path: read_table(path, required=BUDGET_COLUMNS, exact=_BUDGET_NUMBERS)),
        survey=reader.read("survey.csv", lambda path: load_survey(path, folder / "survey_codebook.csv")),
        evidence=reader.read("evidence/manifest.csv", _evidence),
        log=reader.read("log.csv", lambda path: read_table(path, required=_LOG_COLUMNS)),
        tables=reader.read_tables(settings.get("tables", {})),
        methods=tuple(_method(row) for row in settings.get("method", [])),
        narrative=reader.read("narrative.toml", _read_toml) or {},
        report=reader.read("report.docx", lambda path: path),
        missing=tuple(reader.missing),
    )
    if reader.problems:
        raise LoadError(reader.problems)
    return case


class _Folder:
    """Reads files of one folder; collects what is missing and all problems of all files."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.missing: list[str] = []
        self.problems: list[Problem | str] = []

    def read(self, name: str, reader: Callable[[Path], T]) -> T | None:
        path = self.folder / name
        if not path.exists():
            self.missing.append(f"{_TITLES.get(name, name)}（{name}）")
            return None
        try:
            return reader(path)
        except LoadError as error:
            self.problems.extend(error.problems)
            return None

    def read_tables(self, tables: Mapping[str, Mapping[str, str]]) -> dict[str, pd.DataFrame]:
        found = {}
        for key, entry in tables.items():
            name = str(entry.get("file", ""))
            if not _is_inside(self.folder, name):
                place = Place(file="case.toml", paragraph=f"[tables.{key}]")
                self.problems.append(
                    Problem(place, name or "空白", "案卷文件夹内的文件名", "请把文件放进案卷，写相对路径")
                )
            elif (table := self.read(name, read_table)) is not None:
                found[key] = table
        return found


def _is_inside(folder: Path, name: str) -> bool:
    return bool(name) and (folder / name).resolve().is_relative_to(folder.resolve())


def _first(sheets: list[ScoreSheet]) -> ScoreSheet:
    return sheets[0]


def _read_settings(folder: Path) -> dict[str, Any]:
    if not folder.is_dir():
        raise LoadError(Problem(Place(file=str(folder)), "没有这个文件夹", "案卷文件夹", "请核对路径"))
    path = folder / "case.toml"
    if not path.exists():
        raise LoadError(
            Problem(
                Place(file=str(folder)), "没有 case.toml", "含 case.toml 的案卷文件夹", "请参照 data/cases 中的示例新建"
            )
        )
    settings = _read_toml(path)
    problems = list(_setting_problems(settings.get("case", {})))
    if problems:
        raise LoadError(problems)
    return settings


def _read_toml(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except UnicodeDecodeError as error:
        raise LoadError(Problem(Place(file=path.name), "不是 UTF-8 编码", "UTF-8 文本", "请另存为 UTF-8")) from error
    except tomllib.TOMLDecodeError as error:
        raise LoadError(
            Problem(Place(file=path.name), f"语法有误：{error}", "正确的 TOML", "请对照示例案卷修改该行")
        ) from error


def _setting_problems(table: Mapping[str, Any]) -> list[Problem]:
    problems = []
    for key, kind in _REQUIRED.items():
        place = Place(file="case.toml", paragraph=f"[case] {key}")
        if key not in table:
            problems.append(Problem(place, "缺少", "必填项", "请参照示例案卷补上"))
        elif not isinstance(table[key], kind):
            problems.append(Problem(place, str(table[key]), _KIND_NAMES[kind], "请改正写法，日期不加引号"))
    period = table.get("period")
    if isinstance(period, list) and not (len(period) == 2 and all(isinstance(day, date) for day in period)):
        problems.append(
            Problem(
                Place(file="case.toml", paragraph="[case] period"),
                str(period),
                "起止两个日期",
                "如 [2024-01-01, 2024-12-31]",
            )
        )
    return problems


_KIND_NAMES = {str: "文字", int: "整数", list: "列表", date: "日期（如 2025-03-10）"}


def _info(settings: Mapping[str, Any]) -> CaseInfo:
    table = settings["case"]
    return CaseInfo(
        name=table["name"],
        label=table.get("label", ""),
        year=table["year"],
        period=(table["period"][0], table["period"][1]),
        region=table["region"],
        rules_on=table["rules_on"],
        profile=table["profile"],
        framework=table["framework"],
        money_unit=table["money_unit"],
        parties={key: str(value) for key, value in settings.get("parties", {}).items()},
    )


def _method(row: Mapping[str, Any]) -> MethodCall:
    return MethodCall(
        id=row["id"],
        method=row["method"],
        table=row["table"],
        options=dict(row.get("options", {})),
        indicators=tuple(row.get("indicators", ())),
    )


def _evidence(path: Path) -> tuple[Evidence, ...]:
    frame = read_table(path, required=_MANIFEST_COLUMNS)
    texts = frame[list(_MANIFEST_COLUMNS)].fillna("").astype(str)
    return tuple(_evidence_line(row, number) for number, row in enumerate(texts.to_dict("records"), 2))


def _evidence_line(row: Mapping[Any, str], number: int) -> Evidence:
    return Evidence(
        id=row["编号"],
        file=row["文件"],
        sha256=row["sha256"],
        source=row["来源"],
        collected_on=row["取得日期"],
        collector=row["采集人"],
        locator=row["定位"],
        where=Place(file="evidence/manifest.csv", cell=f"第{number}行"),
    )
