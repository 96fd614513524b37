"""Parts 五 to 七 of the report: experience, problems, advice, limits, recomputation (问题、建议、说明)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from yzperf.domain.finding import Finding
from yzperf.reports.analysis import homeless_results
from yzperf.reports.draft import Draft
from yzperf.reports.narrative import Issue
from yzperf.reports.text import DASH, PLACEHOLDER, clean

_NOT_HELD = "填报得分合计{填报合计}分，同口径复算合计{同口径复算合计}分。"
_OWN = "程序设定："
_BESIDES = "除此以外，"
_GRADES = "评价等级按未舍入的总分划定。"


def problems(draft: Draft) -> dict[str, Any]:
    """五（二）: each problem with its cause."""
    issues = [issue for issue in draft.narrative.issues("问题") if issue.problem]
    rows = [
        {"title": f"{n}.{issue.problem}", "texts": [f"原因分析：{issue.reason or PLACEHOLDER}"]}
        for n, issue in enumerate(issues, 1)
    ]
    return {"rows": rows, "none": [] if rows else [PLACEHOLDER]}


def advice(draft: Draft) -> dict[str, Any]:
    """六: advice with the unit that answers for it and the date."""
    issues = [issue for section in ("问题", "建议") for issue in draft.narrative.issues(section) if issue.advice]
    return {
        "texts": ["针对评价发现的问题，提出以下建议，见下表。"] if issues else [PLACEHOLDER],
        "rows": [_advice_row(n, issue) for n, issue in enumerate(issues, 1)],
        "caption": draft.captions.table("有关建议") if issues else "",
        "source": "责任单位和期限由评价机构提出，以整改通知为准。",
    }


def _advice_row(number: int, issue: Issue) -> dict[str, str]:
    return {
        "no": str(number),
        "advice": issue.advice,
        "unit": issue.unit or PLACEHOLDER,
        "deadline": issue.deadline or PLACEHOLDER,
    }


def other(draft: Draft) -> dict[str, Any]:
    """七: limits, what recomputation and checks mean for the conclusion, how scores were calculated."""
    return {
        "limits": [*draft.narrative.paragraphs("其他"), *_missing(draft)],
        "results": homeless_results(draft),
        "checks": _checks(draft),
        "scoring": _scoring(draft),
    }


def _missing(draft: Draft) -> Iterator[str]:
    missing = draft.evaluation.case.missing
    if missing:
        yield f"案卷缺少以下材料，与之有关的内容未能评价或核对：{'、'.join(map(clean, missing))}。"


def _checks(draft: Draft) -> list[str]:
    touching = [finding for finding in draft.evaluation.findings if finding.changes_conclusion]
    lines = [f"质量检查情况：{draft.evaluation.coverage.sentence()}。意见详见附表3。"]
    if not draft.evaluation.coverage.checked:
        return ["本案卷没有执行任何质量检查，评价结论未经复核。"]
    waived = _waived(draft)
    lines += waived
    if not touching:
        return [*lines, f"{_BESIDES if waived else ''}已执行的检查没有发现会改变评价结论的问题；未执行的检查不在此列。"]
    return [
        *lines,
        f"其中{len(touching)}项发现会改变评价结论：",
        *(f"{n}.{_finding(f)}" for n, f in enumerate(touching, 1)),
    ]


def _waived(draft: Draft) -> list[str]:
    touching = [one for one in draft.evaluation.waived if one.finding.changes_conclusion]
    return [f"有{len(touching)}项会影响结论的发现已由检查人豁免或驳回，理由见附表3。"] if touching else []


def _finding(finding: Finding) -> str:
    values = (
        f"填报{finding.reported or DASH}，复算{finding.recomputed or DASH}"
        if finding.reported or finding.recomputed
        else ""
    )
    details = "；".join(part for part in (str(finding.where), values, finding.clause) if part)
    return clean(f"{finding.title}：{finding.message.rstrip('。')}" + (f"（{details}）。" if details else "。"))


def _scoring(draft: Draft) -> list[str]:
    card = draft.evaluation.card
    lines = [clean(f"得分按“{card.profile_name}”（方案代号 {card.profile}）由程序复算，四舍五入到两位小数。") + _GRADES]
    if any(row.reported is not None for row in card.rows):
        lines += draft.say("得分计算方法", _NOT_HELD)
    return [*lines, *_basis([*card.rules, *draft.citations])]


def _basis(lines: list[str]) -> list[str]:
    """Legal sources one by one; the program's own settings (程序设定) in one sentence, never dressed up as law."""
    cited = list(dict.fromkeys(clean(line).rstrip("。") for line in lines if clean(line)))
    own = [line.removeprefix(_OWN) for line in cited if line.startswith(_OWN)]
    law = [line for line in cited if not line.startswith(_OWN)]
    listed = ["计分和评价依据：", *(f"（{n}）{line}。" for n, line in enumerate(law, 1))] if law else []
    return [*listed, *([f"以上文件没有规定的，按程序设定：{'；'.join(own)}。"] if own else [])]
