"""I01, I02, I06: what a template, another report or an older law left in the text."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from yzperf.domain.claims import Mention, MentionKind
from yzperf.domain.document import Document, Kind, MarkKind, Paragraph
from yzperf.domain.finding import EvidenceClass, Severity
from yzperf.quality.catalogue import Hit, Inapplicable, check
from yzperf.quality.copy_words import copy_words
from yzperf.quality.gazetteer import gazetteer
from yzperf.quality.residue_words import Superseded, residue_words
from yzperf.quality.subject import Subject
from yzperf.rules import Rules, Status

_SEEN_OFTEN = 3  # a place named so often belongs to the report
_SENTENCES = re.compile(r"[^。！？；\n]+")
_YEAR = re.compile(r"(?<!\d)20\d\d(?!\d)")
_LONGEST_LINE = 60  # signs of one that is left to be filled in by hand
_CLAUSE = re.compile("[，,；;：:]")
_TITLE = re.compile(r"《[^《》]*》")
_WRAPPED = re.compile(r"关于|印发|转发|的?通知|[（(][^（）()]*[）)]|[《》〈〉“”\s]")
_ASKED = re.compile("(?:建议|请|要求|督促|责成|由)$")  # 建议某县教育局……: who is asked is of the own place
_IS_VERB = re.compile("会同[县市区]")  # 会同县农业农村局: together with the county's office
_OF_PLACE = re.compile("^(?P<place>[\u4e00-\u9fff]{2,4}?[县区市旗])(?!域|级|场|区|政|委)")
_REPEAL = re.compile(
    r"废止|失效|替代|取代|修订|曾(?:经|于|按|依)|当时|历史|原(?=[《〈“]|财[预政]|办法|规定|制度|文件|依据|先|来|暂行)"
)


@check("I01", title="占位符残留", clause="", severity=Severity.MAJOR, evidence=EvidenceClass.PROOF)
def no_placeholders(report: Document) -> Iterator[Hit]:
    """Nothing is left to fill in; names that are kept back (XX村) and blank forms in annexes are no gaps."""
    for paragraph, is_annex in _paragraphs(report):
        yield from _placeholders(paragraph, is_annex)


@check("I02", title="错地名错单位错年度", clause="", severity=Severity.MINOR, evidence=EvidenceClass.LEAD)
def own_places_and_years(report: Document, mentions: tuple[Mention, ...], subject: Subject) -> Iterator[Hit]:
    """The text speaks of the place and year evaluated; another one, named once as if it were the own, is told."""
    places = [mention for mention in mentions if mention.kind is MentionKind.PLACE]
    has_place = any(subject.is_own(place.value) for place in places)
    if not (has_place or subject.years):
        raise Inapplicable("封面没有写明评价的地方和年度")
    if has_place:
        yield from _foreign_places(places, report, subject)
    if subject.years:
        yield from _foreign_years(report, subject)


@check("I06", title="政策依据", clause="", severity=Severity.MINOR, evidence=EvidenceClass.PROOF)
def documents_are_what_they_are_called(rules: Rules, mentions: tuple[Mention, ...], subject: Subject) -> Iterator[Hit]:
    """Number and title belong together; a document that had ended before the period is no basis for it."""
    named = [mention for mention in mentions if mention.kind is MentionKind.DOCUMENT]
    titles = [mention for mention in mentions if mention.kind is MentionKind.TITLE and not mention.with_]
    if not named and not titles:
        raise Inapplicable("报告没有写文号和文件名")
    for mention in named:
        yield from _title_of_number(rules, mention)
        yield from _ended(mention, subject)
    for mention in titles:
        yield from _ended_by_its_title(mention, subject)


@check("I06", title="政策依据", clause="", severity=Severity.MINOR, evidence=EvidenceClass.PROOF)
def documents_are_older_than_the_report(report: Document, mentions: tuple[Mention, ...]) -> Iterator[Hit]:
    """No report rests on a document whose number is of a later year than the day on which it was signed."""
    signed = [one.value for one in report.signatures if one.role == "日期" and one.value]
    years = [int(match[0]) for value in signed for match in _YEAR.finditer(value)]
    named = [mention for mention in mentions if mention.kind is MentionKind.DOCUMENT]
    if not years or not named:
        raise Inapplicable("报告没有写文号，或没有落款日期")
    for mention in named:
        year = _YEAR.search(mention.value)
        if year and int(year[0]) > max(years):
            message = f"{mention.value} 是 {year[0]} 年的文号，晚于报告落款的 {max(years)} 年"
            yield Hit(mention.where, message, mention.value, f"不晚于 {max(years)} 年")


@check("I01", title="占位符残留", clause="", severity=Severity.MINOR, evidence=EvidenceClass.LEAD)
def bodies_have_names(report: Document) -> Iterator[Hit]:
    """××局负责审核: names kept back are many; one alone in a report that names its bodies was left to fill in."""
    found = [
        (paragraph, match)
        for paragraph, is_annex in _paragraphs(report)
        if not is_annex
        for match in residue_words().blank_body.finditer(paragraph.text)
    ]
    for paragraph, match in found if len(found) < _SEEN_OFTEN else []:
        around = paragraph.text[max(0, match.start() - 8) : match.end() + 12]
        yield Hit(paragraph.where, f"没有写名称的单位：“{around}”；不是有意隐去的请补上", match[0])


# ── I01 ─────────────────────────────────────────────────────────────────────────────────────────────


def _paragraphs(report: Document) -> Iterator[tuple[Paragraph, bool]]:
    """Every paragraph, and whether it stands in an annex."""
    is_annex = False
    for paragraph in report.every_paragraph():
        if paragraph.level:
            top = paragraph.path[0] if paragraph.path else paragraph.title or paragraph.text
            is_annex = bool(copy_words().annexes.search(top))
        yield paragraph, is_annex


def _placeholders(paragraph: Paragraph, is_annex: bool) -> Iterator[Hit]:
    words = residue_words()
    for mark in paragraph.marks:
        prompt = paragraph.text[mark.start : mark.end]
        if mark.kind is MarkKind.PLACEHOLDER and prompt.strip() and not is_annex:
            yield Hit(paragraph.where, f"没有填的内容控件：“{prompt}”", prompt)
    if len(paragraph.text) <= _LONGEST_LINE and words.blank_allowed.search(paragraph.text):
        is_annex = True  # a line to be signed by hand is a form too
    for gap in words.placeholders:
        for match in gap.pattern.finditer(paragraph.text) if gap.everywhere or not is_annex else ():
            around = paragraph.text[max(0, match.start() - 12) : match.end() + 12]
            yield Hit(paragraph.where, f"{gap.name}：“{around}”", match[0])


# ── I02 ─────────────────────────────────────────────────────────────────────────────────────────────


def _foreign_places(places: list[Mention], report: Document, subject: Subject) -> Iterator[Hit]:
    times = Counter(place.value for place in places)
    texts = {paragraph.where: paragraph.text for paragraph in report.every_paragraph()}
    own = gazetteer().named_in(subject.cover)
    for place in places:
        name = _name(place, texts.get(place.where, ""))
        if _IS_VERB.fullmatch(name):
            continue
        is_foreign = not subject.is_own(name) and not gazetteer().is_kin(name, own) and times[place.value] < _SEEN_OFTEN
        text = texts.get(place.where, "")
        is_asked = bool(_ASKED.search(text[: place.end - len(name)]) and residue_words().owner.match(text[place.end :]))
        if is_foreign and _is_told(place, name, text, own) and (is_asked or not _is_elsewhere(place)):
            message = f"句中写“{name}”，与封面的评价对象不是一处，是否从别的报告带来"
            yield Hit(place.where, message, place.sentence)


@check("I02", title="错地名错单位错年度", clause="", severity=Severity.HINT, evidence=EvidenceClass.LEAD)
def rules_of_the_own_place(report: Document, mentions: tuple[Mention, ...], subject: Subject) -> Iterator[Hit]:
    """《某县资金管理办法》 of a county that the report names nowhere else."""
    titles = [one for one in mentions if one.kind is MentionKind.TITLE]
    placed = [(one, match["place"]) for one in titles if (match := _OF_PLACE.match(one.value.strip("《》")))]
    if not placed:
        raise Inapplicable("报告没有引用市县的文件")
    whole = "\n".join(paragraph.text for paragraph in report.every_paragraph())
    own = gazetteer().named_in(subject.cover)
    for title, place in placed:
        is_foreign = not subject.is_own(place) and not gazetteer().is_kin(place, own) and place not in subject.cover
        if is_foreign and whole.count(place) == 1 and gazetteer().is_county(place):
            message = f"引用的“{title.value}”是“{place}”的文件，不是被评价的地方，是否从别的报告带来"
            yield Hit(title.where, message, title.value)


def _name(place: Mention, text: str) -> str:
    """The place meant: 辉县市 is read as 辉县 before 市, 改善通州区 with the verb before it; 新兴城市 is not 兴城市."""
    known, words = gazetteer(), residue_words()
    for given in (place.value + text[place.end : place.end + 1], place.value):
        name = known.known(given)
        rest = given.removesuffix(name)
        if name and (not rest or words.led_by.search(rest) or known.known(rest)):
            return name
    return place.value


def _is_told(place: Mention, name: str, text: str, own: frozenset[str]) -> bool:
    """Whether something is said of a place as of the one evaluated: of its offices, or of what became better there.

    Where nobody knows in which province the own place lies, a larger one may be the one that holds it.
    """
    words, known = residue_words(), gazetteer()
    follows = text[place.end + (not place.value.endswith(name)) :]  # 辉县市 is read as 辉县 before 市
    if not words.level.search(name):
        return False
    if name not in known.codes and not _may_be_a_name(name, text[: place.start]):
        return False
    if words.owner.match(follows):
        return True
    if name in known.codes:
        before = text[: place.end].rpartition(name)[0]
        is_certain = known.is_county(name) or bool(own)
        return known.is_county(name) or (
            is_certain and bool(words.touched.match(follows) or words.reached.search(before))
        )
    return bool(words.touched.match(follows))


def _may_be_a_name(name: str, before: str) -> bool:
    """Whether words that no list knows can be a place: short, cut off in front, no common noun (况书面报送市, 街道社区)."""
    words = residue_words()
    is_short = words.longest_unknown.match(name) and not words.common_noun.search(name)
    return bool(is_short and words.before_touched.search(before))


def _is_elsewhere(place: Mention) -> bool:
    outside_titles = _TITLE.sub("", place.sentence)
    is_annex = bool(copy_words().annexes.search(place.part))
    clauses = [one for one in _CLAUSE.split(outside_titles) if place.text in one]
    return is_annex or not clauses or any(residue_words().elsewhere.search(one) for one in clauses)


def _foreign_years(report: Document, subject: Subject) -> Iterator[Hit]:
    for paragraph, is_annex in _paragraphs(report):
        if is_annex or paragraph.kind is not Kind.TEXT:
            continue
        for sentence in _SENTENCES.findall(_TITLE.sub("", paragraph.text)):
            match = _foreign_year(sentence, subject)
            if match:
                own = "、".join(map(str, sorted(subject.years)))
                message = f"句中写“{match[0]}”，评价的是 {own} 年度，是否从别的报告带来"
                yield Hit(paragraph.where, message, match[0], own)


def _foreign_year(sentence: str, subject: Subject) -> re.Match[str] | None:
    """Another year that a sentence evaluates; None where it compares, or names the own year as well."""
    words = residue_words()
    if {int(year) for year in _YEAR.findall(sentence)} & subject.years:
        return None
    claim = None if words.other_year.search(sentence) else words.year_claim.search(sentence)
    found = claim or (None if words.other_object_year.search(sentence) else words.year_object.search(sentence))
    based = found.groupdict().get("based") if found else None
    return None if based and int(based) >= min(subject.years) else found  # a base day may come after the year


# ── I06 ─────────────────────────────────────────────────────────────────────────────────────────────


def _title_of_number(rules: Rules, mention: Mention) -> Iterator[Hit]:
    """Wrong for certain where number and title are those of two documents that are both known."""
    given = _plain(mention.with_)
    known = [document for document in rules.documents() if document.number and document.status is Status.READ]
    by_number = next((one for one in known if one.number == mention.value), None)
    by_title = next((one for one in known if given and _plain(one.title) == given), None)
    if by_number and by_title and by_number is not by_title:
        message = f"{mention.value} 是《{by_number.title}》，《{by_title.title}》的文号是 {by_title.number}"
        yield Hit(mention.where, message, f"《{mention.with_}》{mention.value}", by_title.number)
    elif by_title and not by_number and _agency(by_title.number) == _agency(mention.value):
        message = f"《{by_title.title}》的文号是 {by_title.number}，不是 {mention.value}"
        yield Hit(mention.where, message, mention.value, by_title.number)
    elif by_number and given and not _alike(given, _plain(by_number.title)):
        message = f"{mention.value} 是《{by_number.title}》，请核对名称"
        yield Hit(mention.where, message, mention.with_, by_number.title, evidence=EvidenceClass.LEAD)


def _ended(mention: Mention, subject: Subject) -> Iterator[Hit]:
    ended = next((one for one in residue_words().superseded if one.number == mention.value), None)
    if ended and subject.start and ended.until < subject.start and not _REPEAL.search(mention.sentence):
        yield Hit(mention.where, _told(ended, subject), mention.value, ended.by)


def _ended_by_its_title(mention: Mention, subject: Subject) -> Iterator[Hit]:
    """The same for a title without a number: a document of a locality may bear the same one, so this is a lead."""
    title = _plain(mention.value)
    ended = next((one for one in residue_words().superseded if _plain(one.title) == title), None)
    if ended and subject.start and ended.until < subject.start and not _REPEAL.search(mention.sentence):
        message = f"没有写文号的《{ended.title}》如果是 {ended.number}：{_told(ended, subject)}"
        yield Hit(mention.where, message, mention.value, ended.by, evidence=EvidenceClass.LEAD)


def _told(ended: Superseded, subject: Subject) -> str:
    return (
        f"{ended.number}《{ended.title}》有效到 {ended.until}，评价期从 {subject.start} 开始；已由 {ended.by} 代替"
        f"（{ended.source}）"
    )


def _plain(title: str) -> str:
    return _WRAPPED.sub("", title)


def _agency(number: str) -> str:
    return number.partition("〔")[0]


def _alike(one: str, other: str) -> bool:
    """Whether one title is a short form of the other."""
    return one in other or other in one
