"""What the manifest says of the evidence (D03, D06) and files used twice (D07): each defect, and its benign twin."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from benchmarks.quality.evidence_chain import as_jpeg, scene
from tests.quality.test_checks import evaluation, found
from tests.scoring.test_item import row
from yzperf import face
from yzperf.domain.case import Case
from yzperf.domain.evidence import Evidence
from yzperf.domain.finding import Finding, Severity, Verdict
from yzperf.errors import Place
from yzperf.quality import Bundle, audit
from yzperf.rules import Rules

UNIT = "示例县公路养护中心"


@pytest.fixture(scope="module")
def case() -> Case:
    return face.open_case(face.sample_case())


def item(id: str = "E01", file: str = "a.xlsx", **parts: str) -> Evidence:
    given = {"source": "示例县财政局", "collected_on": "2025-04-20", "collector": "赵示例", "locator": "第2行", **parts}
    return Evidence(id, file, "", where=Place("evidence/manifest.csv", cell=f"第{int(id[1:]) + 1}行"), **given)


# ── D03 ─────────────────────────────────────────────────────────────────────────────────────────────


def test_d03_what_is_not_registered(rules: Rules) -> None:
    given = (item(), item("E02", locator="", source="——"), item("E03", collector="待补充"))
    first, second = found(rules, "D03", evidence=given)
    assert (first.where.cell, first.recomputed) == ("第3行", "来源、定位")
    assert (second.recomputed, second.verdict) == ("采集人", Verdict.FAILED)
    assert "第六条" in first.clause


@pytest.mark.parametrize("file", ["现场/甲村.JPG", "a.mp4", "访谈录音.m4a"])
def test_d03_a_photograph_needs_no_place_in_it(rules: Rules, file: str) -> None:
    assert found(rules, "D03", evidence=(item(file=file, locator=""),)) == []


def test_d03_the_sample_case_is_registered_in_full(rules: Rules, case: Case) -> None:
    assert found(rules, "D03", evidence=case.evidence) == []


# ── D06 ─────────────────────────────────────────────────────────────────────────────────────────────


def of_one_source(rules: Rules, case: Case, *sources: str) -> list[Finding]:
    """Three indicators of 10 points, each resting on the evidence of that source."""
    leaves = [
        replace(row("≥1", "1", reported="10", name=f"指标{at}"), evidence=(f"E{at:02}",), l1="产出")
        for at in range(1, 4)
    ]
    given = tuple(item(f"E{at:02}", source=source) for at, source in enumerate(sources, 1))
    info = replace(case.info, parties={**case.info.parties, "实施单位": UNIT})
    return found(rules, "D06", evaluation(*leaves), evidence=given, info=info)


@pytest.mark.parametrize(
    "own",
    [
        UNIT,
        f"{UNIT}（示例）",
        f"{UNIT}提供的台账",
        "实施单位自评报告",
        f"{UNIT}、项目单位",
    ],
)
def test_d06_only_the_word_of_the_unit(rules: Rules, case: Case, own: str) -> None:
    (finding,) = of_one_source(rules, case, own, own, "示例县统计局")
    assert finding.reported == "66.7%"
    assert finding.verdict is Verdict.LEAD
    (finding,) = of_one_source(rules, case, own, own, own)
    assert (finding.reported, finding.verdict) == ("100.0%", Verdict.FAILED)
    assert of_one_source(rules, case, own, "示例检测有限公司", "评价组现场核查") == []


@pytest.mark.parametrize("other", [f"{UNIT}、示例县审计局", "示例县公路局", "评价组问卷调查", ""])
def test_d06_somebody_else_says_so_too(rules: Rules, case: Case, other: str) -> None:
    assert of_one_source(rules, case, other, other, other) == []


# ── D07 ─────────────────────────────────────────────────────────────────────────────────────────────


def listed(rules: Rules, folder: Path, *pieces: tuple[Evidence, bytes]) -> list[Finding]:
    (folder / "evidence").mkdir()
    for one, content in pieces:
        (folder / "evidence" / one.file).write_bytes(content)
    return found(rules, "D07", evidence=tuple(one for one, _ in pieces), folder=folder)


def test_d07_one_picture_for_two_sites(rules: Rules, tmp_path: Path) -> None:
    first, second = item(file="a.jpg", locator="甲村1号井"), item("E02", "b.jpg", locator="丙村7号井")
    (finding,) = listed(rules, tmp_path, (first, b"same"), (second, b"same"))
    assert finding.verdict is Verdict.FAILED
    assert finding.where.cell == "第3行"
    assert "甲村1号井、丙村7号井" in finding.message


def test_d07_one_record_for_two_days(rules: Rules, tmp_path: Path) -> None:
    first = item(file="现场踏勘记录1.txt", collected_on="2025-04-02")
    second = item("E02", "现场踏勘记录2.txt", collected_on="2025-04-09")
    (finding,) = listed(rules, tmp_path, (first, "已核查。".encode()), (second, " 已核查。\r\n".encode()))
    assert finding.verdict is Verdict.FAILED
    assert "不同的日期" in finding.message


@pytest.mark.parametrize("locator", ["第9页", "附件3", "B5"])
def test_d07_a_paper_listed_twice_is_a_hint(rules: Rules, tmp_path: Path, locator: str) -> None:
    first, second = item(file="批复.pdf", locator="第3页"), item("E02", "批复（复印件）.pdf", locator=locator)
    (finding,) = listed(rules, tmp_path, (first, b"%PDF"), (second, b"%PDF"))
    assert (finding.verdict, finding.severity) == (Verdict.LEAD, Severity.HINT)


def test_d07_two_photographs_of_one_site(rules: Rules, tmp_path: Path) -> None:
    first, second = item(file="a.jpg", locator="甲村1号井"), item("E02", "b.jpg", locator="甲村1号井")
    (finding,) = listed(rules, tmp_path, (first, b"same"), (second, b"same"))
    assert finding.verdict is Verdict.LEAD  # listed twice, of the same day and place


def sites(*names: str) -> list[Evidence]:
    return [item(f"E{at:02}", f"{at}.jpg", locator=name) for at, name in enumerate(names, 1)]


def test_d07_a_picture_saved_anew(rules: Rules, tmp_path: Path) -> None:
    picture = scene(3)
    again = as_jpeg(picture.resize((400, 300)).point(lambda grey: min(255, grey + 15)), 50)
    given = sites("甲村", "丙村", "丁村")
    (finding,) = listed(rules, tmp_path, *zip(given, (as_jpeg(picture, 90), again, as_jpeg(scene(4), 90)), strict=True))
    assert finding.verdict is Verdict.LEAD
    assert "E01" in finding.message
    assert "E02" in finding.message


def test_d07_different_pictures_and_scanned_pages_are_let_be(rules: Rules, tmp_path: Path) -> None:
    pages = []
    for seed in range(6):
        page = np.full((700, 500), 250, np.uint8)  # scanned pages: white, with lines of text
        lines = np.random.default_rng(seed).integers(40, 440, 22)
        for at, length in enumerate(lines):
            page[60 + 28 * at : 68 + 28 * at, 40 : 40 + length] = 40
        pages.append(as_jpeg(Image.fromarray(page), 80))
    pictures = [as_jpeg(scene(seed), 80) for seed in range(6)]
    given = sites(*"子丑寅卯辰巳午未申酉戌亥")
    assert listed(rules, tmp_path, *zip(given, pictures + pages, strict=True)) == []


def photographed(seed: int, taken: datetime | None = None, seconds: float | None = None) -> bytes:
    """A picture with the hour and place of a camera: 32°10′ N, 119°48′ and so many seconds E."""
    image, into = scene(seed), io.BytesIO()
    exif = Image.Exif()
    if taken:
        exif.get_ifd(0x8769)[0x9003] = taken.strftime("%Y:%m:%d %H:%M:%S")
    if seconds is not None:
        exif.get_ifd(0x8825).update({1: "N", 2: (32.0, 10.0, 0.0), 3: "E", 4: (119.0, 48.0, seconds)})
    image.save(into, "JPEG", exif=exif)
    return into.getvalue()


def test_d07_an_old_photograph(rules: Rules, tmp_path: Path) -> None:
    given = sites("甲村", "丙村", "丁村")
    times = (datetime(2025, 4, 19, 9), datetime(2024, 8, 1, 9), datetime(2025, 5, 1, 9))
    content = [photographed(at, taken) for at, taken in enumerate(times)]
    first, second = listed(rules, tmp_path, *zip(given, content, strict=True))
    assert "以前 262 天" in first.message
    assert "以后" in second.message
    assert first.verdict is Verdict.LEAD


def test_d07_two_sites_from_one_spot(rules: Rules, tmp_path: Path) -> None:
    given = sites("甲村", "丙村", "丁村")
    content = [photographed(at, seconds=seconds) for at, seconds in enumerate((1.0, 40.0, 1.2))]
    (finding,) = listed(rules, tmp_path, *zip(given, content, strict=True))
    assert "同一处" in finding.message
    assert "E02" not in finding.message


def test_d07_pictures_that_cannot_be_read(rules: Rules, tmp_path: Path) -> None:
    given = sites("甲村", "丙村")
    assert listed(rules, tmp_path, (given[0], b"no picture"), (given[1], b"\xff\xd8broken")) == []


def test_d07_says_that_there_is_nothing_to_compare(rules: Rules, tmp_path: Path) -> None:
    outcome = audit(Bundle(rules=rules, evidence=(item(),), folder=tmp_path))
    assert outcome.coverage.verdicts["D07"] is Verdict.NO_INPUT
