"""Pictures, charts, diagrams: what is shown, how large, and what it says."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any

from tests.word_xml import NORMAL, PNG, WordFile, para, picture, text_box, tracked
from yzperf.loaders.docx_text import read_text

_CHART = "http://schemas.openxmlformats.org/drawingml/2006/chart"
_DGM = "http://schemas.openxmlformats.org/drawingml/2006/diagram"
_A = "http://schemas.openxmlformats.org/drawingml/2006/main"


def figures(made: WordFile, folder: Path) -> list[dict[str, Any]]:
    made.styles = NORMAL
    found = read_text(made.save(folder / "r.docx"))
    assert found["unread"] == []
    blocks = found["blocks"]
    return [block for block in blocks if block["kind"] == "f"]


def graphic(uri: str, inner: str) -> str:
    return (
        f'<w:r><w:drawing><wp:inline><wp:extent cx="3600000" cy="1800000"/><wp:docPr id="1" name="x"/><a:graphic>'
        f'<a:graphicData uri="{uri}">{inner}</a:graphicData></a:graphic></wp:inline></w:drawing></w:r>'
    )


def test_pictures_in_line_and_floating(tmp_path: Path) -> None:
    made = WordFile([para("甲", picture(alt="现场照片", mm=50)), para(picture(floating=True))]).with_picture()
    first, second = figures(made, tmp_path)
    assert (first["what"], first["alt"], first["width"], first["height"]) == ("图片", "现场照片", 50.0, 25.0)
    assert first["part"] == "word/media/image1.png"
    assert first["sha256"] == hashlib.sha256(PNG).hexdigest()
    assert (first["is_floating"], second["is_floating"]) == (False, True)


def test_a_picture_that_is_not_there_is_still_a_figure(tmp_path: Path) -> None:
    (found,) = figures(WordFile([para(picture())]), tmp_path)
    assert (found["part"], found["sha256"]) == ("", "")


def test_older_pictures_and_embedded_objects(tmp_path: Path) -> None:
    shape = '<v:shape style="width:144pt;height:72pt" alt="旧图"><v:imagedata r:id="rIdPicture"/></v:shape>'
    made = WordFile(
        [
            para(f"<w:r><w:pict>{shape}</w:pict></w:r>"),
            para(f'<w:r><w:object>{shape}<o:OLEObject ProgID="Excel"/></w:object></w:r>'),
        ]
    )
    first, second = figures(made.with_picture(), tmp_path)
    assert (first["what"], first["alt"], first["width"], first["height"]) == ("图片", "旧图", 50.8, 25.4)
    assert second["what"] == "嵌入对象"


def test_a_chart_says_its_title_and_values(tmp_path: Path) -> None:
    def points(tag: str, *values: str) -> str:
        inside = "".join(f'<c:pt idx="{at}"><c:v>{text}</c:v></c:pt>' for at, text in enumerate(values))
        return f"<c:{tag}><c:numRef><c:numCache>{inside}</c:numCache></c:numRef></c:{tag}>"

    chart = (
        f'<c:chartSpace xmlns:c="{_CHART}" xmlns:a="{_A}"><c:chart><c:title><c:tx><c:rich><a:p><a:r><a:t>各镇得分</a:t></a:r></a:p>'
        f"</c:rich></c:tx></c:title><c:plotArea><c:barChart><c:ser><c:tx><c:v>得分</c:v></c:tx>{points('cat', '甲镇', '乙镇')}"
        f"{points('val', '92.5', '88')}</c:ser></c:barChart></c:plotArea></c:chart></c:chartSpace>"
    )
    made = WordFile([para(graphic(_CHART, '<c:chart r:id="rIdC"/>'))])
    made.raw_part("word/charts/chart1.xml", chart.encode(), relation=("rIdC", "chart"))
    (found,) = figures(made, tmp_path)
    assert (found["what"], found["texts"]) == ("图表", [["各镇得分"], ["得分", "甲镇=92.5", "乙镇=88"]])


def test_a_diagram_says_its_nodes(tmp_path: Path) -> None:
    data = f'<dgm:dataModel xmlns:dgm="{_DGM}" xmlns:a="{_A}"><dgm:ptLst><dgm:pt><dgm:t><a:p><a:r><a:t>立项</a:t></a:r></a:p></dgm:t></dgm:pt><dgm:pt/></dgm:ptLst></dgm:dataModel>'
    made = WordFile([para(graphic(_DGM, '<dgm:relIds r:dm="rIdD"/>'))])
    made.raw_part("word/diagrams/data1.xml", data.encode(), relation=("rIdD", "diagramData"))
    (found,) = figures(made, tmp_path)
    assert (found["what"], found["texts"]) == ("示意图", [["立项"]])


def test_empty_shapes_are_nothing_and_deleted_pictures_are_changes(tmp_path: Path) -> None:
    line = '<w:r><w:pict><v:line from="0,0" to="1,1"/></w:pict></w:r>'
    made = WordFile([para("甲", line, tracked("del", picture()), text_box(para("")))], styles=NORMAL).with_picture()
    found = read_text(made.save(tmp_path / "r.docx"))
    assert [block["kind"] for block in found["blocks"]] == ["p"]
    assert [(one["kind"], one["text"]) for one in found["changes"]] == [("删除", "〔图〕")]
