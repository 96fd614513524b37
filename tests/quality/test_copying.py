"""Group I: copies, clones, and what is left over from templates and other reports, each with its benign twin."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from pathlib import Path

import docx
import pytest

import yzperf as yz
from tests.forensics.test_copying import LAW, POND, PUMP, ROAD
from tests.program import run
from tests.quality.test_checks import evaluation, found
from tests.quality.test_text_checks import hits
from tests.scoring.test_item import row
from yzperf.domain.corpus import CorpusReport, read_report, subject_of
from yzperf.domain.document import Document, Mark, MarkKind, Paragraph, Signature
from yzperf.domain.evidence import Evidence
from yzperf.domain.finding import EvidenceClass, Finding, Severity, Verdict
from yzperf.errors import LoadError, Place
from yzperf.quality import Bundle, audit
from yzperf.quality.corpus import Corpus, known_texts, make_corpus
from yzperf.quality.corpus_file import corpus_bytes, load_corpus
from yzperf.rules import Rules

ADVICE = (
    "建议将运维经费列入年度预算，由县级财政与镇村按比例分担，按季度考核结果拨付；建立报修平台，明确四十八小时到场时限。"
)
TITLE = "乙县农村公厕项目2024年度绩效评价报告"
PROBLEMS, ADVICES, FACTS = "五、存在的问题及原因分析", "六、有关建议", "一、项目基本情况"


def report(*parts: tuple[str, str], title: str = TITLE, file: str = "报告.docx") -> Document:
    """A report of headings with one paragraph each."""
    blocks = [Paragraph(title, None, Place(file, paragraph="首个标题之前第1段"))]
    for heading, text in parts:
        blocks.append(Paragraph(heading, 1, Place(file, paragraph=f"标题“{heading}”"), title=heading))
        blocks.append(Paragraph(text, None, Place(file, paragraph=f"“{heading}”一节第1段"), path=(heading,)))
    return Document(file, tuple(blocks), title=title)


def other(*parts: tuple[str, str], title: str = "甲县农村生活污水治理项目2023年度绩效评价报告") -> CorpusReport:
    return read_report(report(*parts, title=title, file="往期.docx"))


def corpus(rules: Rules, *reports: CorpusReport) -> Corpus:
    return make_corpus(reports, known_texts(rules))


def copied(rules: Rules, number: str, own: Document, *reports: CorpusReport) -> list[Finding]:
    return found(rules, number, report=own, corpus=corpus(rules, *reports))


# ── I03, I04 ────────────────────────────────────────────────────────────────────────────────────────


def test_i03_a_paragraph_of_another_report(rules: Rules) -> None:
    (finding,) = copied(rules, "I03", report((PROBLEMS, "经查，" + PUMP)), other((FACTS, ROAD), (PROBLEMS, PUMP)))
    assert (finding.verdict, finding.severity) == (Verdict.LEAD, Severity.MINOR)
    assert f"“{PROBLEMS}”一节第1段相同 55 字" in finding.message
    assert finding.where.paragraph == f"“{PROBLEMS}”一节第1段"


def test_i03_statutory_text_and_set_phrases_are_nobodys(rules: Rules) -> None:
    assert copied(rules, "I03", report(("二、评价原则", LAW)), other(("二、评价原则", LAW))) == []


def test_i03_a_project_may_be_described_as_the_year_before_but_not_judged_so(rules: Rules) -> None:
    last_year = other((FACTS, ROAD), (PROBLEMS, PUMP), title=TITLE.replace("2024", "2023"))
    (finding,) = copied(rules, "I03", report((FACTS, ROAD), (PROBLEMS, PUMP)), last_year)
    assert PROBLEMS in finding.where.paragraph


def test_i03_the_report_itself_in_the_corpus_is_no_other(rules: Rules) -> None:
    own = report((PROBLEMS, PUMP))
    assert copied(rules, "I03", own, read_report(own)) == []


def test_i03_a_whole_report_under_another_title_is_a_copy(rules: Rules) -> None:
    assert len(copied(rules, "I03", report((PROBLEMS, PUMP)), other((PROBLEMS, PUMP)))) == 1


def test_i03_an_empty_corpus_is_said(rules: Rules) -> None:
    outcome = audit(Bundle(rules=rules, report=report((PROBLEMS, PUMP)), corpus=make_corpus([])))
    assert outcome.coverage.verdicts["I03"] is Verdict.NO_INPUT
    assert "没有报告" in outcome.coverage.missing["I03"]


def test_i04_recommendations_of_another_project_are_told_once(rules: Rules) -> None:
    own, before = report((ADVICES, ADVICE)), other((ADVICES, ADVICE))
    (finding,) = copied(rules, "I04", own, before)
    assert finding.evidence is EvidenceClass.LEAD
    assert copied(rules, "I03", own, before) == []


def test_i04_the_same_project_may_hear_the_same_advice_again(rules: Rules) -> None:
    last_year = other((ADVICES, ADVICE), title=TITLE.replace("2024", "2023"))
    assert copied(rules, "I04", report((ADVICES, ADVICE)), last_year) == []


@pytest.mark.parametrize(
    "title",
    [
        "扬中市农村生活污水治理项目2024年度绩效评价报告",
        "2023年度扬中市农村生活污水治理项目支出绩效评价报告",
        "扬中市农村生活污水治理项目2022-2024年绩效自评报告",
    ],
)
def test_the_subject_is_the_title_without_year_and_kind(title: str) -> None:
    assert subject_of(title) == "扬中市农村生活污水治理"


# ── I05 ─────────────────────────────────────────────────────────────────────────────────────────────

SCORES = ("10", "8.5", "9.2", "10", "7", "10", "9.9", "10")


def sheet_of(scores: tuple[str, ...]):
    return evaluation(*(row("1", "1", weight="10", reported=score) for score in scores))


def cloned(
    rules: Rules, mine: tuple[str, ...], theirs: tuple[str, ...], title: str = "甲县道路绩效评价报告"
) -> list[Finding]:
    before = replace(other(title=title), scores=tuple(("10", score) for score in theirs))
    return found(rules, "I05", sheet_of(mine), report=report(), corpus=corpus(rules, before))


def test_i05_the_same_scores_row_by_row(rules: Rules) -> None:
    (finding,) = cloned(rules, SCORES, SCORES)
    assert "8 行，扣分 4 行" in finding.message
    assert finding.verdict is Verdict.LEAD


def test_i05_other_scores_and_the_report_itself(rules: Rules) -> None:
    assert cloned(rules, SCORES, (*SCORES[:-1], "9.5")) == []
    assert cloned(rules, SCORES, SCORES, TITLE) == []


LONG = ("10", "8.5", "9.2", "10", "7", "10", "9.9", "6.5", "10", "8.8")


def test_i05_one_row_changed_is_still_worth_a_look(rules: Rules) -> None:
    (finding,) = cloned(rules, LONG, (*LONG[:1], "8.4", *LONG[2:]))
    assert (finding.verdict, finding.severity) == (Verdict.LEAD, Severity.HINT)
    assert "扣分的 6 行中有 5 行" in finding.message


@pytest.mark.parametrize("theirs", [("10", "8.4", "9.1", *LONG[3:]), ("9", *LONG[1:3], "9", "7", "9", *LONG[6:])])
def test_i05_some_rows_alike_are_chance(rules: Rules, theirs: tuple[str, ...]) -> None:
    assert cloned(rules, LONG, theirs) == []


@pytest.mark.parametrize("scores", [("10",) * 8, SCORES[:5]])
def test_i05_full_points_and_short_tables_prove_nothing(rules: Rules, scores: tuple[str, ...]) -> None:
    outcome = audit(Bundle(rules=rules, card=None, report=report(), corpus=corpus(rules, other())))
    assert outcome.coverage.verdicts["I05"] is Verdict.NO_INPUT
    with pytest.raises(AssertionError, match="说明不了什么"):
        cloned(rules, scores, scores)


# ── I07 ─────────────────────────────────────────────────────────────────────────────────────────────


def taken(rules: Rules, *parts: tuple[str, str], source: str = PUMP) -> list[Finding]:
    unit = report(("四、存在问题", source), title="乙县农村公厕项目2024年度绩效自评报告", file="自评.docx")
    return found(rules, "I07", report=report(*parts), self_report=unit)


def test_i07_the_units_own_words_as_the_evaluators_judgement(rules: Rules) -> None:
    (finding,) = taken(rules, (PROBLEMS, PUMP))
    assert "自评.docx" in finding.message
    assert finding.verdict is Verdict.LEAD
    assert len(taken(rules, (PROBLEMS, PUMP + ROAD), (ADVICES, ROAD), source=PUMP + ROAD)) == 3  # and altogether


def test_i07_facts_of_the_project_may_be_taken_over(rules: Rules) -> None:
    assert taken(rules, (FACTS, PUMP)) == []
    assert taken(rules, (PROBLEMS, POND)) == []


UNIT_TEXT = (
    "县公厕管理中心始终把这项工作作为年度重点任务来抓，主要负责人多次召开专题会议研究部署，细化任务分工，倒排工作计划，"
    "挂图作战，按周调度，群众反响热烈，社会各界给予充分肯定。"
)


def from_evidence(rules: Rules, folder: Path, source: str, file: str = "e01.txt", content: bytes | None = None):
    """A report that holds the unit's text in its chapter on effects, and that text among the evidence."""
    info = yz.open_case(yz.sample_case()).info
    info = replace(info, parties={**info.parties, "实施单位": "乙县公厕管理中心（示例）"})
    (folder / "evidence").mkdir(exist_ok=True)
    (folder / "evidence" / file).write_bytes(content or f"工作总结\n{UNIT_TEXT}\n".encode())
    item = Evidence("E01", file, "", source, "", "", "", Place("evidence/manifest.csv", cell="第2行"))
    bundle = Bundle(
        rules=rules, report=report(("四、项目效益情况", UNIT_TEXT)), evidence=(item,), folder=folder, info=info
    )
    return audit(bundle)


