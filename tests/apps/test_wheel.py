"""The built wheel works outside the checkout, with all it needs inside, and fetches nothing: the network is cut off."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from tests.conftest import ROOT

# Every socket but the local ones fails: what the program does then, it does without a network.
CUT_OFF = """
import socket
def refuse(self, address, *rest):
    if self.family != socket.AF_UNIX and address[0] not in ("127.0.0.1", "::1", "localhost"):
        raise OSError("network cut off: " + str(address))
    return original(self, address, *rest)
original = socket.socket.connect
socket.socket.connect = refuse
socket.getaddrinfo = lambda host, *rest, **more: (_ for _ in ()).throw(OSError("network cut off: " + str(host)))
"""


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    build = [sys.executable, "-m", "build", "--no-isolation", "--wheel", "--outdir", folder, ROOT]
    subprocess.run(build, check=True, capture_output=True)
    return next(folder.glob("*.whl"))


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """Environment of a process that sees only the unpacked wheel and the installed dependencies, and no network."""
    folder = tmp_path_factory.mktemp("site")
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(folder)
    (folder / "sitecustomize.py").write_text(CUT_OFF, encoding="utf-8")
    return {**os.environ, "PYTHONPATH": str(folder), "PYTHONSAFEPATH": "1"}


def run(environment: dict[str, str], cwd: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, *arguments],
        env=environment,
        cwd=cwd,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )


@pytest.mark.wheel
def test_the_wheel_holds_everything(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        names = archive.namelist()
    for wanted in (
        "yzperf/rules/data/clauses/cn10.toml", "yzperf/rules/data/forms/self_evaluation.toml",
        "yzperf/_shipped/templates/evaluation_report.docx", "yzperf/_shipped/data/published/S14.xlsx",
        "yzperf/_shipped/data/cases/rural_sewage_2024/case.toml", "yzperf/_shipped/notebooks/app/case.ipynb",
        "yzperf/_shipped/notebooks/app/check.ipynb", "yzperf/_shipped/data/deliverables/projects.csv", "yzperf/quality/groups.toml",
        "yzperf/apps/share/voila/templates/yzperf/index.html.j2", "yzperf/drawing/fonts/NotoSansSC-Regular.ttf",
        "yzperf/drawing/fonts/OFL.txt",
    ):  # fmt: skip
        assert wanted in names
    assert not [name for name in names if name.startswith("tests/") or "__pycache__" in name]


@pytest.mark.wheel
def test_the_network_really_is_cut_off(installed: dict[str, str], tmp_path: Path) -> None:
    done = run(
        installed, tmp_path, "-c", "import urllib.request; urllib.request.urlopen('http://192.0.2.1/', timeout=3)"
    )
    assert "network cut off" in done.stderr


@pytest.mark.wheel
def test_the_demo_runs_from_the_wheel_without_a_network(installed: dict[str, str], tmp_path: Path) -> None:
    where = run(installed, tmp_path, "-c", "import yzperf; print(yzperf.__file__)")
    assert str(ROOT) not in where.stdout
    done = run(installed, tmp_path, "-m", "yzperf", "demo", "--out", "结果")
    assert done.returncode == 0, done.stderr
    assert list((tmp_path / "结果").rglob("绩效评价报告.docx"))


@pytest.mark.wheel
def test_the_page_is_made_from_the_wheel_without_a_network(installed: dict[str, str], tmp_path: Path) -> None:
    code = "from yzperf.apps.case_page import show; from yzperf.apps.server import command; print(len(show().children), command(1)[3])"
    done = run(installed, tmp_path, "-c", code)
    assert done.returncode == 0, done.stderr
    assert "_shipped" in done.stdout
