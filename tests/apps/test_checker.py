"""The checker's page without a browser: places opened, findings filtered, decisions signed, hostile files escaped."""

from __future__ import annotations

import io
import re
import shutil
from datetime import date
from pathlib import Path

import docx
import openpyxl
import pytest

import yzperf as yz
from tests.apps.test_case_page import buttons, html_of
from tests.pdf_file import write_pdf
from tests.program import run
from tests.reports.test_opinion import audit_of, finding
from yzperf.apps.checker import pieces
from yzperf.apps.checker.filters import ALL, Entry, choices, chosen
from yzperf.apps.checker.listing import PAGE, FindingList
from yzperf.apps.checker.material import Material
from yzperf.apps.checker.page import CheckerPage
from yzperf.apps.checker.session import COMMENTED, LISTING, MARKED, OPINION, Session
from yzperf.apps.checker.start import VARIABLE, Start, start_of
from yzperf.domain.finding import Severity
from yzperf.domain.waiver import Decision, Waiver
from yzperf.errors import LoadError, Place
from yzperf.loaders.pdf import load_pdf
from yzperf.loaders.waivers import append_waiver, load_waivers
from yzperf.quality import all_checks, settle
from yzperf.quality.groups import group_title

DAY = date(2025, 3, 10)
RULES = {"on": DAY, "region": "扬中"}
EVIL = "<script>alert(1)</script>"


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return Path(shutil.copytree(yz.sample_case(), tmp_path_factory.mktemp("checker") / "案卷"))


@pytest.fixture(scope="module")
def checked(case: Path) -> Session:
    """One run for the tests that only look."""
    session = Session(case, RULES)
    session.run(lambda stage, done, total: None)
    return session


def entry_of(session: Session, check: str) -> Entry:
    return next(one for one in session.entries(session.settled()) if one.finding.id == check)


# ── places ──────────────────────────────────────────────────────────────────────────────────────────────────


def shown(material: Material, place: Place, *words: str) -> str:
    return pieces.paper(material.around(place), words)


def test_a_paragraph_is_shown_between_its_neighbours_with_the_words_marked(case: Path) -> None:
    page = shown(Material(case), Place("report.docx", paragraph="“摘 要”一节第2段"), "90.85")
    assert '<p class="place">经综合评价，项目得分<mark>90.85</mark>分' in page
    assert page.index("受示例市财政局委托") < page.index("<mark>") < page.index("主要问题：")


def test_a_cell_of_a_word_table_is_set_off_under_its_headings(case: Path) -> None:
    report = yz.load_document(case / "report.docx")
    table = max(report.tables, key=lambda one: one.height)
    cell = next(one for one in table.cells if one.row == 5 and one.text)
    excerpt = Material(case).around(cell.where)
    (hot,) = [row for row in excerpt.rows if row.hot]
    assert hot.name == "第5行"
    assert hot.cells[min(hot.hot)] == cell.text
    assert excerpt.rows[0].is_heading


def test_a_cell_of_a_workbook_is_set_off_under_its_headings(case: Path) -> None:
    excerpt = Material(case).around(Place("scores.xlsx", "评分表", "G24"))
    (hot,) = [row for row in excerpt.rows if row.hot]
    assert excerpt.columns[min(hot.hot)] == "G"
    assert hot.cells[min(hot.hot)].startswith("8.9")
    assert next(row for row in excerpt.rows if row.is_heading).cells[6] == "实际完成值"


@pytest.mark.parametrize(("cell", "hot"), [("第4行“执行率”", {8}), ("第4行", set(range(9)))])
def test_a_line_of_a_delimited_file_is_set_off(case: Path, cell: str, hot: set[int]) -> None:
    (row,) = [row for row in Material(case).around(Place("budget.csv", cell=cell)).rows if row.hot]
    assert (row.name, set(row.hot)) == ("第4行", hot)
    assert "93.20%" in row.cells


