"""``yzperf waive`` (豁免): one decision on one finding that is there now, signed and with its reason."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from yzperf import face
from yzperf.apps.atomic import write_atomically
from yzperf.domain.finding import Finding
from yzperf.domain.waiver import Decision, Waiver, fingerprint
from yzperf.errors import LoadError
from yzperf.loaders.waivers import append_waiver, beside


def waive(source: Path, mark: str, waiver: dict[str, Any], rules: dict[str, Any], decided: Path | None) -> str:
    """Write the decision into the file beside what was checked, or the one that was named; say what was decided.

    Parameters
    ----------
    mark
        The fingerprint of the finding, or as many of its first digits as tell it from the others.
    waiver
        ``decision``, ``reason``, ``by`` and ``on``.

    Raises
    ------
    LoadError
        If there is no such finding now, it was decided already, or reason or name is lacking.
    """
    file = beside(source, decided)
    finding = _found(face.check(source, **rules).findings, mark)
    made = Waiver(fingerprint(finding), check=finding.id, where=str(finding.where), **waiver)
    text = append_waiver(file, made)
    write_atomically(file, lambda part: part.write_text(text, encoding="utf-8"))
    return f"已记入 {file}：{made.decision} {finding.id} {finding.where}：{finding.message}"


def decision(text: str) -> Decision:
    """Read a decision.

    Raises
    ------
    LoadError
    """
    if text not in tuple(Decision):
        raise LoadError(f"--decision：读到“{text}”，应为 {'、'.join(Decision)}")
    return Decision(text)


def _found(findings: tuple[Finding, ...], mark: str) -> Finding:
    known = {fingerprint(finding): finding for finding in findings}
    fitting = [key for key in known if mark and key.startswith(mark.strip().lower())]
    if len(fitting) != 1:
        said = "不止一处发现" if fitting else "没有这样的发现"
        raise LoadError(f"指纹“{mark}”：{said}。各处发现的指纹见 yzperf check 的输出")
    return known[fitting[0]]