@pytest.mark.parametrize(
    "source", ["乙县公厕管理中心", "乙县公厕管理中心办公室（示例）", "项目单位提供", "单位自评材料"]
)
def test_i07_a_summary_among_the_evidence(rules: Rules, tmp_path: Path, source: str) -> None:
    (finding,) = [one for one in from_evidence(rules, tmp_path, source).findings if one.id == "I07"]
    assert finding.verdict is Verdict.LEAD
    assert "“e01.txt”第2行相同" in finding.message


def test_i07_papers_of_others_and_unreadable_ones_are_no_source(rules: Rules, tmp_path: Path) -> None:
    for given in ({"source": "示例评价咨询有限公司"}, {"source": "项目单位", "content": b"\x00\x01\x02"}):
        outcome = from_evidence(rules, tmp_path, **given)
        assert outcome.coverage.verdicts["I07"] is Verdict.NO_INPUT
    (tmp_path / "outside.txt").write_text(UNIT_TEXT, encoding="utf-8")
    outcome = from_evidence(rules, tmp_path, "项目单位", file="../outside.txt", content=UNIT_TEXT.encode())
    assert outcome.coverage.verdicts["I07"] is not Verdict.NO_INPUT  # inside the case, outside its evidence folder


# ── I01 ─────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    "text",
    [
        "项目全年预算数XX万元。",
        "项目得分××分，评价等级为优。",
        "20XX年度绩效评价工作已经完成。",
        "发放问卷□□份。",
        "预算执行率为___%。",
        "{{项目名称}}绩效评价报告",
        "（此处填写项目背景）",
        "【待补充：满意度数据】",
        "希望以上内容对您有所帮助！",
        "全年预算数【】万元，全部到位。",
        "全年预算数（　）万元。",
        "本年支出      万元。",
        "项目于2024年×月×日完工。",
        "项目综合得分X分。",
        "评价等级为“××”。",
        "绩效目标完成情况【待定】。",
        "资金来源：请填写",
        "详见错误!未找到引用源。",
        "户均补助为#DIV/0!元。",
        "满意度为nan%。",
        "得分为None。",
        "{项目名称}实施情况良好。",
        "作为一个AI语言模型，我无法实地核查。",
        "受XX项目资金影响。",
    ],
)
def test_i01_what_was_never_filled_in(rules: Rules, text: str) -> None:
    findings = hits(rules, "I01", "#一、项目概况", text)
    assert len(findings) == 1
    assert findings[0].verdict is Verdict.FAILED