def test_a_whole_document_shows_its_outline(case: Path) -> None:
    excerpt = Material(case).around(Place("report.docx"))
    assert "整份文件" in excerpt.note
    assert "六、有关建议" in [line.text for line in excerpt.lines]


@pytest.mark.parametrize("name", ["../secret.csv", "/etc/passwd", "evidence/../../secret.csv", "没有.xlsx"])
def test_no_name_leads_out_of_the_deliverable(case: Path, name: str) -> None:
    (case.parent / "secret.csv").write_text("甲,乙\n1,2\n", encoding="utf-8")
    excerpt = Material(case).around(Place(name, cell="第2行"))
    assert (excerpt.lines, excerpt.rows) == ((), ())
    assert "没有这个文件" in excerpt.note


def test_a_damaged_file_is_told_not_raised(tmp_path: Path) -> None:
    (tmp_path / "坏.xlsx").write_bytes(b"PK\x03\x04")
    assert "不能打开" in Material(tmp_path).around(Place("坏.xlsx", "表", "A1")).note


def test_personal_numbers_are_not_shown(tmp_path: Path) -> None:
    (tmp_path / "名单.csv").write_text("姓名,电话\n甲,13800138000\n", encoding="utf-8")
    made = docx.Document()
    made.add_paragraph("联系电话 13800138000。")
    made.save(str(tmp_path / "a.docx"))
    material = Material(tmp_path)
    place = next(yz.load_document(tmp_path / "a.docx").every_paragraph()).where
    for one in (Place("名单.csv", cell="第2行"), place):
        assert "13800138000" not in shown(material, one)
        assert "138" in shown(material, one)


def test_texts_of_a_hostile_file_are_escaped(tmp_path: Path) -> None:
    made = docx.Document()
    made.add_heading(EVIL, 1)
    made.add_paragraph(f"得分 {EVIL} 90 分")
    made.add_table(1, 1).cell(0, 0).text = EVIL
    made.save(str(tmp_path / "a.docx"))
    (tmp_path / "b.csv").write_text(f"{EVIL},乙\n1,{EVIL}\n", encoding="utf-8")
    material = Material(tmp_path)
    report = yz.load_document(tmp_path / "a.docx")
    places = [*(one.where for one in report.paragraphs), report.tables[0].cells[0].where, Place("b.csv", cell="第2行")]
    for place in places:
        found = finding(where=place, message=f"“{EVIL}”", reported=EVIL, recomputed=EVIL, clause=EVIL, title=EVIL)
        page = pieces.detail(Entry(found), material.around(place), EVIL)
        assert EVIL not in page
        assert "&lt;script&gt;" in page


@pytest.mark.parametrize(
    ("text", "word", "hits"),
    [
        ("得10分，共110分、10.5分", "10", 1),
        ("执行率93.20%", "93.20%", 1),
        ("得分90.85。", "90.85", 1),
        ("201年", "20", 0),
    ],
)
def test_a_number_is_marked_only_where_it_stands_whole(text: str, word: str, hits: int) -> None:
    assert pieces.marked(text, [word]).count("<mark>") == hits


# ── filters ─────────────────────────────────────────────────────────────────────────────────────────────────

ENTRIES = [
    Entry(finding(1)),
    Entry(finding(2, lead=True, where=Place("问卷.csv", cell="第9行"))),
    Entry(finding(3, severity=Severity.MAJOR), Waiver("0" * 12, Decision.REJECTED, "另有口径", "李示例", DAY)),
]


@pytest.mark.parametrize(
    ("field", "value", "left"),
    [
        ("组", "B 数字勾稽", [0, 2]),
        ("类别", "L 线索", [1]),
        ("严重程度", "S2 重大", [2]),
        ("检查", "E04 近似重复", [1]),
        ("文件", "问卷.csv", [1]),
        ("处理", "已驳回", [2]),
        ("处理", "未处理", [0, 1]),
        ("处理", ALL, [0, 1, 2]),
    ],
)
def test_each_field_filters(field: str, value: str, left: list[int]) -> None:
    assert value in choices(ENTRIES)[field]
    assert chosen(ENTRIES, {field: value}, "") == [ENTRIES[number] for number in left]


