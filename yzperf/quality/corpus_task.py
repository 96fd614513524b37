"""What is read of one report for the corpus (读入一份报告). Runs in a limited child; gives plain data."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

from yzperf.domain.corpus import read_report
from yzperf.domain.document import Document
from yzperf.domain.scoresheet import ScoreSheet, SheetKind
from yzperf.errors import LoadError
from yzperf.loaders.document import load_document
from yzperf.loaders.docx_pictures import load_pictures
from yzperf.loaders.masking import masked_document
from yzperf.loaders.score_table import sheets_of
from yzperf.loaders.word_forms import form_grids
from yzperf.rules import load_forms

TASK = f"{__name__}:read_for_corpus"


def read_for_corpus(path: Path, settings: Mapping[str, Any]) -> dict[str, Any]:
    """Read passages, title, own scores and photographs of a report.

    Raises
    ------
    LoadError
    """
    document = masked_document(load_document(path))
    return asdict(read_report(document, _own_sheet(document), pictures=load_pictures(path, document)))


def _own_sheet(document: Document) -> ScoreSheet | None:
    """The score sheet of the report itself; a form that cannot be read only leaves its scores out."""
    try:
        sheets = sheets_of(form_grids(document), load_forms())
    except LoadError:
        return None
    return next((sheet for sheet in sheets if sheet.kind is SheetKind.EVALUATION), None)
