"""Run the catalogue over the material (核查): findings and, always with them, the coverage."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import pandas as pd

from yzperf.domain.finding import Coverage, Finding, Verdict
from yzperf.domain.htmltable import html_table
from yzperf.domain.labels import label
from yzperf.quality.bundle import MATERIALS, Bundle
from yzperf.quality.catalogue import Check, Inapplicable, all_checks, arguments


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

    def _repr_html_(self) -> str:
        return f"<p>{self.coverage.sentence()}</p>{html_table(self.table())}"

    def _repr_mimebundle_(self, **_: object) -> dict[str, str]:
        return {"text/plain": self.coverage.sentence(), "text/html": self._repr_html_()}


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


def audit(bundle: Bundle) -> Audit:
    """Run every check on the material that is there.

    Returns
    -------
    Audit
        A check whose material is missing gets 无法判断（缺输入）, never 通过.
    """
    findings: list[Finding] = []
    verdicts: dict[str, Verdict] = {}
    missing: dict[str, str] = {}
    for check in all_checks():
        hits, lacking = _run(check, bundle)
        findings.extend(hits)
        verdicts[check.id] = _stronger(verdicts.get(check.id, Verdict.NO_INPUT), _verdict(hits, lacking))
        if lacking:
            told = [missing[check.id]] if check.id in missing else []
            missing[check.id] = "；".join(told if lacking in "；".join(told).split("；") else [*told, lacking])
    return Audit(_in_order(findings), Coverage(verdicts, _still_missing(missing, verdicts)))


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


_WEIGHT = (Verdict.NO_INPUT, Verdict.NO_POWER, Verdict.PASSED, Verdict.LEAD, Verdict.FAILED)


def _stronger(one: Verdict, other: Verdict) -> Verdict:
    return max(one, other, key=_WEIGHT.index)


def _still_missing(missing: dict[str, str], verdicts: dict[str, Verdict]) -> dict[str, str]:
    return {key: text for key, text in missing.items() if verdicts[key] is Verdict.NO_INPUT}


def _run(check: Check, bundle: Bundle) -> tuple[list[Finding], str]:
    material = arguments(check, bundle.part)
    lacking = [MATERIALS[name] for name, part in material.items() if part is None]
    if lacking:
        return [], "缺少" + "、".join(dict.fromkeys(lacking))
    clause = bundle.rules.cite(check.clause) if check.clause else ""
    try:
        return [check.finding(hit, clause) for hit in check.run(**material)], ""
    except Inapplicable as reason:
        return [], str(reason)


def _verdict(findings: list[Finding], lacking: str) -> Verdict:
    if lacking:
        return Verdict.NO_INPUT
    if any(finding.verdict is Verdict.FAILED for finding in findings):
        return Verdict.FAILED
    return Verdict.LEAD if findings else Verdict.PASSED


def _in_order(findings: list[Finding]) -> tuple[Finding, ...]:
    return tuple(sorted(findings, key=lambda finding: (finding.severity, finding.id)))