@pytest.mark.parametrize(
    ("words", "left"), [("第3处", [2]), ("李示例 另有", [2]), ("report.docx 第1段", [0]), ("无", [])]
)
def test_words_filter_together(words: str, left: list[int]) -> None:
    assert chosen(ENTRIES, {}, words) == [ENTRIES[number] for number in left]


def test_a_colour_means_one_thing() -> None:
    """Severity beside the findings, class in the bars above: no colour stands for both."""
    of_severity = set(re.findall(r"border-left(?:-color)?:(?:4px solid )?(#\w{6})", pieces.STYLE))
    of_class = re.findall(r"\.yz \.[prl]\{background:(#\w{6})\}", pieces.STYLE)
    assert (len(of_severity), len(set(of_class))) == (4, 3)
    assert of_severity.isdisjoint(of_class)
    shown = pieces.overview(settle(audit_of(finding(1), finding(2, lead=True)), []))
    assert {'class="p" style', 'class="l" style'} <= set(re.findall(r'class="[prl]" style', shown))
    assert 'class="bar"' not in shown  # the bars of the other pages have a colour of their own


def test_every_check_belongs_to_a_named_group() -> None:
    assert {group_title(check.id)[0] for check in all_checks()} <= set("ABCDEFGHIJK")


def test_three_hundred_findings_are_paged_and_opened_one_after_another() -> None:
    opened: list[Entry] = []
    listing = FindingList(opened.append)
    listing.fill([Entry(finding(number)) for number in range(300)])
    listing.open_first()
    for _ in range(PAGE):
        listing.open_next()
    assert [one.finding.reported for one in opened] == [f"{number}.0" for number in range(PAGE + 1)]
    assert f"共 300 处，符合条件 300 处，第 {PAGE + 1}—{2 * PAGE} 处" in html_of(listing.box)
    buttons(listing.box)["上一页"].click()
    buttons(listing.box)["上一页"].click()
    assert "第 1—" in html_of(listing.box)


# ── decisions ───────────────────────────────────────────────────────────────────────────────────────────────


@pytest.fixture
def session(checked: Session, case: Path) -> Session:
    """The same run with no decision on it."""
    checked.file.unlink(missing_ok=True)
    checked.gate = None
    return checked


def test_a_signed_decision_is_kept_beside_the_deliverable_and_can_be_taken_back(session: Session) -> None:
    before = len(session.settled().findings)
    session.decide(entry_of(session, "B06"), Decision.REJECTED, "另一口径", "李示例", DAY)
    (kept,) = load_waivers(session.path / "waivers.toml")
    assert (kept.decision, kept.reason, kept.by, kept.on) == (Decision.REJECTED, "另一口径", "李示例", DAY)
    assert len(session.settled().findings) == before - 1
    assert entry_of(session, "B06").state == "已驳回"
    session.withdraw(entry_of(session, "B06"))
    assert len(session.settled().findings) == before
    assert entry_of(session, "B06").state == "未处理"


@pytest.mark.parametrize(("reason", "by"), [("", "李示例"), ("理由", " ")])
def test_no_decision_without_reason_and_name(session: Session, reason: str, by: str) -> None:
    with pytest.raises(LoadError, match="没有理由和姓名的豁免不起作用"):
        session.decide(entry_of(session, "B06"), Decision.WAIVED, reason, by, DAY)
    assert not session.file.exists()


