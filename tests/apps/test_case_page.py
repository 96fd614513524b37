"""The case page: as functions, as widgets without a browser, and in a real headless Chromium without outside requests."""

from __future__ import annotations

import shutil
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.apps.page_server import is_inside, started, stop
from yzperf.apps import case_page


def buttons(widget) -> dict[str, object]:
    found = {}
    for child in getattr(widget, "children", ()):
        if type(child).__name__ == "Button":
            found[child.description] = child
        found |= buttons(child)
    return found


def html_of(widget) -> str:
    own = widget.value if type(widget).__name__ == "HTML" else ""
    return own + "".join(html_of(child) for child in getattr(widget, "children", ()))


def test_the_page_shows_score_findings_and_label() -> None:
    page = html_of(case_page.show())
    for text in ("示例数据，纯属虚构", "89.45", "机构填报 90.55", "河道水质达标率提升", "项检查，已执行"):
        assert text in page


def test_a_case_with_defects_is_told_on_the_page(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "case.toml").write_text("[case]\n", encoding="utf-8")
    monkeypatch.setenv(case_page.CASE_VARIABLE, str(tmp_path))
    assert "必填项" in html_of(case_page.show())


def test_texts_from_files_are_escaped(sample_case: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    case = Path(shutil.copytree(sample_case, tmp_path / "案卷"))
    text = (case / "case.toml").read_text(encoding="utf-8")
    evil = "<script>alert(1)</script>"
    (case / "case.toml").write_text(text.replace("示例评价咨询有限公司", evil), encoding="utf-8")
    monkeypatch.setenv(case_page.CASE_VARIABLE, str(case))
    page = html_of(case_page.show())
    assert evil not in page
    assert "&lt;script&gt;" in page


def test_a_failing_callback_is_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    page = case_page.show()

    def broken(*_: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(case_page.face, "evaluate", broken)
    buttons(page)["生成 Word 报告"].click()
    assert "程序出错（ZeroDivisionError）" in html_of(page)
    assert not buttons(page)["生成 Word 报告"].disabled


def test_the_template_asks_nothing_from_outside() -> None:
    share = Path(case_page.__file__).parent / "share"
    for path in share.rglob("*.j2"):
        assert "http://" not in path.read_text(encoding="utf-8")
        assert "https://" not in path.read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    server, url = started()
    yield url
    stop(server)


@pytest.mark.browser
def test_a_person_reads_the_case_and_gets_the_word_report(address: str, browser, tmp_path: Path) -> None:
    page = browser.new_page(viewport={"width": 1280, "height": 860})
    outside: list[str] = []
    page.on("request", lambda request: outside.append(request.url) if not is_inside(request.url, address) else None)
    page.goto(address, timeout=90_000)
    page.get_by_text("核查发现").first.wait_for(timeout=120_000)
    assert page.get_by_text("示例数据，纯属虚构").first.is_visible()
    assert page.get_by_text("89.45").first.is_visible()
    everything = page.locator(".yz .finding").count()
    page.get_by_role("button", name="S3 一般").click()
    page.wait_for_function(f"document.querySelectorAll('.yz .finding').length < {everything}", timeout=20_000)
    page.get_by_role("button", name="生成 Word 报告").click()
    page.locator("a.download").wait_for(timeout=120_000)
    with page.expect_download() as waiting:
        page.locator("a.download").click()
    waiting.value.save_as(tmp_path / "报告.docx")
    assert waiting.value.suggested_filename == "扬中市农村生活污水治理项目（示例）绩效评价报告.docx"
    with zipfile.ZipFile(tmp_path / "报告.docx") as report:
        assert "89.45" in report.read("word/document.xml").decode()
    assert outside == []
    page.close()


@pytest.mark.browser
def test_methods_are_shown_with_their_pictures(address: str, browser) -> None:
    page = browser.new_page(viewport={"width": 1280, "height": 860})
    page.goto(address, timeout=90_000)
    page.get_by_role("button", name="计算评价方法").click(timeout=120_000)
    page.locator(".yz img").nth(2).wait_for(timeout=120_000)
    assert page.get_by_text("95%置信区间").count() >= 2
    page.close()


@pytest.mark.browser
def test_a_stopped_server_is_said_on_the_page(browser) -> None:
    server, url = started()
    page = browser.new_page()
    page.goto(url, timeout=90_000)
    page.get_by_text("核查发现").first.wait_for(timeout=120_000)
    assert not page.locator("#yz-offline").is_visible()
    stop(server)
    page.locator("#yz-offline").wait_for(state="visible", timeout=30_000)
    page.close()
