"""Parts 一 to 三 of the report: the project, the work, the conclusion (基本情况、评价工作、评价结论)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from yzperf.domain.quantity import Kind, Quantity
from yzperf.reports.draft import Draft
from yzperf.reports.fields import execution_rate
from yzperf.reports.front import block_table, conclusion
from yzperf.reports.pictures import block_chart
from yzperf.reports.text import clean, merged, money

_MONEY = {
    "initial": "年初预算数",
    "up": "调增",
    "down": "调减",
    "budget": "全年预算数",
    "arrived": "到位数",
    "spent": "全年执行数",
    "rest": "结余",
}
_LOG = {
    "date": "日期",
    "step": "环节",
    "content": "内容",
    "people": "参加人",
    "place": "地点",
    "outcome": "成果",
}
_FRAMEWORK = "评价指标体系由{一级指标数}个一级指标、{三级指标数}个三级指标组成，满分{满分}分，详见附表1。"


def records(frame: Any) -> list[dict[str, Any]]:
    """Rows of a table as dicts with text keys; none for a missing table."""
    return (
        []
        if frame is None
        else [{str(key).strip(): value for key, value in row.items()} for row in frame.to_dict("records")]
    )


def overview(draft: Draft) -> dict[str, Any]:
    """(一) 项目概况 with the money table."""
    case = draft.evaluation.case
    rows = [_money_row(row) for row in records(case.budget)]
    texts = {
        key: draft.narrative.paragraphs("概况", name)
        for key, name in (("background", "背景"), ("content", "主要内容"), ("money", "资金"))
    }
    return {
        **texts,
        "rows": rows,
        "caption": draft.captions.table(f"项目资金投入和使用情况（单位：{case.info.money_unit}）") if rows else "",
        "source": "资料来源：项目单位提供的预算和决算资料（budget.csv）。",
    }


def _money_row(row: dict[str, Any]) -> dict[str, str]:
    amounts = {key: money(row.get(name)) for key, name in _MONEY.items()}
    return {"name": clean(row.get("资金来源")), **amounts, "rate": execution_rate(row)[0]}


def goals(draft: Draft) -> dict[str, Any]:
    """(二) 项目绩效目标 with the approved targets."""
    targets = draft.evaluation.case.targets
    rows = [
        {
            "l1": clean(row.l1),
            "l2": clean(row.l2),
            "indicator": clean(row.indicator),
            "target": target_text(row.target),
        }
        for row in (targets.rows if targets else ())
    ]
    return {
        "overall": draft.narrative.paragraphs("目标", "总体"),
        "stages": draft.narrative.paragraphs("目标", "阶段"),
        "rows": merged(rows, "l1", "l2"),
        "caption": draft.captions.table("批复的绩效目标") if rows else "",
        "source": f"资料来源：{clean(targets.file)}。" if targets else "",
    }


def target_text(target: Quantity) -> str:
    """A target as written; relation and unit from columns of their own are put back around the number."""
    bare = target.kind is Kind.NUMBER and target.text.replace(",", "").replace(".", "", 1).isdigit()
    if not bare:
        return clean(target.text)
    return clean(f"{target.relation or ''}{target.text}{target.unit}")


def work(draft: Draft) -> dict[str, Any]:
    """二: purpose, scope, principles, framework, methods, standards, and the log as a table."""
    rows = [{key: clean(row.get(name)) for key, name in _LOG.items()} for row in records(draft.evaluation.case.log)]
    names = {
        "purpose": "目的",
        "scope": "对象范围",
        "principles": "原则",
        "methods": "方法",
        "standards": "标准",
    }
    return {
        **{key: draft.narrative.paragraphs("评价工作", name) for key, name in names.items()},
        "framework": draft.say("评价指标体系", _FRAMEWORK),
        "process": draft.narrative.optional("评价工作", "过程") or _process(draft, rows),
        "rows": rows,
        "caption": draft.captions.table("评价工作过程") if rows else "",
        "source": "资料来源：评价工作日志（log.csv）。",
    }


def _process(draft: Draft, rows: Sequence[object]) -> list[str]:
    return ["评价工作按日志记载的时间和环节开展，见下表。"] if rows else draft.narrative.paragraphs("评价工作", "过程")


def verdict(draft: Draft) -> dict[str, Any]:
    """三: score, grade, blocks, chart."""
    totals = {clean(name): values for name, values in draft.evaluation.card.totals_by().items()}
    parts = "；".join(f"{name}得分{{{name}得分}}分，满分{{{name}满分}}分，得分率{{{name}得分率}}" for name in totals)
    texts = [*conclusion(draft, "评价结论"), *draft.say("评价结论", f"其中：{parts}。")]
    table = block_table(draft, "各类指标得分情况")
    caption = draft.captions.figure("各类指标分值与得分")
    return {
        "texts": texts,
        **table,
        "chart": draft.album.picture(block_chart(totals), caption),
        "chart_caption": caption,
    }