@pytest.mark.parametrize(
    "text",
    [
        "访谈了XX村村民，村民反映设施停运。",
        "××公司中标，张XX为项目负责人。",
        "住户王某某、XX小区XX号楼居民。",
        "尺寸为10×20毫米，采购XXL号工作服。",
        "联系电话138****1234。",
        "主评人（签字）：________　　　年　月　日",
        "制度有待完善，资料待补充。",
        "人工智能助手项目采购大语言模型一套。",
        "满分100分……其余略。",
    ],
)
def test_i01_names_kept_back_and_lines_to_be_signed_are_no_gaps(rules: Rules, text: str) -> None:
    assert hits(rules, "I01", "#一、项目概况", text) == []


def test_i01_a_questionnaire_in_an_annex_is_blank_by_right(rules: Rules) -> None:
    assert hits(rules, "I01", "#附件2 调查问卷", "您家有___人，年收入____万元。□□份") == []
    assert len(hits(rules, "I01", "#附件2 调查问卷", "{{问卷题目}}")) == 1


def test_i01_an_empty_content_control(rules: Rules) -> None:
    text = "单位：选择一项。"
    gap = Paragraph(text, None, Place("报告.docx"), marks=(Mark(MarkKind.PLACEHOLDER, 3, 8, ""),))
    (finding,) = found(rules, "I01", report=Document("报告.docx", (gap,)))
    assert finding.reported == "选择一项。"


