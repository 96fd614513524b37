"""How results look in a terminal (终端显示), and as the JSON that other programs read. No arithmetic here."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict
from fractions import Fraction
from typing import Any

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from yzperf.domain.finding import Coverage, Finding, Severity
from yzperf.domain.scorecard import ScoreCard, ScoredRow, half_up, plain
from yzperf.domain.waiver import Waiver, fingerprint
from yzperf.errors import Place
from yzperf.quality import Settled
from yzperf.scoring import Sensitivity
from yzperf.scoring.sensitivity import Shift, Step, outward

ASSUMED = "指标值未写比较符"
_COLOURS = {Severity.BLOCKING: "bold red", Severity.MAJOR: "red", Severity.MINOR: "yellow", Severity.HINT: "dim"}


def show_card(console: Console, card: ScoreCard) -> None:
    """Print a score card: head, rows, totals, rules."""
    name = card.sheet.head.get("项目名称", "")
    console.print(
        f"\n[bold]{escape(card.sheet.file)}[/bold]  {escape(name)}（{card.sheet.kind}，版式 {escape(card.sheet.layout)}）"
    )
    if card.sheet.confirmed:
        console.print(f"[dim]表头按人工确认的版式读取（{escape(card.sheet.confirmed)}）[/dim]")
    console.print(_rows(card))
    for number, row in enumerate(card.rows, 1):
        if words := _explanation(row):
            console.print(f"[dim]{number:>3}[/dim] {escape(row.indicator)}：{escape(words)}", soft_wrap=True)
    console.print(total_line(card), soft_wrap=True)
    _show_basis(console, card)


def _rows(card: ScoreCard) -> Table:
    table = Table(show_lines=False, header_style="bold")
    table.add_column("", justify="right", no_wrap=True, style="dim")
    for heading in ("一级", "指标", "指标值", "完成值"):
        table.add_column(heading, overflow="fold")
    for heading in ("分值", "填报", "复算"):
        table.add_column(heading, justify="right", no_wrap=True)
    for number, row in enumerate(card.rows, 1):
        figures = (plain(row.weight), plain(row.reported), _outcome(row))
        said = map(escape, (row.l1, row.indicator, row.target, row.actual))
        table.add_row(str(number), *said, *figures)
    return table


def _show_basis(console: Console, card: ScoreCard) -> None:
    if assumed := sum(ASSUMED in row.note for row in card.rows):
        console.print(f"[dim]{assumed} 行{ASSUMED}，一般按“≥”、金额成本按“≤”计[/dim]")
    if card.scope:
        console.print(f"[yellow]{escape(card.scope)}[/yellow]")
    console.print(f"[dim]计分方案：{card.profile_name}。依据：{'；'.join(card.rules)}[/dim]", soft_wrap=True)


def _outcome(row: ScoredRow) -> str:
    if row.exact is None:
        return f"[dim]{row.outcome}[/dim]"
    colour = "red" if row.reported is not None and row.score != half_up(row.reported) else "green"
    return f"[{colour}]{row.outcome}[/{colour}]"


def _explanation(row: ScoredRow) -> str:
    """Rule and note of a row that lost points or leaves something to a person; a reached target needs no words."""
    shown = [row.rule, row.note] if row.exact != row.weight else [row.note]
    return "；".join(filter(None, shown))


def total_line(card: ScoreCard) -> str:
    """One line: printed total, total by the rule, grade, and how much of it a person must still judge."""
    printed = card.sheet.reported_total.text if card.sheet.reported_total else "未填"
    total = "待定（有未评分的行）" if card.total is None else f"[bold]{card.total:.2f}[/bold]"
    parts = [
        f"填报总分 {printed}",
        f"复算总分 {total}",
        f"等级 {card.grade or '不定（分值合计不为100或有未评分的行）'}",
    ]
    if card.carried_total:
        parts.append(f"其中定性等 {card.carried_total:.2f} 分照填报计入、未经复核")
    if card.excluded_weight:
        parts.append(f"不适用 {plain(card.excluded_weight)} 分按其余各项得分率折算")
    if any(row.reported is None for row in card.rows):
        reported, by_rule = card.comparable
        parts.append(f"同口径（有填报得分的行）填报 {reported:.2f}、复算 {by_rule:.2f}")
    return "，".join(parts)


def show_sensitivity(console: Console, found: Sensitivity | None) -> None:
    """Print how firm the grade is: sentences, then a line for every row."""
    if found is None:
        console.print("  等级不定，谈不上稳定性")
        return
    for sentence in found.sentences():
        console.print(f"  {sentence}", markup=False, soft_wrap=True)
    table = Table(header_style="bold", padding=(0, 0))
    table.add_column("指标", overflow="fold")
    for heading in ("分值", "得分", "多得", "少得", "分值减", "分值增"):
        table.add_column(heading, justify="right", no_wrap=True)
    for margin in found.margins:
        up, down = _change("≥", margin.up, found.better), _change("＞", margin.down, found.worse)
        weights = (f"{shift}则{shift.grade}" if shift else "" for shift in (margin.less, margin.more))
        table.add_row(escape(margin.indicator), plain(margin.weight), plain(margin.score), up, down, *weights)
    console.print(table)


def _change(sign: str, points: Fraction | None, step: Step) -> str:
    return "" if points is None or step is None else f"{sign}{outward(points)}则{step[0]}"


def sensitivity_json(found: Sensitivity | None) -> dict[str, Any] | None:
    """The object ``sensitivity`` of ``yzperf score --sensitivity --json``; null where the table has no grade."""
    if found is None:
        return None
    steps = {"better": found.better, "worse": found.worse}
    return {
        "total": f"{half_up(found.total):.2f}",
        "grade": found.grade,
        **{key: step and {"grade": step[0], "points": outward(step[1])} for key, step in steps.items()},
        "rows": [
            {
                "indicator": margin.indicator,
                "weight": plain(margin.weight),
                "score": plain(margin.score),
                "score_up": outward(margin.up) or None,
                "score_down": outward(margin.down) or None,
                "weight_less": _shift_json(margin.less),
                "weight_more": _shift_json(margin.more),
            }
            for margin in found.margins
        ],
        "sentences": list(found.sentences()),
    }


def _shift_json(shift: Shift | None) -> dict[str, Any] | None:
    return {"points": outward(shift.points), "grade": shift.grade, "included": shift.included} if shift else None


def show_findings(console: Console, findings: Iterable[Finding], coverage: Coverage) -> None:
    """Print findings by severity, then the coverage that belongs to them."""
    for finding in findings:
        colour = _COLOURS[finding.severity]
        flag = "（影响结论）" if finding.changes_conclusion else ""
        console.print(
            f"  [{colour}]{finding.severity}[/{colour}] {finding.id} {finding.title}{flag}：{escape(finding.message)}",
            soft_wrap=True,
        )
        told = "　".join(filter(None, (str(finding.where), finding.clause, f"指纹 {fingerprint(finding)}")))
        console.print(f"      [dim]{escape(told)}[/dim]", soft_wrap=True)
    console.print(f"  [dim]{coverage.sentence()}[/dim]")
    for line in coverage.missing_sentences():
        console.print(f"  [dim]　{escape(line)}[/dim]", soft_wrap=True)


def show_settled(console: Console, settled: Settled) -> None:
    """Print what counts, then what people decided and which decisions fit nothing any more."""
    show_findings(console, settled.audit.findings, settled.audit.coverage)
    for sentence in settled.sentences():
        console.print(f"  {sentence}", markup=False, soft_wrap=True, style="dim")


def settled_json(settled: Settled) -> dict[str, Any]:
    """The object that ``yzperf check --json`` prints."""
    return {
        "coverage": coverage_json(settled.audit.coverage),
        "findings": [finding_json(finding) for finding in settled.audit.findings],
        "waived": [finding_json(one.finding) | {"waiver": _waiver_json(one.waiver)} for one in settled.waived],
        "accepted": [finding_json(one.finding) | {"waiver": _waiver_json(one.waiver)} for one in settled.accepted],
        "gone": [_waiver_json(waiver) for waiver in settled.gone],
    }


def _waiver_json(waiver: Waiver) -> dict[str, str]:
    return {key: str(value) for key, value in asdict(waiver).items()}


def card_json(card: ScoreCard, findings: Iterable[Finding]) -> dict[str, Any]:
    """The object that ``yzperf score --json`` prints for one table."""
    total = card.sheet.reported_total
    reported, by_rule = card.comparable
    return {
        "file": card.sheet.file,
        "sheet": card.sheet.sheet,
        "layout": card.sheet.layout,
        "profile": card.profile,
        "rules": list(card.rules),
        "scope": card.scope,
        "rows": [_row_json(row) for row in card.rows],
        "reported_total": f"{total.value:.2f}" if total and total.value is not None else None,
        "total": None if card.total is None else f"{card.total:.2f}",
        "carried": f"{card.carried_total:.2f}",
        "comparable": {"reported": f"{reported:.2f}", "rule": f"{by_rule:.2f}"},
        "grade": card.grade,
        "findings": [finding_json(finding) for finding in findings],
    }


def _row_json(row: ScoredRow) -> dict[str, Any]:
    return {
        "l1": row.l1,
        "l2": row.l2,
        "indicator": row.indicator,
        "target": row.target,
        "actual": row.actual,
        "weight": plain(row.weight),
        "reported": None if row.reported is None else f"{half_up(row.reported):.2f}",
        "score": None if row.score is None else f"{row.score:.2f}",
        "rule": row.rule,
        "note": row.note,
        "applies": not row.excluded,
        "where": _place_json(row.where),
    }


def finding_json(finding: Finding) -> dict[str, Any]:
    """The object that ``yzperf check --json`` prints for one finding."""
    return {
        "fingerprint": fingerprint(finding),
        "id": finding.id,
        "title": finding.title,
        "class": str(finding.evidence),
        "severity": str(finding.severity),
        "verdict": str(finding.verdict),
        "where": _place_json(finding.where),
        "reported": finding.reported,
        "recomputed": finding.recomputed,
        "changes_conclusion": finding.changes_conclusion,
        "clause": finding.clause,
        "message": finding.message,
        "departure": finding.departure and str(finding.departure),
        "confidence": finding.confidence and str(finding.confidence),
    }


def coverage_json(coverage: Coverage) -> dict[str, Any]:
    """The coverage object that stands beside the findings."""
    return {
        "sentence": coverage.sentence(),
        "verdicts": {key: str(verdict) for key, verdict in coverage.verdicts.items()},
        "not_run": coverage.missing,
    }


def _place_json(place: Place) -> dict[str, str]:
    return {"file": place.file, "sheet": place.sheet, "cell": place.cell, "paragraph": place.paragraph}
