"""The register of agencies (登记库): what the bureau knows of agencies, evaluators, owners, contracts and careers."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from yzperf.errors import Place


@dataclass(frozen=True, slots=True)
class Organisation:
    """An agency or an evaluated unit (单位). ``phone`` is a keyed hash, by which two can be compared."""

    name: str
    kind: str
    code: str
    representative: str
    address: str
    where: Place
    phone: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class Evaluator:
    """A principal evaluator (主评人) and what 财监〔2021〕4号 第七条 asks of one; a day that is not given is None."""

    name: str
    agency: str
    title: str
    licence: str
    licence_until: date | None
    working_since: date | None
    evaluating_since: date | None
    convicted: str
    where: Place


@dataclass(frozen=True, slots=True)
class Shareholding:
    """Who owns a part of an agency (股东); ``percent`` is None where it is not given."""

    agency: str
    holder: str
    percent: Decimal | None
    where: Place


@dataclass(frozen=True, slots=True)
class Contract:
    """What an agency did for whom (既往合同); ``until`` is None while it is not finished."""

    agency: str
    client: str
    project: str
    service: str
    since: date | None
    until: date | None
    evaluator: str
    where: Place


@dataclass(frozen=True, slots=True)
class Employment:
    """Where a person works or worked (任职经历); ``until`` is None for a post still held."""

    person: str
    employer: str
    post: str
    since: date | None
    until: date | None
    where: Place


@dataclass(frozen=True, slots=True)
class Register:
    """Everything that was handed over of the register; a table that is not there is empty."""

    organisations: tuple[Organisation, ...] = ()
    evaluators: tuple[Evaluator, ...] = ()
    shareholdings: tuple[Shareholding, ...] = ()
    contracts: tuple[Contract, ...] = ()
    employments: tuple[Employment, ...] = ()
