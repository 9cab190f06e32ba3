"""A suite of generated documents from one seed: files in many formats, with their labels.

Every disclosure of an agency is printed in every format under a name of its own. Questions are
written for formats whose places are lines, pages or cells; scans, which hold an excerpt, have none.
"""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import groupby
from pathlib import Path

from evals.generator.documents import generate_agency
from evals.generator.formats import PrintFormat, Printing, excerpt, print_document, write_printing
from evals.generator.grids import printed_grids
from evals.generator.injection import inject
from evals.generator.joint_questions import questions_over_agencies, questions_over_years
from evals.generator.labels import GeneratedDocument, write_labels
from evals.generator.paper_pdf import MissingGlyphs
from evals.generator.places import (
    COUNTED,
    Places,
    fact_spots,
    find_places,
    place_labels,
    title_spots,
)
from evals.generator.planting import plant
from evals.generator.questions import DraftQuestion, place_questions, questions_of
from evals.labels.gold import FindingLabel, TableLabel
from evals.labels.grids import write_grids
from evals.labels.questions import Question
from extraction.export import FactRow


@dataclass(frozen=True, slots=True)
class WrittenSuite:
    """What came of writing a suite."""

    names: tuple[str, ...]
    """The documents that were written, in order."""
    skipped: tuple[str, ...]
    """A message for each that could not be drawn here."""


def write_suite(
    folder: Path,
    seed: int,
    agencies: int,
    formats: Sequence[PrintFormat],
    errors: int = 0,
    injected: bool = False,
) -> WrittenSuite:
    """Write the disclosures of some agencies with their labels into `corpus` and `gold`.

    Each holds so many planted errors and, if `injected`, instructions to its reader. The same
    arguments give the same files.
    """
    published = [
        [_spoil(document, seed, errors, injected) for document in generate_agency(one)]
        for one in range(seed * 10_000, seed * 10_000 + agencies)
    ]
    names: list[str] = []
    skipped: list[str] = []
    for form in formats:
        for document in (one for years in published for one in years):
            try:
                printing = print_document(document, form)
            except MissingGlyphs as exc:
                skipped.append(f"{printed_name(document, form)}: {exc}")
                continue
            _write_printing(folder, document, form, printing, seed)
            names.append(printed_name(document, form))
    if asked := [form for form in formats if form in _ASKED]:
        _write_joint(folder, published, asked[0], seed)
    return WrittenSuite(tuple(names), tuple(skipped))


def printed_name(document: GeneratedDocument, form: PrintFormat) -> str:
    """The name of a disclosure in a format: its own for text."""
    return document.name if form is PrintFormat.TEXT else f"{document.name}-{form}"


_ASKED = COUNTED - {PrintFormat.SCAN}


def _spoil(
    document: GeneratedDocument, seed: int, errors: int, injected: bool
) -> GeneratedDocument:
    if injected:
        document = inject(document, seed)
    return plant(document, errors, seed) if errors else document


def _write_printing(
    folder: Path, document: GeneratedDocument, form: PrintFormat, printing: Printing, seed: int
) -> None:
    name = printed_name(document, form)
    corpus, gold = folder / "corpus" / form, folder / "gold" / name
    for path in (corpus, gold):
        path.mkdir(parents=True, exist_ok=True)
    write_printing(corpus, name, printing)
    shown = excerpt(document, tables=3) if form is PrintFormat.SCAN else document
    places = find_places(shown, form)
    facts = place_labels(printing.facts, fact_spots(shown), places)
    tables = place_labels(printing.tables, title_spots(shown), places)
    write_labels(gold / "facts.csv", FactRow, facts)
    write_labels(gold / "tables.csv", TableLabel, tables)
    write_labels(gold / "findings.csv", FindingLabel, _place_findings(shown, form, places))
    if grids := printed_grids(document, form):
        write_grids(gold / "grids.jsonl", grids)
    if form in _ASKED:
        drafts = questions_of(document, seed)
        _write_questions(gold / "questions.jsonl", place_questions(drafts, [name], [places], name))


def _place_findings(
    document: GeneratedDocument, form: PrintFormat, places: Places
) -> list[FindingLabel]:
    labels = place_labels(document.findings, document.finding_spots, places)
    if form is not PrintFormat.WORKBOOK:
        return labels
    from evals.generator.workbooks import WorkbookPress

    press = WorkbookPress(document)
    return [replace(label, printed=press.show(label.printed)) for label in labels]


def _write_joint(
    folder: Path, published: Sequence[Sequence[GeneratedDocument]], form: PrintFormat, seed: int
) -> None:
    """The questions over the years of each agency, and over agencies of one kind."""

    def write(
        topic: str, documents: Sequence[GeneratedDocument], drafts: Sequence[DraftQuestion]
    ) -> None:
        names = [printed_name(document, form) for document in documents]
        places = [find_places(document, form) for document in documents]
        questions = place_questions(drafts, names, places, topic)
        if questions:
            _write_questions(folder / "gold" / f"questions-{topic}.jsonl", questions)

    for years in published:
        topic = f"years-{years[0].name.rsplit('-', 2)[0]}"
        write(topic, years, questions_over_years(years, seed))
    latest = sorted((years[-1] for years in published), key=lambda document: document.kind)
    for kind, group in groupby(latest, key=lambda document: document.kind):
        documents = list(group)
        if len({document.agency for document in documents}) == len(documents) > 1:
            write(f"agencies-{kind}", documents, questions_over_agencies(documents, seed))


def _write_questions(path: Path, questions: Iterable[Question]) -> None:
    lines = (_to_json(question) for question in questions)
    path.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8", newline="\n")


def _to_json(question: Question) -> str:
    """One line; an exact value stays exact, and a line or page is a number."""
    row = question.model_dump(mode="json", exclude={"value", "evidence"})
    row["value"] = "@value"
    row["evidence"] = [
        one.model_dump() | ({"where": int(one.where)} if one.where.isdecimal() else {})
        for one in question.evidence
    ]
    value = "null" if question.value is None else _plain(question.value)
    return json.dumps(row, ensure_ascii=False).replace('"@value"', value, 1)


def _plain(value: Decimal) -> str:
    return f"{value:f}"
