"""What a report names: documents, grades, dates, places, bodies, references."""

from __future__ import annotations

import pytest

import yzperf as yz
from yzperf.domain.claims import Mention, MentionKind, Setting, read_all_mentions, read_mentions
from yzperf.domain.finding import Confidence
from yzperf.errors import Place


def named(text: str, kind: MentionKind) -> list[Mention]:
    return [mention for mention in read_mentions(text, Setting(Place())) if mention.kind is kind]


def values(text: str, kind: MentionKind) -> list[str]:
    return [mention.value for mention in named(text, kind)]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("根据财预〔2020〕10号文件", "财预〔2020〕10号"),
        ("按照财预[2020]10号", "财预〔2020〕10号"),
        ("依据财监【2021】4号", "财监〔2021〕4号"),
        ("苏财绩（2021）第12号", "苏财绩〔2021〕12号"),
        ("经扬发改〔2023〕28号批复", "扬发改〔2023〕28号"),
        ("国办发［２０２０］８号", "国办发〔2020〕8号"),
    ],
)
def test_a_document_number_is_one_value_in_any_brackets(text: str, value: str) -> None:
    assert values(text, MentionKind.DOCUMENT) == [value]


@pytest.mark.parametrize(
    "text",
    [
        "《项目支出绩效评价管理办法》（财预〔2020〕10号）",
        "《项目支出绩效评价管理办法》(财预[2020]10号)",
        "财预〔2020〕10号《项目支出绩效评价管理办法》",
    ],
)
def test_title_and_number_belong_together(text: str) -> None:
    (number,) = named(text, MentionKind.DOCUMENT)
    (title,) = named(text, MentionKind.TITLE)
    assert (number.value, number.with_) == ("财预〔2020〕10号", "项目支出绩效评价管理办法")
    assert title.with_ == "财预〔2020〕10号"


def test_a_number_does_not_take_the_title_of_another() -> None:
    text = "《甲办法》（财预〔2020〕10号）、《乙办法》和财监〔2021〕4号"
    assert [mention.with_ for mention in named(text, MentionKind.DOCUMENT)] == ["甲办法", ""]


@pytest.mark.parametrize(
    ("text", "grades"),
    [
        ("评价等级为“优”。", ["优"]),
        ("绩效评级为良好", ["良"]),
        ("项目绩效等级：中", ["中"]),
        ("评价结果为“合格”", ["合格"]),
        ("环境优美，服务良好", []),
        ("等级为优质工程", []),
    ],
)
def test_grades(text: str, grades: list[str]) -> None:
    assert values(text, MentionKind.GRADE) == grades


@pytest.mark.parametrize(
    ("text", "dates"),
    [
        ("2023年12月31日", ["2023-12-31"]),
        ("２０２３年３月", ["2023-03"]),
        ("二〇二四年五月十日", ["2024-05-10"]),
        ("2023年2月30日", ["2023-02-30"]),
        ("2024.11.20", ["2024-11-20"]),
        ("2022年度至2024年度", ["2022", "2024"]),
    ],
)
def test_dates(text: str, dates: list[str]) -> None:
    assert values(text, MentionKind.DATE) == dates


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("项目位于江苏省扬中市新坝镇", ["江苏省", "扬中市", "新坝镇"]),
        ("48个行政村、四个镇、全县、各乡镇、治理村、本市", []),
        ("对示例甲镇、示例乙镇实施治理", ["示例甲镇", "示例乙镇"]),
    ],
)
def test_places(text: str, places: list[str]) -> None:
    assert values(text, MentionKind.PLACE) == places


def test_only_a_province_is_sure() -> None:
    sure = [mention.confidence is Confidence.HIGH for mention in named("江苏省扬中市", MentionKind.PLACE)]
    assert sure == [True, False]


@pytest.mark.parametrize(
    ("text", "bodies"),
    [
        ("受示例市财政局委托，示例评价咨询有限公司开展评价", ["示例市财政局", "示例评价咨询有限公司"]),
        ("由示例市农村治污管理中心实施", ["示例市农村治污管理中心"]),
        ("该有限公司", []),
    ],
)
def test_bodies(text: str, bodies: list[str]) -> None:
    assert values(text, MentionKind.BODY) == bodies


def test_chapters_and_indicators() -> None:
    text = "详见本报告第四部分；“制度执行有效性”指标扣2分"
    assert values(text, MentionKind.CHAPTER) == ["本报告第四部分"]
    assert values(text, MentionKind.INDICATOR) == ["制度执行有效性"]


def test_personal_numbers_are_masked() -> None:
    (found,) = named("联系人手机13812341234", MentionKind.PERSONAL)
    assert found.value == "手机号"
    assert "13812341234" not in repr(found)


def test_references_of_a_report_know_what_they_point_to() -> None:
    document = yz.load_document(yz.sample_case() / "report.docx")
    found = [mention for mention in read_all_mentions(document) if mention.kind is MentionKind.CAPTION]
    assert [(mention.value, bool(mention.target)) for mention in found] == [("附件1", True), ("表1", True)]


def test_places_in_the_text_are_those_of_the_print() -> None:
    text = "依据　《办法》（财预［２０２０］１０号），示例市财政局于２０２３年５月批复。"
    for mention in read_mentions(text, Setting(Place())):
        assert text[mention.start : mention.end] == mention.text
