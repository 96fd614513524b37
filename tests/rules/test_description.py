"""Rules to read (规则说明): what a reader must find, for every framework and profile, in notebook and terminal."""

from __future__ import annotations

from datetime import date
from io import StringIO

import pytest
from rich.console import Console

from yzperf.apps.rule_tables import show_description
from yzperf.domain.scorecard import plain
from yzperf.errors import RuleError
from yzperf.rules import Rules, load_rules
from yzperf.rules.description import Description, Section

LIBRARY = load_rules(on=date(2026, 6, 30), region="国家").library


def rules_of(region: str) -> Rules:
    return load_rules(on=date(2026, 6, 30), region=region)


@pytest.mark.parametrize("name", LIBRARY.frameworks)
def test_a_framework_shows_every_indicator_and_every_demand(name: str) -> None:
    item = LIBRARY.frameworks[name]
    html = rules_of(item.region).describe(name).html()
    assert all(f">{indicator.id}</td>" in html for indicator in item.indicators)
    assert all(f">{block}（{len(item.of_block(block))} 项）" in html for block in item.blocks)
    assert all(block.words in html for block in item.block_rules)
    assert all(limit.words in html for limit in item.limits)
    assert item.weight_note in html


@pytest.mark.parametrize("name", LIBRARY.profiles)
def test_a_profile_shows_all_its_numbers(name: str) -> None:
    item = LIBRARY.profiles[name]
    html = rules_of(item.region).describe(name).html()
    numbers = [tier.share * 100 for tier in (*item.execution_tiers, *item.satisfaction_tiers)]
    assert all(f">{plain(number)}%</td>" in html for number in numbers)
    assert all(case.name in html for case in item.weights)
    assert all(f">{plain(part.weight)}</td>" in html for case in item.weights for part in case.blocks)
    assert all(grade.name in html for grade in item.grades)
    assert all(f"{plain(grade.lower)}分及以上" in html for grade in item.grades[:-1])


def test_citations_stand_in_words_and_unread_ones_say_so() -> None:
    read = rules_of("国家").describe("cn10_annex2").html()
    assert "财预〔2020〕10号 第十四条" in read
    assert "cn10.14" not in read
    assert "cn10.14" in rules_of("国家").framework("cn10_annex2")._repr_html_()  # which knows no rules to cite by
    assert "未核实，不作为依据引用" in rules_of("上海").describe("appraisal_third_party_jiading").html()


def test_what_is_the_same_everywhere_has_no_column() -> None:
    (_, table) = rules_of("国家").describe("cn10_annex2").sections
    assert "条款" not in table.headings
    assert "分值" not in table.headings
    (_, table) = rules_of("郑州").describe("target_review").sections
    assert "分值" in table.headings


def test_a_description_of_nothing_is_refused() -> None:
    with pytest.raises(RuleError, match="没有计分方案“cn99”"):
        rules_of("国家").describe("cn99")


def test_all_text_is_escaped() -> None:
    tricky = "<b>&[red]粗[/red]"
    shown = Description(tricky, ((tricky, tricky),), (Section(tricky, (tricky,), ((tricky, ((tricky,),)),)),))
    assert "<b>" not in shown.html()
    assert shown.html().count("&lt;b&gt;&amp;[red]") == 7
    console = Console(width=200, record=True, file=StringIO())
    show_description(console, Description(tricky, shown.facts, (shown.sections[0], Section(tricky, (tricky,), ()))))
    assert console.export_text().count("<b>&[red]粗[/red]") == 7


def test_a_column_is_left_out_only_if_it_says_nothing() -> None:
    section = Section("表", ("一", "二", "三"), (("", (("1", "", "3"), ("", "", "6"))),))
    assert section.filled().headings == ("一", "三")
    assert list(section.filled(but=("三",)).rows) == [("1",), ("",)]


def test_a_notebook_shows_words_not_fields() -> None:
    framework = rules_of("国家").framework("cn10_annex2")
    bundle = framework._repr_mimebundle_()
    assert bundle["text/plain"] == framework.name
    assert bundle["text/html"] == framework._repr_html_()
