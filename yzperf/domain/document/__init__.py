"""A Word document as text with places (文档): blocks in reading order, heading tree, notes, traces, references, properties."""

from yzperf.domain.document.blocks import (
    Block,
    Cell,
    Figure,
    FigureKind,
    Kind,
    Mark,
    MarkKind,
    Paragraph,
    Run,
    Story,
    Table,
    walk,
)
from yzperf.domain.document.document import Document
from yzperf.domain.document.properties import PageSetup, Properties
from yzperf.domain.document.relations import Caption, Reference, Signature
from yzperf.domain.document.section import Section, section_tree
from yzperf.domain.document.traces import Change, ChangeKind, Comment, Hidden, Margin, Note

__all__ = [
    "Block",
    "Caption",
    "Cell",
    "Change",
    "ChangeKind",
    "Comment",
    "Document",
    "Figure",
    "FigureKind",
    "Hidden",
    "Kind",
    "Margin",
    "Mark",
    "MarkKind",
    "Note",
    "PageSetup",
    "Paragraph",
    "Properties",
    "Reference",
    "Run",
    "Section",
    "Signature",
    "Story",
    "Table",
    "section_tree",
    "walk",
]
