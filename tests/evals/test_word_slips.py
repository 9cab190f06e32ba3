"""Errors of items, codes, sentences and words: what each changes, and what its labels say."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from decimal import Decimal
from random import Random

import pytest

from evals.generator import GeneratedDocument, generate, plant
from evals.generator.claims import Claim, Part, Phrase, StatementLabel
from evals.generator.code_slips import misname, misprint_code, misspell, misspell_name
from evals.generator.headers import Column, Header
from evals.generator.item_slips import misfill_form, restate_item, shrink_part
from evals.generator.manuscripts import Entry, Gap, Manuscript, Notice, Paragraph
from evals.generator.printing import Masthead
from evals.generator.relations import amount_of, sums_of
from evals.generator.slips import COMMON, Draft, Slip, SlipKind
from evals.generator.styles import Notes, draw_style
from evals.generator.tables import Line, Name, Sheet, build_lines
from evals.generator.text_slips import (
    contradict_reason,
    list_more,
    miscount_list,
    misspell_item,
    put_text,
    rate_nothing,
    restate,
)
from evals.generator.wording_slips import (
    call_empty,
    double_mark,
    drop_unit,
    leave_template,
    lose_table,
    misword_contents,
    swap_note,
)
from evals.labels.gold import FindingKind, Severity
from extraction.vocabulary import Direction, DisclosureKind, Role, TableKind, Unit

WORDS = tuple(kind for kind in SlipKind if kind not in COMMON)
COLUMNS = (
    Column(("科目编码",), Role.CODE),
    Column(("科目名称",), Role.NAME),
    Column(("合计",), measure="total"),
    Column(("基本支出",), measure="basic"),
    Column(("项目支出",), measure="project"),
)
ROWS: tuple[tuple[str, ...], ...] = (
    ("", "合计", "100.00", "", "100.00"),
    ("213", "农林水支出", "100.00", "", "100.00"),
    ("21303", "水利", "100.00", "", "100.00"),
    ("2130305", "水利工程建设", "70.00", "", "70.00"),
    ("2130314", "防汛", "30.00", "", "30.00"),
)
ACCOUNTS: tuple[tuple[str, ...], ...] = (
    (),
    ("213",),
    ("213", "21303"),
    ("213", "21303", "2130305"),
    ("213", "21303", "2130314"),
)


# --- whole documents --------------------------------------------------------------------------


@pytest.fixture(scope="module")
def planted() -> list[tuple[GeneratedDocument, GeneratedDocument]]:
    return [_plant_first(kind) for kind in WORDS]


def test_one_entry_is_changed(planted: list[tuple[GeneratedDocument, GeneratedDocument]]) -> None:
    for clean, wrong in planted:
        pairs = zip(clean.manuscript.entries, wrong.manuscript.entries, strict=True)
        assert sum(one != other for one, other in pairs) == 1, wrong.errors


def test_a_label_prints_what_stands_at_its_place(
    planted: list[tuple[GeneratedDocument, GeneratedDocument]],
) -> None:
    for _, document in planted:
        lines = document.text.split("\n")
        for label in document.findings:
            at = int(label.where) - 1
            # Names wrap, and codes stand in several columns or with dashes.
            shown = "".join("".join(lines[at : at + 4]).split()).replace("-", "")
            assert label.printed.lstrip("-") in shown, (document.name, label)


def test_suites_hold_errors_of_typing_and_adding_up_alone() -> None:
    kinds = {error.kind for seed in range(12) for error in plant(generate(seed), 4, seed).errors}
    assert kinds <= set(COMMON)


def test_rounded_documents_print_sums_that_rounding_alone_puts_out() -> None:
    gaps = []
    for seed in range(8):
        document = generate(seed, is_rounded=True)
        for sheet in (one for one in document.manuscript.entries if isinstance(one, Sheet)):
            for one in sums_of(sheet):
                total, *parts = (_amount(sheet, place) for place in (one.total, *one.parts))
                slack = (1 + sum(bool(part) for part in parts)) * Decimal("0.005")
                assert abs(total - sum(parts)) < slack, (document.name, sheet.title, one)
                gaps.append(total - sum(parts))
    assert sum(bool(gap) for gap in gaps) > 50


# --- tables -----------------------------------------------------------------------------------


def test_an_item_of_one_table_is_changed_with_its_totals() -> None:
    for seed in range(6):
        slip = _slip(restate_item(_draft([_sheet(), _sheet()], seed), 1))
        assert isinstance(slip.edited, Sheet)
        first = slip.signs[0]
        assert (first.kind, first.spot.block) == (FindingKind.CROSS_TABLE, 1)
        assert slip.edited.lines[first.spot.at].cells[first.spot.cell] == first.printed
        assert amount_of(first.printed) != amount_of(first.computed) == amount_of(slip.meant)
        for one in sums_of(slip.edited):
            parts = sum((_amount(slip.edited, part) for part in one.parts), Decimal(0))
            assert _amount(slip.edited, one.total) == parts


def test_an_item_that_no_other_table_prints_is_left_alone() -> None:
    assert restate_item(_draft([_sheet()]), 0) is None


def test_an_item_of_operating_costs_is_left_alone() -> None:
    costs = replace(_sheet(), kind=TableKind.OPERATING_COSTS)
    assert restate_item(_draft([costs, costs]), 1) is None


def test_a_three_public_item_is_less_than_its_part_in_basic_expenditure() -> None:
    measures = ("total", "abroad", "purchase", "operation", "reception")
    columns = tuple(Column((measure,), measure=measure) for measure in measures)
    lines = build_lines(columns, [(("9.00", "", "", "1.00", "8.00"), (Name("本级"),))])
    three = Sheet(
        title="“三公”经费表",
        kind=TableKind.THREE_PUBLIC,
        unit=Unit.WAN,
        header=Header(columns),
        lines=(replace(lines[0], accounts=((),)),),
    )
    economy = (Column(("科目",), Role.NAME), Column(("合计",), measure="total"))
    rows = build_lines(economy, [(("公务接待费", "8.00"), (Name("公务接待费", "30217"),))])
    basic = Sheet(
        title="基本支出表",
        kind=TableKind.GENERAL_BASIC_BY_ECONOMY,
        unit=Unit.WAN,
        header=Header(economy),
        lines=(replace(rows[0], accounts=(("302", "30217"),)),),
    )
    slip = _slip(shrink_part(_draft([three, basic]), 0))
    assert isinstance(slip.edited, Sheet)
    assert slip.edited.lines[0].cells == ("5.00", "", "", "1.00", "4.00")
    assert (slip.signs[0].kind, slip.signs[0].spot.cell) == (FindingKind.CROSS_TABLE, 4)
    assert shrink_part(_draft([three]), 0) is None


def test_a_row_bears_the_name_of_another_code() -> None:
    slip = _slip(misname(_draft([_sheet(), _sheet()]), 0))
    (sign,) = slip.signs
    assert isinstance(slip.edited, Sheet)
    assert slip.edited.lines[sign.spot.at].cells[sign.spot.cell] == sign.printed
    assert sign.printed not in {row[1] for row in ROWS}
    assert sign.computed == slip.meant == ROWS[sign.spot.at][1]
    assert {mark.name.label for mark in slip.edited.lines[sign.spot.at].marks} == {sign.printed}


def test_a_name_is_wrong_once_where_another_table_prints_it_right() -> None:
    for make in (misname, misspell_name):
        assert make(_draft([_sheet()]), 0) is None
        draft = _draft([_sheet(), _sheet()])
        slip = _slip(make(draft, 0))
        draft.slips.append(slip)
        (sign,) = slip.signs
        assert slip.keys == {f"name of {ROWS[sign.spot.at][0]}"}
        assert not draft.is_free(replace(slip, entry=1))


def test_a_code_begins_with_a_digit_of_no_class() -> None:
    slip = _slip(misprint_code(_draft([_sheet()]), 0))
    (sign,) = slip.signs
    assert sign.printed == f"7{sign.computed[1:]}"
    assert len(sign.printed) > 3
    assert isinstance(slip.edited, Sheet)
    assert slip.edited.lines[sign.spot.at].cells[0] == sign.printed


def test_a_name_is_misspelt_by_two_characters_swapped_or_one_that_looks_alike() -> None:
    spellings = {misspell("住房", Random(seed)) for seed in range(20)}
    assert spellings == {"房住", "往房"}
    assert {misspell("“两庭”", Random(seed)) for seed in range(20)} == {"“庭两”"}


def test_an_amount_of_a_form_does_not_fit_its_total() -> None:
    document = next(
        document
        for document in map(generate, range(99))
        if any(_is_form(one) for one in document.manuscript.entries)
    )
    draft = Draft(document.manuscript, document.kind, Random(0))
    at = next(at for at, one in enumerate(draft.entries) if _is_form(one))
    slip = _slip(misfill_form(draft, at))
    assert slip.signs[0].kind is FindingKind.ROW_SUM
    assert amount_of(slip.signs[0].printed) != amount_of(slip.meant)


# --- sentences --------------------------------------------------------------------------------


def test_what_is_said_of_figures_moves_with_the_text() -> None:
    paragraph = _paragraph("支出9.00万元，增长3%。", {Part.LEVEL: "9.00", Part.RATE: "3"})
    longer = put_text(paragraph, 2, 2, "预算")
    assert longer.text == "支出预算9.00万元，增长3%。"
    assert [longer.text[one.start : one.end] for one in longer.claims[0].phrases] == ["9.00", "3"]
    shorter = put_text(paragraph, 6, 8, "")
    assert shorter.text == "支出9.00，增长3%。"
    assert [shorter.text[one.start : one.end] for one in shorter.claims[0].phrases] == ["9.00", "3"]
    assert (longer.claims[0].offset, shorter.claims[0].offset) == (4, 2)


def test_a_reason_goes_the_other_way_than_the_change() -> None:
    text = "支出9.00万元，较上年增加1.00万元，主要原因是标准调整。"
    paragraph = _paragraph(text, {Part.LEVEL: "9.00", Part.REASON: "标准调整"}, Direction.UP)
    slip = _slip(contradict_reason(_draft([paragraph]), 0))
    (sign,) = slip.signs
    assert sign.kind is FindingKind.TEXT_VS_TEXT
    assert "减少" in sign.printed or "下调" in sign.printed
    assert isinstance(slip.edited, Paragraph)
    assert slip.edited.text == text.replace("标准调整", sign.printed)


def test_a_growth_rate_is_given_where_there_was_nothing_before() -> None:
    text = "支出9.00 万元，较上年增加9.00 万元（上年基数为0，不可比）。"
    paragraph = _paragraph(text, {Part.LEVEL: "9.00", Part.CHANGE: "9.00"}, Direction.UP)
    slip = _slip(rate_nothing(_draft([paragraph]), 0))
    (sign,) = slip.signs
    assert isinstance(slip.edited, Paragraph)
    assert slip.edited.text == text.replace("（上年", f"，增长{sign.printed}%（上年")
    assert slip.edited.text[sign.spot.at :].startswith(sign.printed)
    assert sign.severity is Severity.WORDING


def test_a_list_of_parts_does_not_add_up_to_its_total() -> None:
    text = "采购5.00万元，其中：货物2.00万元；服务3.00万元。"
    claims = tuple(
        _paragraph(text, {Part.LEVEL: figure}).claims[0] for figure in ("5.00", "2.00", "3.00")
    )
    slip = _slip(miscount_list(_draft([Paragraph(text, claims)]), 0))
    assert isinstance(slip.edited, Paragraph)
    total, *parts = (claim.label.level for claim in slip.edited.claims)
    assert total != sum(parts)
    assert slip.signs[0].printed in slip.edited.text
    assert slip.signs[-1].printed in slip.edited.text
    assert {sign.kind for sign in slip.signs} == {FindingKind.TEXT_ARITHMETIC}


def test_a_figure_that_is_stated_again_is_another() -> None:
    once = _paragraph("支出9.00万元。", {Part.LEVEL: "9.00"})
    keyed = replace(once, claims=(replace(once.claims[0], key="all::total"),))
    slip = _slip(restate(_draft([keyed, keyed]), 0))
    assert [sign.kind for sign in slip.signs] == [FindingKind.TEXT_VS_TEXT]
    assert slip.keys == {"all::total"}
    assert restate(_draft([keyed]), 0) is None


def test_an_item_is_listed_that_no_table_prints() -> None:
    text = "公用经费9.00万元。主要用于：办公费、水费。"
    slip = _slip(list_more(_draft([_paragraph(text, {Part.LEVEL: "9.00"})]), 0))
    (sign,) = slip.signs
    assert isinstance(slip.edited, Paragraph)
    assert slip.edited.text == text.replace("水费。", f"水费、{sign.printed}。")
    assert sign.spot.at == text.rindex("。") + 1


def test_an_item_is_misspelt_in_the_prose() -> None:
    text = "1.农林水支出（类）水利（款）水利工程建设（项）9.00万元。"
    slip = _slip(misspell_item(_draft([_paragraph(text, {Part.LEVEL: "9.00"})]), 0))
    (sign,) = slip.signs
    assert sign.computed == "水利工程建设"
    assert isinstance(slip.edited, Paragraph)
    assert slip.edited.text == text.replace("）水利工程建设（", f"）{sign.printed}（")


# --- words ------------------------------------------------------------------------------------


def test_a_unit_is_left_out() -> None:
    paragraph = _paragraph("支出9.00 万元，增长3%。", {Part.LEVEL: "9.00", Part.RATE: "3"})
    drafts = (_draft([paragraph], seed) for seed in range(12))
    slips = [_slip(drop_unit(draft, 0)) for draft in drafts]
    assert {slip.edited.text for slip in slips if isinstance(slip.edited, Paragraph)} == {
        "支出9.00，增长3%。",
        "支出9.00 万元，增长3。",
    }


def test_a_mark_is_doubled_or_a_bracket_left_open() -> None:
    paragraph = _paragraph("水利（款）9.00万元。", {Part.LEVEL: "9.00"})
    slips = [_slip(double_mark(_draft([paragraph], seed), 0)) for seed in range(12)]
    found = {
        (slip.edited.text, slip.signs[0].printed)
        for slip in slips
        if isinstance(slip.edited, Paragraph)
    }
    assert found == {("水利（款）9.00万元。。", "。。"), ("水利（款9.00万元。", "（款")}


def test_a_template_leaves_choices_and_blanks() -> None:
    text = "石舟县水利局支出9.00万元，增加1.00万元，主要原因是标准调整。"
    parts = {Part.LEVEL: "9.00", Part.CHANGE_WORD: "增加", Part.REASON: "标准调整"}
    paragraph = _paragraph(text, parts, Direction.UP)
    slips = [_slip(leave_template(_draft([paragraph], seed), 0)) for seed in range(24)]
    assert {slip.edited.text for slip in slips if isinstance(slip.edited, Paragraph)} == {
        text.replace("石舟县水利局", "××局"),
        text.replace("增加", "增加（减少）"),
        text.replace("标准调整", "××"),
        text.replace("标准调整", ""),
    }
    for slip in slips:
        (sign,) = slip.signs
        assert isinstance(slip.edited, Paragraph)
        assert slip.edited.text[sign.spot.at :].startswith(sign.printed)


def test_a_table_of_the_contents_is_missing() -> None:
    slip = _slip(lose_table(_draft([Notice("- 一、支出总表"), _sheet()]), 1))
    assert slip.edited == Gap()
    (sign,) = slip.signs
    assert (sign.spot.block, sign.spot.at, sign.printed) == (0, 4, "支出总表")
    assert lose_table(_draft([Notice("- 一、收入总表"), _sheet()]), 1) is None


def test_the_contents_word_a_title_otherwise() -> None:
    slip = _slip(misword_contents(_draft([Notice("- 一、支出总表"), _sheet()]), 0))
    listed, title = slip.signs
    assert slip.edited == Notice(f"- 一、{listed.printed}")
    assert listed.printed != listed.computed == title.printed == "支出总表"
    assert (title.spot.block, title.spot.at) == (1, -1)


@pytest.mark.parametrize(
    ("make", "note", "printed", "kind"),
    [
        (swap_note, "注：没有安排政府性基金预算支出。", "国有资本经营预算", FindingKind.LABEL),
        (call_empty, "", "本表为空", FindingKind.TEXT_VS_TABLE),
    ],
)
def test_a_note_speaks_of_another_table_or_calls_a_full_one_empty(
    make: Callable[[Draft, int], Slip | None], note: str, printed: str, kind: FindingKind
) -> None:
    sheet = replace(_sheet(), kind=TableKind.GOVERNMENT_FUND, note=note)
    draft = _draft([sheet])
    slip = _slip(make(draft, 0))
    (sign,) = slip.signs
    assert isinstance(slip.edited, Sheet)
    assert printed in slip.edited.note
    assert (sign.printed, sign.kind, sign.of_note) == (printed, kind, True)
    over = replace(draft.manuscript, style=replace(draft.manuscript.style, notes=Notes.BEFORE))
    assert make(replace(draft, manuscript=over), 0) is None


# --- made by hand -----------------------------------------------------------------------------


def _plant_first(kind: SlipKind) -> tuple[GeneratedDocument, GeneratedDocument]:
    """The first document that has room for an error of a kind, without and with it."""
    for seed in range(200):
        clean = generate(seed)
        try:
            return clean, plant(clean, 1, seed, (kind,))
        except ValueError:
            continue
    raise AssertionError(f"no room for {kind}")


def _draft(entries: Sequence[Entry], seed: int = 0) -> Draft:
    style = replace(
        draw_style(Random(0)),
        unit=Unit.WAN,
        step=Decimal("0.01"),
        places=2,
        thousands=False,
        notes=Notes.AFTER,
    )
    masthead = Masthead("石舟县水利局", "101", 2024)
    return Draft(
        Manuscript(style, masthead, "", list(entries)), DisclosureKind.BUDGET, Random(seed)
    )


def _sheet() -> Sheet:
    lines = build_lines(COLUMNS, [(row, (Name(row[1], row[0]),)) for row in ROWS])
    return Sheet(
        title="支出总表",
        kind=TableKind.EXPENDITURE,
        unit=Unit.WAN,
        header=Header(COLUMNS),
        lines=tuple(
            replace(line, accounts=(account,))
            for line, account in zip(lines, ACCOUNTS, strict=True)
        ),
    )


def _paragraph(text: str, parts: dict[Part, str], direction: Direction | None = None) -> Paragraph:
    """One claim with the given parts, each at its first place behind the one before."""
    phrases = []
    end = 0
    for part, words in parts.items():
        start = text.index(words, end if part is not Part.LEVEL else 0)
        end = start + len(words)
        phrases.append(Phrase(part, start, end))
    change = Decimal(parts[Part.CHANGE]) if Part.CHANGE in parts else None
    label = StatementLabel(
        item="支出",
        level=Decimal(parts[Part.LEVEL]),
        change=change,
        direction=direction,
        unit=Unit.WAN,
        line=0,
    )
    return Paragraph(text, (Claim(phrases[0].start, label, tuple(phrases)),))


def _slip(slip: Slip | None) -> Slip:
    assert slip
    return slip


def _is_form(entry: Entry) -> bool:
    forms = (TableKind.PERFORMANCE_DEPARTMENT, TableKind.PERFORMANCE_PROJECT)
    return isinstance(entry, Sheet) and entry.kind in forms and not entry.header.columns


def _amount(sheet: Sheet, place: tuple[int, int]) -> Decimal:
    line: Line = sheet.lines[place[0]]
    return amount_of(line.cells[place[1]]) or Decimal(0)
