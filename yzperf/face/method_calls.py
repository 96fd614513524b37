"""The methods that a case names, run on its tables (案卷的方法)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from yzperf.domain.case import Case, MethodCall
from yzperf.domain.method_run import MethodRun
from yzperf.domain.result import Result
from yzperf.domain.survey import Survey
from yzperf.errors import MethodError, Problem
from yzperf.loaders.case_settings import SURVEY


def run_methods(case: Case) -> dict[str, Result]:
    """Run every method whose tables are there, keyed by its number (M1, M2 …); `method_gaps` names the others.

    Raises
    ------
    MethodError
        All calls that cannot run, at once, each with its number.
    """
    results: dict[str, Result] = {}
    problems: list[Problem | str] = []
    gaps = method_gaps(case)
    for call in case.methods:
        if call.id in gaps:
            continue
        where = f"{call.id}（{case.files.get(call.table, call.table)}）"
        try:
            results[call.id] = _run_method(case, call)
        except MethodError as error:
            problems.extend(f"{where}：{problem}" for problem in error.problems)
        except (TypeError, ValueError) as error:
            said = f"{where}：选项的类型或取值不对（{error}）"
            problems.append(f"{said}。请核对 case.toml 中 {call.id} 的 [method.options]，数字不加引号")
    if problems:
        raise MethodError(problems)
    return results


def method_gaps(case: Case) -> dict[str, str]:
    """Methods that cannot run because a table of theirs was not handed over, and what is lacking (方法缺口)."""
    lacking = {call.id: [name for name in _tables_of(call) if not _has_table(case, name)] for call in case.methods}
    files = {**case.files, SURVEY: "survey.csv"}
    return {id: "缺 " + "、".join(files.get(name, name) for name in names) for id, names in lacking.items() if names}


def runs_for_checks(case: Case, results: Mapping[str, Result]) -> Iterator[MethodRun]:
    """The methods of a case whose tables are there. One that refuses its data does not keep the others from running."""
    gaps = method_gaps(case)
    for call in case.methods:
        if call.id in gaps or call.table == SURVEY:  # the survey has checks of its own
            continue
        run = MethodRun(call, case.files.get(call.table, call.table), case.tables[call.table], results.get(call.id))
        if run.result is None:
            try:
                run = replace(run, result=_run_method(case, call))
            except MethodError as error:
                run = replace(run, refusal="；".join(map(str, error.problems)))
            except (TypeError, ValueError) as error:
                run = replace(run, refusal=str(error))
        yield run


def _tables_of(call: MethodCall) -> list[str]:
    """The table of a method, and those that its options take a column from."""
    return [call.table, *(value["table"] for value in call.options.values() if _is_column(value))]


def _has_table(case: Case, name: str) -> bool:
    return name in case.tables or (name == SURVEY and case.survey is not None)


def _run_method(case: Case, call: MethodCall) -> Result:
    from yzperf.methods import run

    options = {key: _resolve(case, value) for key, value in call.options.items()}
    if call.table == SURVEY and case.survey is not None:
        return run(call.method, case.survey.answers, **_survey_options(case.survey, options))
    return run(call.method, case.tables[call.table], **options)


def _survey_options(survey: Survey, options: dict[str, Any]) -> dict[str, Any]:
    """Titles and points of the items stand in the codebook; what the case writes itself goes first."""
    chosen = [item for item in survey.codebook if item.column in options.get("items", ())]
    titles = {item.column: item.title for item in chosen}
    points = {item.column: dict(item.points) for item in chosen}
    return {"points": points, **options, "items": titles or options.get("items", ())}


def _resolve(case: Case, value: Any) -> Any:
    """An option ``{table, key, value}`` stands for a column of that table by another (e.g. 镇 → 受益户数)."""
    if not _is_column(value):
        return value
    table = case.tables[value["table"]]
    absent = [name for name in (value["key"], value["value"]) if name not in table.columns]
    if absent:
        raise MethodError(f"表“{value['table']}”没有列 {'、'.join(absent)}，请核对 case.toml")
    return dict(zip(table[value["key"]], table[value["value"]], strict=True))


def _is_column(value: Any) -> bool:
    return isinstance(value, dict) and set(value) == {"table", "key", "value"}
