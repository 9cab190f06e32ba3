"""A generated disclosure with planted errors, read and checked: what was found of each error."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from difflib import SequenceMatcher
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from time import process_time

from evals.generator import GeneratedDocument, PlantedError, SlipKind, generate, plant
from evals.generator.relations import amount_of
from evals.generator.slips import ONE_FIGURE
from evals.labels.gold import FindingLabel, is_figure
from evals.scoring.findings import meets
from extraction import RULES, Cause, Disclosure, Finding, Report, Severity, check, read, squash

_KINDS = {rule.id: rule.kind for rule in RULES}
_RUNS = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What is generated."""

    least: int
    """The fewest errors of a document; 0 for clean ones."""
    most: int
    """The most errors of a document."""
    kinds: tuple[SlipKind, ...]
    """What errors."""
    is_rounded: bool
    """Whether figures are rounded when they are printed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fate:
    """What came of one planted error."""

    kind: SlipKind
    """What was planted."""
    is_found: bool
    """Whether a finding quotes the wrong print at its place, whatever rule it is of."""
    is_met: bool
    """Whether one is also of the kind of one of its labels."""
    is_grave: bool
    """Whether one that meets has the severity of the label."""
    is_named: bool | None
    """Whether a cause names the wrong figure; None where more than one is wrong."""
    is_mended: bool | None
    """Whether the cause also says what was meant; None where more than one figure is wrong."""
    story: str
    """What was planted, in a line."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Trial:
    """What came of one document."""

    seed: int
    """What it was generated from."""
    fates: tuple[Fate, ...]
    """Each planted error."""
    alarms: tuple[str, ...]
    """Findings beyond rounding that name no line with an error in it, in a line each."""
    roundings: int
    """How many findings say that figures differ by their rounding."""
    milliseconds: float
    """Processor time that checking took, the least of some runs."""
    crash: str = ""
    """How reading or checking ended where it did not come to a report."""


def run_trial(seed: int, plan: Plan) -> Trial:
    """Generate a disclosure, plant errors, print it as text, read and check it."""
    clean = generate(seed, is_rounded=plan.is_rounded)
    document = _spoil(clean, seed, plan)
    try:
        report, milliseconds = _time_check(_read_back(document))
    except Exception as exc:  # a crash of ours counts against us, and the others go on
        report = Report(document=document.name, findings=(), ledger=(), figures=0, covered=0)
        milliseconds, crash = 0.0, repr(exc)
    else:
        crash = ""
    labels = {label.id: label for label in document.findings}
    touched = _new_lines(clean.text, document.text) | {label.where for label in labels.values()}
    return Trial(
        seed=seed,
        fates=tuple(
            _judge(error, [labels[name] for name in error.findings], report)
            for error in document.errors
        ),
        alarms=tuple(_find_alarms(report, touched)),
        roundings=sum(finding.severity is Severity.ROUNDING for finding in report.findings),
        milliseconds=milliseconds,
        crash=crash,
    )


def _find_alarms(report: Report, touched: set[str]) -> Iterator[str]:
    """The findings beyond rounding that name no line on which an error stands."""
    for finding in report.findings:
        is_apart = not touched & {where for where, _ in _prints(finding)}
        if finding.severity is not Severity.ROUNDING and is_apart:
            yield f"{finding.rule} {finding.where} {finding.statement}"


def _spoil(document: GeneratedDocument, seed: int, plan: Plan) -> GeneratedDocument:
    """The document with as many drawn errors as it has room for."""
    errors = Random(f"errors {seed}").randint(plan.least, plan.most)
    while errors:
        try:
            return plant(document, errors, seed, plan.kinds)
        except ValueError:
            errors -= 1
    return document


def _read_back(document: GeneratedDocument) -> Disclosure:
    with TemporaryDirectory() as folder:
        path = Path(folder) / f"{document.name}.txt"
        path.write_text(document.text, encoding="utf-8", newline="\n")
        return read(path)


def _time_check(disclosure: Disclosure) -> tuple[Report, float]:
    times = []
    for _ in range(_RUNS):
        begun = process_time()
        report = check(disclosure)
        times.append((process_time() - begun) * 1000)
    return report, min(times)


def _new_lines(clean: str, spoiled: str) -> set[str]:
    """The numbers of the lines that an error stands on."""
    one, other = clean.split("\n"), spoiled.split("\n")
    changes = SequenceMatcher(None, one, other, autojunk=False).get_opcodes()
    return {
        str(line + 1)
        for tag, _, _, start, end in changes
        if tag != "equal"
        for line in range(start, end)
    }


def _judge(error: PlantedError, labels: list[FindingLabel], report: Report) -> Fate:
    found = [one for one in report.findings if any(_is_at(one, label) for label in labels)]
    met = [one for one in report.findings if any(_meets(one, label) for label in labels)]
    own = labels[0]
    is_one = error.kind in ONE_FIGURE
    named = [one.cause for one in (*met, *found) if one.cause and _names(one.cause, own)]
    return Fate(
        kind=error.kind,
        is_found=bool(met or found),
        is_met=bool(met),
        is_grave=any(one.severity.value == own.severity.value for one in (*met, *found)),
        is_named=bool(named) if is_one else None,
        is_mended=any(_is_same(one.tying, own.computed) for one in named) if is_one else None,
        story=f"{own.kind} line {own.where}: {own.printed}, meant {error.meant}: {own.statement}",
    )


def _meets(finding: Finding, label: FindingLabel) -> bool:
    """Whether a finding, or what else it reports for one cause, meets a label.

    Words are met where the finding quotes more of them, or fewer.
    """
    if is_figure(label.printed):
        return any(meets(one, label) for one in _unfold(finding))
    kinds = {one.kind.value for one in _unfold(finding)}
    return label.kind.value in kinds and _is_at(finding, label)


def _unfold(finding: Finding) -> Iterator[Finding]:
    yield finding
    for also in finding.also:
        changes = {"kind": _KINDS[also.rule], "where": also.where, "printed": also.printed}
        yield finding.model_copy(update=changes)


def _prints(finding: Finding) -> Iterator[tuple[str, str]]:
    for one in _unfold(finding):
        yield one.where, one.printed
    yield from ((cell.where, cell.printed) for cell in finding.cells)


def _is_at(finding: Finding, label: FindingLabel) -> bool:
    """Whether a finding quotes at the label's place what it prints, or a part of it."""
    own = squash(label.printed)
    quotes = [squash(text) for where, text in _prints(finding) if where == label.where]
    return any(own in quote or (quote and quote in own) for quote in quotes)


def _names(cause: Cause, label: FindingLabel) -> bool:
    return cause.cell.where == label.where and _is_same(cause.cell.printed, label.printed)


def _is_same(one: str, other: str) -> bool:
    """Whether two prints are the same amount."""
    amounts: list[Decimal | None] = [amount_of(text) for text in (one, other)]
    return amounts[0] is not None and amounts[0] == amounts[1]
