"""Templates are code: what harms is refused, and what gets through has no power."""

from __future__ import annotations

import importlib.util
import io
import sys
import zipfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from docxtpl.template import DocxTemplate

from yzperf.domain.evaluation import Evaluation
from yzperf.domain.shipped import shipped
from yzperf.errors import ReportError
from yzperf.reports import evaluation_report
from yzperf.reports.draft import Draft
from yzperf.reports.evaluation import content_of
from yzperf.reports.fields import Filler, fields_of
from yzperf.reports.headings import arrange
from yzperf.reports.narrative import Narrative
from yzperf.reports.package import Properties, finished, zipped
from yzperf.reports.pictures import Album, OpaquePicture
from yzperf.reports.sandbox import complaints, require_plain
from yzperf.reports.template import NAMES, open_template, render

TEMPLATE = shipped("templates") / "evaluation_report.docx"
POPEN = "{{ cycler.__init__.__globals__.os.popen('touch MARK').read() }}"


def altered(path: Path, part: str, change: Callable[[str], str]) -> Path:
    """A copy of the shipped template with one part changed."""
    with zipfile.ZipFile(TEMPLATE) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    parts[part] = change(parts[part].decode()).encode()
    path.write_bytes(zipped(parts))
    return path


def with_paragraph(text: str) -> Callable[[str], str]:
    return lambda xml: xml.replace("<w:body>", f"<w:body><w:p><w:r><w:t>{text}</w:t></w:r></w:p>", 1)


def test_the_script_gives_the_template_that_is_shipped() -> None:
    sys.path.insert(0, str(TEMPLATE.parent))
    try:
        spec = importlib.util.spec_from_file_location(
            "make_evaluation_report", TEMPLATE.with_name("make_evaluation_report.py")
        )
        assert spec is not None
        assert spec.loader is not None
        script = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(script)
        assert script.package(script.document()) == TEMPLATE.read_bytes()
    finally:
        sys.path.remove(str(TEMPLATE.parent))


def test_the_names_a_template_may_use_are_those_the_report_provides(evaluation: Evaluation, outline: Any) -> None:
    filler = Filler(fields_of(evaluation))
    narrative = Narrative(evaluation.case.narrative, filler)
    draft = Draft(evaluation, arrange(outline), filler, narrative, Album(open_template()), ())
    assert set(content_of(draft)) == set(NAMES)


@pytest.mark.parametrize(
    ("part", "place"),
    [
        ("word/document.xml", "<w:body>"),
        ("word/header1.xml", '<w:t xml:space="preserve">'),
        ("word/footer1.xml", '<w:t xml:space="preserve">'),
        ("docProps/core.xml", "<dc:title>"),
    ],
)
def test_a_payload_is_refused_wherever_it_stands(
    part: str, place: str, evaluation: Evaluation, outline: Any, tmp_path: Path
) -> None:
    mark = tmp_path / "mark"
    payload = POPEN.replace("MARK", str(mark))
    if place == "<w:body>":
        payload = f"<w:p><w:r><w:t>{payload}</w:t></w:r></w:p>"
    bad = altered(tmp_path / "t.docx", part, lambda xml: xml.replace(place, place + payload, 1))
    with pytest.raises(ReportError, match=r"未知的内容|不允许"):
        evaluation_report(evaluation, outline, (), tmp_path / "r.docx", template=bad)
    assert not mark.exists()
    assert not (tmp_path / "r.docx").exists()


@pytest.mark.parametrize(
    "payload",
    [
        "{{ h.__class__.__mro__ }}",
        "{{ h['__class__'] }}",
        "{{ label.upper() }}",
        "{{ label|upper }}",
        "{{ 'a' * 100000000 }}",
        "{{ h[label] }}",
        "{{ verdict.chart._make }}",
        "{% for n in range(99999) %}{% endfor %}",
        "{% set x = 1 %}",
        "{% include 'x' %}",
        "{{ 总分 }}",
        "{% if label %}",
        "｛｛ label ｝｝",
        "{％ if label ％}",
    ],
)
def test_a_template_may_only_take_test_and_loop(payload: str, tmp_path: Path) -> None:
    with pytest.raises(ReportError):
        open_template(altered(tmp_path / "t.docx", "word/document.xml", with_paragraph(payload)))


@pytest.mark.parametrize("part", ["word/document.xml", "docProps/core.xml"])
def test_even_past_the_check_the_sandbox_holds(part: str, tmp_path: Path) -> None:
    mark = tmp_path / "mark"
    payload = "{{ label.__class__.__mro__[1].__subclasses__() }}{{ x.popen('touch MARK') }}".replace("MARK", str(mark))
    change = with_paragraph(payload)
    if part == "docProps/core.xml":
        change = lambda xml: xml.replace("<dc:title>", "<dc:title>" + payload)  # noqa: E731
    document = DocxTemplate(io.BytesIO(altered(tmp_path / "t.docx", part, change).read_bytes()))
    with pytest.raises(ReportError):
        render(document, {"label": "x"})
    assert not mark.exists()


