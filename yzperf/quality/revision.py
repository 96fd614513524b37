"""Hold the difference of draft and final against the accepted comments (财监〔2021〕4号 第十八条).

A comment is tied to a change by the words of its column 涉及, which people fill in: nothing is guessed from its wording.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import zip_longest

from yzperf.domain.claims import Claim, MentionKind, Role, read_all_mentions, read_claims
from yzperf.domain.document import Document, Kind, Paragraph, Table
from yzperf.domain.quantity import normalise
from yzperf.domain.revision import ChangeKind, Comment, LineChange, Revision, ValueChange
from yzperf.errors import Place
from yzperf.quality.wording import plain_name

TOTAL, GRADE = "总分", "等级"
_BLOCKS = ("决策", "投入", "过程", "产出", "效果", "效益", "成本", "满意度")
_SUMS = (TOTAL, GRADE, *(f"“{name}”得分" for name in _BLOCKS))


@dataclass(frozen=True, slots=True)
class _Line:
    text: str
    where: Place
    section: str


def compare_versions(draft: Document, final: Document, comments: Sequence[Comment]) -> Revision:
    """Find what changed, which accepted comments led to nothing, and which scores changed unasked.

    A change of a sum or the grade is asked for too where a score changed that a comment asked for.
    """
    accepted = [comment for comment in comments if comment.is_accepted]
    lines = tuple(_changed_lines(_lines(draft), _lines(final)))
    values = tuple(_changed_values(draft, final))
    contexts = [plain_name(f"{one.section}{one.before}{one.after}") for one in lines]
    idle = tuple(one for one in accepted if not any(_is_about(one, context) for context in contexts))
    asked = [one for one in values if any(_is_about(comment, _words(one)) for comment in accepted)]
    follows = any(not one.is_sum for one in asked)
    unasked = tuple(one for one in values if one not in asked and not (one.is_sum and follows))
    return Revision(lines, values, idle, unasked)


def _is_about(comment: Comment, context: str) -> bool:
    return any(plain_name(word) in context for word in comment.about)


def _words(change: ValueChange) -> str:
    return plain_name(f"{change.name}{change.context}")


# ── lines ───────────────────────────────────────────────────────────────────────────────────────────


def _lines(document: Document) -> list[_Line]:
    """Paragraphs and rows of tables in reading order, those of the contents left out."""
    made: list[_Line] = []
    section = ""
    for block in document.blocks:
        if isinstance(block, Paragraph) and block.kind is not Kind.CONTENTS and block.text.strip():
            section = " › ".join(block.path) or section
            made.append(_Line(block.text, block.where, section))
        elif isinstance(block, Table):
            made.extend(_rows(block, section))
    return made


def _rows(table: Table, section: str) -> Iterator[_Line]:
    for number, cells in enumerate(table.rows, 1):
        text = " | ".join(cell.replace("\n", " ") for cell in cells if cell)
        if text:
            yield _Line(text, Place(table.where.file, table.where.sheet, f"第{number}行"), section)


def _changed_lines(before: Sequence[_Line], after: Sequence[_Line]) -> Iterator[LineChange]:
    """Lines that differ in more than width and blanks; those of one changed stretch are paired in order."""
    old, new = (["".join(normalise(line.text).split()) for line in lines] for lines in (before, after))
    for kind, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if kind != "equal":
            yield from (_change(*pair) for pair in zip_longest(before[a:b], after[c:d]))


def _change(old: _Line | None, new: _Line | None) -> LineChange:
    if new is None:
        gone = old or _Line("", Place(), "")
        return LineChange(ChangeKind.REMOVED, gone.where, gone.section, gone.text, "")
    kind = ChangeKind.CHANGED if old else ChangeKind.ADDED
    return LineChange(kind, new.where, new.section, old.text if old else "", new.text)


# ── scores and grades ───────────────────────────────────────────────────────────────────────────────


def _changed_values(draft: Document, final: Document) -> Iterator[ValueChange]:
    """Scores by what they are the score of, total and grade: each with all values that its version states."""
    before, after = _stated(draft), _stated(final)
    for name in dict.fromkeys([*before, *after]):
        old, new = before.get(name, {}), after.get(name, {})
        if old.keys() != new.keys() and old and new:
            where = next(where for value, (where, _) in new.items() if value not in old or len(new) < len(old))
            context = "".join(text for _, text in (*old.values(), *new.values()))
            yield ValueChange(name, "、".join(old), "、".join(new), where, context, name in _SUMS)


def _stated(document: Document) -> dict[str, dict[str, tuple[Place, str]]]:
    """Name → value as printed → first place and what it stands in."""
    stated: dict[str, dict[str, tuple[Place, str]]] = {}
    claims = read_claims(document)
    for claim in claims.of(Role.TOTAL, Role.SCORE):
        if claim.subject or claim.role is Role.TOTAL:
            stated.setdefault(_name(claim), {}).setdefault(
                f"{claim.value.normalize():f}", (claim.where, claim.sentence)
            )
    for mention in read_all_mentions(document):
        if mention.kind is MentionKind.GRADE:
            stated.setdefault(GRADE, {}).setdefault(mention.value, (mention.where, mention.sentence))
    return stated


def _name(claim: Claim) -> str:
    return TOTAL if claim.role is Role.TOTAL else f"“{claim.subject}”得分"
