"""Labelling by hand: what was read of a document is shown to a person, and what they say is kept.

Nothing becomes a label that a person has not confirmed, cell by cell.
"""

import shutil
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from evals.labels.gold import (
    FindingKind,
    FindingLabel,
    Noted,
    Severity,
    TableLabel,
    is_place,
)
from evals.labels.label_files import (
    Answer,
    LabelError,
    Labelled,
    content_of,
    line_of,
    read_labelled,
    write_labelled,
)
from extraction import (
    Cell,
    Column,
    Content,
    Disclosure,
    ExtractionError,
    FactRow,
    Finding,
    Format,
    Row,
    Source,
    Table,
    fact_rows,
    load_file,
    parse_cell,
    squash,
)
from extraction.export import printed_cells
from extraction.money import plain_value
from extraction.text import strip_tags


@dataclass(frozen=True, slots=True)
class ReadCell:
    """A printed cell as it was read: a question to the person who labels."""

    place: str
    """Its lines and characters in the document as read, the only one of its document."""
    fact: FactRow
    """The label that it would be if it were read right."""
    row: Row
    """The row, or side of a row, that it was read in."""
    cell: Cell
    """The cell as read."""
    column: Column | None
    """Its column; None for a head field."""
    twins: tuple[int, ...]
    """The rows of the table's cells that say the same, its own among them."""

    @property
    def heads(self) -> tuple[Source, ...]:
        """Where the names of its row and column are printed."""
        names = [text.source for text in (self.row.code, self.row.name) if text]
        heads = self.column.header if self.column else ()
        return (*names, *(head.source for head in heads))


