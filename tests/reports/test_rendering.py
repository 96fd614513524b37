"""What LibreOffice makes of the report: pages, glyphs, nothing outside the paper."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

from yzperf.domain.evaluation import Evaluation
from yzperf.reports import evaluation_report

pytestmark = pytest.mark.office
FONTS = Path(__file__).parents[1] / "fonts.conf"


def run(*arguments: str, **options: Any) -> str:
    return subprocess.run(arguments, check=True, capture_output=True, text=True, timeout=300, **options).stdout


@pytest.fixture(scope="module")
def pdf(made: Callable[..., Evaluation], outline: Any, tmp_path_factory: pytest.TempPathFactory) -> Path:
    missing = [tool for tool in ("soffice", "pdftotext", "pdfinfo") if shutil.which(tool) is None]
    if missing:
        pytest.skip(f"没有安装 {'、'.join(missing)}，版面没有检查")
    folder = tmp_path_factory.mktemp("render")
    report = evaluation_report(made(), outline, ("财预〔2020〕10号",), folder / "r.docx")
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    environment = {**os.environ, "FONTCONFIG_FILE": str(FONTS)}
    run(
        "soffice",
        profile,
        "--headless",
        "--convert-to",
        "pdf",
        "--outdir",
        str(folder),
        str(report),
        env=environment,
    )
    # soffice says 0 even if it wrote nothing.
    assert (folder / "r.pdf").exists(), "soffice 没有生成 PDF"
    return folder / "r.pdf"


@pytest.fixture(scope="module")
def printed(pdf: Path) -> list[str]:
    return run("pdftotext", "-layout", str(pdf), "-").split("\f")[:-1]


@pytest.fixture(scope="module")
def pages(printed: list[str]) -> list[str]:
    """Text of the pages without the label above them."""
    return [printed[0], *(re.sub(r"^ *示例数据，纯属虚构\s*\n", "", page) for page in printed[1:])]


def test_every_page_says_once_that_the_data_are_invented(printed: list[str]) -> None:
    assert all(page.count("示例数据，纯属虚构") == 1 for page in printed)


def test_no_leftovers_and_no_missing_glyphs(pages: list[str]) -> None:
    text = "".join(pages)
    assert not re.search(r"(?<![A-Za-z])(nan|None)(?![A-Za-z])|\{\{|\{%|[□\ufffd〃]", text)


def test_the_fonts_are_the_ones_meant(pdf: Path) -> None:
    fonts = run("pdffonts", str(pdf))
    assert all(name in fonts for name in ("NotoSerifCJK", "NotoSansCJK", "UKai", "LiberationSerif"))
    assert "DejaVu" not in fonts


def test_nothing_stands_outside_the_paper(pdf: Path) -> None:
    root = etree.fromstring(run("pdftotext", "-bbox", str(pdf), "-").encode(), etree.XMLParser(recover=True))
    for page in root.iter("{*}page"):
        wide, high = float(page.get("width")), float(page.get("height"))
        # 20 mm: inside the smallest margin, with room for hanging punctuation.
        edge = 20 / 25.4 * 72
        for word in page.iter("{*}word"):
            assert float(word.get("xMin")) > edge, word.text
            assert float(word.get("xMax")) < wide - edge + 8, word.text
            assert 0 < float(word.get("yMin")) < float(word.get("yMax")) < high, word.text


def test_cover_and_declaration_take_one_page_each_and_carry_no_number(pages: list[str]) -> None:
    assert "绩效评价报告" in pages[0]
    assert "声" in pages[1].split("\n\n")[0]
    assert "摘" in pages[2].split("\n\n")[0]
    assert not any(re.search(r"— *\d+ *—", page) for page in pages[:2])


def test_pages_are_numbered_on_without_blank_ones(pages: list[str]) -> None:
    numbers = [int(found[1]) for page in pages[2:] if (found := re.search(r"— *(\d+) *—", page))]
    assert numbers == list(range(1, len(pages) - 1))
    assert all(re.sub(r"— *\d+ *—", "", page).strip() for page in pages)


def test_odd_pages_are_numbered_on_the_right(pages: list[str]) -> None:
    columns = {}
    for page in pages[2:10]:
        line = next(line for line in page.splitlines()[::-1] if re.search(r"— *\d+ *—", line))
        found = re.search(r"— *(\d+) *—", line)
        assert found is not None
        columns[int(found[1])] = found.start()
    assert min(columns[number] for number in (1, 3, 5)) > max(columns[number] for number in (2, 4, 6))


def test_the_contents_give_the_page_on_which_a_heading_stands(pages: list[str]) -> None:
    contents = next(page for page in pages if "目" in page.split("\n")[0] and "..." in page)
    entries = re.findall(r"^\s*(\S.*?)\.{4,}\s*(\d+)\s*$", contents, re.M)
    assert len(entries) == 25
    for title, number in entries:
        printed = title.split("　")[0] if title.startswith("附表") else title
        squeezed = pages[int(number) + 1].replace(" ", "").replace("\n", "")
        assert printed.replace(" ", "").split("　")[0][:12] in squeezed, (title, number)


def test_a_page_of_text_has_twenty_two_lines_of_twenty_eight_characters(pages: list[str]) -> None:
    lines = [re.sub(r"\s", "", line) for page in pages[5:] for line in page.splitlines()]
    assert max(len(line) for line in lines if "项目严格按照" in line or "属地责任" in line) in (27, 28, 29)


def test_no_heading_is_left_at_the_foot_of_a_page(pages: list[str]) -> None:
    for page in pages[5:]:
        lines = [line.strip() for line in page.splitlines() if line.strip() and not re.search(r"— *\d+ *—", line)]
        assert not re.match(r"^([一二三四五六七]、|（[一二三四五]）\S{1,24}$|表 ?\d+)", lines[-1]), lines[-1]
