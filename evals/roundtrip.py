"""What is printed is what is extracted: `python -m evals.roundtrip --format pdf --documents 200`.

Every generated document is printed in a format, read and checked; each fact, table kind,
attribute and figure of its prose is compared with the truth that it was printed from. The sums
of a generated budget all hold, so that every broken one is a false alarm.
"""

import argparse
from collections import Counter
from collections.abc import Iterator, Set
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter

from evals.generator import GeneratedDocument, StatementLabel, generate
from evals.generator.blocks import Board
from evals.generator.formats import PrintFormat, Printing, print_document, write_printing
from evals.scoring.facts import Cause, FactScore, Miss, score_facts, share
from extraction import (
    Disclosure,
    ExtractionError,
    FactRow,
    Statement,
    Verdict,
    check,
    fact_rows,
    read,
)
from extraction.money import is_quantity
from extraction.text import normal_form

Counts = Counter[str]

_BUDGETED = "年初预算"


def score_document(
    document: GeneratedDocument, folder: Path, form: PrintFormat = PrintFormat.TEXT
) -> tuple[Counts, list[str]]:
    """Counts of what was right and wrong, and a line for each thing that was wrong."""
    printing = print_document(document, form)
    path = write_printing(folder, document.name, printing)
    start = perf_counter()
    try:
        disclosure = read(path)
    except ExtractionError as exc:
        lost = Counts(documents=1, facts=len(printing.facts), unread=1, milliseconds=0)
        return lost, [f"unread: {exc}"]
    report = check(disclosure)
    counts = Counts(documents=1, milliseconds=round((perf_counter() - start) * 1000))
    score = score_facts(printing.facts, tuple(fact_rows(disclosure)))
    counts.update(facts=score.expected, extracted=score.actual, right=score.right)
    wrong = [_describe(miss) for miss in (*score.missing, *score.invented)]
    misplaced = find_misplaced(score, printing.facts, _heads(document))
    announced = set(_tables_with_gaps(disclosure))
    silent = [miss for miss in misplaced if miss.fact.table not in announced]
    counts.update(misplaced=len(misplaced), silent=len(silent), gaps=len(disclosure.gaps))
    wrong = [f"misplaced: {_describe(miss)}" for miss in misplaced] + wrong
    wrong += [f"kind: {line}" for line in _wrong_kinds(printing, disclosure)]
    wrong += [f"attribute: {line}" for line in _wrong_attributes(document, disclosure)]
    wrong += [f"false alarm: {f.statement}" for f in report.findings if f.severity == "error"]
    for verdict in Verdict:
        counts[f"sums {verdict}"] += report.count(verdict)
    lined = form is PrintFormat.TEXT
    unmet = [
        label
        for label in printing.statements
        if not _is_met(label, disclosure.statements, lined=lined)
    ]
    counts.update(statements=len(printing.statements), unmet=len(unmet), wrong=len(wrong))
    return counts, wrong + [f"statement: {label}" for label in unmet]


def find_misplaced(
    score: FactScore, facts: tuple[FactRow, ...], heads: Set[str] = frozenset()
) -> list[Miss]:
    """The extracted figures that stand in a cell of another figure, or of none.

    A header or a name that is misread moves nothing: there, the cell is none of the table's.
    `heads` are the words of all headers in normal form: a column may be blank in every row.
    """
    columns = {(fact.table, normal_form(fact.column)) for fact in facts}
    rows = {(fact.table, *_row_of(fact)) for fact in facts}
    values = {(fact.table, *_row_of(fact), fact.value) for fact in facts}

    def is_misplaced(miss: Miss) -> bool:
        fact, near = miss.fact, miss.nearest
        if near is None or miss.cause is Cause.PLACE:
            return True
        if miss.cause is Cause.DIGITS:
            return (near.table, *_row_of(near), fact.value) in values
        if _row_of(fact) != _row_of(near):
            return (near.table, *_row_of(fact)) in rows
        head, meant = _innermost(fact), _innermost(near)
        return (near.table, normal_form(fact.column)) in columns or (
            head != meant and head in heads
        )

    return [miss for miss in score.invented if is_quantity(miss.fact.value) and is_misplaced(miss)]


def _tables_with_gaps(disclosure: Disclosure) -> Iterator[int]:
    """Numbers of the tables of which a gap says that something in them was not read."""
    for table in disclosure.tables:
        lines = [span.line for span in table.source.spans]
        for gap in disclosure.gaps:
            inside = gap.source and min(lines) <= gap.source.line <= max(lines)
            if gap.table == table.number or inside:
                yield table.number


