"""The checker's page in a real headless Chromium: run, filter, open, decide, reload, download; nothing from outside."""

from __future__ import annotations

import shutil
import zipfile
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import openpyxl
import pytest

import yzperf as yz
from tests.apps.page_server import is_inside, started, stop
from yzperf.apps.checker.start import VARIABLE, Start
from yzperf.loaders.waivers import load_waivers


def large_sheet(path: Path) -> None:
    """Three hundred indicators, each with a score that its rule does not give."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "评分表"
    sheet.append(["绩效评价评分表"])
    sheet.append(["一级指标", "二级指标", "三级指标", "指标值", "实际完成值", "分值", "得分", "扣分原因", "证据编号"])
    for number in range(300):
        name = "".join(chr(0x4E00 + 61 * number + 13 * sign) for sign in range(4))  # no two alike
        sheet.append(["产出", "数量", name, "≥100个", "50个", 1, 1, "", f"E{number}"])
    book.save(path)


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("checker")
    large_sheet(folder / "大表.xlsx")
    return Path(shutil.copytree(yz.sample_case(), folder / "案卷"))


@pytest.fixture(scope="module")
def address(case: Path) -> Iterator[str]:
    start = Start((case, case.parent / "大表.xlsx"), date(2025, 3, 10), "扬中")
    server, url = started("check", {VARIABLE: start.as_text()})
    yield url
    stop(server)


def checked_page(browser, address: str):
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    page.goto(address, timeout=90_000)
    page.get_by_role("button", name="开始核查").click(timeout=120_000)
    page.get_by_text("已核查（").wait_for(timeout=180_000)
    return page


@pytest.mark.browser
def test_a_checker_opens_decides_and_finds_the_decision_again(
    address: str, browser, case: Path, tmp_path: Path
) -> None:
    page = checked_page(browser, address)
    outside: list[str] = []
    page.on("request", lambda request: outside.append(request.url) if not is_inside(request.url, address) else None)
    page.locator(".yz-row", has_text="B06").click()
    page.locator("p.place mark").wait_for(timeout=30_000)
    assert page.locator("p.place mark").inner_text() == "90.85"
    page.get_by_text("驳回：发现不成立").click()
    page.get_by_placeholder("签署人，必填").fill("李示例")
    page.get_by_placeholder("必填；写给机构和后来的检查人看").fill("摘要写的是另一口径")
    page.get_by_role("button", name="签署").click()
    page.get_by_text("已记入 waivers.toml：驳回 B06").wait_for(timeout=30_000)
    assert [(one.check, one.by) for one in load_waivers(case / "waivers.toml")] == [("B06", "李示例")]
    page.locator("select").nth(7).select_option(label="已驳回")
    page.get_by_text("符合条件 1 处").wait_for(timeout=30_000)
    page.get_by_role("button", name="质量检查意见书").click()
    page.locator("a.download").wait_for(timeout=120_000)
    with page.expect_download() as waiting:
        page.locator("a.download").click()
    waiting.value.save_as(tmp_path / "意见书.docx")
    assert waiting.value.suggested_filename == "案卷-质量检查意见书.docx"
    with zipfile.ZipFile(tmp_path / "意见书.docx") as opinion:
        assert "摘要写的是另一口径" in opinion.read("word/document.xml").decode()
    assert outside == []
    page.close()
    page = checked_page(browser, address)
    page.locator(".yz-row", has_text="【已驳回】").wait_for(timeout=30_000)
    page.close()


@pytest.mark.browser
def test_three_hundred_findings_on_a_narrow_screen(address: str, browser) -> None:
    page = browser.new_page(viewport={"width": 600, "height": 900})
    page.goto(address, timeout=90_000)
    page.locator("select").first.select_option(label="2. 大表.xlsx", timeout=120_000)
    page.get_by_text("大表.xlsx.waivers.toml").wait_for(timeout=30_000)
    page.get_by_role("button", name="开始核查").click()
    page.get_by_text("，第 1—12 处").wait_for(timeout=180_000)
    page.get_by_role("button", name="下一页").click()
    page.get_by_text("，第 13—24 处").wait_for(timeout=30_000)
    widest = page.evaluate(
        "Math.max(...[...document.querySelectorAll('.yz, .yz-row')].map(e => e.getBoundingClientRect().right))"
    )
    assert widest <= 600
    page.close()
