"""Pieces of a page as HTML (页面片段). Every text from a file is escaped; no script, no outside address."""

from __future__ import annotations

import html
from collections.abc import Iterable
from fractions import Fraction

from yzperf.domain.case import Case
from yzperf.domain.finding import Coverage, Finding, Severity
from yzperf.domain.scorecard import ScoreCard, ScoredRow, half_up, plain
from yzperf.domain.waiver import Waived, Waiver

TONES = {Severity.BLOCKING: "s1", Severity.MAJOR: "s2", Severity.MINOR: "s3", Severity.HINT: "s4"}

STYLE = """<style>
.yz{font-family:"Noto Sans SC","Microsoft YaHei","PingFang SC","Noto Sans CJK SC","Source Han Sans SC","WenQuanYi Micro Hei",sans-serif;color:#1f2937;line-height:1.55;font-size:14px}
.yz h1{font-size:24px;margin:18px 0 4px}.yz h2{font-size:17px;margin:26px 0 8px}
.yz .label{display:inline-block;margin:2px 0 6px;background:#fef3c7;color:#92400e;border-radius:4px;padding:1px 8px;font-size:13px}
.yz .meta{color:#6b7280}
.yz .cards{display:flex;flex-wrap:wrap;gap:12px;margin:14px 0}
.yz .card{background:#fff;border:1px solid #e5e7eb;border-radius:8px;padding:12px 16px;flex:1 1 140px}
.yz .card b{display:block;font-size:26px;line-height:1.3}.yz .card span{color:#6b7280;font-size:13px}
.yz .bar{background:#e5e7eb;border-radius:4px;height:8px;overflow:hidden;margin-top:8px}
.yz .bar i{display:block;height:100%;background:#0072b2}
.yz table{border-collapse:collapse;width:100%;background:#fff;font-size:13px}
.yz th{background:#eef2f7;text-align:left;font-weight:600;white-space:nowrap}
.yz th,.yz td{border:1px solid #e5e7eb;padding:5px 8px;vertical-align:top}
.yz td.n{text-align:right;white-space:nowrap}.yz tr.off td{background:#fef2f2}.yz td.miss{color:#b42318;font-weight:600}
.yz .finding{background:#fff;border:1px solid #e5e7eb;border-left:4px solid #9ca3af;border-radius:4px;padding:8px 12px;margin:8px 0}
.yz .s1{border-left-color:#b42318}.yz .s2{border-left-color:#d97706}.yz .s3{border-left-color:#ca8a04}.yz .s4{border-left-color:#9ca3af}
.yz .waived{border-left-color:#d1d5db;color:#6b7280}.yz .signed{font-size:13px;color:#065f46;margin-top:2px}
.yz .notice{background:#fffbeb;border:1px solid #fde68a;color:#92400e;border-radius:4px;padding:6px 12px;margin:6px 0;font-size:13px}
.yz .tag{font-size:12px;color:#6b7280;margin-right:8px}.yz .where{color:#6b7280;font-size:12px}
.yz .error{background:#fef2f2;border:1px solid #fecaca;color:#991b1b;border-radius:6px;padding:10px 14px}
.yz .done{background:#ecfdf5;border:1px solid #a7f3d0;border-radius:6px;padding:10px 14px}
.yz a.download{font-weight:600;color:#0b5394}
</style>"""


def page(body: str) -> str:
    """Wrap a piece with the style of the pages."""
    return f'{STYLE}<div class="yz" lang="zh-CN">{body}</div>'


def heading(case: Case) -> str:
    """Name, label, parties and rules of the case."""
    info = case.info
    label = f'<span class="label">{html.escape(info.label)}</span>' if info.label else ""
    parties = "　".join(f"{html.escape(key)}：{html.escape(value)}" for key, value in info.parties.items())
    absent = "".join(f'<div class="error">案卷缺少：{html.escape(name)}</div>' for name in case.missing)
    period = f"{info.period[0]} 至 {info.period[1]}"
    return (
        f"<h1>{html.escape(info.name)}</h1>{label}"
        f'<div class="meta">评价期间 {period}　按 {info.rules_on} 有效的{html.escape(info.region)}规则<br>{parties}</div>{absent}'
    )


