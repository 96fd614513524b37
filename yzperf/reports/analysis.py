"""Part 四 of the report: block by block, its texts, its rows and what the methods found (指标分析)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from yzperf.domain.result import Result
from yzperf.domain.scorecard import ScoredRow, plain
from yzperf.reports.draft import BLOCKS, Draft, extra_blocks, homes, outcomes, results_of, rows_of
from yzperf.reports.pictures import result_png
from yzperf.reports.text import DASH, clean, merged, percent, score

_NO_ROWS = "评分表中没有列入本类的指标。"


def blocks(draft: Draft) -> list[dict[str, Any]]:
    """The four blocks of 10号, then what else the score sheet has."""
    names = [*BLOCKS, *extra_blocks(draft.evaluation)]
    return [_block(draft, name, title) for name, title in zip(names, draft.headings.blocks, strict=True)]


def _block(draft: Draft, name: str, title: str) -> dict[str, Any]:
    rows = rows_of(draft.evaluation, name)
    texts = draft.narrative.paragraphs("分析", name)
    return {
        "title": title,
        "texts": texts if rows else [*draft.narrative.optional("分析", name), _NO_ROWS],
        "rows": merged([_row(row) for row in rows], "l2"),
        "caption": draft.captions.table(f"{name}类指标得分情况") if rows else "",
        "source": "资料来源：附表1评分表。",
        "results": written_results(draft, results_of(draft.evaluation, rows)),
    }


def _row(row: ScoredRow) -> dict[str, str]:
    return {
        "l2": clean(row.l2),
        "indicator": clean(row.indicator),
        "target": clean(row.target),
        "actual": clean(row.actual),
        "weight": plain(row.weight),
        "score": score(row.counted),
        "rate": percent(row.counted, row.weight),
    }


def homeless_results(draft: Draft) -> list[dict[str, Any]]:
    """Results that belong to no indicator of the sheet; they are printed in part 七."""
    home = homes(draft.evaluation)
    return written_results(draft, {key: found for key, found in outcomes(draft.evaluation).items() if key not in home})


def written_results(draft: Draft, results: Mapping[str, Result | str]) -> list[dict[str, Any]]:
    """Method results as the template prints them: title, sentences, figure, assumptions; or why there is none."""
    return [
        _gap(number, key, found) if isinstance(found, str) else _result(draft, number, key, found)
        for number, (key, found) in enumerate(results.items(), 1)
    ]


def _gap(number: int, key: str, lacking: str) -> dict[str, Any]:
    said = f"方法{key}未计算：{lacking}。补交后重新运行，本部分自动补上。"
    nothing = {"has_figure": False, "figure": "", "figure_caption": "", "checks": [], "caption": ""}
    return {"title": clean(f"{number}.方法{key}（未计算）"), "sentences": [clean(said)], "source": "", **nothing}


def _result(draft: Draft, number: int, key: str, result: Result) -> dict[str, Any]:
    checks = [
        {
            "assumption": clean(check.assumption),
            "statistic": clean(check.statistic),
            "verdict": clean(check.verdict),
            "advice": clean(check.advice) or DASH,
        }
        for check in result.diagnostics()
    ]
    return {
        "title": clean(f"{number}.{result.title}"),
        "sentences": [clean(line) for line in (f"采用{result.method}，结果编号{key}。", *result.sentences())],
        **_figure(draft, result),
        "checks": checks,
        "caption": draft.captions.table(f"{result.title}：方法假设检验") if checks else "",
        "source": f"资料来源：方法结果 {clean(key)}。",
    }


def _figure(draft: Draft, result: Result) -> dict[str, Any]:
    png = result_png(result)
    if png is None:
        return {"has_figure": False, "figure": "", "figure_caption": ""}
    caption = draft.captions.figure(result.title)
    return {"has_figure": True, "figure": draft.album.picture(png, caption), "figure_caption": caption}