# ── I02 ─────────────────────────────────────────────────────────────────────────────────────────────


def left_over(rules: Rules, text: str) -> list[Finding]:
    return found(rules, "I02", report=report((FACTS, "乙县农村公厕由乙县农业农村局实施。"), (PROBLEMS, text)))


@pytest.mark.parametrize(
    "text",
    [
        "丙丁县财政局没有及时拨付尾款。",
        "综合来看，项目实施提升了宜兴市公共服务水平。",
        "项目改善通州区居民的出行条件。",
        "通过项目实施，丙丁县农村生态环境明显好转。",
        "2022年度绩效评价得分88.5分。",
        "经评价，2021年度该项目预算执行率为91%。",
        "评价对象为2023年度项目资金，范围为全县。",
        "本次绩效评价的范围为2022年度安排的专项资金。",
        "评价时段为2023年1月1日至2023年12月31日。",
        "评价基准日为2022年12月31日。",
        "评价组赴如皋市开展现场调研。",
        "本项目惠及如皋市12个镇的群众。",
        "为如皋市民提供了便利。",
    ],
)
def test_i02_another_place_or_year_as_if_it_were_the_own(rules: Rules, text: str) -> None:
    (finding,) = left_over(rules, text)
    assert finding.verdict is Verdict.LEAD


@pytest.mark.parametrize(
    "text",
    [
        "乙县财政局没有及时拨付尾款。",
        "与丙丁县财政局相比，拨付偏慢。",
        "2024年度绩效评价得分88.5分。",
        "较2023年度预算执行率提高3个百分点。",
        "2025年3月至6月开展绩效评价。",
        "按照《丙丁县财政局2022年度绩效评价工作方案》执行。",
        "2022—2024年度绩效评价得分均在85分以上。",
        "评价对象为2022—2024年度项目资金。",
        "评价范围包括2024年度项目资金和2023年度结转资金。",
        "评价时段为2023年1月1日至2024年12月31日。",
        "借鉴宜兴市公共服务经验。",
        "赴如皋市考察学习管护经验。",
        "评价基准日为2024年12月31日。",
        "评价基准日为2025年3月31日。",
        "施工单位来自如皋市。",
        "设备由宜兴市某环保设备有限公司供应。",
        "新兴城市居民用水增加。",
    ],
)
def test_i02_comparisons_titles_and_own_years_pass(rules: Rules, text: str) -> None:
    assert left_over(rules, text) == []


@pytest.mark.parametrize(
    ("cover", "text", "count"),
    [
        ("扬中市", "项目提升了镇江市公共服务水平。", 0),
        ("扬中市", "江苏省财政厅核定了补助标准。", 0),
        ("扬中市", "项目提升了常州市公共服务水平。", 1),
        ("镇江市", "扬中市财政局没有及时拨付尾款。", 0),
        ("镇江市", "宜兴市财政局没有及时拨付尾款。", 1),
    ],
)
def test_i02_the_places_above_and_below_are_not_foreign(rules: Rules, cover: str, text: str, count: int) -> None:
    told = report(
        (FACTS, f"{cover}农村公厕由{cover}农业农村局实施。"), (PROBLEMS, text), title=f"{cover}公厕2024年度绩效评价报告"
    )
    assert len(found(rules, "I02", report=told)) == count


def test_i02_a_place_named_often_belongs_to_the_report(rules: Rules) -> None:
    assert left_over(rules, "丙丁县财政局拨款。丙丁县财政局核算。丙丁县财政局监督。") == []


def test_i02_without_a_cover_nothing_is_judged(rules: Rules) -> None:
    with pytest.raises(AssertionError, match="没有写明"):
        hits(rules, "I02", "#一", "丙丁县财政局拨款。")


