"""Write the list of methods in ``methods.md`` (方法目录): family, title, page and data needed, from the code.

Run ``python docs/make_methods.py`` after adding a method. What stands above the list is written by hand.
``tests/docs`` holds the page to this script.
"""

from __future__ import annotations

from itertools import groupby
from pathlib import Path

from yzperf.methods.suggestion.requirements import REQUIREMENTS, Requirement

TARGET = Path(__file__).with_name("methods.md")
_MARK = "<!-- 以下由 make_methods.py 生成 -->\n"


def text() -> str:
    """Return the page with the list as it is now."""
    above = TARGET.read_text(encoding="utf-8").split(_MARK)[0]
    return above + _MARK + "".join(_family(name, list(lines)) for name, lines in groupby(REQUIREMENTS, _name))


def _name(requirement: Requirement) -> str:
    return requirement.family


def _family(name: str, lines: list[Requirement]) -> str:
    rows = "".join(
        f"| [{_cell(one.title)}](methods/{one.method}.md) | {_needs(one)} | {_cell(one.asked)} |\n" for one in lines
    )
    return f"\n## {name}\n\n| 方法 | 需要的数据 | 要由评价人指明 |\n|---|---|---|\n{rows}"


def _needs(requirement: Requirement) -> str:
    return _cell("；".join(need.words for need in requirement.needs))


def _cell(words: str) -> str:
    return words.replace("|", "\\|")


if __name__ == "__main__":
    TARGET.write_text(text(), encoding="utf-8", newline="\n")
