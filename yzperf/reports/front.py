"""Cover, declaration and summary (封面、声明、摘要)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from yzperf.domain.scorecard import plain
from yzperf.reports.draft import Draft, rounded_sum
from yzperf.reports.text import PLACEHOLDER, break_title, clean, percent, score

_COVER = ("项目单位", "主管部门", "委托单位", "评价机构", "主评人", "报告日期")
_PRINTED = {"评价机构": "评价机构（盖章）"}
_SAME = {"项目单位": "实施单位"}  # the cover's word and the word of the self-evaluation form
_STATEMENT = (
    "一、本次评价由评价机构独立完成，评价机构、主评人及参加人员与委托单位、项目单位不存在影响公正评价的利害关系。",
    "二、本报告所列数据和资料由委托单位、项目单位提供或由评价组现场采集，提供方对其真实性、完整性负责；"
    "评价机构对数据来源进行了核对，对评价结论和报告内容负责。",
    "三、报告中的得分由评分表按所选计分规则复算得出，正文引用的数字见附表4，质量检查的范围和意见见附表3。",
    "四、未经委托单位和本级财政部门同意，任何单位和个人不得对外提供、泄露或公开本报告及有关资料。",
)
_CONCLUSION = "经综合评价，“{项目名称}”得分{总分}分（满分{满分}分），评价等级为“{等级}”。"
_UNFINISHED = "评分表尚有{未评分指标数}项指标没有得分，“{项目名称}”的总分和评价等级待定。"


def title_of(draft: Draft) -> str:
    """Title in lines of whole words, the kind of report on its own line."""
    name = clean(draft.evaluation.case.info.name).removesuffix("报告").removesuffix("绩效评价")
    return "\n".join([*break_title(name), "绩效评价报告"])


def cover(draft: Draft) -> list[dict[str, str]]:
    """Rows of the cover: project, parties, date."""
    info = draft.evaluation.case.info
    parties = [(_PRINTED.get(key, key), _party(info.parties, key) or PLACEHOLDER) for key in _COVER]
    return [{"name": name, "value": value} for name, value in [("项目名称", clean(info.name)), *parties]]


def _party(parties: Mapping[str, str], key: str) -> str:
    return clean(parties.get(key, "") or parties.get(_SAME.get(key, key), ""))


def statement(draft: Draft) -> dict[str, list[str]]:
    """Declaration and lines to sign."""
    parties = draft.evaluation.case.info.parties
    names = [(role, clean(parties.get(role, ""))) for role in ("主评人", "复核人")]
    lines = [f"{role}{f'（{name}）' if name else ''}签字：________________" for role, name in names]
    return {
        "statement": list(_STATEMENT),
        "signatures": [*lines, "评价机构（盖章）：________________", "日期：　　　　年　　月　　日"],
    }


def conclusion(draft: Draft, section: str) -> list[str]:
    """The answer first: score and grade, or what keeps them open; then how much no rule could recompute."""
    card = draft.evaluation.card
    main = _UNFINISHED if card.total is None else _CONCLUSION
    return draft.say(section, main, *([_carried(draft)] if card.carried_total else []))


def _carried(draft: Draft) -> str:
    count = sum(row.carried for row in draft.evaluation.card.rows)
    return f"总分中有{{沿用填报得分}}分（{count}项指标）须由人工评判，沿用填报得分，未经规则复算。"


def block_table(draft: Draft, title: str) -> dict[str, Any]:
    """Blocks with weight, score, rate and a total row."""
    totals = draft.evaluation.card.totals_by()
    rows = [_block_row(clean(name), *values) for name, values in totals.items()]
    whole = rounded_sum([weight for weight, _ in totals.values()])
    rows.append(_block_row("合计", whole, draft.evaluation.card.exact_total))
    return {"caption": draft.captions.table(title), "rows": rows, "source": "资料来源：附表1评分表复算得分。"}


def _block_row(name: str, weight: Any, got: Any) -> dict[str, str]:
    return {"name": name, "weight": plain(weight), "score": score(got), "rate": percent(got, weight)}


def summary(draft: Draft) -> dict[str, Any]:
    """摘要: conclusion with the block table, problems, advice."""
    issues = draft.narrative.issues("问题")
    advice = [issue.advice for issue in [*issues, *_own_advice(draft)] if issue.advice]
    return {
        "conclusion": conclusion(draft, "摘要"),
        **block_table(draft, "综合得分情况"),
        "problems": _numbered([issue.problem for issue in issues if issue.problem]),
        "advice": _numbered(advice),
    }


def _own_advice(draft: Draft) -> list[Any]:
    return draft.narrative.issues("建议")


def _numbered(lines: list[str]) -> list[str]:
    return [f"{n}.{line}" for n, line in enumerate(lines, 1)] or [PLACEHOLDER]
