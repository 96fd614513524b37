"""What a case folder lacks and what lies in it (案卷状况), told beside its findings."""

from __future__ import annotations

from collections.abc import Iterator

from yzperf import face
from yzperf.domain.case import Case
from yzperf.domain.evidence import EvidenceState

_TOLD_AS_FINDINGS = (EvidenceState.INTACT, EvidenceState.ALTERED, EvidenceState.ABSENT, EvidenceState.EMPTY)


def state_lines(case: Case) -> Iterator[str]:
    """One line each: what files were taken for, what is missing, methods that cannot run, evidence that is not registered, doubled, or unlisted."""
    yield from case.notes
    for name in case.missing:
        yield f"案卷缺少：{name}" if "还没有填写" not in name else name
    for key, lacking in face.method_gaps(case).items():
        yield f"方法 {key} 不能计算：{lacking}"
    for one in case.evidence_files:
        if one.state not in _TOLD_AS_FINDINGS:
            remedy = "，请用 yzperf seal 登记" if one.state in (EvidenceState.UNSEALED, EvidenceState.UNLISTED) else ""
            yield f"证据 {one.id} {one.file}：{one.state}{remedy}".replace("  ", " ")
        if one.same_as:
            yield f"证据 {one.id} {one.file}：内容与 {'、'.join(one.same_as)} 相同".replace("  ", " ")
    if case.survey is not None:
        yield from _survey_lines(case)


def _survey_lines(case: Case) -> Iterator[str]:
    survey = case.survey
    if survey is not None and survey.problems:
        yield f"问卷：{len(survey.problems)} 处不合编码本，首处 {survey.problems[0]}"
    if survey is not None and not (doubled := survey.duplicates()).empty:
        yield f"问卷：{doubled['组'].nunique()} 个号码出现在几份答卷里（yzperf survey 列出位置）"
