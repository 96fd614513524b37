"""The picture of an audit: every group with its findings by class, and no check counted as done that reached no verdict."""

from __future__ import annotations

from tests.reports.test_opinion import audit_of, finding
from yzperf.domain.finding import Coverage, Verdict
from yzperf.drawing.canvas import png_bytes
from yzperf.quality import Audit, settle
from yzperf.quality.settled import Settled


def words(figure) -> list[list[str]]:
    return [[text.get_text() for text in axes.texts if text.get_text()] for axes in figure.axes]


def test_findings_are_counted_by_group_and_class_and_checks_by_how_far_they_came() -> None:
    verdicts = {"B03": Verdict.FAILED, "E04": Verdict.NO_POWER, "E05": Verdict.NO_INPUT, "D02": Verdict.PASSED}
    audit = Audit((finding(1), finding(2), finding(3, lead=True)), Coverage(verdicts, {"E04": "少", "E05": "缺"}))
    figure = audit.figure()
    assert [label.get_text() for label in figure.axes[0].get_yticklabels()] == [
        "B 数字勾稽",
        "D 证据与底稿",
        "E 问卷调查",
    ]
    assert words(figure) == [["2", "1"], ["1", "1", "1", "1"]]
    assert png_bytes(figure) == png_bytes(audit.figure())


def test_an_audit_without_findings_is_drawn_too() -> None:
    assert words(audit_of().figure())[0] == []


def test_decided_findings_show_themselves_in_a_notebook() -> None:
    settled: Settled = settle(audit_of(finding(1, message="<b>坏</b>")), [])
    page = settled._repr_mimebundle_()["text/html"]
    assert "&lt;b&gt;坏" in page
    assert "决定的理由</th>" in page
