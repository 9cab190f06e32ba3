"""What the pages say, by name; each language is a `Texts`, Chinese is in `chinese`."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from extraction import Spot

Names = Mapping[str, str]
"""What a value of one of our enums is called."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ChatTexts:
    """The page of questions; names in braces are filled in."""

    title: str
    lead: str
    empty: str
    placeholder: str
    examples: str
    budget_examples: tuple[str, ...]
    final_examples: tuple[str, ...]
    scope: str
    scope_all: str
    scope_help: str
    asked_in: str
    model: str
    model_help: str
    looking: str
    wording: str
    """What is shown beneath is found, and a model words it."""
    stop: str
    stopped: str
    refused: str
    asks_back: str
    copy: str
    copy_hint: str
    retry: str
    undo: str
    clear: str
    save_text: str
    save_json: str
    question: str
    answer: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ProofTexts:
    """The place that proves a figure."""

    document: str
    table: str
    row: str
    column: str
    unit: str
    place: str
    printed: str
    title: str
    lines_lost: str
    page_lost: str
    page_damaged: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LibraryTexts:
    """The page of documents: adding, listing, correcting, removing."""

    title: str
    lead: str
    upload: str
    add: str
    no_files: str
    reading: str
    steps: Names
    outcomes: Names
    renamed: str
    supersedes: str
    refused_file: str
    asked: str
    """What it cost to ask a model about a document."""
    unanswered: str
    """That a model did not answer all; and why."""
    no_name: str
    long_name: str
    empty: str
    counts: str
    choose: str
    overview: tuple[str, ...]
    tabs: tuple[str, ...]
    region: str
    agency: str
    year: str
    kind: str
    correct_lead: str
    by_hand: str
    save: str
    corrected: str
    unchanged: str
    bad_year: str
    save_facts: str
    save_record: str
    remove: str
    remove_question: str
    remove_confirm: str
    removed: str
    superseded_by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordTexts:
    """What was read of a document: tables, sums, gaps."""

    choose: str
    no_tables: str
    no_title: str
    about: str
    makers: Names
    """What proposed how a table is read; empty for the rules."""
    no_unit: str
    legend: str
    choose_line: str
    page: str
    show_page: str
    place: str
    code: str
    name: str
    value: str
    sums: str
    no_sums: str
    no_findings: str
    finding: str
    cause: str
    also: str
    more_findings: str
    findings: tuple[str, ...]
    unchecked: str
    unchecked_columns: tuple[str, ...]
    no_gaps: str
    gaps: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class LabelTexts:
    """Labelling a table by hand, cell by cell."""

    choose_line: str
    lead: str
    by: str
    no_by: str
    is_open: str
    table: str
    title: str
    unit: str
    kind: str
    rows: str
    confirm_table: str
    cell: str
    code: str
    name: str
    column: str
    value: str
    confirm: str
    reject: str
    undo: str
    labelled: str
    rejected: str
    confirmed: str
    undone: str
    not_written: str
    bad_rows: str
    no_cells: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Texts:
    """Everything that the pages say, in one language."""

    name: str
    opening: str
    chat: ChatTexts
    proof: ProofTexts
    library: LibraryTexts
    record: RecordTexts
    label: LabelTexts
    kinds: Names
    severities: Names
    table_kinds: Names
    gap_reasons: Names
    formats: Names
    place: Callable[[Spot], str]
    """A place in words."""
    unknown: str
    superseded: str
    remarks: Names
    """What extraction and index remark, by their own words; `{}` stands for any."""
    errors: Mapping[type[Exception], str]
    internal_error: str

    def remark(self, words: str) -> str:
        """A remark of ours in this language; as it is where it has none."""
        if words in self.remarks:
            return self.remarks[words]
        for form, said in self.remarks.items():
            pattern = re.escape(form).replace(r"\{\}", "(.+)")
            if "{}" in form and (found := re.fullmatch(pattern, words)):
                return said.format(*found.groups())
        return words

    def explain(self, error: Exception) -> str:
        """An error of ours in a sentence, by the nearest class that has one."""
        known = (self.errors[kind] for kind in type(error).__mro__ if kind in self.errors)
        return next(known, str(error))