class LabelBook:
    """The labels of one document in their folder; a change is on the disk when its call returns.

    Every call reads the files anew, so that a page and a terminal may label the same document.
    All raise `GoldError` for damaged files, changes `LabelError` for what the format forbids.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def labels(self) -> Labelled:
        """All that is labelled."""
        return read_labelled(self.folder)

    def confirm(self, cell: ReadCell, fact: FactRow, by: str, seen: bool) -> FactRow:
        """Label a cell that was read, in place of the label that it had; the label.

        The title and the unit are those of its table's label.
        """
        before = self.labels()
        fact = _in_table(before, fact)
        old = find_label(before, cell)
        facts = _replaced(before.facts, old, Noted(fact, "", by=by, seen=seen))
        answers = _answered(before, Answer(read=cell.place, fact=fact))
        write_labelled(self.folder, before, replace(before, facts=facts, answers=answers))
        return fact

    def add(self, fact: FactRow, by: str, seen: bool) -> FactRow:
        """Label a cell that was not read; the label."""
        before = self.labels()
        fact = _in_table(before, fact)
        facts = (*before.facts, Noted(fact, "", by=by, seen=seen))
        write_labelled(self.folder, before, replace(before, facts=facts))
        return fact

    def reject(self, cell: ReadCell) -> None:
        """Say that no such cell is printed; a label that it had goes."""
        before = self.labels()
        facts = _replaced(before.facts, find_label(before, cell), None)
        answers = _answered(before, Answer(read=cell.place))
        write_labelled(self.folder, before, replace(before, facts=facts, answers=answers))

    def drop(self, cell: ReadCell) -> None:
        """Take back what was said of a cell, and its label."""
        before = self.labels()
        facts = _replaced(before.facts, find_label(before, cell), None)
        answers = tuple(answer for answer in before.answers if answer.read != cell.place)
        write_labelled(self.folder, before, replace(before, facts=facts, answers=answers))

    def confirm_table(self, label: TableLabel, by: str, seen: bool) -> None:
        """Label a table, in place of the label that it had; its cells follow."""
        before = self.labels()
        others = [noted for noted in before.tables if noted.label.table != label.table]
        tables = sorted(
            (*others, Noted(label, "", by=by, seen=seen)), key=lambda noted: noted.label.table
        )
        facts = tuple(
            replace(noted, label=replace(noted.label, title=label.title, unit=label.unit))
            if noted.label.table == label.table
            else noted
            for noted in before.facts
        )
        write_labelled(self.folder, before, replace(before, tables=tuple(tables), facts=facts))

    def confirm_finding(
        self, label: FindingLabel, by: str, seen: bool, read: str | None = None
    ) -> None:
        """Label a finding, in place of the label of that id; `read` is its place as read."""
        before = self.labels()
        others = [noted for noted in before.findings or () if noted.label.id != label.id]
        findings = (*others, Noted(label, "", by=by, seen=seen))
        answers = before.answers
        if read is not None:
            answers = _answered(before, Answer(read=read, finding=label.id))
        write_labelled(self.folder, before, replace(before, findings=findings, answers=answers))

    def reject_finding(self, read: str) -> None:
        """Say that the document does not disagree with itself there; a label of it goes."""
        before = self.labels()
        old = before.answer_to.get(read)
        findings = tuple(
            noted for noted in before.findings or () if not old or noted.label.id != old.finding
        )
        answers = _answered(before, Answer(read=read))
        write_labelled(self.folder, before, replace(before, findings=findings, answers=answers))

    def begin_findings(self) -> None:
        """Say that findings were looked for: the file is there, though it be empty."""
        before = self.labels()
        write_labelled(self.folder, before, replace(before, findings=before.findings or ()))


def read_cells(disclosure: Disclosure) -> tuple[ReadCell, ...]:
    """The cells of a document that are not blank, in reading order."""
    facts = [
        replace(fact, where=find_where(cell.source))
        for fact, (_, _, cell) in zip(fact_rows(disclosure), printed_cells(disclosure), strict=True)
    ]
    twins: defaultdict[tuple[object, ...], list[int]] = defaultdict(list)
    for fact in facts:
        twins[content_of(fact)].append(fact.row)
    cells: list[ReadCell] = []
    for fact, (table, row, cell) in zip(facts, printed_cells(disclosure), strict=True):
        column = None if cell.column is None else table.columns[cell.column]
        alike = tuple(twins[content_of(fact)])
        cells.append(ReadCell(_place(cell.source), fact, row, cell, column, alike))
    return tuple(cells)


def table_draft(table: Table) -> TableLabel:
    """The label that a table would be if it were read right; its title may be empty."""
    return TableLabel(
        table=table.number,
        title=squash(table.title.printed) if table.title else "",
        unit=table.unit or "",
        kind=table.kind,
        rows=max((row.number for row in table.rows), default=0),
        where=find_where(table.title.source if table.title else table.source),
    )


def finding_draft(finding: Finding, labels: Labelled) -> FindingLabel:
    """The label of a finding; else what it would be if it were right, under an id that is free."""
    answer = labels.answer_to.get(finding_place(finding))
    for noted in labels.findings or ():
        if answer and noted.label.id == answer.finding:
            return noted.label
    return FindingLabel(
        id=free_id(finding.document, labels),
        kind=FindingKind(finding.kind.value),
        where=find_where(finding.cells[0].source),
        statement=finding.statement,
        printed=finding.printed,
        computed=finding.computed,
        severity=Severity(finding.severity.value),
        note="",
    )


def free_id(document: str, labels: Labelled) -> str:
    """The first id of a finding that no label has."""
    taken = {noted.label.id for noted in labels.findings or ()}
    number = 1
    while (name := f"{document}-f{number:02}") in taken:
        number += 1
    return name


def finding_place(finding: Finding) -> str:
    """What tells a finding from the others of its document, whenever it is read."""
    return f"{finding.rule} {_place(finding.cells[0].source)}"


def find_label(labels: Labelled, cell: ReadCell) -> Noted[FactRow] | None:
    """The label of a cell that was read: the one given to it, else one made elsewhere.

    That one says the same of the same row; where rows are counted otherwise, the first cell has
    the first of those that no cell of their row has, the second the next.
    """
    if answer := labels.answer_to.get(cell.place):
        return labels.by_line.get(line_of(answer.fact)) if answer.fact else None
    alike = labels.elsewhere.get(content_of(cell.fact), ())
    for noted in alike:
        if noted.label.row == cell.fact.row:
            return noted
    others = [noted for noted in alike if noted.label.row not in cell.twins]
    rank = cell.twins.index(cell.fact.row)
    return others[rank] if rank < len(others) else None


def is_judged(labels: Labelled, cell: ReadCell) -> bool:
    """Whether a person has said what is printed there."""
    return cell.place in labels.answer_to or find_label(labels, cell) is not None


def draft_fact(labels: Labelled, cells: Sequence[ReadCell], cell: ReadCell) -> FactRow:
    """The label of a cell; else the cell as read, to be confirmed.

    Where another cell of its row was confirmed, it has the last one's code and label; where one
    of its column was, the last one's header path: what was corrected once need not be again.
    """
    if known := find_label(labels, cell):
        return known.label
    draft = cell.fact
    among = {one.place: one for one in cells if one.fact.table == draft.table}
    for answer in labels.answers:
        other = among.get(answer.read)
        if other is None or answer.fact is None:
            continue
        if (other.row.number, other.row.side) == (cell.row.number, cell.row.side):
            draft = replace(draft, code=answer.fact.code, label=answer.fact.label)
        if cell.column is not None and other.cell.column == cell.cell.column:
            draft = replace(draft, column=answer.fact.column)
    return draft


def is_source(form: Format) -> bool:
    """Whether the lines as read are the source itself; else it must be opened to be seen.

    A label is marked as seen where its source was on the screen when it was confirmed: the lines
    of a text, the picture of a page, or the file opened in a program of its own.
    """
    return form in (Format.TEXT, Format.MARKDOWN)


def clean_value(typed: str) -> str:
    """A value as labels have it: numbers without separators, words without white space, tags."""
    if parse_cell(typed, None)[0] is Content.WORDS:
        return squash(strip_tags(typed))
    return plain_value(typed)


def find_where(source: Source) -> str:
    """A place as labels have it; the line as read where the format's own name is none."""
    return source.where if is_place(source.where) else str(source.line)


