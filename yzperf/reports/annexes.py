"""附表1 to 附表4: score sheet, evidence, quality checks, where the numbers come from."""

from __future__ import annotations

from typing import Any

from yzperf.domain.finding import Finding, Severity, Verdict
from yzperf.domain.scorecard import ScoredRow, plain
from yzperf.domain.scoresheet import IndicatorRow
from yzperf.domain.waiver import Waived
from yzperf.reports.draft import Draft, rounded_sum
from yzperf.reports.fields import difference_by_rounding
from yzperf.reports.headings import ANNEXES
from yzperf.reports.text import DASH, PLACEHOLDER, clean, merged, score

_CARRIED_MARK = "*"
_DIGEST_SHOWN = 16
_ORDER = list(Severity)


def score_sheet(draft: Draft) -> dict[str, Any]:
    """附表1: every row with target, actual, weight, filled-in and recomputed score, rule, evidence."""
    card = draft.evaluation.card
    reported = [row.reported for row in card.rows]
    return {
        "title": ANNEXES[0],
        "rows": merged([_score_row(row) for row in card.rows], "l1", "l2"),
        "weight": plain(rounded_sum([row.weight for row in card.rows])),
        "reported": score(rounded_sum(reported)) if any(value is not None for value in reported) else DASH,
        "total": score(card.exact_total),
        "grade": clean(f"等级：{card.grade or '待定'}（{card.profile_name}）"),
        # One paragraph, kept whole with the last row: a note alone on a page would explain nothing.
        "notes": ["".join(_score_notes(draft))],
    }


def _score_row(row: ScoredRow) -> dict[str, str]:
    evidence = row.source.evidence if isinstance(row.source, IndicatorRow) else ()
    return {
        "l1": clean(row.l1),
        "l2": clean(row.l2),
        "indicator": clean(row.indicator),
        "target": clean(row.target),
        "actual": clean(row.actual),
        "weight": plain(row.weight),
        "reported": DASH if row.reported is None else score(row.reported),
        "score": row.outcome if row.excluded else score(row.counted) + (_CARRIED_MARK if row.carried else ""),
        "rule": clean("；".join(part.rstrip("。；") for part in (row.rule, row.note) if part)),
        "evidence": clean("、".join(evidence)) or DASH,
    }


def _score_notes(draft: Draft) -> list[str]:
    card = draft.evaluation.card
    notes = [
        f"资料来源：{clean(card.sheet.file)}；得分按“{clean(card.profile_name)}”复算，各行保留两位小数，合计按未舍入的得分相加后舍入。"
    ]
    if any(row.carried for row in card.rows):
        notes.append(f"{_CARRIED_MARK} 须由人工评判的指标，沿用填报得分，未经规则复算。")
    if card.excluded_weight:
        notes.append(f"不适用的指标共{plain(card.excluded_weight)}分不计分，合计按其余各项得分率折算。")
    shown = difference_by_rounding(row.counted for row in card.rows)
    if shown is not None and not card.excluded_weight:
        notes.append(f"各行复算得分按显示值相加为{shown}分，与合计{score(card.exact_total)}分不同，系逐行舍入所致。")
    if any(row.counted is None and not row.excluded for row in card.rows):
        notes.append("标有“待定”的指标没有得分，合计和等级待其评定后确定。")
    return notes


def evidence_list(draft: Draft) -> dict[str, Any]:
    """附表2: the evidence manifest."""
    evidence = draft.evaluation.case.evidence
    rows = [
        {
            "id": clean(item.id),
            "file": clean(item.file),
            "source": clean(item.source),
            "date": clean(item.collected_on),
            "collector": clean(item.collector),
            "locator": clean(item.locator),
            "digest": clean(item.sha256)[:_DIGEST_SHOWN],
        }
        for item in evidence or ()
    ]
    note = "SHA-256 全值见证据清单文件，用于核对证据文件是否被改动。"
    return {
        "title": ANNEXES[1],
        "rows": rows,
        "notes": [note] if rows else [f"案卷没有证据清单{PLACEHOLDER}"],
    }


def quality_opinion(draft: Draft) -> dict[str, Any]:
    """附表3: findings, most serious first, never without how much was checked."""
    coverage = draft.evaluation.coverage
    shown = [finding for finding in draft.evaluation.findings if finding.verdict is not Verdict.PASSED]
    shown.sort(key=lambda finding: (_ORDER.index(finding.severity), finding.id))
    waived = draft.evaluation.waived
    apart = f"另有 {len(waived)} 处发现已由检查人豁免或驳回，列在表末，不计入发现数。"
    lines = [f"检查范围：{coverage.sentence()}。", *([apart] if waived else [])]
    return {
        "title": ANNEXES[2],
        "coverage": [*lines, *([] if shown or not coverage.checked else ["已执行的检查没有发现问题。"])],
        "rows": [*map(_finding_row, shown), *map(_waived_row, waived)],
        "notes": ["“线索”只提示进一步核实，不单独作为扣分依据。标有“影响结论”的发现见正文第七部分。"],
        "missing": [{"id": clean(key), "reason": clean(reason)} for key, reason in coverage.missing.items()],
    }


def _finding_row(finding: Finding) -> dict[str, str]:
    touches = "（影响结论）" if finding.changes_conclusion else ""
    return {
        "id": clean(finding.id),
        "title": clean(finding.title),
        "severity": clean(f"{finding.severity}；{finding.evidence}"),
        "verdict": clean(f"{finding.verdict}{touches}"),
        "message": clean(finding.message.rstrip("。") + "。" + (f"依据：{finding.clause}。" if finding.clause else "")),
        "reported": clean(finding.reported) or DASH,
        "recomputed": clean(finding.recomputed) or DASH,
        "where": clean(finding.where) or DASH,
    }


def _waived_row(one: Waived) -> dict[str, str]:
    row = _finding_row(one.finding)
    return row | {"verdict": clean(f"已{one.waiver.decision}"), "message": clean(f"{row['message']}{one.words()}。")}


def number_sources(draft: Draft) -> dict[str, Any]:
    """附表4: every number that the text took from a field. Written last, when all texts are filled."""
    rows = [{"name": field.name, "value": field.text, "source": field.source} for field in draft.filler.used.values()]
    note = "正文表格各列出自所注资料；正文中未列入本表的数字由编制人直接写入，没有与计算结果绑定，复核时应逐一核对。"
    return {"title": ANNEXES[3], "rows": rows, "notes": [note]}
