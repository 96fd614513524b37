"""I08 图片跨报告复用: a photograph that shows this project stands in the report on another one. A lead: a person looks."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from yzperf.domain.corpus import CorpusReport, read_report
from yzperf.domain.document import Document
from yzperf.domain.finding import EvidenceClass, Severity
from yzperf.domain.picture import GREY_SIDE, Picture
from yzperf.forensics.picture_match import alike_elsewhere
from yzperf.quality.catalogue import Hit, Inapplicable, check
from yzperf.quality.corpus import Corpus, is_same

_SEEN_OFTEN, _SHARE = 3, 0.2  # a picture in more reports than both is the agency's own: its building, its licence


@check("I08", title="图片跨报告复用", clause="", severity=Severity.MINOR, evidence=EvidenceClass.LEAD)
def photographs_are_of_this_project(pictures: tuple[Picture, ...], report: Document, corpus: Corpus) -> Iterator[Hit]:
    """No photograph of the report stands, saved anew or not, in the report on another project."""
    own = read_report(report)
    others = [(other, picture) for other in corpus.reports if not is_same(own, other) for picture in other.pictures]
    if not pictures or not others:
        raise Inapplicable("报告或往期报告库里没有能比对的照片（图纸、图表、证照和扫描页不比）")
    found: dict[int, list[tuple[CorpusReport, Picture]]] = defaultdict(list)
    for at, there in alike_elsewhere(_levels(pictures), _levels([picture for _, picture in others])):
        found[at].append(others[there])
    for at, copies in sorted(found.items()):
        files = {other.file for other, _ in copies}
        if len(files) <= max(_SEEN_OFTEN, _SHARE * len(corpus.reports)):
            yield _hit(pictures[at], *copies[0], len(files) - 1, own)


def _levels(pictures: Sequence[Picture]) -> list[NDArray[np.uint8]]:
    """One byte a point: a corpus may hold tens of thousands."""
    return [np.frombuffer(one.grey, np.uint8).reshape(GREY_SIDE, GREY_SIDE) for one in pictures]


def _hit(picture: Picture, other: CorpusReport, copy: Picture, also: int, own: CorpusReport) -> Hit:
    """A photograph of the same project's other year may be shown again, if the report says so."""
    is_same_subject = bool(own.subject) and own.subject == other.subject
    there = str(replace(copy.where, file="")).replace(" ", "")
    named = f"“{picture.caption}”" if picture.caption else ""
    more = f"，另有 {also} 份报告也有" if also else ""
    remark = "；同一项目往年的照片，请注明拍摄时间" if is_same_subject else ""
    message = f"照片{named}与“{other.file}”{there}的“{copy.caption or '无图注'}”是同一张（另存、缩放或调色的也算）{more}{remark}"
    severity = Severity.HINT if is_same_subject else Severity.MINOR
    return Hit(picture.where, message, picture.caption, copy.caption, severity=severity)
