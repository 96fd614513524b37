"""Opinions on a draft and what was decided about each (意见采纳情况表), as 财监〔2021〕4号 第十八条 asks for one by one."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from yzperf.domain.revision import Comment
from yzperf.errors import LoadError, Place, Problem
from yzperf.loaders.table_check import read_checked, shipped_schema

_APART = re.compile(r"[、,，;；\s]+")


def load_comments(path: Path) -> tuple[Comment, ...]:
    """Read the comments: 序号, 意见, 是否采纳, 理由, 涉及 (chapter or indicator, several divided by 、).

    Raises
    ------
    LoadError
        All defects at once: a refused comment without its reason, an accepted one that does not say what it is about.
    """
    frame = read_checked(path, shipped_schema("revision_comments"))
    rows = frame.fillna("").astype(str).to_dict("records")
    comments = tuple(
        Comment(row["序号"], row["意见"], row["是否采纳"] == "是", row["理由"].strip(), _words(row["涉及"]))
        for row in rows
    )
    problems = list(_problems(path.name, comments))
    if problems:
        raise LoadError(problems)
    return comments


def _words(text: str) -> tuple[str, ...]:
    return tuple(word for word in _APART.split(text) if word)


def _problems(file: str, comments: tuple[Comment, ...]) -> Iterator[Problem]:
    for comment in comments:
        place = Place(file, cell=f"序号 {comment.number}")
        if comment.is_accepted and not comment.about:
            yield Problem(place, "“涉及”空白", "所涉章节或指标的名称", "已采纳的意见请写明涉及哪一章节、哪个指标")
        if not comment.is_accepted and not comment.reason:
            yield Problem(place, "“理由”空白", "不采纳的理由", "不采纳的意见须逐条说明理由")
