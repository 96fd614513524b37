"""A check with a defect of its own costs itself alone: the others are made, and nobody is told that it passed."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

CODE = """
import importlib, json, sys
from dataclasses import replace
from datetime import date
from yzperf import face
module = importlib.import_module("yzperf.quality.audit")
def told():
    audit = face.check(sys.argv[1], on=date(2025, 3, 10), region="国家")
    return [one.id for one in audit.findings], str(audit.coverage.verdicts["B03"]), audit.coverage.missing.get("B03", "")
whole = told()
def defective(**material):
    raise IndexError("tuple index out of range")
    yield
checks = tuple(replace(one, run=defective) if one.id == "B03" else one for one in module.all_checks())
module.all_checks = lambda: checks
print(json.dumps([whole, told()], ensure_ascii=False))
"""


def test_the_others_are_made_and_it_is_said(published: Path) -> None:
    """In a process of its own: among tests a check that breaks off is told at once."""
    done = subprocess.run(
        [sys.executable, "-c", CODE, str(published / "S07.xlsx")], capture_output=True, text=True, check=True
    )
    (found, _, _), (rest, verdict, reason) = json.loads(done.stdout)
    assert "B03" in found
    assert rest == [id for id in found if id != "B03"]
    assert "无法判断" in verdict
    assert "程序出错" in reason
    assert "IndexError：tuple index out of range" in reason
