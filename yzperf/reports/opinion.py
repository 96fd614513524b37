"""质量检查意见书 as a Word document: one row a finding, leads apart, what was not checked, room for the agency's answer."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from yzperf.domain.case import CaseInfo
from yzperf.domain.finding import Coverage, EvidenceClass, Finding, Severity, Verdict
from yzperf.domain.shipped import shipped
from yzperf.domain.waiver import fingerprint
from yzperf.errors import ReportError
from yzperf.quality import Settled
from yzperf.quality.handling import handling
from yzperf.reports.package import Properties, finished, write_whole
from yzperf.reports.template import open_template, render
from yzperf.reports.text import DASH, chinese_date, clean

NAMES = ("label", "subject", "conclusion", "counts", "problems", "leads", "waived", "coverage")
_LEADS = "线索只提示进一步核实，不是问题认定，不单独作为扣分依据。"


@dataclass(frozen=True, slots=True)
class Subject:
    """What the opinion is about (检查对象): rows printed under the title, the label of an example, the day of the rules."""

    rows: tuple[tuple[str, str], ...]
    on: date
    label: str = ""


def quality_opinion(settled: Settled, subject: Subject, out: Path) -> Path:
    """Write the opinion on a checked deliverable (质量检查意见书). The same findings give the same bytes.

    Parameters
    ----------
    settled
        Findings that count, those that people took off the count, and the coverage.
    out
        The .docx to write. It is replaced as a whole or not touched.

    Raises
    ------
    ReportError
        If the file is not named .docx or cannot be written.
    """
    if out.suffix.lower() != ".docx":
        raise ReportError(f"意见书：读到“{out.name}”，应为 .docx 文件名")
    return write_whole(opinion_bytes(settled, subject), out)


def opinion_bytes(settled: Settled, subject: Subject) -> bytes:
    """The opinion as the bytes of a .docx; the same findings give the same bytes."""
    audit, waived = settled.audit, settled.waived
    problems = [finding for finding in audit.findings if finding.verdict is Verdict.FAILED]
    leads = [finding for finding in audit.findings if finding.verdict is Verdict.LEAD]
    signed = {fingerprint(one.finding): one.words() for one in settled.accepted}
    context = {
        "label": clean(subject.label),
        "subject": [{"name": clean(name), "value": clean(value) or DASH} for name, value in subject.rows],
        "conclusion": [*_gate(settled), *_conclusion(problems, leads, len(waived), audit.coverage)],
        "counts": list(_counts(audit.findings)),
        "problems": {"rows": _rows(problems, signed), "notes": [] if problems else ["已执行的检查没有发现问题。"]},
        "leads": {"rows": _rows(leads, signed), "notes": [_LEADS if leads else "没有线索。"]},
        "waived": _waived(settled),
        "coverage": _coverage(audit.coverage),
    }
    document = open_template(shipped("templates") / "quality_opinion.docx", names=NAMES)
    properties = Properties("质量检查意见书", "yzperf", clean(subject.label), subject.on)
    return finished(render(document, context), properties, ())


def _conclusion(
    problems: Sequence[Finding], leads: Sequence[Finding], waived: int, coverage: Coverage
) -> Iterator[str]:
    serious = sum(finding.is_serious for finding in problems)
    touching = sum(finding.changes_conclusion for finding in problems)
    yield (
        f"发现问题 {len(problems)} 处，其中阻断和重大的 {serious} 处、影响评价结论的 {touching} 处；"
        f"线索 {len(leads)} 条；已豁免或驳回 {waived} 处，不计入以上各数。"
    )
    yield f"{coverage.sentence()}。没有查到问题，不等于没有执行的检查也没有问题。"


def _gate(settled: Settled) -> list[str]:
    return [f"按“{settled.gate}”关口核查，只执行属于这道关口的检查。"] if settled.gate else []


def _counts(findings: Sequence[Finding]) -> Iterator[dict[str, str]]:
    levels = [(str(level), [one for one in findings if one.severity is level]) for level in Severity]
    for name, some in [*levels, ("合计", list(findings))]:
        proof, rule, lead = (sum(one.evidence is kind for one in some) for kind in EvidenceClass)
        touching = sum(one.changes_conclusion and one.verdict is Verdict.FAILED for one in some)
        counts = {"proof": proof, "rule": rule, "lead": lead, "touching": touching}
        yield {"severity": name, **{key: str(count) for key, count in counts.items()}}


def _rows(findings: Sequence[Finding], signed: Mapping[str, str]) -> list[dict[str, str]]:
    return [
        {"no": str(number), **_row(finding, signed.get(fingerprint(finding), ""))}
        for number, finding in enumerate(findings, 1)
    ]


def _row(finding: Finding, signed: str) -> dict[str, str]:
    touches = "影响评价结论。" if finding.changes_conclusion else ""
    clause = f"依据：{finding.clause}。" if finding.clause else ""
    return {
        "check": clean(f"{finding.id} {finding.title}"),
        "where": clean(finding.where) or DASH,
        "reported": clean(finding.reported) or DASH,
        "recomputed": clean(finding.recomputed) or DASH,
        "basis": clean(f"{finding.message.rstrip('。')}。{touches}{clause}"),
        "severity": str(finding.severity),
        "kind": str(finding.evidence),
        "handling": clean("".join(filter(None, (handling(finding), signed)))),
    }


def _waived(settled: Settled) -> dict[str, Any]:
    rows = [
        {
            "no": str(number),
            "check": clean(f"{one.finding.id} {one.finding.title}"),
            "where": clean(one.finding.where) or DASH,
            "message": clean(one.finding.message),
            "decision": clean(
                f"{one.waiver.decision}：{one.waiver.reason}（{one.waiver.by}，{chinese_date(one.waiver.on)}）"
            ),
        }
        for number, one in enumerate(settled.waived, 1)
    ]
    none = [] if rows else ["没有豁免或驳回的发现。"]
    return {"rows": rows, "notes": [*none, *map(clean, settled.gone_sentences())]}


def _coverage(coverage: Coverage) -> dict[str, Any]:
    rows = [{"id": clean(key), "reason": clean(reason)} for key, reason in coverage.missing.items()]
    return {"rows": rows, "notes": [] if rows else ["列入目录的检查都已执行。"]}


def subject_of(info: CaseInfo | None, checked: Sequence[str], on: date) -> Subject:
    """What the opinion says of its object: a case by its own name and parties, anything else by its files."""
    files = ("检查的材料", "、".join(checked))
    if info is None:
        return Subject((files, ("所依规则", f"{chinese_date(on)}有效的规则")), on)
    parties = tuple((role, info.parties.get(role, "")) for role in ("委托单位", "评价机构", "主评人"))
    rules = f"{info.region}，{chinese_date(info.rules_on)}有效的规则"
    return Subject((("项目名称", info.name), files, *parties, ("所依规则", rules)), info.rules_on, info.label)