# ── I06 ─────────────────────────────────────────────────────────────────────────────────────────────


def cited(rules: Rules, text: str, year: int = 2024) -> list[Finding]:
    return found(rules, "I06", report=report((FACTS, text), title=f"乙县公厕项目{year}年度绩效评价报告"))


def test_i06_number_and_title_of_two_documents(rules: Rules) -> None:
    (finding,) = cited(rules, "依据《项目支出绩效评价管理办法》（财预〔2013〕53号）。")
    assert (finding.verdict, finding.recomputed) == (Verdict.FAILED, "财预〔2020〕10号")
    (finding,) = cited(rules, "依据《项目支出绩效评价管理办法》（财预〔2020〕11号）。")
    assert finding.recomputed == "财预〔2020〕10号"


def test_i06_another_name_of_a_known_number_is_a_lead(rules: Rules) -> None:
    (finding,) = cited(rules, "依据《部门预算绩效目标管理规程》（财预〔2020〕10号）。")
    assert finding.verdict is Verdict.LEAD


@pytest.mark.parametrize(
    "text",
    [
        "依据《项目支出绩效评价管理办法》（财预〔2020〕10号）。",
        "依据财政部《关于印发〈项目支出绩效评价管理办法〉的通知》（财预[2020]10号）。",
        "依据《绩效评价管理办法》（财预〔2020〕10号）。",
        "依据《乙县项目支出绩效评价管理办法》（乙财〔2021〕7号）。",
        "依据《项目支出绩效评价管理办法》（乙财预〔2021〕7号）。",
        "依据财预〔2020〕10号文件。",
    ],
)
def test_i06_short_names_and_local_documents_pass(rules: Rules, text: str) -> None:
    assert cited(rules, text) == []


def test_i06_a_document_that_had_ended_before_the_period(rules: Rules) -> None:
    text = "依据《财政支出绩效评价管理暂行办法》（财预〔2011〕285号）开展评价。"
    (finding,) = cited(rules, text)
    assert finding.recomputed == "财预〔2020〕10号"
    assert cited(rules, text, year=2019) == []  # in force then
    assert cited(rules, text, year=2020) == []  # for part of the year
    assert cited(rules, "财预〔2011〕285号已被财预〔2020〕10号废止。") == []
    assert cited(rules, "原《财政支出绩效评价管理暂行办法》（财预〔2011〕285号）规定了四类指标。") == []
    (finding,) = cited(rules, "遵循公开透明的原则，依据《财政支出绩效评价管理暂行办法》（财预〔2011〕285号）。")
    assert finding.verdict is Verdict.FAILED


def test_i06_a_repealed_title_without_its_number_is_a_lead(rules: Rules) -> None:
    (finding,) = cited(rules, "依据《财政支出绩效评价管理暂行办法》开展评价。")
    assert finding.verdict is Verdict.LEAD
    assert cited(rules, "依据《乙县财政支出绩效评价管理暂行办法》开展评价。") == []
    assert cited(rules, "依据《财政支出绩效评价管理暂行办法》（乙财〔2015〕3号）开展评价。") == []


@pytest.mark.parametrize(("number", "count"), [("财预〔2026〕3号", 1), ("乙财[2027]15号", 1), ("乙财〔2025〕3号", 0)])
def test_i06_a_document_younger_than_the_report(rules: Rules, number: str, count: int) -> None:
    told = report((FACTS, f"依据《管理办法》（{number}）。"), title="乙县公厕项目2024年度绩效评价报告")
    dated = replace(told, signatures=(Signature("日期", "", "2025年6月6日", told.blocks[0].where),))
    findings = [one for one in found(rules, "I06", report=dated) if "落款" in one.message]
    assert [one.verdict for one in findings] == [Verdict.FAILED] * count


# ── the sample case and the published tables ────────────────────────────────────────────────────────


def test_the_sample_case_has_nothing_of_this_kind() -> None:
    findings = yz.check_case(yz.open_case(yz.sample_case())).findings
    assert [finding for finding in findings if finding.id.startswith("I")] == []


# ── the command ─────────────────────────────────────────────────────────────────────────────────────


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "往期"
    made.mkdir()
    write(made / "甲.docx", "甲县污水项目2023年度绩效评价报告", PUMP, ADVICE)
    write(made / "乙.docx", TITLE, "经查，" + PUMP, ADVICE)
    write(made / "丙.docx", "丙县道路项目2024年度绩效评价报告", ROAD, POND)
    return made


