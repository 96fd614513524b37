"""One deliverable at the checker's (核查过程): audited once, decided finding by finding, its papers written."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from yzperf import face
from yzperf.apps.atomic import write_atomically
from yzperf.apps.check_outputs import Outputs
from yzperf.apps.checker.filters import Entry
from yzperf.apps.checker.material import Material
from yzperf.apps.commented import is_commentable
from yzperf.domain.case import Case
from yzperf.domain.finding import Finding
from yzperf.domain.waiver import Decision, Waiver, fingerprint
from yzperf.errors import LoadError
from yzperf.loaders import waivers
from yzperf.quality import Advance, Audit, Settled, all_checks, at_gate, settle
from yzperf.rules import Rules, load_rules

OPINION, LISTING, COMMENTED, MARKED = "质量检查意见书", "工作清单", "批注副本", "标注副本"
_ENDING = {OPINION: ".docx", LISTING: ".xlsx", COMMENTED: ".docx", MARKED: ".xlsx"}


@dataclass(frozen=True, slots=True)
class Checked:
    """What one run found: the audit, the case if it was one, the rules, and the files that it was about."""

    audit: Audit
    case: Case | None
    rules: Rules
    material: Material

    def fact(self, finding: Finding) -> str:
        """What the cited clause says, in our own words; blank where the citation stands for several clauses."""
        own = [check.clause for check in all_checks() if check.id == finding.id and check.clause]
        clauses = [one for one in self.rules.clauses() if one.citation == finding.clause]
        named = [one for one in clauses if one.id in own] or clauses
        return named[0].fact if len(named) == 1 else ""


class Session:
    """The work on one deliverable. Decisions are read anew from their file each time, so two pages do not fight."""

    def __init__(self, path: Path, rules: Mapping[str, Any], decided: Path | None = None) -> None:
        self.path, self._rules = path, dict(rules)
        self.file = waivers.beside(path, decided)
        self.checked: Checked | None = None
        self.gate: str | None = None

    def run(self, advance: Advance) -> None:
        """Open the deliverable and run every check.

        Raises
        ------
        LoadError, RuleError
        """
        self._decisions()  # a defect in them is told before the long work
        rules = self._rules
        source = face.open_deliverable(self.path, on=rules["on"], region=rules["region"], profile=rules.get("profile"))
        case = source if isinstance(source, Case) else None
        audit = face.check(source, **self._rules, advance=advance)
        held_to = face.rules_of(case) if case and case.declared else self._own_rules()
        self.checked = Checked(audit, case, held_to, Material(self.path))

    def settled(self) -> Settled:
        """The findings of this gate after what was decided until now.

        Raises
        ------
        LoadError
            If nothing was checked yet, or the file of decisions is defective.
        """
        settled = settle(self._done().audit, self._decisions())
        return settled if self.gate is None else at_gate(settled, self.gate)

    def entries(self, settled: Settled) -> list[Entry]:
        """Every finding with its decision, in the order of the audit: a decision moves nothing."""
        decided = {fingerprint(finding): waiver for finding, waiver in settled.every_finding()}
        shown = [finding for finding in self._done().audit.findings if fingerprint(finding) in decided]
        return [Entry(one, decided[fingerprint(one)], settled.outgrown(one)) for one in shown]

    def decide(self, entry: Entry, decision: Decision, reason: str, by: str, on: date) -> Waiver:
        """Sign a decision; one that the finding has outgrown is replaced.

        Raises
        ------
        LoadError
            If reason or name is lacking, the finding was decided meanwhile, or the file cannot be written.
        """
        found = entry.finding
        made = Waiver(
            fingerprint(found), decision, reason.strip(), by.strip(), on, check=found.id, where=str(found.where)
        )
        text = waivers.append_waiver(self.file, made, instead_of=entry.earlier)
        self._write(text)
        return made

    def withdraw(self, entry: Entry) -> None:
        """Take a decision back: the finding is open again.

        Raises
        ------
        LoadError
        """
        self._write(waivers.without_waiver(self.file, fingerprint(entry.finding)))

    def papers(self) -> tuple[str, ...]:
        """What can be written about this deliverable."""
        case = self._done().case
        if is_commentable(case.report if case else self.path):
            return OPINION, LISTING, COMMENTED
        marked = (MARKED,) if self.path.suffix.lower() in (".xlsx", ".csv", ".tsv") else ()
        return OPINION, LISTING, *marked

    def write(self, paper: str) -> tuple[str, bytes]:
        """Write one paper as ``yzperf check`` does: its file name and its bytes.

        Raises
        ------
        LoadError, ReportError
        """
        case = self._done().case
        name = f"{self.path.resolve().name.removesuffix(self.path.suffix)}-{paper}{_ENDING[paper]}"
        with tempfile.TemporaryDirectory() as folder:
            out = Path(folder) / name
            keys = {OPINION: "opinion", LISTING: "out", COMMENTED: "commented", MARKED: "marked"}
            outputs = Outputs(_silent, **{keys[paper]: out})
            outputs.write(self.settled(), [self.path], [case] if case else [], self._rules["on"])
            return name, out.read_bytes()

    def _done(self) -> Checked:
        if self.checked is None:
            raise LoadError("还没有核查。请先点“开始核查”")
        return self.checked

    def _own_rules(self) -> Rules:
        return load_rules(on=self._rules["on"], region=self._rules["region"], extra=self._rules.get("extra"))

    def _decisions(self) -> tuple[Waiver, ...]:
        return waivers.load_waivers(self.file) if self.file.exists() else ()

    def _write(self, text: str) -> None:
        try:
            write_atomically(self.file, lambda part: part.write_text(text, encoding="utf-8"))
        except OSError as error:
            said = f"{self.file} 不能写入（{error.strerror}）。请核对文件夹的写权限，或用 --waivers 指定别的文件"
            raise LoadError(said) from error


def _silent(*_: object) -> None:
    """The page itself says what was written."""
