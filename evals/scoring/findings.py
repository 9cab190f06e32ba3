"""The findings of the checks against labelled ones."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from evals.labels.gold import FindingKind, FindingLabel, is_figure
from evals.scoring.items import Aspect, Item, Outcome
from evals.scoring.metrics import IN_WORDS
from extraction import Finding
from extraction.text import normal_form

_UNIT = re.compile(r"(?<=\d) *(?:[^\W\d]{1,3}|%|台\(套\))$")
# A total against its parts is one disagreement, whichever way the parts lie.
_SUMS = frozenset({FindingKind.ROW_SUM, FindingKind.COLUMN_SUM, FindingKind.HIERARCHY_SUM})


def judge_findings(
    document: str,
    labels: Sequence[FindingLabel],
    findings: Sequence[Finding],
    clean: Mapping[int, str],
) -> Iterator[Item]:
    """An item for each label, whether it was found, and for each finding, whether it is labelled.

    `clean` names the extracted tables in which no labelled finding lies, by number.
    """
    for label in labels:
        yield _judge_label(document, label, [f for f in findings if meets(f, label)])
    seen = Counter[str]()
    for finding in findings:
        met = [label for label in labels if meets(finding, label)]
        item = _judge_finding(document, finding, met, clean)
        seen[item.key] += 1
        number = seen[item.key]
        yield item if number == 1 else item.model_copy(update={"key": f"{item.key} #{number}"})


def meets(finding: Finding, label: FindingLabel) -> bool:
    """Whether the label's group, its place and its print are each among those of the finding."""
    same_group = finding.kind.value == label.kind.value or _is_sum(finding.kind, label.kind)
    places = {finding.where, *(cell.where for cell in finding.cells)}
    prints = {finding.printed, *(cell.printed for cell in finding.cells)}
    figure = _figure(label.printed)
    return same_group and label.where in places and any(_figure(one) == figure for one in prints)


def _judge_label(document: str, label: FindingLabel, met: Sequence[Finding]) -> Item:
    same = [finding for finding in met if finding.severity == label.severity.value]
    best = next(iter(same or met), None)
    outcome = Outcome.MISSING
    if best:
        outcome = Outcome.RIGHT if same else Outcome.WRONG_SEVERITY
    return Item(
        aspect=Aspect.FINDING,
        document=document,
        key=label.id,
        group=_group(label.kind, label.is_arithmetical),
        outcome=outcome,
        expected=f"{label.severity}: {label.printed} → {label.computed or '?'}",
        got=_tell(best) if best else None,
        where=label.where,
        found=best.where if best else "",
        note=label.statement,
    )


def _judge_finding(
    document: str, finding: Finding, met: Sequence[FindingLabel], clean: Mapping[int, str]
) -> Item:
    table = finding.cells[0].table
    cluster = "+prose" if table is None else clean.get(table, f"+{table}")
    is_arithmetical = is_figure(finding.printed) and is_figure(finding.computed)
    return Item(
        aspect=Aspect.ALARM,
        document=document,
        key=f"{finding.rule} {finding.where} {finding.printed} {finding.computed}",
        group=_group(finding.kind, is_arithmetical),
        outcome=Outcome.RIGHT if met else Outcome.INVENTED,
        expected=" ".join(label.id for label in met) or None,
        got=_tell(finding),
        found=finding.where,
        cluster=cluster,
        is_clean=table in clean,
        note=finding.statement,
    )


def _tell(finding: Finding) -> str:
    return f"{finding.severity}: {finding.printed} → {finding.computed}"


def _group(kind: str, is_arithmetical: bool) -> str:
    return kind if is_arithmetical else f"{kind}{IN_WORDS}"


def _is_sum(*kinds: str) -> bool:
    return {str(kind) for kind in kinds} <= _SUMS


def _figure(printed: str) -> str:
    """The print without separators, unit and sign: in prose the sign is a word (减少)."""
    return _UNIT.sub("", normal_form(printed).replace(",", "").lstrip("+-−"))
