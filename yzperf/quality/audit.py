"""Run the catalogue over the material (核查): findings and, always with them, the coverage."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

import pandas as pd

from yzperf.domain.finding import LACKING, Coverage, EvidenceClass, Finding, Verdict
from yzperf.domain.htmltable import html_table
from yzperf.domain.labels import label
from yzperf.errors import YzperfError
from yzperf.quality.bundle import MATERIALS, Bundle
from yzperf.quality.catalogue import Check, Inapplicable, NoPower, all_checks, arguments
from yzperf.quality.doubt import doubted
from yzperf.quality.groups import group_title


@dataclass(frozen=True, slots=True)
class Audit:
    """Outcome of one audit: findings by severity and the coverage that belongs to them."""

    findings: tuple[Finding, ...]
    coverage: Coverage

    @property
    def is_serious(self) -> bool:
        """Whether any blocking or major finding stands."""
        return any(finding.is_serious for finding in self.findings)

    def table(self) -> pd.DataFrame:
        """Findings as a table with Chinese headings."""
        columns = [
            "id",
            "title",
            "severity",
            "class",
            "changes_conclusion",
            "where",
            "message",
            "given",
            "recomputed",
            "clause",
        ]
        return pd.DataFrame(
            [_record(finding) for finding in self.findings], columns=[label(column) for column in columns]
        )

    def figure(self) -> Any:
        """Findings by group and class, and how much of each group was checked, as two panels of bars."""
        from yzperf.drawing.counts import draw_count_panels

        found = Counter((group_title(one.id), one.evidence) for one in self.findings)
        checked = Counter((group_title(key), _reach(verdict)) for key, verdict in self.coverage.verdicts.items())
        names = sorted({name for name, _ in checked})
        panels = [
            (
                "发现（处）",
                [str(kind)[2:] for kind in EvidenceClass],
                _CLASS_COLOURS,
                _rows(found, names, EvidenceClass),
            ),
            ("检查（项）", _REACHES, _REACH_COLOURS, _rows(checked, names, _REACHES)),
        ]
        return draw_count_panels(names, panels, title="各组的发现和检查覆盖")

    def _repr_html_(self) -> str:
        return f"<p>{self.coverage.sentence()}</p>{html_table(self.table())}"

    def _repr_mimebundle_(self, **_: object) -> dict[str, str]:
        return {"text/plain": self.coverage.sentence(), "text/html": self._repr_html_()}


_CLASS_COLOURS = ("#B42318", "#D97706", "#6B7280")
_REACHES, _REACH_COLOURS = ("作出判断", "无检出力", "没有执行"), ("#0072B2", "#7A5195", "#9CA3AF")


def _reach(verdict: Verdict) -> str:
    """How far a check came: no verdict that was not reached looks like one that was."""
    return {Verdict.NO_POWER: "无检出力", Verdict.NO_INPUT: "没有执行"}.get(verdict, "作出判断")


def _rows(counts: Counter[Any], names: Sequence[str], kinds: Iterable[str]) -> list[list[int]]:
    return [[counts[name, kind] for kind in kinds] for name in names]


def _record(finding: Finding) -> tuple[str, ...]:
    return (
        finding.id,
        finding.title,
        str(finding.severity),
        str(finding.evidence),
        "是" if finding.changes_conclusion else "",
        str(finding.where),
        finding.message,
        finding.reported,
        finding.recomputed,
        finding.clause,
    )


Advance = Callable[[str, int, int], None]  # what is done now, how many parts are finished, of how many


def unseen(stage: str, done: int, total: int) -> None:
    """Nobody watches the progress."""


def audit(bundle: Bundle, advance: Advance = unseen) -> Audit:
    """Run every check on the material that is there.

    Parameters
    ----------
    advance
        Told before each check what it is, how many are done and of how many.

    Returns
    -------
    Audit
        A check whose material is missing gets 无法判断（缺输入）, never 通过.
    """
    findings: list[Finding] = []
    verdicts: dict[str, Verdict] = {}
    missing: dict[str, str] = {}
    checks = all_checks()
    for done, check in enumerate(checks):
        advance(f"{check.id} {check.title}", done, len(checks))
        hits, lacking, verdict = _run(check, bundle)
        findings.extend(hits)
        verdicts[check.id] = _stronger(verdicts.get(check.id, Verdict.NO_INPUT), verdict)
        if lacking:
            told = [missing[check.id]] if check.id in missing else []
            missing[check.id] = "；".join(told if lacking in "；".join(told).split("；") else [*told, lacking])
    return Audit(_in_order(findings), Coverage(verdicts, _still_missing(missing, verdicts)))


def audit_all(bundles: Sequence[Bundle], advance: Advance = unseen) -> Audit:
    """Audit the parts of one deliverable, told as one piece of work."""
    several = len(bundles)

    def advance_of(part: int) -> Advance:
        return lambda stage, done, total: advance(stage, part * total + done, several * total)

    return merge(audit(bundle, advance_of(part)) for part, bundle in enumerate(bundles))


def merge(audits: Iterable[Audit]) -> Audit:
    """Put several audits of one case together; a check counts as run if it ran in any of them."""
    several = list(audits)
    findings = [finding for one in several for finding in one.findings]
    verdicts: dict[str, Verdict] = {}
    missing: dict[str, str] = {}
    for one in several:
        missing = one.coverage.missing | missing  # the first audit is that of the main material
        for key, verdict in one.coverage.verdicts.items():
            verdicts[key] = _stronger(verdicts.get(key, Verdict.NO_INPUT), verdict)
    return Audit(_in_order(findings), Coverage(verdicts, _still_missing(missing, verdicts)))


BROKEN_OFF = "程序出错，这项检查没有做完"
_NOT_JUDGED = (Verdict.NO_INPUT, Verdict.NO_POWER)
_WEIGHT = (Verdict.NO_INPUT, Verdict.NO_POWER, Verdict.PASSED, Verdict.LEAD, Verdict.FAILED)


def _stronger(one: Verdict, other: Verdict) -> Verdict:
    return max(one, other, key=_WEIGHT.index)


def _still_missing(missing: dict[str, str], verdicts: dict[str, Verdict]) -> dict[str, str]:
    return {key: text for key, text in missing.items() if verdicts[key] in _NOT_JUDGED}


def _run(check: Check, bundle: Bundle) -> tuple[list[Finding], str, Verdict]:
    """Findings, what was lacking, and the verdict."""
    material = arguments(check, bundle.part)
    lacking = [MATERIALS[name] for name, part in material.items() if part is None]
    if lacking:
        return [], LACKING + "、".join(dict.fromkeys(lacking)), Verdict.NO_INPUT
    clause = bundle.rules.cite(check.clause) if check.clause else ""
    try:
        hits = [check.finding(doubted(check, hit, bundle.claims), clause) for hit in check.run(**material)]
    except NoPower as reason:
        return [], str(reason), Verdict.NO_POWER
    except Inapplicable as reason:
        return [], str(reason), Verdict.NO_INPUT
    except YzperfError:
        raise
    except Exception as error:  # a defect of one check must not keep the others from being made
        return [], broken_off(error), Verdict.NO_INPUT
    if bundle.is_restored(material):
        hits = [_restored(hit) for hit in hits]
    return hits, "", _verdict(hits)


def broken_off(error: Exception) -> str:
    """What is said of a check that broke off by a defect of its own: it judged nothing, and nobody is to think it did."""
    return f"{BROKEN_OFF}（{type(error).__name__}：{error}），请把这一行和材料交给 yzperf 的维护人员"


def _restored(finding: Finding) -> Finding:
    """A PDF has no paragraphs or tables, only print that was put together again: what is found in it is a lead."""
    message = f"{finding.message}（由 PDF 还原，请对照原件）"
    return replace(finding, evidence=EvidenceClass.LEAD, verdict=Verdict.LEAD, message=message)


def _verdict(findings: list[Finding]) -> Verdict:
    if any(finding.verdict is Verdict.FAILED for finding in findings):
        return Verdict.FAILED
    return Verdict.LEAD if findings else Verdict.PASSED


def _in_order(findings: list[Finding]) -> tuple[Finding, ...]:
    return tuple(sorted(findings, key=lambda finding: (finding.severity, finding.id)))
