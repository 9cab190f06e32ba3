"""Whole disclosures: cover, contents, duties, tables, explanation, definitions."""

from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from random import Random

from evals.generator.agencies import Agency, draw_agency
from evals.generator.balances import numeral
from evals.generator.catalogue import Subject, choose_tables, draw_sheets, table_title
from evals.generator.glossary import terms_of
from evals.generator.history import YEARS, History, draw_history
from evals.generator.issues import set_manuscript
from evals.generator.labels import GeneratedDocument, write_document
from evals.generator.manuscripts import Manuscript
from evals.generator.narrative import passage, sections_of
from evals.generator.printing import Masthead
from evals.generator.styles import Outline, Style, draw_style
from evals.generator.word_tables import units_sheet
from extraction.vocabulary import DisclosureKind, TableKind, Unit

_WORDS = {DisclosureKind.BUDGET: "部门预算", DisclosureKind.FINAL: "部门决算"}


def generate(
    seed: int,
    *,
    year: int | None = None,
    kind: DisclosureKind | None = None,
    is_rounded: bool = False,
) -> GeneratedDocument:
    """One disclosure; the seed fixes agency, figures and template, and what else is not given.

    If `is_rounded`, accounts that are exact to 1 元 are printed in 万元 with two places.
    """
    rng = Random(seed)
    agency, style, history = _draw_publisher(rng, is_rounded)
    drawn_year = rng.choice(YEARS)
    drawn_kind = rng.choice((DisclosureKind.BUDGET,) * 3 + (DisclosureKind.FINAL,))
    kind, year = kind or drawn_kind, year or drawn_year
    if year not in YEARS:
        raise ValueError(f"no accounts for {year}, only for {YEARS[0]} to {YEARS[-1]}")
    return _publish(seed, _subject(agency, style, history, year, kind))


def generate_agency(
    seed: int, *, kind: DisclosureKind | None = None
) -> tuple[GeneratedDocument, ...]:
    """The disclosures of one agency for all years, of one kind and in one template."""
    first = generate(seed, year=YEARS[0], kind=kind)
    others = (generate(seed, year=year, kind=first.kind) for year in YEARS[1:])
    return (first, *others)


def write_samples(folder: Path, seed: int, agencies: int) -> tuple[GeneratedDocument, ...]:
    """Write the disclosures of some agencies, `<name>.txt` with its truth in `gold/<name>/`."""
    documents = tuple(
        document for index in range(agencies) for document in generate_agency(seed * 10_000 + index)
    )
    folder.mkdir(parents=True, exist_ok=True)
    for document in documents:
        write_document(folder, document)
    return documents


def _draw_publisher(rng: Random, is_rounded: bool) -> tuple[Agency, Style, History]:
    agency, style = draw_agency(rng), draw_style(rng)
    if is_rounded:
        style = replace(style, unit=Unit.WAN, step=Decimal("0.0001"), places=2)
    return agency, style, draw_history(rng, agency, style.step)


def _subject(
    agency: Agency, style: Style, history: History, year: int, kind: DisclosureKind
) -> Subject:
    return Subject(agency, history.year(year, kind), kind, style)


def _publish(seed: int, subject: Subject) -> GeneratedDocument:
    year, agency = subject.year.now.year, subject.agency
    # The template's own draws are the same every year; what a page cuts is not.
    tables = choose_tables(Random(f"tables {seed}"), subject.kind)
    manuscript = Manuscript(
        subject.style, Masthead(agency.name, agency.code, year), cuts=f"pages {seed} {year}"
    )
    _write_document(subject, tables, manuscript)
    galley = set_manuscript(manuscript)
    return GeneratedDocument(
        name=f"{agency.slug}-{seed}-{year}-{subject.kind}",
        text=galley.text,
        facts=tuple(galley.facts),
        tables=tuple(galley.tables),
        agency=agency.name,
        region=agency.region,
        year=year,
        kind=subject.kind,
        statements=tuple(galley.statements),
        traits=subject.style.traits | galley.traits | {f"kind:{subject.kind}"},
        blocks=tuple(galley.blocks),
        style=subject.style,
        starts=tuple(galley.starts),
        manuscript=manuscript,
    )


def _write_document(
    subject: Subject, tables: tuple[TableKind, ...], manuscript: Manuscript
) -> None:
    _write_cover(subject, manuscript)
    if subject.style.contents:
        _write_contents(subject, tables, manuscript)
    last = subject.style.outline is not Outline.PARTS
    parts = (
        _write_overview,
        _write_explanation if last else _write_tables,
        _write_glossary if last else _write_explanation,
        _write_tables if last else _write_glossary,
    )
    for number, part in enumerate(parts, start=1):
        part(subject, tables, manuscript, number)


