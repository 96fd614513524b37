"""The law as dated data (规则): clauses, parameters by region, profiles, frameworks, outlines, forms."""

from yzperf.rules.book import Rules, load_rules
from yzperf.rules.clause import Clause, Document, Status
from yzperf.rules.form_fields import load_all_forms, load_form_fields
from yzperf.rules.forms import load_forms
from yzperf.rules.formula import Formula, read_formula
from yzperf.rules.framework import DataItem, Framework, Indicator, Stage
from yzperf.rules.indicator_library import IndicatorLibrary, load_indicators
from yzperf.rules.library import Change
from yzperf.rules.outline import Outline, Section, plain_title
from yzperf.rules.parameter import Parameter
from yzperf.rules.profile import (
    Band,
    BlockWeight,
    Curve,
    Execution,
    Grade,
    Profile,
    Satisfaction,
    Tier,
    WeightCase,
)
from yzperf.rules.vocabulary import Vocabulary

__all__ = [
    "Band",
    "BlockWeight",
    "Change",
    "Clause",
    "Curve",
    "DataItem",
    "Document",
    "Execution",
    "Formula",
    "Framework",
    "Grade",
    "Indicator",
    "IndicatorLibrary",
    "Outline",
    "Parameter",
    "Profile",
    "Rules",
    "Satisfaction",
    "Section",
    "Stage",
    "Status",
    "Tier",
    "Vocabulary",
    "WeightCase",
    "load_all_forms",
    "load_form_fields",
    "load_forms",
    "load_indicators",
    "load_rules",
    "plain_title",
    "read_formula",
]
