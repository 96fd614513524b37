"""Pieces of the checker's page as HTML (核查页面片段). Every text from a file is escaped; no script, no outside address."""

from __future__ import annotations

import html
import re
from collections import Counter
from collections.abc import Iterable, Sequence

from yzperf.apps import html as common
from yzperf.apps.checker.excerpt import Excerpt, Line, Row
from yzperf.apps.checker.filters import Entry
from yzperf.domain.finding import EvidenceClass, Finding, Severity, Verdict
from yzperf.domain.waiver import Waived
from yzperf.quality import Settled, all_checks
from yzperf.quality.groups import group_title
from yzperf.quality.handling import handling

TONES = common.TONES
_LONGEST_CELL, _LONGEST_LINE = 14, 1_500  # signs of a neighbouring cell, of a paragraph
_LONGEST_IN_ROW = 36  # of the other cells in the row in question
_QUOTED = re.compile(r"“([^“”]{2,80})”")
_PARTS = re.compile(r"[、；;，,]\s*")

STYLE = """<style>
#rendered_cells{max-width:1500px}
.yz-panel .widget-html,.yz-panel .widget-html-content{min-width:0;width:100%;overflow:hidden;margin:0}
.yz-filters{margin:2px 0 10px}
.jupyter-widgets select,.jupyter-widgets input,.jupyter-widgets textarea,.jupyter-widgets label,.widget-label,.jupyter-button{
 font-family:"Noto Sans SC","Microsoft YaHei","PingFang SC","Noto Sans CJK SC","Source Han Sans SC","WenQuanYi Micro Hei",sans-serif}
.yz .head{border-left:4px solid #9ca3af;padding:2px 0 2px 12px;margin:0 0 8px}.yz .head h3{font-size:17px;margin:2px 0}
.yz .head.s1{border-left-color:#b42318}.yz .head.s2{border-left-color:#d97706}.yz .head.s3{border-left-color:#ca8a04}
.yz .beside{display:flex;flex-wrap:wrap;gap:14px 18px;align-items:flex-start}
.yz .beside>div{min-width:0}.yz .original{flex:3 1 400px}.yz .proof{flex:1 1 230px}
.yz .beside.wide .original,.yz .beside.wide .proof{flex-basis:100%}
.yz .wide .proof{display:flex;flex-wrap:wrap;gap:4px 24px}.yz .wide .proof>div{flex:1 1 200px;min-width:0}
.yz h4{font-size:13px;margin:8px 0 4px;color:#6b7280;font-weight:600}
.yz .paper{background:#fff;border:1px solid #e5e7eb;border-radius:4px;padding:8px 14px;max-height:560px;overflow:auto}
.yz .paper p{margin:4px 0;color:#6b7280;overflow-wrap:anywhere}.yz .paper p.title{font-weight:600}
.yz .paper p.place{color:#111827;background:#fffbeb;border-left:3px solid #d97706;padding:4px 10px;margin:6px -10px}
.yz mark{background:#fde047;color:inherit;padding:0 1px;border-radius:2px;font-weight:600}
.yz .paper table{width:auto;min-width:100%;font-size:12px}
.yz .paper td{min-width:48px;max-width:190px;overflow-wrap:anywhere;color:#6b7280}
.yz .paper tr.near td{background:#fffdf5;color:#111827}
.yz .paper td.hot,.yz .paper tr.near td.hot{background:#fffbeb;color:#111827;outline:2px solid #d97706;outline-offset:-2px}
.yz .paper td.row,.yz .paper th.row{color:#9ca3af;font-weight:400;white-space:nowrap;background:#f9fafb}
.yz .paper tr.names td{color:#374151;background:#f3f4f6;font-weight:600}.yz .paper th{color:#9ca3af;font-weight:400;text-align:center}
.yz table.values td:first-child{color:#6b7280;white-space:nowrap;width:1%}.yz table.values td{overflow-wrap:anywhere}
.yz .card.link b{font-size:22px}.yz .groups td.shares{width:45%}.yz .stack{display:flex;height:12px;border-radius:3px;overflow:hidden}
.yz .stack i{display:block;height:100%}.yz .p{background:#1e3a5f}.yz .r{background:#5b8db8}.yz .l{background:#c3d4e3}
.yz .legend i{display:inline-block;width:10px;height:10px;border-radius:2px;margin:0 4px 0 12px}
.yz-rows .jupyter-button.yz-row{white-space:pre-line;text-align:left;height:auto!important;line-height:1.5!important;
 margin:0;padding:7px 10px;background:#fff;color:#1f2937;border:1px solid #e5e7eb;border-left:4px solid #9ca3af;border-top:0;
 border-radius:0;font-size:13px;box-shadow:none;overflow-wrap:anywhere;flex:0 0 auto}
.yz-rows .jupyter-button.yz-row.s1{border-left-color:#b42318}.yz-rows .jupyter-button.yz-row.s2{border-left-color:#d97706}
.yz-rows .jupyter-button.yz-row.s3{border-left-color:#ca8a04}.yz-rows .jupyter-button.yz-row.off{color:#9ca3af;background:#fafafa}
.yz-rows .jupyter-button.yz-row.open{background:#eaf2fb}
.yz-rows{border-top:1px solid #e5e7eb}
.yz-panel{background:#fff;border:1px solid #e5e7eb;border-radius:8px;padding:12px 16px}
.yz-panel .widget-label,.yz-filters .widget-label{color:#6b7280}
.yz-panel textarea{min-height:56px}
</style>"""