def write(path: Path, title: str, problem: str, advice: str) -> None:
    made = docx.Document()
    made.add_paragraph(title)
    for heading, text in ((PROBLEMS, problem), (ADVICES, advice)):
        made.add_heading(heading, 1)
        made.add_paragraph(text)
    made.save(str(path))


def test_a_corpus_comes_back_from_its_file(rules: Rules, tmp_path: Path) -> None:
    made = corpus(rules, other((PROBLEMS, PUMP)), other((PROBLEMS, ROAD), title="丙县道路绩效评价报告"))
    path = tmp_path / "索引.npz"
    path.write_bytes(corpus_bytes(made))
    back = load_corpus(path)
    assert back.reports == made.reports
    own = read_report(report((PROBLEMS, PUMP)))
    assert back.copies(own) == made.copies(own) != []
    assert corpus_bytes(back) == path.read_bytes()


@pytest.mark.parametrize("content", [b"", b"no index", b"PK\x03\x04"])
def test_a_damaged_index_is_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "索引.npz"
    path.write_bytes(content)
    with pytest.raises(LoadError, match="查重索引"):
        load_corpus(path)


def test_the_folder_is_compared_with_itself_one_way(folder: Path) -> None:
    search = yz.find_copies(folder)
    assert search.table()[["报告", "来源报告"]].values.tolist() == [["甲.docx", "乙.docx"]] * 2
    assert search.table()["检查"].tolist() == ["I03 段落复用", "I04 建议雷同"]
    assert search.shares.set_index("报告")["相同段数"].to_dict() == {"丙.docx": 0, "乙.docx": 0, "甲.docx": 2}


def test_the_index_is_used_again_and_follows_the_folder(folder: Path, tmp_path: Path) -> None:
    index = tmp_path / "索引.npz"
    assert yz.find_copies(folder, index=index).new_index is not None
    assert yz.find_copies(folder, index=index).new_index is None
    write(folder / "丁.docx", "丁县桥梁项目绩效评价报告", ROAD, "无")
    search = yz.find_copies(folder, index=index)
    assert search.new_index is not None
    assert ["丙.docx", "丁.docx"] in search.table()[["报告", "来源报告"]].values.tolist()


def test_texts_that_all_may_quote_do_not_count(folder: Path, tmp_path: Path) -> None:
    law = tmp_path / "法规.txt"
    law.write_text(PUMP, encoding="utf-8")
    assert yz.find_copies(folder, known=[law]).table()["检查"].tolist() == ["I04 建议雷同"]


def test_the_command(folder: Path, tmp_path: Path) -> None:
    (folder / "坏.docx").write_bytes(b"PK no word file")
    out = tmp_path / "对照.xlsx"
    done = run("copies", str(folder), str(folder / "甲.docx"), "--json", "--out", str(out), cwd=tmp_path)
    assert done.returncode == 2  # one file could not be read; the others are done
    assert "坏.docx" in done.stderr
    told = json.loads(done.stdout)
    assert [row["source_report"] for row in told["passages"]] == ["乙.docx", "乙.docx"]
    since, until = told["passages"][0]["spans"][0]
    assert told["passages"][0]["text"][since:until] == PUMP.rstrip("。")
    assert yz.load_table(out)["原文"].tolist() == [PUMP, ADVICE]


def test_the_command_refuses_before_it_reads(folder: Path, tmp_path: Path) -> None:
    done = run("copies", str(folder), "--out", "对照.docx", cwd=tmp_path)
    assert (done.returncode, ".xlsx" in done.stderr) == (2, True)
    done = run("copies", str(tmp_path / "没有"), cwd=tmp_path)
    assert (done.returncode, "没有这个文件夹" in done.stderr) == (2, True)


def test_a_case_with_self_report_and_corpus(tmp_path: Path, rules: Rules) -> None:
    import shutil

    case = tmp_path / "案卷"
    shutil.copytree(yz.sample_case(), case)
    shutil.copy(case / "report.docx", case / "self_report.docx")
    (case / "corpus.npz").write_bytes(corpus_bytes(corpus(rules, other((PROBLEMS, PUMP)))))
    verdicts = yz.check(case, on=date(2025, 3, 10), region="扬中").coverage.verdicts
    assert verdicts["I03"] is Verdict.PASSED
    assert verdicts["I07"] is not Verdict.NO_INPUT