def test_a_finding_that_has_changed_is_told_and_decided_anew(session: Session) -> None:
    entry = entry_of(session, "B06")
    stale = Waiver("0" * 12, Decision.WAIVED, "旧理由", "张示例", DAY, "B06", str(entry.finding.where))
    other = Waiver("1" * 12, Decision.WAIVED, "别的", "张示例", DAY, "A04", "别处")
    session.file.write_text(append_waiver(session.file, stale), encoding="utf-8")
    session.file.write_text(append_waiver(session.file, other), encoding="utf-8")
    changed = entry_of(session, "B06")
    assert changed.state == "须重新决定"
    page = pieces.detail(changed, Material(session.path).around(changed.finding.where), "")
    assert "这处发现与原来决定时不同了，须重新决定。原来的决定：已豁免（张示例，2025-03-10）：旧理由" in page
    assert "原来的豁免不再起作用，请重新决定" in pieces.overview(session.settled())
    session.decide(changed, Decision.ACCEPTED, "改正", "李示例", DAY)
    assert [one.reason for one in load_waivers(session.file)] == ["别的", "改正"]


def test_a_folder_that_cannot_be_written_is_told(session: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(*_: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("yzperf.apps.checker.session.write_atomically", refused)
    with pytest.raises(LoadError, match=r"waivers\.toml 不能写入"):
        session.decide(entry_of(session, "B06"), Decision.WAIVED, "理由", "李示例", DAY)


def test_a_gate_shows_its_own_findings_and_decisions_only(session: Session) -> None:
    session.decide(entry_of(session, "B06"), Decision.REJECTED, "另一口径", "李示例", DAY)
    session.gate = "plan"
    assert {one.finding.id[0] for one in session.entries(session.settled())} <= {"B", "C"}
    assert session.settled().waived == ()


def test_the_clause_is_told_in_words_where_it_is_one_clause(session: Session) -> None:
    assert session.checked is not None
    assert "良" in session.checked.fact(entry_of(session, "B05").finding)
    assert session.checked.fact(finding(clause="没有这一条")) == ""


def test_the_papers_are_those_of_the_command_with_the_decisions(session: Session) -> None:
    session.decide(entry_of(session, "B05"), Decision.WAIVED, "等级另行认定", "李示例", DAY)
    assert session.papers() == (OPINION, LISTING, COMMENTED)
    name, data = session.write(OPINION)
    opinion = docx.Document(io.BytesIO(data))
    cells = [cell.text for table in opinion.tables for row in table.rows for cell in row.cells]
    assert name == "案卷-质量检查意见书.docx"
    assert "豁免：等级另行认定（李示例，2025年3月10日）" in cells
    rows = openpyxl.load_workbook(io.BytesIO(session.write(LISTING)[1]))["核查发现"].iter_rows(values_only=True)
    assert any("等级另行认定" in row for row in rows)
    assert docx.Document(io.BytesIO(session.write(COMMENTED)[1])).comments


def test_a_workbook_gets_a_marked_copy(tmp_path: Path) -> None:
    shutil.copy(yz.sample_case() / "scores.xlsx", tmp_path / "表.xlsx")
    session = Session(tmp_path / "表.xlsx", RULES)
    with pytest.raises(LoadError, match="还没有核查"):
        session.papers()
    stages: list[tuple[int, int]] = []
    session.run(lambda stage, done, total: stages.append((done, total)))
    assert [done for done, _ in stages] == list(range(stages[0][1]))
    assert session.papers() == (OPINION, LISTING, MARKED)
    assert openpyxl.load_workbook(io.BytesIO(session.write(MARKED)[1])).sheetnames[1:] == ["评分表"]
    assert session.file.name == "表.xlsx.waivers.toml"


# ── the page ────────────────────────────────────────────────────────────────────────────────────────────────


def test_the_start_survives_the_environment(tmp_path: Path) -> None:
    start = Start((tmp_path / "案 卷",), DAY, "扬中", "cn10", tmp_path / "规则", None)
    assert start_of({VARIABLE: start.as_text()}) == start


@pytest.mark.parametrize(
    ("given", "told"),
    [
        (["--check"], "--check：请给出要核查的案卷文件夹或文件"),
        (["没有的路径", "--check"], "没有这个路径"),
        (["甲", "乙", "--check", "--waivers", "丙.toml"], "用 --waivers 时只给一个"),
        (["甲", "乙"], "案卷页面一次打开一个案卷"),
    ],
)
def test_the_command_refuses_what_no_page_can_open(given: list[str], told: str) -> None:
    done = run("serve", *given)
    assert done.returncode == 2
    assert told in done.stderr.replace("\n", "")


def filled(page: CheckerPage, name: str, reason: str) -> None:
    page._form._name.value, page._form._reason.value = name, reason


def test_a_person_checks_decides_and_withdraws(case: Path) -> None:
    (case / "waivers.toml").unlink(missing_ok=True)
    page = CheckerPage(Start((case,), DAY, "扬中"))
    assert "示例数据，纯属虚构" not in html_of(page.box)
    assert page._gate.label == "全部检查"
    buttons(page.box)["开始核查"].click()
    told = html_of(page.box)
    for text in ("示例数据，纯属虚构", "B03 单项得分复算", "没有查的和原因", "，符合条件 "):
        assert text in told
    buttons(page.box)["签署"].click()
    assert "没有理由和姓名的豁免不起作用" in html_of(page.box)
    filled(page, "李示例", f"核对过 {EVIL}")
    buttons(page.box)["签署"].click()
    told = html_of(page.box)
    assert "已记入 waivers.toml：接受 B03（李示例" in told
    assert EVIL not in told
    buttons(page.box)["撤回决定"].click()
    assert "已从 waivers.toml 撤回" in html_of(page.box)
    buttons(page.box)["撤回决定"].click()
    assert "请打开这个文件，手工删去这一条" in html_of(page.box)
    page._gate.label = "实施方案"
    assert "符合条件 0 处" in html_of(page.box)
    page._gate.label = "全部检查"
    assert "B03 单项得分复算" in html_of(page.box)


def test_a_defective_deliverable_is_told_on_the_page(tmp_path: Path) -> None:
    (tmp_path / "case.toml").write_text("[case]\n", encoding="utf-8")
    page = CheckerPage(Start((tmp_path,), DAY, "国家"))
    buttons(page.box)["开始核查"].click()
    assert "必填项" in html_of(page.box)
    assert page._results.layout.display == "none"


def test_a_button_pressed_before_anything_was_checked_does_no_harm(case: Path) -> None:
    page = CheckerPage(Start((case,), DAY, "扬中"))
    for name in ("签署", "撤回决定", "下一处", "上一页"):
        buttons(page.box)[name].click()
    assert "还没有选中发现" in html_of(page.box)


def test_findings_without_decisions_count_as_before() -> None:
    audit = audit_of(finding(1), finding(2, lead=True))
    assert settle(audit, []).every_finding() == tuple((one, None) for one in audit.findings)


def test_the_text_of_a_pdf_is_shown(tmp_path: Path) -> None:
    lines = ["某某县道路养护绩效评价报告", "一、评价结论", "项目得分88.50分，等级为“良”。"]
    path = write_pdf(tmp_path / "报告.pdf", [lines])
    document = load_pdf(path)
    place = next(one.where for one in document.every_paragraph() if "88.50" in one.text)
    assert "88.50" in shown(Material(path), place, "88.50")


def test_a_folder_as_handed_in_with_a_pdf_takes_no_comments(tmp_path: Path) -> None:
    text = (
        "项目资金主要用于路面修补和桥梁检测，由县交通局按季度拨付各养护站，账目清楚，养护记录不全的情况仍然存在。" * 16
    )
    lines = ["某某县道路养护绩效评价报告", *(text[at : at + 38] for at in range(0, len(text), 38))]
    write_pdf(tmp_path / "报告.pdf", [lines[:35]])
    session = Session(tmp_path, RULES)
    session.run(lambda *_: None)
    assert session.papers() == (OPINION, LISTING)
