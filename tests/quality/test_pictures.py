"""I08: a photograph that stands in another report, saved anew or not; drawings, logos and licences are nobody's."""

from __future__ import annotations

import io
import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path

import docx
import numpy as np
import pytest
from docx.shared import Mm
from PIL import Image, ImageEnhance

import yzperf as yz
from yzperf.domain.finding import Finding, Severity, Verdict
from yzperf.loaders.photos import read_photo
from yzperf.quality.corpus_file import load_corpus

TEXT = (
    "为解决沿线村民出行难的问题，经批准立项，对四个乡镇的公厕进行新建和改造，并落实专人保洁，按季度考核后拨付运行经费。"
)


def photo(seed: int, size: tuple[int, int] = (640, 480)) -> Image.Image:
    """A made-up scene: broad shapes of grey with some grain."""
    rng = np.random.default_rng(seed)
    broad = Image.fromarray(rng.integers(0, 256, (9, 12), dtype=np.uint8)).resize(size, Image.Resampling.BICUBIC)
    grain = rng.normal(0, 6, (size[1], size[0]))
    return Image.fromarray(np.clip(np.asarray(broad) + grain, 0, 255).astype(np.uint8)).convert("RGB")


def drawing() -> Image.Image:
    """A chart on white paper."""
    page = Image.new("RGB", (640, 480), "white")
    page.paste("black", (100, 200, 180, 460))
    page.paste("gray", (260, 80, 340, 460))
    return page


def report(path: Path, title: str, *pictures: tuple[Image.Image, str], width: float = 120.0) -> Path:
    """A report with a title, a paragraph, and pictures with their captions."""
    made = docx.Document()
    made.add_paragraph(title)
    made.add_heading("一、项目产出情况", 1)
    made.add_paragraph(TEXT.replace("公厕", title[2:6]))
    for number, (picture, caption) in enumerate(pictures, 1):
        raw = io.BytesIO()
        picture.save(raw, "JPEG", quality=80)
        raw.seek(0)
        made.add_picture(raw, width=Mm(width))
        made.add_paragraph(f"图{number} {caption}" if caption else "")
    path.parent.mkdir(parents=True, exist_ok=True)
    made.save(str(path))
    return path


def checked(folder: Path, *pictures: tuple[Image.Image, str], width: float = 120.0) -> list[Finding]:
    """I08 of a case whose report has these pictures, against the reports that lie in ``往期`` beside it."""
    case = folder / "案卷"
    shutil.copytree(yz.sample_case(), case)
    report(case / "report.docx", "扬中市农村生活污水治理项目2024年度绩效评价报告", *pictures, width=width)
    yz.find_copies(folder / "往期", index=case / "corpus.npz")
    outcome = yz.check(case, on=date(2025, 3, 10), region="扬中")
    assert outcome.coverage.verdicts["I08"] is not Verdict.NO_INPUT, outcome.coverage.missing["I08"]
    return [one for one in outcome.findings if one.id == "I08"]


def earlier(folder: Path, name: str, *pictures: tuple[Image.Image, str], year: int = 2023) -> None:
    report(folder / "往期" / f"{name}{year}.docx", f"{name}项目{year}年度绩效评价报告", *pictures)