def page(body: str) -> str:
    """Wrap a piece with the style of the pages."""
    return common.page(body)


def overview(settled: Settled) -> str:
    """Cards: problems by severity, leads, decided ones, how much was checked."""
    problems = [one for one in settled.findings if one.verdict is Verdict.FAILED]
    levels = Counter(one.severity for one in problems)
    told = "　".join(f"{str(level)[:2]} {levels[level]}" for level in Severity if levels[level])
    touching = sum(one.changes_conclusion for one in problems)
    leads = sum(one.verdict is Verdict.LEAD for one in settled.findings)
    verdicts = settled.coverage.verdicts
    cards = (
        ("问题", str(len(problems)), told or "无"),
        ("其中影响结论", str(touching), "总分、等级等会因此改变"),
        ("线索", str(leads), "待核实，不扣分"),
        ("不再计数", str(len(settled.waived)), f"豁免、驳回；另有接受 {len(settled.accepted)} 处"),
        ("已执行的检查", f"{settled.coverage.checked}/{len(verdicts)}", "其余缺材料或不适用，见文末"),
    )
    shown = "".join(
        f'<div class="card link"><span>{name}</span><b>{value}</b><span>{html.escape(note)}</span></div>'
        for name, value, note in cards
    )
    return f'<div class="cards">{shown}</div>{common.notices(settled.gone_sentences())}{_by_group(settled)}'


def _by_group(settled: Settled) -> str:
    """How many findings count in each group, by class, as bars."""
    counts = Counter((group_title(one.id), one.evidence) for one in settled.findings)
    names = sorted({name for name, _ in counts})
    if not names:
        return ""
    most = max(sum(counts[name, kind] for kind in EvidenceClass) for name in names)
    rows = "".join(_group_row(name, [counts[name, kind] for kind in EvidenceClass], most) for name in names)
    legend = "".join(f'<i class="{_colour(kind)}"></i>{kind}' for kind in EvidenceClass)
    return (
        f'<details class="groups"><summary class="legend">按组和类别{legend}</summary><table>{rows}</table></details>'
    )


def _group_row(name: str, counts: Sequence[int], most: int) -> str:
    bars = "".join(
        f'<i class="{_colour(kind)}" style="width:{100 * count / most:.1f}%"></i>'
        for kind, count in zip(EvidenceClass, counts, strict=True)
    )
    told = "　".join(f"{str(kind)[2:]} {count}" for kind, count in zip(EvidenceClass, counts, strict=True) if count)
    return f'<tr><td>{name}</td><td class="shares"><div class="stack">{bars}</div></td><td>{told}</td></tr>'


def _colour(kind: EvidenceClass) -> str:
    return str(kind)[0].lower()


def detail(entry: Entry, excerpt: Excerpt, fact: str) -> str:
    """One finding: what, where with its surroundings, recomputed value and clause beside, what was decided."""
    found = entry.finding
    lead = "　线索，不是问题认定" if found.verdict is Verdict.LEAD else ""
    touches = "　<b>影响结论</b>" if found.changes_conclusion else ""
    head = (
        f'<div class="head {TONES[found.severity]}"><span class="tag">{found.severity}　{found.evidence}{lead}{touches}'
        f"</span><h3>{found.id} {html.escape(found.title)}</h3>{html.escape(found.message)}</div>"
    )
    place = html.escape(str(found.where) or "不在文件里")
    original = f'<div class="original"><h4>原文　{place}</h4>{paper(excerpt, words_of(found))}</div>'
    wide = " wide" if excerpt.rows else ""
    return f'{head}<div class="beside{wide}">{original}<div class="proof">{_proof(found, fact)}</div></div>{_decided(entry)}'


def _proof(found: Finding, fact: str) -> str:
    rows = (("原文", found.reported), ("复算或应为", found.recomputed))
    values = "".join(f"<tr><td>{name}</td><td>{html.escape(value)}</td></tr>" for name, value in rows if value)
    table = f'<div><h4>复算</h4><table class="values">{values}</table></div>' if values else ""
    clause = html.escape(found.clause) or "文件内部互相矛盾，不需要另外的依据"
    said = f"<div>{html.escape(fact)}</div>" if fact else ""
    basis = f"<div><h4>依据</h4><div><b>{clause}</b></div>{said}</div>"
    return f"{table}{basis}<div><h4>处理建议</h4>{html.escape(handling(found))}</div>"


