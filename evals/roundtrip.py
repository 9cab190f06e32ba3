"""What is printed is what is extracted: `python -m evals.roundtrip --documents 1000`.

Every generated document is read and checked; each fact, table kind, attribute and figure of its
prose is compared with the truth that it was printed from. The sums of a generated budget all
hold, so that every broken one is a false alarm.
"""

import argparse
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter

from evals.facts import score_facts
from evals.generator import GeneratedDocument, StatementLabel, generate
from extraction import Disclosure, Statement, Verdict, check, fact_rows, read
from extraction.text import normal_form

Counts = Counter[str]

_BUDGETED = "年初预算"


def score_document(document: GeneratedDocument, folder: Path) -> tuple[Counts, list[str]]:
    """Counts of what was right and wrong, and a line for each thing that was wrong."""
    path = folder / f"{document.name}.txt"
    path.write_text(document.text, encoding="utf-8")
    start = perf_counter()
    disclosure = read(path)
    report = check(disclosure)
    counts = Counts(documents=1, milliseconds=round((perf_counter() - start) * 1000))
    score = score_facts(document.facts, tuple(fact_rows(disclosure)))
    counts.update(facts=score.expected, extracted=score.actual, right=score.right)
    wrong = [f"{miss.cause}: {miss.fact}" for miss in (*score.missing, *score.invented)]
    wrong += [f"kind: {line}" for line in _wrong_kinds(document, disclosure)]
    wrong += [f"attribute: {line}" for line in _wrong_attributes(document, disclosure)]
    wrong += [f"false alarm: {f.statement}" for f in report.findings if f.severity == "error"]
    for verdict in Verdict:
        counts[f"sums {verdict}"] += report.count(verdict)
    unmet = [label for label in document.statements if not _is_met(label, disclosure.statements)]
    counts.update(statements=len(document.statements), unmet=len(unmet), wrong=len(wrong))
    return counts, wrong + [f"statement: {label}" for label in unmet]


def _wrong_kinds(document: GeneratedDocument, disclosure: Disclosure) -> Iterator[str]:
    expected = [label.kind for label in document.tables]
    found = [table.kind for table in disclosure.tables]
    if len(expected) != len(found):
        yield f"{len(found)} tables for {len(expected)}"
        return
    for label, kind in zip(document.tables, found, strict=True):
        if label.kind != kind:
            yield f"{label.title} is {label.kind}, read as {kind}"


def _wrong_attributes(document: GeneratedDocument, disclosure: Disclosure) -> Iterator[str]:
    expected = (document.agency, document.region, str(document.year), document.kind)
    attributes = (disclosure.agency, disclosure.region, disclosure.year, disclosure.kind)
    for wanted, found in zip(expected, attributes, strict=True):
        value = found.value if found else None
        if value != wanted:
            yield f"{wanted} read as {value}"


def _is_met(label: StatementLabel, statements: tuple[Statement, ...]) -> bool:
    """Whether a statement says all that a label says, of the label's item, on the label's line."""
    return any(_says(statement, label) for statement in statements)


def _says(statement: Statement, label: StatementLabel) -> bool:
    # The budget beside what was spent is the earlier figure of one claim, not a claim of its own.
    item = label.item.removesuffix(_BUDGETED)
    level = statement.level if item == label.item else statement.earlier
    if level is None or all(span.line != label.line for span in level.source.spans):
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


def _run(seed: int, folder: Path) -> tuple[Counts, list[str]]:
    counts, wrong = score_document(generate(seed), folder)
    return counts, [f"seed {seed}: {line}" for line in wrong]


def main() -> None:
    """Score documents and print counts, then what was wrong."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--documents", type=int, default=1000)
    parser.add_argument("--first", type=int, default=0, help="the first seed")
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--show", type=int, default=20, help="how many wrong things to print")
    options = parser.parse_args()
    seeds = range(options.first, options.first + options.documents)
    total, wrong = Counts(), []
    with TemporaryDirectory() as folder, ProcessPoolExecutor(options.jobs) as pool:
        for counts, lines in pool.map(partial(_run, folder=Path(folder)), seeds, chunksize=10):
            total.update(counts)
            wrong += lines
    for name, count in total.items():
        print(f"{name:>20} {count:>9,}")
    print(f"{'ms a document':>20} {total['milliseconds'] / total['documents']:>9.1f}")
    print("\n".join(wrong[: options.show]))


if __name__ == "__main__":
    main()
