"""What ``yzperf checks`` does with one deliverable (成批核查的一份): check, settle, give lists and documents. Runs in a child.

The child may not write files, so what becomes a file is handed back as bytes; the lists as tables, since openpyxl
writes every sheet through a file.
"""

from __future__ import annotations

import json
import time
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

from yzperf import face
from yzperf.apps.batch_task import plain_table
from yzperf.apps.case_state import state_lines
from yzperf.apps.commented import commented_bytes, is_commentable
from yzperf.apps.score_files import finding_lists
from yzperf.apps.terminal import settled_json
from yzperf.domain.case import Case
from yzperf.domain.finding import Coverage, EvidenceClass, Finding, Severity, Verdict
from yzperf.loaders.waivers import load_beside
from yzperf.loaders.word_kinds import is_word
from yzperf.quality import Settled, settle
from yzperf.reports.opinion import opinion_bytes, subject_of

TASK = f"{__name__}:check_one"
LISTING, OPINION, COMMENTED, ANSWER = "核查清单.xlsx", "质量检查意见书.docx", "批注副本.docx", "核查结果.json"
FILES = (LISTING, OPINION, COMMENTED, ANSWER)
_SEVERITIES = {"阻断": Severity.BLOCKING, "重大": Severity.MAJOR, "一般": Severity.MINOR, "提示": Severity.HINT}
_CLASSES = {"实证": EvidenceClass.PROOF, "违规": EvidenceClass.RULE, "线索": EvidenceClass.LEAD}


def check_one(path: Path, settings: Mapping[str, Any]) -> dict[str, Any]:
    """Check one case folder, report or workbook.

    Parameters
    ----------
    settings
        ``on``, ``region``, ``rules``, ``profile`` as texts or None.

    Returns
    -------
    dict
        ``{"overview": {…}, "states": […], "lists": {name: {"columns", "rows"}}, "files": {name: bytes}, "seconds": s}``

    Raises
    ------
    YzperfError
        All defects of the deliverable at once.
    """
    started = time.perf_counter()
    asked = {"region": settings["region"], "profile": settings["profile"]}
    extra = Path(settings["rules"]) if settings["rules"] else None
    on = date.fromisoformat(settings["on"])
    source = face.open_deliverable(path, on=on, **asked)
    settled = settle(face.check(source, on=on, extra=extra, **asked), load_beside(path))
    case = source if isinstance(source, Case) else None
    states = list(state_lines(case)) if case else []
    return {
        "overview": _overview(path, case, settled),
        "states": states,
        "lists": {name: plain_table(table) for name, table in finding_lists(settled).items()},
        "files": _files(path, case, settled, states, on),
        "seconds": round(time.perf_counter() - started, 2),
    }


def _overview(path: Path, case: Case | None, settled: Settled) -> dict[str, Any]:
    """One line for people who look over two hundred deliverables."""
    findings = settled.audit.findings
    return {
        "项目": case.info.name if case else "",
        "评价机构": case.info.parties.get("评价机构", "") if case else "",
        "种类": "案卷" if case else "报告" if is_word(path) else "工作簿",
        "阻断和重大问题": sum(finding.is_serious for finding in findings),
        "影响结论": sum(finding.changes_conclusion and finding.verdict is Verdict.FAILED for finding in findings),
        **_counts(findings),
        "豁免驳回": len(settled.waived),
        **_covered(settled.coverage),
    }


def _counts(findings: tuple[Finding, ...]) -> dict[str, int]:
    severe = {name: sum(finding.severity is level for finding in findings) for name, level in _SEVERITIES.items()}
    return severe | {name: sum(finding.evidence is kind for finding in findings) for name, kind in _CLASSES.items()}


def _covered(coverage: Coverage) -> dict[str, Any]:
    total = len(coverage.verdicts)
    powerless = sum(verdict is Verdict.NO_POWER for verdict in coverage.verdicts.values())
    judged = coverage.checked - powerless
    return {
        "作出判断": judged,
        "无检出力": powerless,
        "覆盖率": f"{100 * judged / total:.1f}%" if total else "",
    }


def _files(path: Path, case: Case | None, settled: Settled, states: list[str], on: date) -> dict[str, bytes]:
    subject = subject_of(case.info if case else None, (path.name,), on)
    answer = settled_json(settled) | {"case": states}
    files = {
        OPINION: opinion_bytes(settled, subject),
        ANSWER: json.dumps(answer, ensure_ascii=False, indent=1).encode() + b"\n",
    }
    report = case.report if case else path
    return files | ({COMMENTED: commented_bytes(report, settled)} if is_commentable(report) else {})