CHANGES: dict[str, Callable[[Image.Image], Image.Image]] = {
    "the file itself": lambda one: one,
    "smaller": lambda one: one.resize((320, 240)),
    "brighter": lambda one: ImageEnhance.Brightness(one).enhance(1.2),
    "grey": lambda one: one.convert("L").convert("RGB"),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_a_photograph_of_another_project(tmp_path: Path, change: Callable[[Image.Image], Image.Image]) -> None:
    earlier(tmp_path, "乙县农村公厕", (photo(1), "现场照片"), (photo(2), "管理房"))
    (finding,) = checked(tmp_path, (photo(3), "处理设施"), (change(photo(1)), "污水处理站现场"))
    assert (finding.verdict, finding.severity) == (Verdict.LEAD, Severity.MINOR)
    assert "乙县农村公厕2023.docx" in finding.message
    assert "污水处理站现场" in finding.reported
    assert finding.where.file == "report.docx"


def test_own_photographs_pass(tmp_path: Path) -> None:
    earlier(tmp_path, "乙县农村公厕", (photo(1), "现场照片"))
    assert checked(tmp_path, (photo(3), "处理设施"), (photo(4), "泵站")) == []


def test_last_year_of_the_same_project_is_a_hint(tmp_path: Path) -> None:
    earlier(tmp_path, "扬中市农村生活污水治理", (photo(1), "现场照片"))
    (finding,) = checked(tmp_path, (photo(1), "现场照片"))
    assert finding.severity is Severity.HINT
    assert "注明拍摄时间" in finding.message


@pytest.mark.parametrize("caption", ["项目区位图", "组织架构图", "营业执照", "工程平面图"])
def test_maps_and_licences_are_not_compared(tmp_path: Path, caption: str) -> None:
    earlier(tmp_path, "乙县农村公厕", (photo(1), "现场照片"), (photo(2), caption))
    assert checked(tmp_path, (photo(2), caption), (photo(3), "设施")) == []


def test_drawings_and_logos_are_not_compared(tmp_path: Path) -> None:
    small = photo(5, (120, 120))
    earlier(tmp_path, "乙县农村公厕", (photo(1), "现场照片"), (drawing(), ""), (small, ""))
    assert checked(tmp_path, (drawing(), ""), (small, ""), (photo(3), "设施")) == []


def test_what_stands_in_many_reports_is_the_agencys_own(tmp_path: Path) -> None:
    for name in ("甲县道路", "乙县公厕", "丙县林地", "丁县学校"):
        earlier(tmp_path, name, (photo(1), "评价组讨论"))
    assert checked(tmp_path, (photo(1), "评价组讨论")) == []


def test_without_photographs_nothing_is_judged(tmp_path: Path) -> None:
    earlier(tmp_path, "乙县农村公厕", (drawing(), "统计图"))
    with pytest.raises(AssertionError, match="没有能比对的照片"):
        checked(tmp_path, (photo(1), "现场"))


def test_the_index_keeps_small_grey_copies_only(tmp_path: Path) -> None:
    earlier(tmp_path, "乙县农村公厕", (photo(1), "现场照片"))
    made = yz.find_copies(tmp_path / "往期", index=tmp_path / "库.npz").corpus
    kept = load_corpus(tmp_path / "库.npz")
    assert [one.pictures for one in kept.reports] == [one.pictures for one in made.reports]
    assert [len(picture.grey) for one in kept.reports for picture in one.pictures] == [1024]
    assert "grey" not in repr(kept.reports[0].pictures)


def test_a_picture_that_cannot_be_decoded_is_passed_over(tmp_path: Path) -> None:
    import zipfile

    earlier(tmp_path, "乙县农村公厕", (photo(1), "现场照片"))
    path = report(tmp_path / "坏.docx", "坏报告", (photo(1), "一"), (photo(2), "二"))
    broken = tmp_path / "往期" / "坏.docx"
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(broken, "w") as new:
        for info in old.infolist():
            raw = old.read(info)
            new.writestr(info, raw[:200] if info.filename.endswith("image1.jpg") else raw)
    found = yz.find_copies(tmp_path / "往期").corpus.reports
    assert {one.file: len(one.pictures) for one in found} == {"乙县农村公厕2023.docx": 1, "坏.docx": 1}


def test_only_pictures_that_cameras_make_are_decoded() -> None:
    """An EPS is a program; under the name of a picture it must not be run."""
    program = io.BytesIO()
    photo(1).save(program, "EPS")
    program.seek(0)
    assert Image.open(program).format == "EPS"
    program.seek(0)
    assert read_photo(program) is None
    huge = io.BytesIO()
    Image.new("1", (20_000, 20_000)).save(huge, "PNG")
    huge.seek(0)
    assert read_photo(huge) is None
