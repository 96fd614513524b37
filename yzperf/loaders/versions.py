"""Several files of one report (同一份报告的几个文件): the print beside its original, the drafts beside the final version.

Only what files or covers say themselves is used; which of two reports is meant is never guessed.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from yzperf.domain.corpus import title_of
from yzperf.domain.document import Document

_FRONT = 12  # paragraphs of a cover
_NOT_WORDS = re.compile(r"[\W_]+|\d{4,}|[vV]\d+")


@dataclass(frozen=True, slots=True)
class SetAside:
    """A file that is not checked, and the sentence that says why."""

    path: Path
    why: str


def choose_version(reports: Sequence[tuple[Path, Document]]) -> list[SetAside]:
    """Tell which of several reports are prints or drafts of another one among them.

    Returns
    -------
    list of SetAside
        Those to leave out. What is left may still be more than one: then nothing says which one is meant.
    """
    prints = list(_prints(reports))
    left = [one for one in reports if one[0] not in {each.path for each in prints}]
    return [*prints, *_drafts(left)]


def _prints(reports: Sequence[tuple[Path, Document]]) -> Iterator[SetAside]:
    """A PDF with the name or the title of a Word file is its print: the original says more."""
    words = [one for one in reports if one[0].suffix.lower() != ".pdf"]
    for path, document in reports:
        same = [other for other, text in words if _is_same(path, document, other, text)]
        if path.suffix.lower() == ".pdf" and len(same) == 1:
            yield SetAside(path, f"与 {same[0].name} 是同一份报告，核查用 {same[0].suffix} 原稿；盖章件请另行核对")


def _is_same(path: Path, document: Document, other: Path, text: Document) -> bool:
    return path.stem == other.stem or (_bare(title_of(document)) == _bare(title_of(text)) and _marks_agree(path, other))


def _marks_agree(path: Path, other: Path) -> bool:
    return _found(path.stem, "draft") == _found(other.stem, "draft")


def _drafts(reports: Sequence[tuple[Path, Document]]) -> Iterator[SetAside]:
    """Drafts of the one report that is none, if all of them bear its title."""
    rest = [one for one in reports if not _is_marked(*one, "draft")]
    finals = [one for one in rest if _is_marked(*one, "final")] if len(rest) > 1 else rest
    if len(finals) != 1:
        return
    (final, text) = finals[0]
    for path, document in reports:
        if path != final and _project(path, document) & _project(final, text):
            yield SetAside(path, f"是 {final.name} 的另一稿，核查用后者；两稿改了什么请用 yzperf compare 比较")


def _is_marked(path: Path, document: Document, kind: str) -> bool:
    front = "".join(paragraph.text for paragraph in document.paragraphs[:_FRONT] if len(paragraph.text) < 40)
    return _found(path.stem, kind) or _found(front, kind)


def _found(text: str, kind: str) -> bool:
    return any(word in text for word in _words()[kind])


def _project(path: Path, document: Document) -> set[str]:
    """What names the project: the file without its version, the title without it."""
    return {_bare(path.stem), _bare(title_of(document))} - {""}


def _bare(text: str) -> str:
    for word in sorted((word for words in _words().values() for word in words), key=len, reverse=True):
        text = text.replace(word, "")
    return _NOT_WORDS.sub("", text)


@cache
def _words() -> dict[str, tuple[str, ...]]:
    with Path(__file__).with_name("versions.toml").open("rb") as file:
        return {name: tuple(words) for name, words in tomllib.load(file).items()}