def summary(card: ScoreCard) -> str:
    """Cards with total, grade, and the score of each block."""
    printed = card.sheet.reported_total.text if card.sheet.reported_total else "未填"
    total = "待定" if card.total is None else f"{card.total:.2f}"
    blocks = "".join(_block_card(name, *figures) for name, figures in card.totals_by("l1").items())
    return (
        '<div class="cards">'
        f'<div class="card"><span>复算总分</span><b>{total}</b><span>机构填报 {html.escape(printed)}</span></div>'
        f'<div class="card"><span>复算等级</span><b>{card.grade or "待定"}</b>'
        f"<span>机构填报 {html.escape(card.sheet.reported_grade or '未填')}</span></div>{blocks}</div>"
        f'<div class="meta">{html.escape(card.summary())}</div>'
        f'<div class="meta">计分方案：{html.escape(card.profile_name)}</div>{_rules(card)}'
    )


def _rules(card: ScoreCard) -> str:
    lines = "".join(f"<li>{html.escape(rule)}</li>" for rule in card.rules)
    return f'<details class="meta"><summary>依据和程序设定</summary><ul>{lines}</ul></details>'


def _block_card(name: str, weight: Fraction, score: Fraction | None) -> str:
    share = 0 if score is None or not weight else min(100, int(score * 100 / weight))
    shown = "待定" if score is None else f"{half_up(score):.2f}"
    return (
        f'<div class="card"><span>{html.escape(name)}</span><b>{shown}</b><span>满分 {plain(weight)}</span>'
        f'<div class="bar"><i style="width:{share}%"></i></div></div>'
    )


def score_table(card: ScoreCard) -> str:
    """All rows; those whose filled-in score departs from the rule are marked."""
    heads = ("一级指标", "三级指标", "指标值", "完成值", "分值", "填报", "复算", "规则与说明")
    head = "".join(f"<th>{name}</th>" for name in heads)
    return f"<table><tr>{head}</tr>{''.join(_score_row(row) for row in card.rows)}</table>"


def _score_row(row: ScoredRow) -> str:
    off = row.reported is not None and row.score is not None and row.score != half_up(row.reported)
    note = "；".join(filter(None, [row.rule, row.note]))
    texts = "".join(f"<td>{html.escape(text)}</td>" for text in (row.l1, row.indicator, row.target, row.actual))
    numbers = f'<td class="n">{plain(row.weight)}</td><td class="n">{plain(row.reported)}</td>'
    tone = "n miss" if off else "n"
    return f'<tr class="{"off" if off else ""}">{texts}{numbers}<td class="{tone}">{row.outcome}</td><td>{html.escape(note)}</td></tr>'


def finding_list(findings: Iterable[tuple[Finding, Waiver | None]], coverage: Coverage) -> str:
    """Findings with place, clause, and what people decided about them; always with the coverage."""
    shown = "".join(_finding(*decided) for decided in findings) or "<p>这一类没有发现。</p>"
    missing = "".join(f"<li>{html.escape(line)}</li>" for line in coverage.missing_sentences())
    lacking = f"<details><summary>未执行的检查及原因</summary><ul>{missing}</ul></details>" if missing else ""
    return f'{shown}<div class="meta">{html.escape(coverage.sentence())}</div>{lacking}'


def notices(lines: Iterable[str]) -> str:
    """What a person must be told beside a list, one line each."""
    return "".join(f'<div class="notice">{html.escape(line)}</div>' for line in lines)


def signed(finding: Finding, waiver: Waiver | None) -> str:
    """Decision, name, day and reason of a decided finding; nothing for an open one."""
    return f'<div class="signed">{html.escape(Waived(finding, waiver).words())}</div>' if waiver else ""


def _finding(finding: Finding, waiver: Waiver | None) -> str:
    off = "" if waiver is None or waiver.counts else " waived"
    flag = "　<b>影响结论</b>" if finding.changes_conclusion else ""
    where = "　".join(filter(None, [str(finding.where), finding.clause]))
    return (
        f'<div class="finding {TONES[finding.severity]}{off}"><span class="tag">{finding.severity}　{finding.id} '
        f"{html.escape(finding.title)}</span>{flag}<br>{html.escape(finding.message)}"
        f'<div class="where">{html.escape(where)}</div>{signed(finding, waiver)}</div>'
    )


def error_box(text: str) -> str:
    """A failure that a person can read."""
    return f'<div class="error">{"<br>".join(html.escape(line) for line in text.splitlines())}</div>'
