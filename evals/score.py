"""The score of extraction on the labelled texts: `python -m evals.score SHARED_DIR`."""

import argparse
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import chain
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import TypeVar

from evals.facts import (
    FactScore,
    FindingScore,
    FoundFinding,
    Miss,
    TableMatch,
    TableScore,
    score_facts,
    score_findings,
    score_tables,
)
from evals.gold import (
    FindingKind,
    FindingLabel,
    GoldError,
    read_facts,
    read_findings,
    read_tables,
)
from evals.shapes import Shape, ShapeError, make_shape
from extraction import FactRow, Finding, Table, check, fact_rows, read

_Item = TypeVar("_Item")

# What arithmetic between table cells can find.
_CHECKED = (
    FindingKind.ROW_SUM,
    FindingKind.COLUMN_SUM,
    FindingKind.HIERARCHY_SUM,
    FindingKind.CROSS_TABLE,
)


@dataclass(frozen=True, slots=True)
class DocumentScore:
    """How well one document was read and checked."""

    document: str
    """Name of the document."""
    facts: FactScore
    """The score of its facts."""
    tables: TableScore
    """The score of its tables."""
    findings: FindingScore
    """The score of the arithmetical findings between cells."""
    seconds: float
    """Time to read and check it (unit: seconds)."""
    error: str
    """What stopped reading or checking; empty where nothing did."""


@dataclass(frozen=True, slots=True)
class _Extract:
    """What came of a document: nothing but the error where reading failed."""

    tables: tuple[Table, ...] = ()
    facts: tuple[FactRow, ...] = ()
    findings: tuple[FoundFinding, ...] = ()
    error: str = ""


def score_document(text: Path, gold: Path) -> DocumentScore:
    """Read and check a text and judge it by its label folder; a crash scores zero."""
    facts, tables, findings = read_facts(gold), read_tables(gold), read_findings(gold)
    start = perf_counter()
    extract = _extract(text)
    seconds = perf_counter() - start
    return DocumentScore(
        document=text.stem,
        facts=score_facts(facts, extract.facts, tables),
        tables=score_tables(tables, extract.tables, facts, extract.facts),
        findings=score_findings(_checkable(findings), extract.findings),
        seconds=seconds,
        error=extract.error,
    )


def pool_scores(scores: Sequence[DocumentScore]) -> DocumentScore:
    """One score of all documents, every fact, table and finding counted once."""
    return DocumentScore(
        document="total",
        facts=_pool_facts([score.facts for score in scores]),
        tables=TableScore(
            matches=_chain(score.tables.matches for score in scores),
            surplus=_chain(score.tables.surplus for score in scores),
        ),
        findings=_pool_findings([score.findings for score in scores]),
        seconds=sum(score.seconds for score in scores),
        error="",
    )


def main(arguments: Sequence[str] | None = None) -> None:
    """Print the scores of the documents that have a text and a label folder."""
    parser = argparse.ArgumentParser(prog="evals.score", description=__doc__)
    parser.add_argument("shared", type=Path, metavar="SHARED_DIR")
    parser.add_argument("--only", nargs="+", metavar="NAME", help="score these documents alone")
    parser.add_argument(
        "--shape",
        type=Shape,
        choices=list(Shape),
        help="score the PDFs alone, each turned into this shape",
    )
    parser.add_argument("--verbose", action="store_true", help="list every miss with its cause")
    options = parser.parse_args(arguments)
    texts = {path.stem: path for path in _find_texts(options.shared)}
    if options.shape:
        texts = {name: path for name, path in texts.items() if path.suffix == ".pdf"}
    names = options.only or sorted(texts)
    if unknown := [name for name in names if name not in texts]:
        parser.error(f"no labelled text of {', '.join(unknown)}")
    if not names:
        parser.error(f"no labelled text in {options.shared}")
    try:
        with TemporaryDirectory() as folder:
            scores = [
                score_document(
                    make_shape(texts[name], options.shape or Shape.PRINTED, Path(folder)),
                    options.shared / "gold" / name,
                )
                for name in names
            ]
    except (GoldError, ShapeError) as exc:
        parser.error(str(exc))
    print("\n".join(render_scores(scores, verbose=options.verbose)))


def render_scores(scores: Sequence[DocumentScore], *, verbose: bool) -> Iterator[str]:
    """The lines of the report: documents, total, causes, findings; then every miss."""
    total = pool_scores(scores)
    yield _HEADER
    yield from (_render_document(score) for score in (*scores, total))
    yield from (f"FAILED {score.document}: {score.error}" for score in scores if score.error)
    yield ""
    yield "missing: " + _render_causes(total.facts.missing)
    yield "invented: " + _render_causes(total.facts.invented)
    yield f"left out, in tables labelled as empty: {total.facts.left_out}"
    yield ""
    yield from _render_findings(total.findings)
    if verbose:
        yield from chain.from_iterable(_render_misses(score) for score in scores)


def _find_texts(shared: Path) -> Iterator[Path]:
    """The documents that have labels: texts and PDFs."""
    corpus = shared / "corpus"
    paths = [*(corpus / "text").glob("*.txt"), *(corpus / "pdf").glob("*.pdf")]
    return (path for path in paths if (shared / "gold" / path.stem).is_dir())


def _extract(text: Path) -> _Extract:
    """The tables, facts and findings of a text; what is raised is a result here, and listed."""
    try:
        disclosure = read(text)
        extract = _Extract(tables=disclosure.tables, facts=tuple(fact_rows(disclosure)))
    except Exception as exc:
        return _Extract(error=f"reading: {type(exc).__name__}: {exc}")
    try:
        findings = tuple(_found(finding) for finding in check(disclosure).findings)
    except Exception as exc:
        return replace(extract, error=f"checking: {type(exc).__name__}: {exc}")
    return replace(extract, findings=tuple(item for item in findings if item.kind in _CHECKED))


