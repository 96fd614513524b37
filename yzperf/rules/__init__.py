"""The law as dated data (规则): clauses, parameters by region, profiles, frameworks, outlines, forms."""

from yzperf.rules.book import Rules, load_rules
from yzperf.rules.bound import Bound
from yzperf.rules.clause import Clause, Document, Status
from yzperf.rules.form_fields import load_all_forms, load_form_fields
from yzperf.rules.forms import load_forms
from yzperf.rules.formula import Formula, read_formula
from yzperf.rules.framework import Framework, Stage
from yzperf.rules.framework_indicator import DataItem, Direction, Indicator
from yzperf.rules.indicator_library import IndicatorLibrary, load_indicators
from yzperf.rules.library import Change
from yzperf.rules.outline import Outline, Section, plain_title
from yzperf.rules.parameter import Parameter, Threshold
from yzperf.rules.points import Block, Breach, BreachKind, Limit
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
    tier_of,
)
from yzperf.rules.vocabulary import Vocabulary

__all__ = [
    "Band",
    "Block",
    "BlockWeight",
    "Bound",
    "Breach",
    "BreachKind",
    "Change",
    "Clause",
    "Curve",
    "DataItem",
    "Direction",
    "Document",
    "Execution",
    "Formula",
    "Framework",
    "Grade",
    "Indicator",
    "IndicatorLibrary",
    "Limit",
    "Outline",
    "Parameter",
    "Profile",
    "Rules",
    "Satisfaction",
    "Section",
    "Stage",
    "Status",
    "Threshold",
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
    "tier_of",
]
