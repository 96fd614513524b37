"""Build ``quality_opinion.docx``: 质量检查意见书, on landscape A4, one row a finding with room for the agency's answer.

Run ``python templates/make_quality_opinion.py`` after a change; the same script gives the same bytes.
"""

from __future__ import annotations

from pathlib import Path

from word_blocks import Column, cell, para, row, table, texts, when
from word_blocks import frame as framed
from word_package import package
from word_styles import XML, W, section

TARGET = Path(__file__).with_name("quality_opinion.docx")
_LINE = "Source"  # plain lines of the size of the tables
_HEADING = '<w:spacing w:before="200" w:after="60"/><w:ind w:firstLineChars="0" w:firstLine="0"/>'


def head() -> str:
    """Title and what was checked."""
    subject = [Column(40, "项目", "{{ row.name }}", "CellCentre"), Column(185, "内容", "{{ row.value }}")]
    return para("Title", "质量检查意见书", '<w:spacing w:after="160"/>') + table(subject, "subject")


def conclusion() -> str:
    """一、检查结论: counts by severity and class, on the page of the title."""
    counts = [
        Column(45, "严重程度", "{{ row.severity }}", "CellCentre"),
        Column(45, "问题：实证（P）", "{{ row.proof }}", "CellCentre"),
        Column(45, "问题：违规（R）", "{{ row.rule }}", "CellCentre"),
        Column(45, "线索（L）", "{{ row.lead }}", "CellCentre"),
        Column(45, "其中影响结论", "{{ row.touching }}", "CellCentre"),
    ]
    return _heading("一、检查结论") + texts("conclusion", _LINE) + table(counts, "counts") + para("SectionEnd", "")


def findings(title: str, source: str) -> str:
    """A list of findings with an empty column for the agency's answer, kept wide enough to write in."""
    columns = [
        Column(9, "序号", "{{ row.no }}", "SmallCentre"),
        Column(22, "检查", "{{ row.check }}", "SmallCell"),
        Column(28, "位置", "{{ row.where }}", "SmallCell"),
        Column(19, "原文", "{{ row.reported }}", "SmallCentre"),
        Column(19, "复算", "{{ row.recomputed }}", "SmallCentre"),
        Column(42, "问题及依据", "{{ row.basis }}", "SmallCell"),
        Column(16, "严重程度", "{{ row.severity }}", "SmallCentre"),
        Column(15, "类别", "{{ row.kind }}", "SmallCentre"),
        Column(27, "处理建议", "{{ row.handling }}", "SmallCell"),
        Column(28, "机构答复", "", "SmallCell"),
    ]
    rows = when(f"{source}.rows", table(columns, f"{source}.rows", head="SmallHead"))
    return _heading(title) + texts(f"{source}.notes", _LINE) + rows


def waived() -> str:
    """四、已豁免的发现: who decided and why."""
    columns = [
        Column(10, "序号", "{{ row.no }}", "SmallCentre"),
        Column(28, "检查", "{{ row.check }}", "SmallCell"),
        Column(45, "位置", "{{ row.where }}", "SmallCell"),
        Column(57, "问题", "{{ row.message }}", "SmallCell"),
        Column(85, "决定、理由、决定人和日期", "{{ row.decision }}", "SmallCell"),
    ]
    rows = when("waived.rows", table(columns, "waived.rows", head="SmallHead"))
    return _heading("四、已豁免的发现") + texts("waived.notes", _LINE) + rows


def coverage() -> str:
    """五、没有查的及原因."""
    missing = [
        Column(30, "检查编号", "{{ row.id }}", "SmallCentre"),
        Column(195, "没有查的原因", "{{ row.reason }}", "SmallCell"),
    ]
    rows = when("coverage.rows", table(missing, "coverage.rows", head="SmallHead"))
    return _heading("五、没有查的及原因") + texts("coverage.notes", _LINE) + rows


def signatures() -> str:
    """Who checked, and who answered for the agency."""
    blank = '<w:spacing w:before="200" w:after="200"/>'
    left = "检查人：　　　　　　　　复核人：　　　　　　　　　　　年　　月　　日"
    right = "机构（盖章）：　　　　　　主评人（签字）：　　　　　　　年　　月　　日"
    lines = (row(cell(225, line, "Cell")) for line in (left, right))
    return para("SectionEnd", "", blank) + framed([225], "".join(lines), borders="")


def _heading(title: str) -> str:
    return para("Heading1", title, _HEADING)


def document() -> str:
    """The whole ``word/document.xml``."""
    body = (
        head()
        + conclusion()
        + findings("二、发现的问题", "problems")
        + findings("三、线索", "leads")
        + waived()
        + coverage()
        + signatures()
        + section(landscape=True, start=1)
    )
    return f"{XML}<w:document {W}><w:body>{body}</w:body></w:document>"


if __name__ == "__main__":
    TARGET.write_bytes(package(document()))