def _found(finding: Finding) -> FoundFinding:
    return FoundFinding(
        kind=str(finding.kind),
        severity=str(finding.severity),
        places=(finding.where, *(cell.where for cell in finding.cells)),
        printed=(finding.printed, *(cell.printed for cell in finding.cells)),
    )


def _checkable(labels: Iterable[FindingLabel]) -> tuple[FindingLabel, ...]:
    return tuple(label for label in labels if label.kind in _CHECKED and label.is_arithmetical)


def _pool_facts(scores: Sequence[FactScore]) -> FactScore:
    return FactScore(
        expected=sum(score.expected for score in scores),
        actual=sum(score.actual for score in scores),
        right=sum(score.right for score in scores),
        left_out=sum(score.left_out for score in scores),
        missing=_chain(score.missing for score in scores),
        invented=_chain(score.invented for score in scores),
    )


def _pool_findings(scores: Sequence[FindingScore]) -> FindingScore:
    return FindingScore(
        met=_chain(score.met for score in scores),
        missed=_chain(score.missed for score in scores),
        true=_chain(score.true for score in scores),
        false=_chain(score.false for score in scores),
    )


def _chain(parts: Iterable[Iterable[_Item]]) -> tuple[_Item, ...]:
    return tuple(chain.from_iterable(parts))


_HEADER = (
    f"{'document':<28}{'expected':>9}{'actual':>8}{'right':>8}{'precision':>11}{'recall':>8}"
    f"{'tables':>8}{'found':>7}{'kind':>6}{'title':>7}{'unit':>6}{'rows':>6}{'surplus':>9}"
    f"{'seconds':>9}"
)


def _render_document(score: DocumentScore) -> str:
    facts, tables = score.facts, score.tables
    return (
        f"{score.document:<28}{facts.expected:>9}{facts.actual:>8}{facts.right:>8}"
        f"{facts.precision:>11.4f}{facts.recall:>8.4f}"
        f"{len(tables.matches):>8}{tables.found:>7}{tables.kinds:>6}"
        f"{sum(match.title for match in tables.matches):>7}"
        f"{sum(match.unit for match in tables.matches):>6}"
        f"{sum(match.rows for match in tables.matches):>6}"
        f"{len(tables.surplus):>9}{score.seconds:>9.2f}"
    )


def _render_causes(misses: Sequence[Miss]) -> str:
    counts = Counter(miss.cause.value for miss in misses).most_common()
    return ", ".join(f"{cause} {count}" for cause, count in counts) or "none"


def _render_findings(score: FindingScore) -> Iterator[str]:
    """Recall by the severity of the labels, precision by that of the findings."""
    yield (
        f"{'findings':<28}{'labels':>9}{'met':>8}{'recall':>8}"
        f"{'found':>8}{'true':>8}{'precision':>11}"
    )
    severities = {label.severity.value for label in score.met + score.missed}
    severities |= {finding.severity for finding in score.true + score.false}
    for severity in sorted(severities):
        yield _render_severity(severity, _of_severity(score, severity))
    yield _render_severity("all", score)


def _of_severity(score: FindingScore, severity: str) -> FindingScore:
    return FindingScore(
        met=tuple(label for label in score.met if label.severity == severity),
        missed=tuple(label for label in score.missed if label.severity == severity),
        true=tuple(finding for finding in score.true if finding.severity == severity),
        false=tuple(finding for finding in score.false if finding.severity == severity),
    )


def _render_severity(severity: str, score: FindingScore) -> str:
    return (
        f"{severity:<28}{score.labels:>9}{len(score.met):>8}{score.recall:>8.4f}"
        f"{len(score.true + score.false):>8}{len(score.true):>8}{score.precision:>11.4f}"
    )


def _render_misses(score: DocumentScore) -> Iterator[str]:
    yield f"\n{score.document}"
    for match in score.tables.matches:
        if differing := _render_match(match):
            yield f"  table {match.label.table} {match.label.title}: {differing}"
    for table in score.tables.surplus:
        title = table.title.printed if table.title else ""
        yield f"  surplus table {table.number} {title} (line {table.source.line})"
    for miss in score.facts.missing:
        yield f"  {miss.cause.value}: {_render_miss(miss)}"
    for miss in score.facts.invented:
        # One with a counterpart stands beside it above.
        if miss.nearest is None:
            yield f"  invented: {_render_miss(miss)}"
    for label in score.findings.missed:
        yield f"  finding missed: {label.id} {label.kind.value} {label.severity.value} " + (
            f"line {label.where}: {label.printed}, computed {label.computed}"
        )
    for finding in score.findings.false:
        yield f"  finding without label: {finding.kind} {finding.severity} " + (
            f"line {finding.places[0]}: {finding.printed[0]}"
        )


def _render_match(match: TableMatch) -> str:
    """What of a labelled table was not read right; empty where all was."""
    if match.table is None:
        return "not found"
    agree = {"kind": match.kind, "title": match.title, "unit": match.unit, "rows": match.rows}
    return ", ".join(f"{name} differs" for name, agrees in agree.items() if not agrees)


def _render_miss(miss: Miss) -> str:
    nearest = f" <> {_render_fact(miss.nearest)}" if miss.nearest else ""
    return _render_fact(miss.fact) + nearest


def _render_fact(fact: FactRow) -> str:
    row = f"{fact.code} {fact.label}".strip()
    return f"[{fact.table}:{fact.row}] {row} | {fact.column} | {fact.value} (line {fact.where})"


if __name__ == "__main__":
    main()
