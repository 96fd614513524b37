"""F05 样本数自洽: those asked, divided by sex, age or place, are as many as were asked."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from yzperf.domain.claims import Claim, Claims, Role
from yzperf.domain.document import Document
from yzperf.domain.finding import EvidenceClass, Severity
from yzperf.quality.catalogue import Hit, Inapplicable, check
from yzperf.quality.printed_means import counts_people, valid_sheets
from yzperf.quality.sample_divisions import read_divisions
from yzperf.quality.sample_parts import read_sample_parts
from yzperf.quality.sentences_and_rows import Sentence, read_sentences
from yzperf.quality.statistics_words import statistics_words
from yzperf.quality.survey_words import tells_several

_SIZES = Decimal("0.67"), Decimal("1.5")  # a slip leaves about as many


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


@check("F05", title="样本数自洽", clause="", severity=Severity.MAJOR, evidence=EvidenceClass.PROOF)
def sample_is_told_alike(report: Document, claims: Claims) -> Iterator[Hit]:
    """对628名群众的问卷调查, 628名受访者中: as many as valid questionnaires, or as some group that the report tells."""
    valid = valid_sheets(claims)
    told = [(one, claim) for one in read_sentences(report, claims) for claim in one.claims if _tells_sample(claim, one)]
    if valid is None or not told:
        raise Inapplicable("报告没有在有效问卷以外的地方又写受访人数")
    is_single = not tells_several("\n".join(one.text for one in report.every_paragraph()))
    for _, claim in told:
        others = {one.value for one in claims if one is not claim and one.where != claim.where}
        is_near = _SIZES[0] * valid.value <= claim.value <= _SIZES[1] * valid.value
        if claim.value != valid.value and is_near and claim.value not in others:
            message = f"受访人数写 {claim.text}，有效问卷写 {valid.text}，报告别处也没有这个数"
            hit = Hit(claim.where, message, claim.text, valid.text)
            yield hit if is_single else hit.as_lead


def _tells_sample(claim: Claim, sentence: Sentence) -> bool:
    """Whether a number is told as that of all who were asked."""
    words = statistics_words().samples
    if not counts_people(claim) or claim.role in (Role.VALID, Role.ISSUED, Role.RETURNED):
        return False
    before = words["told_before"].search(sentence.front(claim))
    behind = words["told_behind"].match(sentence.after(claim))
    return bool(behind) and (bool(before) or "受访" in sentence.after(claim)[:6] or "被" in sentence.after(claim)[:3])
