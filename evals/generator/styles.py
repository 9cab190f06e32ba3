"""How a publisher prints: the choices that make one template differ from another."""

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from random import Random
from typing import TypeVar

from extraction.vocabulary import Unit

Choice = TypeVar("Choice")


class Zero(StrEnum):
    """How an amount of zero is printed."""

    BLANK = ""
    ZERO = "0.00"
    DASH = "-"
    LONG_DASH = "—"


class Numbers(StrEnum):
    """The row under the header that numbers the columns."""

    NONE = "none"
    STARS = "stars"
    PLAIN = "plain"
    LANCI = "lanci"
    PARTS = "parts"
    SUMS = "sums"
    STEMS = "stems"
    LETTERS = "letters"


class Spans(StrEnum):
    """Where a header cell that is merged over several is printed."""

    ONCE = "once"
    ACROSS = "across"
    FILLED = "filled"


class Codes(StrEnum):
    """How classification codes are printed."""

    JOINED = "joined"
    THREE = "three"
    SHORT_THREE = "short_three"
    SHORT = "short"
    BRACKETS = "brackets"
    SPACED = "spaced"
    DASHED = "dashed"
    NONE = "none"


class Breaks(StrEnum):
    """What stands between the two parts of a table that a page cuts."""

    NONE = "none"
    HEADER = "header"
    TITLE = "title"
    BARE = "bare"
    NUMBER = "number"
    NUMBER_HEADER = "number_header"
    CONTINUED = "continued"


class Wraps(StrEnum):
    """What becomes of a name that is too long for its cell."""

    NONE = "none"
    LINE = "line"
    ROW = "row"


class Totals(StrEnum):
    """Where the word 合计 stands in a table with codes."""

    NAME = "name"
    CODE = "code"


class Ordinals(StrEnum):
    """How the rows of a two-sided table are numbered."""

    COMMA = "comma"
    BRACKET = "bracket"
    NONE = "none"


class Notes(StrEnum):
    """Where the note of a table stands."""

    NONE = "none"
    AFTER = "after"
    BEFORE = "before"


class Heads(StrEnum):
    """How unit and publisher are announced over a table."""

    UNIT = "unit"
    ORG_UNIT = "org_unit"
    JOINED = "joined"
    BRACKET_ORG = "bracket_org"
    GRID = "grid"


class NumberLines(StrEnum):
    """The line over a title that numbers the table."""

    NONE = "none"
    PUBLIC = "public"
    PLAIN = "plain"
    ANNEX = "annex"


class Outline(StrEnum):
    """In what order the parts of a document stand, and how they are headed."""

    PARTS = "parts"
    TABLES_LAST = "tables_last"
    MARKDOWN = "markdown"


@dataclass(frozen=True, slots=True, kw_only=True)
class Style:
    """One template."""

    unit: Unit
    """The unit of the tables: 万元 or 元."""
    step: Decimal
    """The smallest amount (万元) that the agency's figures are multiples of."""
    places: int
    """Decimal places printed in tables."""
    thousands: bool
    """Whether tables print thousands separators."""
    zero: Zero
    """How tables print zero."""
    numbers: Numbers
    """The column-number row."""
    spans: Spans
    """Where merged header cells are printed."""
    function_codes: Codes
    """How functional codes are printed."""
    economy_codes: Codes
    """How economic codes are printed."""
    totals: Totals
    """Where 合计 stands."""
    total_last: bool
    """Whether the total is the last row of tables with codes."""
    breaks: Breaks
    """What a page break inside a table looks like."""
    page_rows: int
    """About how many rows stand on a page."""
    wraps: Wraps
    """What becomes of long names."""
    wrap_at: int
    """How many characters of a name fit into its cell."""
    spaced: float
    """Odds that white space stands inside a name or header."""
    trailing_tabs: bool
    """Whether blank cells at the end of a row keep their tabs."""
    ordinals: Ordinals
    """How the rows of two-sided tables are numbered."""
    side_header: bool
    """Whether 收入 and 支出 stand over the sides of a two-sided table."""
    full_classes: bool
    """Whether two-sided tables list every class, or only those with money."""
    side_items: bool
    """Whether 收支总表 has one header row of `收入项目` and `支出项目`."""
    of_which: bool
    """Whether final accounts name the projects' part of what is carried over."""
    halves: int
    """In how many groups of columns the final account's 基本支出 stands: two or three."""
    by_unit: bool
    """Whether 一般公共预算支出 is listed unit by unit."""
    line_numbers: bool
    """Whether two-sided final-account tables have 行次 columns."""
    fund_columns: bool
    """Whether the right side of the appropriation balance has a column a fund."""
    notes: Notes
    """Where notes stand."""
    heads: Heads
    """What stands between title and table."""
    number_lines: NumberLines
    """The line over a title that numbers the table."""
    unit_line: str
    """How the unit is announced, with `{}` for the unit."""
    org_label: str
    """How the publisher is announced (`部门：`)."""
    airy: bool
    """Whether blank lines stand between title, unit and table."""
    titles: int
    """Which of the names of each table is used."""
    title_year: bool
    """Whether titles begin with the year."""
    title_agency: bool
    """Whether titles begin with the agency."""
    outline: Outline
    """The order of the parts."""
    contents: bool
    """Whether a table of contents is printed."""
    columns: int
    """Which of the column sets of each table is used."""
    voice: int
    """Which phrases the prose is written in."""
    prose_trim: bool
    """Whether the prose drops zeros at the end (`67.2`)."""
    prose_thousands: bool
    """Whether the prose prints thousands separators."""
    prose_blank: bool
    """Whether a blank stands between a figure of the prose and its unit."""
    prose_cuts: bool
    """Whether pages cut paragraphs."""
    rate_places: int
    """Decimal places of percentages in the prose."""

    @property
    def prose_unit(self) -> Unit:
        """The unit of the prose: 万元, unless that alone would round the figures."""
        is_wan = self.unit is Unit.WAN or self.step >= Decimal("0.01")
        return Unit.WAN if is_wan else Unit.YUAN

    @property
    def break_at(self) -> int:
        """How many characters of a name stand on a line of its cell; 0 for any number."""
        return 0 if self.wraps is Wraps.NONE else self.wrap_at

    @property
    def traits(self) -> frozenset[str]:
        """The classes that show in any document, as `field:value`."""
        return frozenset(f"{name}:{getattr(self, name)!s}" for name in _EVERYWHERE)