def take_document(suite: Path, disclosure: Disclosure, file: Path | None, ending: str) -> LabelBook:
    """The labels of a document in a suite, which has a copy of its file from then on.

    The copy is named as the document, with the ending given (`.pdf`). Raises `LabelError` where
    the suite has another document of that name, or there is no file to copy.
    """
    name, corpus = disclosure.document, suite / "corpus"
    try:
        known = [one for one in sorted(corpus.rglob("*")) if one.is_file() and one.stem == name]
        for one in known:
            if load_file(one).sha256 != disclosure.sha256:
                raise LabelError(f"{one}: another document of this name is in the suite")
        if not known and file is None:
            raise LabelError(f"the file of {name} is gone: put it into {corpus} to label it")
        if not known and file is not None:
            copy = corpus / disclosure.format / f"{name}{ending}"
            copy.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(file, copy)
    except ExtractionError as exc:
        raise LabelError(str(exc)) from exc
    except OSError as exc:
        raise LabelError(f"{exc.filename or corpus}: {exc.strerror}") from exc
    return open_book(suite, name)


def open_book(suite: Path, name: str) -> LabelBook:
    """The labels of a document in a suite, whether it has any or not."""
    return LabelBook(suite / "gold" / name)


def _place(source: Source) -> str:
    return "+".join(f"{span.line}:{span.start}-{span.end}" for span in source.spans)


def _in_table(labels: Labelled, fact: FactRow) -> FactRow:
    """A fact with the title and the unit of its table's label."""
    for noted in labels.tables:
        if noted.label.table == fact.table:
            return replace(fact, title=noted.label.title, unit=noted.label.unit)
    raise LabelError(f"table {fact.table} is not labelled yet: its title, unit and kind come first")


def _replaced(
    facts: Sequence[Noted[FactRow]], old: Noted[FactRow] | None, new: Noted[FactRow] | None
) -> tuple[Noted[FactRow], ...]:
    """The facts with the new one in the place of the old one; at the end where there was none."""
    changed = list(facts)
    at = changed.index(old) if old else len(changed)
    changed[at : at + 1] = [new] if new else []
    return tuple(changed)


def _answered(labels: Labelled, answer: Answer) -> tuple[Answer, ...]:
    others = (one for one in labels.answers if one.read != answer.read)
    return (*others, answer)