def _heads(document: GeneratedDocument) -> Set[str]:
    boards = (block for block in document.blocks if isinstance(block, Board))
    slots = (slot for board in boards for row in board.header for slot in row)
    return {normal_form(slot.text) for slot in slots if slot.text}


def _innermost(fact: FactRow) -> str:
    return normal_form(fact.column.rpartition("/")[2])


def _row_of(fact: FactRow) -> tuple[str, str]:
    return normal_form(fact.code), normal_form(fact.label)


def _describe(miss: Miss) -> str:
    return f"{miss.cause}: {miss.fact}" + (f" for {miss.nearest}" if miss.nearest else "")


def _wrong_kinds(printing: Printing, disclosure: Disclosure) -> Iterator[str]:
    expected = [label.kind for label in printing.tables]
    found = [table.kind for table in disclosure.tables]
    if len(expected) != len(found):
        yield f"{len(found)} tables for {len(expected)}"
        return
    for label, kind in zip(printing.tables, found, strict=True):
        if label.kind != kind:
            yield f"{label.title} is {label.kind}, read as {kind}"


def _wrong_attributes(document: GeneratedDocument, disclosure: Disclosure) -> Iterator[str]:
    expected = (document.agency, document.region, str(document.year), document.kind)
    attributes = (disclosure.agency, disclosure.region, disclosure.year, disclosure.kind)
    for wanted, found in zip(expected, attributes, strict=True):
        value = found.value if found else None
        if value != wanted:
            yield f"{wanted} read as {value}"


def _is_met(
    label: StatementLabel, statements: tuple[Statement, ...], *, lined: bool = True
) -> bool:
    """Whether a statement says all that a label says, of its item and, if known, on its line."""
    return any(_says(statement, label, lined=lined) for statement in statements)


def _says(statement: Statement, label: StatementLabel, *, lined: bool) -> bool:
    # The budget beside what was spent is the earlier figure of one claim, not a claim of its own.
    item = label.item.removesuffix(_BUDGETED)
    level = statement.level if item == label.item else statement.earlier
    if level is None:
        return False
    if lined and all(span.line != label.line for span in level.source.spans):
        return False
    if (level.amount.value, level.amount.unit) != (label.level, label.unit):
        return False
    found = normal_form(statement.item.printed) if statement.item else ""
    if not found or not (found in normal_form(item) or normal_form(item) in found):
        return False
    said = (statement.change, statement.rate, statement.share, statement.completion)
    values = [quantity.amount.value if quantity else None for quantity in said]
    wanted = [label.change, label.rate, label.share, label.completion]
    return item != label.item or (values == wanted and statement.direction == label.direction)


def _run(seed: int, folder: Path, form: PrintFormat) -> tuple[Counts, list[str]]:
    counts, wrong = score_document(generate(seed), folder, form)
    return counts, [f"{form} seed {seed}: {line}" for line in wrong]


def report_counts(total: Counts) -> Iterator[str]:
    """The lines of a report on the documents of one format."""
    for name, count in total.items():
        yield f"{name:>20} {count:>9,}"
    precision = share(total["right"], total["extracted"], otherwise=not total["facts"])
    yield f"{'precision':>20} {precision:>9.4f}"
    yield f"{'recall':>20} {share(total['right'], total['facts'], otherwise=True):>9.4f}"
    yield f"{'ms a document':>20} {total['milliseconds'] / total['documents']:>9.1f}"


def main() -> None:
    """Score documents and print counts, then what was wrong."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--format", type=PrintFormat, default=PrintFormat.TEXT, choices=PrintFormat)
    parser.add_argument("--documents", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=0, help="the first seed")
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--show", type=int, default=20, help="how many wrong things to print")
    options = parser.parse_args()
    seeds = range(options.seed, options.seed + options.documents)
    total, wrong = Counts(), []
    with TemporaryDirectory() as folder, ProcessPoolExecutor(options.jobs) as pool:
        run = partial(_run, folder=Path(folder), form=options.format)
        for counts, lines in pool.map(run, seeds, chunksize=max(1, min(10, len(seeds) // 8))):
            total.update(counts)
            wrong += lines
    print("\n".join(report_counts(total)))
    print("\n".join(wrong[: options.show]))


if __name__ == "__main__":
    main()
