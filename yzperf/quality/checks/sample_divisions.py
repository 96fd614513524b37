"""F05 样本数自洽: those asked, divided by sex, age or place, are as many as were asked."""

from __future__ import annotations

from collections.abc import Iterator

from yzperf.domain.claims import Claims
from yzperf.domain.document import Document
from yzperf.domain.finding import EvidenceClass, Severity
from yzperf.quality.catalogue import Hit, Inapplicable, check
from yzperf.quality.printed_means import valid_sheets
from yzperf.quality.sample_divisions import read_divisions
from yzperf.quality.sample_parts import read_sample_parts


@check("F05", title="样本数自洽", clause="", severity=Severity.MAJOR, evidence=EvidenceClass.PROOF)
def divisions_make_the_sample(report: Document, claims: Claims) -> Iterator[Hit]:
    """Parts that leave nobody over add up to a number that the report tells of those asked."""
    found = list(read_divisions(report, claims, valid_sheets(claims)))
    if not found:
        raise Inapplicable("报告文字里没有按性别、年龄、地区等把受访的人分开写")
    told = {part for one in read_sample_parts(report, claims) for part in one.parts}
    for one in found:
        if one.total == one.whole.value or told & {*one.parts}:
            continue  # 60人，其中男性40人、女性30人: told once
        listed = "、".join(f"{name}{part.text}" for name, part in zip(one.names, one.parts, strict=True))
        message = f"各组（{listed}）合计 {one.total}，受访的写 {one.whole.text}"
        hit = Hit(one.parts[0].where, message, str(one.total), one.whole.text)
        yield hit if one.is_sure else hit.as_lead
