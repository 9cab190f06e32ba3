"""The closed sets of words that records, layouts and checks are written in."""

from decimal import Decimal
from enum import StrEnum


class DisclosureKind(StrEnum):
    """What is disclosed: a budget (预算) or a final account (决算)."""

    BUDGET = "budget"
    FINAL = "final"


class TableKind(StrEnum):
    """What a table is, whatever it is called in its city."""

    INCOME_EXPENDITURE = "income_expenditure"
    INCOME = "income"
    EXPENDITURE = "expenditure"
    APPROPRIATION_BALANCE = "appropriation_balance"
    APPROPRIATION_BY_FUNCTION = "appropriation_by_function"
    APPROPRIATION_BASIC_BY_ECONOMY = "appropriation_basic_by_economy"
    GENERAL_BY_FUNCTION = "general_by_function"
    GENERAL_BASIC_BY_ECONOMY = "general_basic_by_economy"
    GENERAL_PROJECT_BY_ECONOMY = "general_project_by_economy"
    THREE_PUBLIC = "three_public"
    GOVERNMENT_FUND = "government_fund"
    STATE_CAPITAL = "state_capital"
    OPERATING_COSTS = "operating_costs"
    PROCUREMENT = "procurement"
    BASIC_BY_UNIT = "basic_by_unit"
    PROJECT_LIST = "project_list"
    PERFORMANCE_DEPARTMENT = "performance_department"
    PERFORMANCE_PROJECT = "performance_project"
    ASSETS = "assets"
    OTHER = "other"


class Unit(StrEnum):
    """The unit of an amount, as the document prints it."""

    YUAN = "元"
    THOUSAND_YUAN = "千元"
    WAN = "万元"
    YI = "亿元"
    PERCENT = "%"
    POINT = "个百分点"
    PEOPLE = "人"
    VEHICLES = "辆"
    SETS = "台（套）"
    SQUARE_METRES = "平方米"
    HOUSEHOLDS = "家"
    ITEMS = "个"
    TIMES = "次"

    @property
    def in_yuan(self) -> Decimal | None:
        """How many 元 one of this unit is; None where it is no money."""
        return _IN_YUAN.get(self)


_IN_YUAN = {
    Unit.YUAN: Decimal(1),
    Unit.THOUSAND_YUAN: Decimal(1_000),
    Unit.WAN: Decimal(10_000),
    Unit.YI: Decimal(100_000_000),
}


class Content(StrEnum):
    """What stands in a cell. A blank, a dash and a zero are three things."""

    BLANK = "blank"
    DASH = "dash"
    AMOUNT = "amount"
    WORDS = "words"


class Role(StrEnum):
    """What a column of a grid is for."""

    CODE = "code"
    NAME = "name"
    GROUP = "group"
    ORDINAL = "ordinal"
    AMOUNT = "amount"
    WORDS = "words"


class Measure(StrEnum):
    """What a column of amounts counts, apart from the fund that it comes from."""

    TOTAL = "total"
    SUBTOTAL = "subtotal"
    BASIC = "basic"
    PERSONNEL = "personnel"
    OPERATING = "operating"
    PROJECT = "project"
    BUSINESS = "business"
    TO_SUPERIOR = "to_superior"
    TO_SUBORDINATE = "to_subordinate"
    CARRIED_FORWARD = "carried_forward"
    CARRIED_OVER = "carried_over"
    ABROAD = "abroad"
    VEHICLES = "vehicles"
    VEHICLE_PURCHASE = "vehicle_purchase"
    VEHICLE_OPERATION = "vehicle_operation"
    RECEPTION = "reception"
    MEETING = "meeting"
    TRAINING = "training"
    THREE_PUBLIC = "three_public"
    OPERATING_COSTS = "operating_costs"
    BUDGET = "budget"
    INITIAL_BUDGET = "initial_budget"
    ADJUSTED_BUDGET = "adjusted_budget"
    FINAL = "final"
    PREVIOUS = "previous"
    CHANGE = "change"
    RATE = "rate"
    INCOME = "income"
    OTHER = "other"


class Fund(StrEnum):
    """Where the money of a column comes from."""

    ALL = "all"
    APPROPRIATION = "appropriation"
    GENERAL = "general"
    GOVERNMENT_FUND = "government_fund"
    STATE_CAPITAL = "state_capital"
    SPECIAL_ACCOUNT = "special_account"
    OWN = "own"


class Direction(StrEnum):
    """Which way a statement says that a figure went."""

    UP = "up"
    DOWN = "down"
    FLAT = "flat"


class ListKind(StrEnum):
    """What a list in the prose enumerates."""

    DUTIES = "duties"
    UNITS = "units"
    OTHER = "other"


class Maker(StrEnum):
    """What proposes a layout."""

    RULES = "rules"
    MODEL = "model"
    TEMPLATE = "template"
    PERSON = "person"


class Reader(StrEnum):
    """Who is asked how a document is read."""

    RULES = "rules"
    """The rules alone."""
    AUTO = "auto"
    """The rules, and for what they leave open the templates kept and then the model."""
    MODEL = "model"
    """The model for every table and all prose, the rules for what it does not improve."""


class GapReason(StrEnum):
    """Why something that is printed has not become a record."""

    NO_COLUMN = "no_column"
    NOT_A_NUMBER = "not_a_number"
    NO_UNIT = "no_unit"
    DAMAGED = "damaged"
    NOT_FOUND = "not_found"
    HIDDEN = "hidden"
    NO_TEXT = "no_text"
    AMBIGUOUS = "ambiguous"
    OPEN = "open"


class SpotKind(StrEnum):
    """What a person finds a place by."""

    LINE = "line"
    PAGE = "page"
    CELL = "cell"
    ELEMENT = "element"


class Clue(StrEnum):
    """What decides where a figure belongs whose column is not printed."""

    SUMS = "sums"
    OTHER_TABLE = "other_table"
    INCOME = "income"
    PROSE = "prose"


class Format(StrEnum):
    """The format of a file, by its content."""

    TEXT = "text"
    MARKDOWN = "markdown"
    HTML = "html"
    PDF = "pdf"
    IMAGE = "image"
    WORD = "word"
    WORKBOOK = "workbook"

    @property
    def has_pages(self) -> bool:
        """Whether a place in it is a box on a page."""
        return self in (Format.PDF, Format.IMAGE)
