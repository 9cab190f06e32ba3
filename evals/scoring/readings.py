"""What was read of a document, judged against its labels item by item."""

from collections import Counter
from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass

from evals.labels.gold import TableLabel
from evals.labels.suites import Labels
from evals.scoring.facts import Cause, score_facts
from evals.scoring.findings import judge_findings
from evals.scoring.items import Aspect, Item, Outcome
from evals.scoring.tables import TableMatch, TableScore, score_tables
from extraction import FactRow, Finding, Table
from extraction.money import is_quantity
from extraction.text import normal_form, squash

_OUTCOMES = {
    Cause.MISSING: Outcome.MISSING,
    Cause.INVENTED: Outcome.INVENTED,
    Cause.DIGITS: Outcome.WRONG_DIGITS,
    Cause.PLACE: Outcome.WRONG_PLACE,
    Cause.LABEL: Outcome.WRONG_PLACE,
}


@dataclass(frozen=True, slots=True)
class Reading:
    """What came of a document; nothing where reading failed."""

    tables: tuple[Table, ...] = ()
    facts: tuple[FactRow, ...] = ()
    findings: tuple[Finding, ...] = ()


def judge_reading(document: str, labels: Labels, reading: Reading) -> Iterator[Item]:
    """An item for each cell, table and finding, labelled or read, as far as files label them."""
    facts = [noted.label for noted in labels.facts or ()]
    tables = [noted.label for noted in labels.tables or ()]
    findings = [noted.label for noted in labels.findings or ()]
    if labels.facts is not None:
        yield from _judge_cells(document, facts, tables, reading)
    score = score_tables(tables, reading.tables, facts, reading.facts)
    places = {label.where for label in findings}
    dirty = {fact.table for fact in facts if fact.where in places}
    # Where a finding lies is known by the facts beside it.
    is_known = labels.facts is not None and labels.findings is not None
    clean = {label.table for label in tables if is_known and label.table not in dirty}
    if labels.tables is not None:
        yield from _judge_tables(document, score, clean)
    if labels.findings is not None:
        pairs = ((match.table, match.label) for match in score.matches)
        found = {
            table.number: str(label.table)
            for table, label in pairs
            if table and label.table in clean
        }
        yield from judge_findings(document, findings, reading.findings, found)


def _judge_cells(
    document: str, facts: Sequence[FactRow], tables: Sequence[TableLabel], reading: Reading
) -> Iterator[Item]:
    """Right cells, then the missing ones with what came in their place, then the invented."""
    score = score_facts(facts, reading.facts, tables)
    kinds = {label.table: label.kind.value for label in tables}
    pairs: list[tuple[FactRow | None, FactRow | None, Outcome]] = [
        (fact, found, _outcome(fact, found)) for fact, found in score.pairs
    ]
    pairs += [(miss.fact, miss.nearest, _OUTCOMES[miss.cause]) for miss in score.missing]
    # One with a counterpart stands beside it already.
    alone = [miss for miss in score.invented if miss.nearest is None]
    pairs += [(None, miss.fact, _OUTCOMES[miss.cause]) for miss in alone]
    seen = Counter[str]()
    for fact, found, outcome in pairs:
        key = _key(fact) if fact else f"+{_key(found)} {found.value}" if found else ""
        seen[key] += 1
        yield Item(
            aspect=Aspect.CELL,
            document=document,
            key=key if seen[key] == 1 else f"{key} #{seen[key]}",
            group=kinds.get(fact.table, "") if fact else "",
            outcome=outcome,
            expected=_tell(fact) if fact else None,
            got=_tell(found) if found else None,
            where=fact.where if fact else "",
            found=found.where if found else "",
            cluster=str(fact.table) if fact else f"+{found.table}" if found else "",
        )


def _outcome(fact: FactRow, found: FactRow) -> Outcome:
    """Of a cell that agrees: right, unless it is money in another unit than the labelled one."""
    units = fact.unit and is_quantity(fact.value) and normal_form(found.unit) != fact.unit
    return Outcome.WRONG_UNIT if units else Outcome.RIGHT


def _key(fact: FactRow) -> str:
    return f"{fact.table}.{fact.row} {fact.code} {fact.label} · {fact.column}"


def _tell(fact: FactRow) -> str:
    name = " ".join(filter(None, (fact.code, fact.label)))
    return " · ".join(filter(None, (name, fact.column, f"{fact.value} {fact.unit}".strip())))


def _judge_tables(document: str, score: TableScore, clean: Set[int]) -> Iterator[Item]:
    for match in score.matches:
        label, table = match.label, match.table
        yield Item(
            aspect=Aspect.TABLE,
            document=document,
            key=f"{label.table} {label.title}",
            group=label.kind,
            outcome=_table_outcome(match),
            expected=f"{label.title} · {label.kind} · {label.unit or '—'} · {label.rows} rows",
            got=_tell_table(table) if table else None,
            where=label.where,
            found=table.source.where if table else "",
            cluster=str(label.table),
            is_clean=label.table in clean,
        )
    for table in score.surplus:
        yield Item(
            aspect=Aspect.TABLE,
            document=document,
            key=f"+{table.number}",
            outcome=Outcome.INVENTED,
            got=_tell_table(table),
            found=table.source.where,
            cluster=f"+{table.number}",
        )


def _table_outcome(match: TableMatch) -> Outcome:
    """The gravest thing that is wrong; a number of rows is told, and not counted."""
    if match.table is None:
        return Outcome.MISSING
    if not match.kind:
        return Outcome.WRONG_KIND
    if not match.unit:
        return Outcome.WRONG_UNIT
    return Outcome.RIGHT if match.title else Outcome.WRONG_TITLE


def _tell_table(table: Table) -> str:
    title = squash(table.title.printed) if table.title else "(no title)"
    rows = max((row.number for row in table.rows), default=0)
    return f"{title} · {table.kind} · {table.unit or '—'} · {rows} rows"