def _part_names(subject: Subject) -> tuple[str, ...]:
    name, year, word = subject.agency.name, subject.year.now.year, _WORDS[subject.kind]
    tables, explanation = f"{name}{year}年{word}表", f"{name}{year}年{word}情况说明"
    if subject.style.outline is Outline.PARTS:
        return (f"{name}概况", tables, explanation, "名词解释")
    return (f"{name}概况", explanation, "名词解释", tables)


def _part_heading(subject: Subject, number: int) -> str:
    name, ordinal = _part_names(subject)[number - 1], numeral(number)
    parts = subject.style.outline is Outline.PARTS
    return f"第{ordinal}部分 {name}" if parts else f"{ordinal}、{name}"


def _write_part(subject: Subject, manuscript: Manuscript, number: int) -> None:
    manuscript.add_heading(_part_heading(subject, number), level=2)


def _heading(subject: Subject, number: int, name: str) -> str:
    parts = subject.style.outline is Outline.PARTS
    return f"{numeral(number)}、{name}" if parts else f"（{numeral(number)}）{name}"


def _write_cover(subject: Subject, manuscript: Manuscript) -> None:
    name, year, word = subject.agency.name, subject.year.now.year, _WORDS[subject.kind]
    if subject.style.outline is Outline.MARKDOWN:
        manuscript.add_heading(f"{name} {year} 年{word}", level=1)
    elif subject.style.voice == 1:
        for line in (f"{year} 年度", name, word):
            manuscript.add_line(line, level=1)
        manuscript.add_blank()
    else:
        manuscript.add_heading(f"{name}{year}年{word}", level=1)


def _write_contents(
    subject: Subject, tables: tuple[TableKind, ...], manuscript: Manuscript
) -> None:
    manuscript.add_block("目 录")
    for number, name in enumerate(_part_names(subject), start=1):
        manuscript.add_block(_part_heading(subject, number))
        if name.endswith("表"):
            for index, kind in enumerate(tables, start=1):
                manuscript.add_line(f"- {numeral(index)}、{table_title(kind, subject)}")
            manuscript.add_blank()


def _write_overview(
    subject: Subject, tables: tuple[TableKind, ...], manuscript: Manuscript, number: int
) -> None:
    del tables
    agency, now = subject.agency, subject.year.now
    _write_part(subject, manuscript, number)
    manuscript.add_heading(_heading(subject, 1, "主要职责"), level=3)
    manuscript.add_paragraph(f"{agency.name}（以下简称本部门）承担下列职责：")
    for index, duty in enumerate(agency.sector.duties, start=1):
        manuscript.add_paragraph(f"（{numeral(index)}）{duty}。")
    manuscript.add_heading(_heading(subject, 2, "机构设置和人员情况"), level=3)
    units = "、".join(agency.units)
    manuscript.add_paragraph(
        f"纳入{_WORDS[subject.kind]}编制范围的单位共{len(agency.units) + 1}个，包括本级"
        + (f"和下属单位{units}。" if units else "，没有下属单位。")
    )
    staff = passage(subject).count("在职行政人员", now.officials, Unit.PEOPLE).say("，")
    staff.count("在职事业人员", now.employees, Unit.PEOPLE).say("，")
    staff.count("退休人员", now.retired, Unit.PEOPLE).say("。").add_to(manuscript)
    if subject.style.columns % 2:
        heading = (
            "部门预算单位构成" if subject.kind is DisclosureKind.BUDGET else "部门决算单位构成"
        )
        manuscript.add_heading(_heading(subject, 3, heading), level=3)
        manuscript.add_sheet(units_sheet(heading, agency))


def _write_tables(
    subject: Subject, tables: tuple[TableKind, ...], manuscript: Manuscript, number: int
) -> None:
    _write_part(subject, manuscript, number)
    rng = Random(f"{subject.agency.name} {subject.year.now.year}")
    for kind in tables:
        for sheet in draw_sheets(subject, kind, rng):
            manuscript.add_sheet(sheet)


def _write_explanation(
    subject: Subject, tables: tuple[TableKind, ...], manuscript: Manuscript, number: int
) -> None:
    del tables
    _write_part(subject, manuscript, number)
    for index, section in enumerate(sections_of(subject), start=1):
        manuscript.add_heading(_heading(subject, index, section.heading), level=3)
        section.write(subject, manuscript)


def _write_glossary(
    subject: Subject, tables: tuple[TableKind, ...], manuscript: Manuscript, number: int
) -> None:
    del tables
    _write_part(subject, manuscript, number)
    for index, (term, meaning) in enumerate(terms_of(subject), start=1):
        manuscript.add_paragraph(f"{numeral(index)}、{term}：{meaning}")