def _decided(entry: Entry) -> str:
    if entry.earlier is not None:
        earlier = html.escape(Waived(entry.finding, entry.earlier).words())
        return f'<div class="notice">这处发现与原来决定时不同了，须重新决定。原来的决定：{earlier}</div>'
    return common.signed(entry.finding, entry.waiver)


def words_of(found: Finding) -> tuple[str, ...]:
    """Words to be marked, best first: the value as printed, its parts, then what the message quotes."""
    parts = (found.reported, *_PARTS.split(found.reported), *_QUOTED.findall(found.message))
    return tuple(dict.fromkeys(part.strip() for part in parts if part.strip()))


def paper(excerpt: Excerpt, words: Sequence[str]) -> str:
    """An excerpt with the place set off and the words in it marked."""
    note = f'<p class="meta">{html.escape(excerpt.note)}</p>' if excerpt.note else ""
    is_shown = any("".join(line.text.split()) == "".join(excerpt.title.split()) for line in excerpt.lines)
    title = f'<p class="title">{html.escape(excerpt.title)}</p>' if excerpt.title and not is_shown else ""
    lines = "".join(_line(line, words) for line in excerpt.lines)
    return f'<div class="paper">{note}{title}{lines}{_table(excerpt, words) if excerpt.rows else ""}</div>'


def _line(line: Line, words: Sequence[str]) -> str:
    text = _cut(line.text, _LONGEST_LINE)
    shown = marked(text, words) if line.is_place else html.escape(text)
    tone = "place" if line.is_place else "title" if line.is_heading else ""
    return f'<p class="{tone}">{shown}</p>'


def _table(excerpt: Excerpt, words: Sequence[str]) -> str:
    heads = "".join(f"<th>{html.escape(name)}</th>" for name in excerpt.columns)
    rows = "".join(_row(row, words) for row in excerpt.rows)
    return f'<table><tr><th class="row"></th>{heads}</tr>{rows}</table>'


def _row(row: Row, words: Sequence[str]) -> str:
    longest = _LONGEST_IN_ROW if row.hot or row.is_heading else _LONGEST_CELL
    cells = "".join(
        f'<td class="hot">{marked(_cut(text, _LONGEST_LINE), words)}</td>'
        if number in row.hot
        else f"<td>{html.escape(_cut(text, longest))}</td>"
        for number, text in enumerate(row.cells)
    )
    tone = "names" if row.is_heading else "near" if row.hot else ""
    return f'<tr class="{tone}"><td class="row">{html.escape(row.name)}</td>{cells}</tr>'


def _cut(text: str, longest: int) -> str:
    return text if len(text) <= longest else f"{text[:longest]}……"


def marked(text: str, words: Iterable[str]) -> str:
    """The text escaped, with the first of the words that stand in it marked wherever it stands."""
    for word in words:
        before = r"(?<![\d.])" if word[0].isdigit() else ""
        after = r"(?!\d|\.\d)" if word[-1].isdigit() else ""
        pieces = re.split(f"{before}({re.escape(word)}){after}", text)
        if len(pieces) > 1:
            return "".join(_piece(number, piece) for number, piece in enumerate(pieces))
    return html.escape(text)


def _piece(number: int, piece: str) -> str:
    return f"<mark>{html.escape(piece)}</mark>" if number % 2 else html.escape(piece)


def coverage(settled: Settled) -> str:
    """What was not checked and why, check by check; then what was."""
    titles = {check.id: check.title for check in all_checks()}
    verdicts, missing = settled.coverage.verdicts, settled.coverage.missing
    rows = "".join(
        f"<tr><td>{key}</td><td>{html.escape(titles.get(key, ''))}</td><td>{verdicts[key]}</td><td>{html.escape(reason)}</td></tr>"
        for key, reason in missing.items()
    )
    table = (
        f"<table><tr><th>检查</th><th>名称</th><th>结论</th><th>没有查的原因</th></tr>{rows}</table>"
        if rows
        else "<p>列入目录的检查都已执行。</p>"
    )
    done = "；".join(f"{key} {titles.get(key, '')}（{one}）" for key, one in verdicts.items() if key not in missing)
    return (
        f"<h2>没有查的和原因</h2><p>{html.escape(settled.coverage.sentence())}。"
        f"没有查到问题，不等于没有执行的检查也没有问题。</p>{table}"
        f'<details class="meta"><summary>已执行的检查和结论</summary><p>{html.escape(done)}</p></details>'
    )
