"""Search a folder of reports for copies (查重): read in parallel, index once, then report after report."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Any

import pandas as pd

from yzperf.domain.corpus import CorpusReport
from yzperf.domain.htmltable import html_table
from yzperf.errors import LoadError, Place, Problem
from yzperf.loaders.child import Limits, allowed
from yzperf.loaders.crew import cores, run_all
from yzperf.loaders.document import load_document
from yzperf.loaders.text_file import read_text
from yzperf.loaders.word_kinds import is_word
from yzperf.quality.checks.copying import can_be_cloned, clones, is_recommendation_reuse, is_reuse
from yzperf.quality.corpus import CopiedPassage, Corpus, known_texts, make_corpus
from yzperf.quality.corpus_file import corpus_bytes, load_corpus, report_of
from yzperf.quality.corpus_task import TASK
from yzperf.rules import Rules

LIMITS = Limits(memory=2 << 30, cpu=60, wall=180)
_WORTH_A_CHILD = 8  # reports that are read in the time that a child takes to start
COLUMNS = (
    "检查", "报告", "位置", "原文", "来源报告", "来源位置", "来源原文", "相同字数", "占本段", "占来源段", "另有几份",
)  # fmt: skip
Advance = Callable[[str, int, int], None]  # stage, done, of all


@dataclass(frozen=True)
class CopySearch:
    """What was found. ``clones`` are pairs of reports with the same score table; ``refused`` could not be read."""

    corpus: Corpus
    looked_at: tuple[CorpusReport, ...]
    passages: tuple[CopiedPassage, ...]
    clones: tuple[tuple[CorpusReport, CorpusReport], ...]
    refused: Mapping[str, LoadError]
    new_index: bytes | None = None

    def sentence(self) -> str:
        """One line for people."""
        copied = len({copy.report.file for copy in self.passages})
        refused = f"；未能读取 {len(self.refused)} 份" if self.refused else ""
        return (
            f"往期报告 {len(self.corpus.reports)} 份，查了 {len(self.looked_at)} 份：{copied} 份有相同段落，共 {len(self.passages)} 段；"
            f"评分表相同 {len(self.clones)} 对{refused}。均为线索，由人核对"
        )

    @cached_property
    def shares(self) -> pd.DataFrame:
        """For every report the share of its letters that stand in others, set phrases left out (各报告占比)."""
        rows = [(one.file, one.title, *self._share(one)) for one in self.looked_at]
        return pd.DataFrame(rows, columns=["报告", "标题", "相同段数", "相同字数", "占全文"])

    def _share(self, report: CorpusReport) -> tuple[int, int, float]:
        copies = [copy for copy in self.passages if copy.report is report]
        letters = sum(copy.match.letters for copy in copies)
        return len(copies), letters, round(self.corpus.share(report, copies), 4) if copies else 0.0

    def table(self) -> pd.DataFrame:
        """Passages side by side, with Chinese headings."""
        return pd.DataFrame([_row(copy) for copy in self.passages], columns=list(COLUMNS))

    def clone_table(self) -> pd.DataFrame:
        """Reports with the same score table."""
        rows = [(one.file, one.title, other.file, other.title, len(one.scores)) for one, other in self.clones]
        return pd.DataFrame(rows, columns=["报告", "标题", "另一报告", "另一标题", "行数"])

    def _repr_html_(self) -> str:
        return f"<p>{self.sentence()}</p>{html_table(self.table())}"

    def _repr_mimebundle_(self, **_: object) -> dict[str, str]:
        return {"text/plain": self.sentence(), "text/html": self._repr_html_()}


def _row(copy: CopiedPassage) -> tuple[object, ...]:
    match = copy.match
    kind = "I04 建议雷同" if is_recommendation_reuse(copy) else "I03 段落复用"
    here, there = (str(replace(one.where, file="")) for one in (copy.passage, copy.source))
    shares = (match.letters, round(match.share, 4), round(match.source_share, 4), copy.also)
    own = (kind, copy.report.file, here, copy.passage.text)
    return (*own, copy.origin.file, there, copy.source.text, *shares)


def search_copies(  # noqa: PLR0917  (each argument is one the face passes on)
    folder: Path, reports: Sequence[Path], rules: Rules, kept: Path | None, known: Sequence[Path], advance: Advance
) -> CopySearch:
    """Read, index, compare. See ``yzperf.find_copies``.

    Raises
    ------
    LoadError
    """
    files = _files_of(folder)
    refused: dict[str, LoadError] = {}
    quotable = [*known_texts(rules), *(line for path in known for line in _lines(path))]
    corpus, is_new = _corpus(files, quotable, kept, refused, advance)
    if not corpus.reports:
        raise LoadError([problem for error in refused.values() for problem in error.problems])
    given = {str(path): path for path in reports}
    looked_at = _read(given, "读报告", refused, advance) if reports else list(corpus.reports)
    found = _search(looked_at, corpus, advance, once=not reports)
    pairs = ((one, other) for one in looked_at if can_be_cloned(one) for other in clones(one, corpus))
    chosen = tuple(pair for pair in pairs if reports or pair[0].file > pair[1].file)
    raw = corpus_bytes(corpus) if kept and is_new else None
    return CopySearch(corpus, tuple(looked_at), tuple(found), chosen, refused, raw)


def _search(
    reports: Sequence[CorpusReport], corpus: Corpus, advance: Advance, *, once: bool
) -> Iterator[CopiedPassage]:
    """Copies of report after report; ``once`` where they are the corpus itself: each pair is shown one way."""
    for done, report in enumerate(reports):
        copies = corpus.copies(report, done if once else None)
        yield from (copy for copy in copies if is_reuse(copy))
        advance("比对", done + 1, len(reports))


def _files_of(folder: Path) -> dict[str, Path]:
    """Word files below a folder, by their way from it, sorted; hidden ones and locks of open documents left out."""
    if not folder.is_dir():
        raise LoadError(Problem(Place(str(folder)), "没有这个文件夹", "放往期报告的文件夹", "请核对路径"))
    found = {path.relative_to(folder).as_posix(): path for path in sorted(folder.rglob("*.docx"))}
    files = {name: path for name, path in found.items() if not path.name.startswith((".", "~$"))}
    if not files:
        raise LoadError(Problem(Place(str(folder)), "没有 .docx 报告", "往期的评价报告", "请核对路径"))
    return files


def _corpus(
    files: Mapping[str, Path], known: Iterable[str], kept: Path | None, refused: dict[str, LoadError], advance: Advance
) -> tuple[Corpus, bool]:
    """The corpus of the folder, and whether it was made anew: what the index holds is not read again."""
    old = load_corpus(kept) if kept and kept.exists() else None
    held = {one.digest: one for one in old.reports} if old else {}
    digests = {name: hashlib.sha256(path.read_bytes()).hexdigest() for name, path in files.items()}
    if old and {(one.file, one.digest) for one in old.reports} == set(digests.items()):
        return old, False
    unread = {name: path for name, path in files.items() if digests[name] not in held}
    read = {one.file: one for one in _read(unread, "读往期报告", refused, advance)}
    known_by_digest = {name: held[digest] for name, digest in digests.items() if digest in held}
    chosen = [replace(one, file=name, digest=digests[name]) for name, one in sorted((known_by_digest | read).items())]
    return make_corpus(chosen, known), True


def _read(files: Mapping[str, Path], stage: str, refused: dict[str, LoadError], advance: Advance) -> list[CorpusReport]:
    """Reports of these files, in order; those that cannot be read go to ``refused``."""
    names, found = list(files), {}
    workers = min(cores(), 1 + len(files) // _WORTH_A_CHILD)
    outcomes = run_all(TASK, list(files.values()), {}, limits=allowed(LIMITS), workers=workers) if files else ()
    for done, (number, outcome) in enumerate(outcomes, 1):
        if isinstance(outcome, LoadError):
            refused[names[number]] = outcome
        else:
            found[number] = _named(outcome, names[number])
        advance(stage, done, len(files))
    return [found[number] for number in sorted(found)]


def _named(given: dict[str, Any], name: str) -> CorpusReport:
    return replace(report_of(given), file=name)


def _lines(path: Path) -> list[str]:
    if is_word(path):
        return [paragraph.text for paragraph in load_document(path).every_paragraph()]
    return read_text(path).splitlines()
