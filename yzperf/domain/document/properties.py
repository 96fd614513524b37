"""What the file says of itself (文档属性): who made it, when, with what; and how the pages are set up."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Properties:
    """Metadata as stored, nothing judged; dates and counts as the file gives them, blank where it is silent.

    ``signatures`` counts digital signatures, ``tracks_changes`` tells whether tracking is switched on.
    """

    title: str = ""
    subject: str = ""
    creator: str = ""
    last_modified_by: str = ""
    created: str = ""
    modified: str = ""
    last_printed: str = ""
    revision: str = ""
    keywords: str = ""
    description: str = ""
    category: str = ""
    application: str = ""
    application_version: str = ""
    company: str = ""
    manager: str = ""
    template: str = ""
    attached_template: str = ""
    pages: str = ""
    words: str = ""
    editing_minutes: str = ""
    signatures: int = 0
    tracks_changes: bool = False
    protection: str = ""
    custom: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class PageSetup:
    """Paper and margins of one section (页面设置), in mm; 0 where the file is silent.

    ``lines`` is the pitch of the line grid in points. ``first_page`` is the number that the section starts with, None if
    it goes on counting.
    """

    section: int
    width: float = 0.0
    height: float = 0.0
    is_landscape: bool = False
    top: float = 0.0
    right: float = 0.0
    bottom: float = 0.0
    left: float = 0.0
    header: float = 0.0
    footer: float = 0.0
    columns: int = 1
    lines: float = 0.0
    first_page: int | None = None
    number_format: str = ""
    differs_on_first_page: bool = False
    differs_on_even_pages: bool = False