# Fields whose choice shows in every document; others are noted where they are printed.
_EVERYWHERE = (
    "unit",
    "thousands",
    "zero",
    "numbers",
    "spans",
    "function_codes",
    "economy_codes",
    "totals",
    "total_last",
    "trailing_tabs",
    "ordinals",
    "side_header",
    "full_classes",
    "fund_columns",
    "heads",
    "number_lines",
    "unit_line",
    "org_label",
    "airy",
    "titles",
    "title_year",
    "title_agency",
    "outline",
    "contents",
    "columns",
    "voice",
    "prose_trim",
    "prose_thousands",
    "prose_blank",
    "rate_places",
)


def draw_style(rng: Random) -> Style:
    """Draw a template: every choice on its own, the common forms more often."""
    unit, step, places = rng.choice(
        (
            (Unit.WAN, "0.01", 2),
            (Unit.WAN, "0.01", 2),
            (Unit.WAN, "0.01", 2),
            (Unit.YUAN, "0.01", 2),
            (Unit.YUAN, "0.0001", 0),
        )
    )
    return Style(
        unit=unit,
        step=Decimal(step),
        places=places,
        thousands=rng.random() < 0.4,
        zero=_zero(rng, places),
        numbers=_pick(rng, tuple(Numbers), (3, 3, 3, 3, 2, 2, 1, 1)),
        spans=_pick(rng, tuple(Spans), (6, 1, 1)),
        function_codes=_pick(rng, tuple(Codes), (6, 3, 1, 2, 2, 2, 1, 1)),
        economy_codes=_pick(
            rng,
            (
                Codes.JOINED,
                Codes.THREE,
                Codes.BRACKETS,
                Codes.SPACED,
                Codes.DASHED,
                Codes.NONE,
            ),
            (6, 2, 2, 1, 1, 1),
        ),
        totals=rng.choice(tuple(Totals)),
        total_last=rng.random() < 0.15,
        breaks=_pick(rng, tuple(Breaks), (3, 2, 2, 2, 1, 1, 1)),
        page_rows=rng.randint(9, 26),
        wraps=_pick(rng, tuple(Wraps), (5, 2, 2)),
        wrap_at=rng.randint(9, 14),
        spaced=rng.choice((0.0, 0.0, 0.1, 0.35)),
        trailing_tabs=rng.random() < 0.7,
        ordinals=_pick(rng, tuple(Ordinals), (3, 2, 2)),
        side_header=rng.random() < 0.8,
        full_classes=rng.random() < 0.55,
        side_items=rng.random() < 0.15,
        of_which=rng.random() < 0.4,
        halves=rng.choice((2, 3)),
        by_unit=rng.random() < 0.2,
        line_numbers=rng.random() < 0.6,
        fund_columns=rng.random() < 0.4,
        notes=_pick(rng, tuple(Notes), (2, 3, 2)),
        heads=rng.choice(tuple(Heads)),
        number_lines=_pick(rng, tuple(NumberLines), (3, 1, 1, 1)),
        unit_line=rng.choice(("单位：{}", "单位: {}", "金额单位：{}", "单位：{}", "（单位：{}）")),
        org_label=rng.choice(("部门：", "单位名称：", "编制单位：", "部门名称:", "填报单位：")),
        airy=rng.random() < 0.75,
        titles=rng.randrange(4),
        title_year=rng.random() < 0.3,
        title_agency=rng.random() < 0.12,
        outline=rng.choice(tuple(Outline)),
        contents=rng.random() < 0.7,
        columns=rng.randrange(4),
        voice=rng.randrange(3),
        prose_trim=rng.random() < 0.35,
        prose_thousands=rng.random() < 0.3,
        prose_blank=rng.random() < 0.5,
        prose_cuts=rng.random() < 0.4,
        rate_places=rng.choice((1, 2, 2)),
    )


def _zero(rng: Random, places: int) -> Zero:
    zero = _pick(rng, tuple(Zero), (5, 3, 1, 1))
    return Zero.BLANK if zero is Zero.ZERO and not places else zero


def _pick(rng: Random, choices: tuple[Choice, ...], weights: tuple[int, ...]) -> Choice:
    return rng.choices(choices, weights)[0]
