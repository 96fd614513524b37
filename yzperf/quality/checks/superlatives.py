"""A04 前后数字一致 (order): who is said to be first or last is so in the table, and what goes from high to low does."""

from __future__ import annotations

from collections.abc import Iterator

from yzperf.domain.document import Document
from yzperf.domain.finding import EvidenceClass, Severity
from yzperf.errors import Place
from yzperf.quality.catalogue import Hit, Inapplicable, check
from yzperf.quality.passage_values import passages
from yzperf.quality.printed_tables import tables_of
from yzperf.quality.superlatives import Wrong, columns_in, columns_of, out_of_order, wrong_superlatives


@check("A04", title="前后数字一致", clause="", severity=Severity.MAJOR, evidence=EvidenceClass.PROOF)
def first_and_last_are_those_of_the_table(report: Document) -> Iterator[Hit]:
    """双桥镇最高、龙塘镇最低: the row of that name has the greatest or the least number of its column."""
    columns = columns_of(list(tables_of(report)))
    said = [(passage, one) for passage in passages(report) for one in passage.sentences() if "最" in one.text]
    if not said:
        raise Inapplicable("报告里没有说谁最高、谁最低")
    for passage, sentence in said:
        for wrong in wrong_superlatives(sentence.text, [*columns, *columns_in(sentence.text)]):
            hit = _hit(wrong, passage.where)
            yield hit if wrong.is_sure else hit.as_lead


@check("A04", title="前后数字一致", clause="", severity=Severity.MAJOR, evidence=EvidenceClass.PROOF)
def listed_in_the_order_told(report: Document) -> Iterator[Hit]:
    """由高到低依次为……: each number of the list is no greater than the one before it."""
    told = [
        (passage, one)
        for passage in passages(report)
        for one in passage.sentences()
        if "依次" in one.text or "分别" in one.text
    ]
    if not told:
        raise Inapplicable("报告里没有依次列出的数")
    for passage, sentence in told:
        for words, one, other in out_of_order(sentence.text):
            message = f"“{words}”之后先写 {one}，再写 {other}，次序不对"
            yield Hit(passage.where, message, f"{one}、{other}", f"{other}、{one}")


def _hit(wrong: Wrong, where: Place) -> Hit:
    values = wrong.column.values
    table = f"“{wrong.column.place}”" if wrong.column.place else "表"
    message = (
        f"此处说“{wrong.name}”{wrong.said}（{values[wrong.name].text}），按{table}“{wrong.column.head}”"
        f"{wrong.said}的是“{wrong.right}”（{values[wrong.right].text}）"
    )
    return Hit(where, message, wrong.name, wrong.right)
