"""docs/commands.md: every quoted command is run again and says what is quoted."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.apps.test_framework import MONEY, annex2
from tests.conftest import ROOT
from tests.program import run

PAGE = (ROOT / "docs" / "commands.md").read_text(encoding="utf-8")


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A folder where the paths of the page lead to the files of the checkout, and results into the air."""
    for name in ("data", "docs"):
        (tmp_path / name).symlink_to(ROOT / name)
    return tmp_path


def quoted(page: str) -> Iterator[tuple[list[str], list[str]]]:
    """Each command with the lines quoted below it."""
    for language, block in re.findall(r"^```(\w*)\n(.*?)^```$", page, flags=re.DOTALL | re.MULTILINE):
        if language:
            continue
        for part in re.split(r"^\$ yzperf ", block, flags=re.MULTILINE)[1:]:
            command, *lines = part.splitlines()
            yield shlex.split(command), [line for line in lines if line != "…"]


def test_every_quoted_line_is_printed_in_this_order(checkout: Path) -> None:
    seen = 0
    for command, lines in quoted(PAGE):
        done = run(*command, cwd=checkout)
        assert done.returncode in (0, 1), done.stderr
        seen += len(lines)
        assert_in_order(lines, done.stdout)
        if command[0] == "framework" and "--out" in command:
            fill(checkout / command[-1])
    assert seen > 20


def assert_in_order(lines: list[str], printed: str) -> None:
    rest = bare(printed)
    for line in lines:
        assert bare(line) in rest, line
        rest = rest.partition(bare(line))[2]


def bare(text: str) -> str:
    """Without blanks and line breaks: terminals differ in width."""
    return re.sub(r"\s", "", text)


def fill(path: Path) -> None:
    """As the page says: two data items and a value that does not agree with them."""
    path.unlink()
    annex2(path.parent, {name: MONEY[name] for name in ("实际到位资金", "预算资金")}, 资金到位率={"实际完成值": "96%"})


def test_a_line_that_is_not_printed_would_be_found() -> None:
    with pytest.raises(AssertionError):
        assert_in_order(["二", "一"], "一\n二\n")
    assert_in_order(["一 二"], "一\n二\n")


def test_the_code_for_python_runs(
    checkout: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (code,) = re.findall(r"^```python\n(.*?)^```", PAGE, flags=re.DOTALL | re.MULTILINE)
    monkeypatch.chdir(checkout)
    exec(compile(code, "commands.md", "exec"), {})
    assert capsys.readouterr().out.strip() in PAGE
    assert (checkout / "等级稳定性.png").stat().st_size > 10_000