def test_a_picture_can_only_be_printed() -> None:
    assert list(complaints("{{ verdict.chart._make() }}", NAMES))
    assert [name for name in dir(OpaquePicture(lambda: "")) if not name.startswith("_")] == []


@pytest.mark.parametrize("value", [object(), b"x", 1.5, None, (1,), Path("x")])
def test_only_plain_data_reach_a_template(value: object) -> None:
    with pytest.raises(ReportError, match=r"a[.]b"):
        require_plain({"a": {"b": [value]}})


def test_outside_references_are_refused(tmp_path: Path) -> None:
    link = '<Relationship Id="rId99" Type="x" Target="http://example.org/t.dotm" TargetMode="External"/>'
    bad = altered(
        tmp_path / "t.docx",
        "word/_rels/document.xml.rels",
        lambda xml: xml.replace("</Rel", link + "</Rel", 1),
    )
    with pytest.raises(ReportError, match="外部"):
        open_template(bad)


@pytest.mark.parametrize("content", [b"", b"not a zip", b"PK\x03\x04 broken"])
def test_what_is_no_word_file_is_refused(content: bytes, tmp_path: Path) -> None:
    path = tmp_path / "t.docx"
    path.write_bytes(content)
    with pytest.raises(ReportError):
        open_template(path)
    with pytest.raises(ReportError):
        open_template(tmp_path / "没有.docx")


def test_entities_are_refused(tmp_path: Path) -> None:
    bomb = '<!DOCTYPE w:document [<!ENTITY a "aaaa">]>'
    bad = altered(
        tmp_path / "t.docx",
        "word/document.xml",
        lambda xml: xml.replace("<w:document", bomb + "<w:document", 1),
    )
    with pytest.raises(ReportError, match="实体"):
        open_template(bad)


def test_hostile_data_are_printed_as_they_are(made: Callable[..., Evaluation], outline: Any, tmp_path: Path) -> None:
    evaluation = made()
    hostile = "{{ 7*7 }}{% if %}</w:t></w:r>\n\t\x0c{_{ x }_} & <b>"
    rows = (replace(evaluation.card.rows[0], indicator=hostile, l2=hostile), *evaluation.card.rows[1:])
    evaluation = replace(evaluation, card=replace(evaluation.card, rows=rows))
    out = evaluation_report(evaluation, outline, (hostile,), tmp_path / "r.docx")
    with zipfile.ZipFile(out) as archive:
        xml = archive.read("word/document.xml").decode()
    assert "｛｛ 7*7 ｝｝｛% if %｝&lt;/w:t&gt;&lt;/w:r&gt; ｛_｛ x ｝_｝ &amp; &lt;b&gt;" in xml
    assert "49" not in "".join(part for part in xml.split("7*7")[1][:20])


def test_a_template_edited_by_hand_works_and_one_without_a_heading_is_refused(
    evaluation: Evaluation, outline: Any, tmp_path: Path
) -> None:
    kept = altered(tmp_path / "a.docx", "word/document.xml", with_paragraph("{{ label }}：内部稿"))
    assert evaluation_report(evaluation, outline, (), tmp_path / "r.docx", template=kept).exists()
    lost = altered(tmp_path / "b.docx", "word/document.xml", lambda xml: xml.replace("{{ h.a4 }}", "附件四", 1))
    with pytest.raises(ReportError, match="附表4"):
        evaluation_report(evaluation, outline, (), tmp_path / "r.docx", template=lost)


@pytest.mark.parametrize("left", ["{{ x", "%}", "nan", "None", "金额nan万元"])
def test_leftovers_are_found_before_the_file_is_written(left: str, evaluation: Evaluation, tmp_path: Path) -> None:
    path = altered(tmp_path / "t.docx", "word/document.xml", with_paragraph(left))
    properties = Properties("题", "者", "", evaluation.case.info.rules_on)
    with pytest.raises(ReportError, match="留有未填"):
        finished(path.read_bytes(), properties, ())


def test_a_cell_that_says_nan_is_refused_not_printed(
    made: Callable[..., Evaluation], outline: Any, tmp_path: Path
) -> None:
    with pytest.raises(ReportError, match="nan"):
        evaluation_report(made(narrative={"其他": "增长率为 nan"}), outline, (), tmp_path / "r.docx")
