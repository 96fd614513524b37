"""Shared by all tests: what is left out is said, with the reason; in CI nothing may be left out."""

from __future__ import annotations

import gc
import os
import shutil
from collections.abc import Callable, Iterator
from datetime import date
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings

from tests.postgresql_server import programs, server
from yzperf.rules import Rules, load_rules

ROOT = Path(__file__).resolve().parents[1]
ON = date(2025, 3, 10)
settings.register_profile("yzperf", deadline=None)  # tests are never timed
settings.load_profile("yzperf")
_NEEDS: dict[str, tuple[str, Callable[[], bool]]] = {
    "browser": ("Chromium", lambda: _program("chromium", "chromium-browser", "google-chrome")),
    "office": ("LibreOffice", lambda: _program("soffice", "libreoffice")),
    "postgresql": ("PostgreSQL", lambda: programs() is not None),
    "spark": ("pyspark 和 Java", lambda: _program("java") and find_spec("pyspark") is not None),
}


# Thirteen thousand tests are collected and kept until the end: looking through them again and again for garbage took a
# fourth of the time of collecting. What is collected is set aside; what the tests make is looked through as ever.
gc.disable()


def pytest_collection_finish() -> None:
    gc.freeze()
    gc.enable()


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Any:
    """``--dist loadfile`` with one Spark for all."""
    from tests.one_worker import SharedServers

    return SharedServers(config, log) if config.getoption("dist") == "loadfile" else None


def _program(*names: str) -> bool:
    return any(shutil.which(name) for name in names)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Skip tests of browser, office, database and Spark where the program is missing, unless all are asked for."""
    for mark, (title, is_here) in _NEEDS.items():
        if is_here():
            continue
        if os.environ.get("YZPERF_REQUIRE_ALL"):
            raise pytest.UsageError(f"需要 {title}，但没有安装")
        for item in items:
            if item.get_closest_marker(mark):
                item.add_marker(pytest.mark.skip(reason=f"没有安装 {title}"))


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """One line that says what was left out and why."""
    reasons: dict[str, int] = {}
    for report in terminalreporter.stats.get("skipped", []):
        reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else str(report.longrepr)
        reason = reason.removeprefix("Skipped: ")
        reasons[reason] = reasons.get(reason, 0) + 1
    text = "；".join(f"{reason}（{count} 项）" for reason, count in reasons.items()) or "无"
    terminalreporter.write_line(f"略过的测试：{text}")


@pytest.fixture(autouse=True)
def no_remembered_layouts(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    """What somebody has confirmed on this machine must not reach a test."""
    monkeypatch.setenv("YZPERF_LAYOUTS", str(tmp_path_factory.getbasetemp() / "no_layouts.toml"))


@pytest.fixture(autouse=True, scope="session")
def checks_that_break_off_are_told() -> Iterator[None]:
    """An audit goes on without a check that has a defect; a test must not."""

    def raised(error: Exception) -> str:
        raise error

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(import_module("yzperf.quality.audit"), "broken_off", raised)
        yield


@pytest.fixture
def rules() -> Rules:
    return load_rules(on=ON, region="扬中")


@pytest.fixture(scope="session")
def postgresql() -> Iterator[str]:
    """URL of a server that was started for the tests."""
    with server() as url:
        yield url


@pytest.fixture(scope="session")
def published() -> Path:
    return ROOT / "data" / "published"


@pytest.fixture(scope="session")
def sample_case() -> Path:
    return ROOT / "data" / "cases" / "rural_sewage_2024"


@pytest.fixture
def chdir_tmp(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path
