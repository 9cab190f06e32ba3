"""What of a template is left in a disclosure: open choices, blanks, instructions, markup."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from extraction.audit.wording.slips import Slip, Words, alike
from extraction.records import Cell, Disclosure, Row, Table
from extraction.relations import Remark, operand
from extraction.text import squash
from extraction.vocabulary import Content, Format

PLACEHOLDER = "placeholder"
EMPTY_LIMIT = "empty_limit"

_UP = "(?:增加|增长|上升|提高|增)"
_DOWN = "(?:减少|下降|降低|减)"
_FIGURE = r"\d[\d,.]*\s*(?:亿元|万元|元|%|％|个百分点|人|辆)"
_OPEN, _CLOSE = "[（(]", "[)）]"
# 增 and 减 alone are quoted with what they follow.
_LAST_YEAR = r"(?:[比较]\s*(?:上一?|去)年度?(?:同期)?\s*(?=[增减][（(/／]))?"
# What a template prints a blank before.
_OF = "(?:局|委员会|部门|单位|县|区|市|街道|乡|镇|万元|元|[%％]|个|人|辆|台)"
_FILLED = rf"(?:{_OF}|[年月])"
_X = "[XxＸｘ×✕]"
_LOOSE = "(?<![A-Za-z\\d])"
_NUMBERED = r"[〔\[［]\s*20\d\d\s*[〕\]］]"
_PAPER = "(?:通知|办法|意见|方案|规定|规划|批复|决定|条例|细则|制度|纲要)"
# What says how a form is filled in, or gives an example, may print a blank on purpose.
_FORM = r"填[写报列表]|例如|比如|示例|样式|格式|[(（]如|如[：:]"

_BEFORE = "(?<=[，。；：、（,;:(为约共计加少长降])"


@dataclass(frozen=True, slots=True)
class _Leftover:
    """A kind of leftover: how it reads, and what is said of it."""

    pattern: re.Pattern[str]
    worked: Remark
    in_tables: bool = False
    """Whether it is one in a table too, where words are short and forms are filled in."""
    is_gap: bool = False
    """Whether something is not there, which a line break or a page's drawing may have taken."""
    rule: str = PLACEHOLDER
    excuse: re.Pattern[str] | None = None
    """What the sentence of one holds that is none."""


def _either(first: str, second: str) -> str:
    return rf"{first}\s*(?:{_OPEN}\s*{second}\s*{_CLOSE}|[/／]\s*{second})"


_CHOICE = Remark("模板的选项没有选定", "A choice of the template is left open.")
_BLANK = Remark("模板的空格没有填写", "A blank of the template is not filled.")
_HINT = Remark("模板的提示没有删除", "A hint of the template is left in.")
_NO_FIGURE = Remark("缺少数额", "The figure is left out.")

_INSTRUCTION = re.compile(_FORM)
_NOTED = re.compile(rf"^\s*(?:备?注|说明)\s*[：:\d]|{_FORM}")

_LEFTOVERS = (
    _Leftover(
        re.compile(
            rf"{_LAST_YEAR}(?:{_either(_UP, _DOWN)}|{_either(_DOWN, _UP)})\s*"
            rf"(?:{_FIGURE}(?!\s*(?:[（(]含[)）]|及)?以[上下内])|的(?:主要)?原因)"
        ),
        _CHOICE,
    ),
    _Leftover(
        re.compile(
            rf"(?:[省市州区县]政府)?(?:{_OPEN}[省市州区县]委{_CLOSE})?"
            rf"(?:组成|工作)部门{_OPEN}直属(?:机构|单位){_CLOSE}"
        ),
        _CHOICE,
    ),
    _Leftover(re.compile(rf"20\d\d\s*年度?\s*{_OPEN}\s*上年度?\s*{_CLOSE}"), _HINT),
    _Leftover(
        re.compile(rf"(?<![A-Za-z]){_X}{{2,}}\s*{_OF}"),
        _BLANK,
        in_tables=True,
        excuse=_INSTRUCTION,
    ),
    _Leftover(
        re.compile(rf"(?<![A-Za-z]){_X}{{2,}}\s*[年月]"),
        _BLANK,
        in_tables=True,
        excuse=_NOTED,
    ),
    # The name and the number of a document, cited without being filled in.
    _Leftover(
        re.compile(
            rf"《[^《》]{{0,40}}{_LOOSE}{_X}{{2,}}(?![A-Za-z\d世届])(?!\s*{_FILLED})"
            rf"[^《》]{{0,40}}{_PAPER}》"
        ),
        _BLANK,
        excuse=_NOTED,
    ),
    _Leftover(
        re.compile(
            rf"{_LOOSE}{_X}{{2,4}}[\u4e00-\u9fff]{{0,4}}{_NUMBERED}\s*\d+\s*号"
            rf"|{_NUMBERED}\s*{_X}{{1,4}}\s*号"
        ),
        _BLANK,
        excuse=_NOTED,
    ),
    _Leftover(
        re.compile(r"(?<=[因要由][是为于：:])\s*[XxＸｘ×✕]{2,}(?=[，。；,;])"),
        _BLANK,
    ),
    _Leftover(re.compile(r"(?<![\dA-Za-z])[XxＸｘ×]\s*[年月]\s*[XxＸｘ×]\s*[月日]"), _BLANK),
    # Marks of emphasis come in pairs: nothing like them may follow.
    _Leftover(
        re.compile(
            rf"{_BEFORE}(?:_{{2,}}|＿+)\s*{_FILLED}(?![^_＿]*[_＿])|{_BEFORE}\*{{2,}}{_FILLED}(?![^*]*\*)"
        ),
        _BLANK,
    ),
    _Leftover(re.compile(rf"{_OPEN}\s+{_CLOSE}\s*{_FILLED}"), _BLANK, is_gap=True),
    _Leftover(
        re.compile(
            r"(?:增加|减少|增长|下降|上升|降低|占)\s*(?:亿元|万元|[%％]|个百分点)(?=[，。；,;])"
        ),
        _NO_FIGURE,
        is_gap=True,
    ),
    _Leftover(re.compile(r"(?<!公)共有?\s*(?:万元|辆|台)(?=[，。；,;])"), _NO_FIGURE, is_gap=True),
    _Leftover(
        re.compile(r"(?:费|支出|收入|经费|预算)(?:数|额)?为?\s*万元(?=[，。；,;])"),
        _NO_FIGURE,
        is_gap=True,
    ),
    _Leftover(
        re.compile(
            rf"(?:增长|下降|上升|降低)\s*[-—–－]{{2,}}\s*"
            rf"(?:[%％]|{_OPEN}[^（()）]*{_CLOSE}|(?=[，。；,;]))"
        ),
        Remark("没有比例，留下了占位的横线", "A dash holds the place of a rate."),
    ),
    _Leftover(
        re.compile(r"[与和同][^，。；、,;]{2,15}(?:持平|一致|相同)\s*0(?:\.0+)?\s*(?:万?元|[%％])"),
        Remark("既已持平，增减额没有删除", "Nothing changed, yet a change is left in."),
    ),
    _Leftover(
        re.compile(r"(?:单位价值|单价)(?:在|为)?\s*0(?:\.0+)?\s*万元(?:\s*[（(]含[)）])?\s*以上"),
        Remark("此处为0", "Here it is 0."),
        rule=EMPTY_LIMIT,
    ),
    _Leftover(
        re.compile(
            r"(?:主要)?原因(?:是|为|[：:])[：:]?\s*[。；;]|主要用于\s*[。；;]|(?<=[，；。,;])主要是\s*[。；;]"
        ),
        Remark("后面没有内容", "Nothing follows."),
        is_gap=True,
    ),
    _Leftover(
        re.compile(
            rf"{_OPEN}[^（()）]{{0,20}}(?<![申提邀聘])请(?:各?部门|各?单位)?"
            rf"(?:填写|填列|填报|列明|列出|注明|说明|写明|删除|选择|补充|根据实际)[^（()）]*{_CLOSE}"
            r"|^注[：:][^。]{0,20}(?:根据[^，。]{0,6}实际情况(?:填写|填列|填报|修改|删减)"
            r"|[如若]无[^。]{0,12}(?<![申提])请(?:注明|说明|删除))"
            r"|此处(?:填写|填列|插入)"
            r"|(?<=[，。；：（,;:(])列明[^，。；,;]{0,12}\d+\s*(?:批次|人次|辆|台|万元)[^，。；,;]*"
        ),
        _HINT,
    ),
)
_MARKUP = re.compile(
    r"</?(?:p|br|span|div|td|tr|table|tbody|strong|font|img|ul|ol|li|h[1-6])(?:\s[^<>]{0,80})?/?>"
    r"|&(?:nbsp|ldquo|rdquo|mdash|hellip|emsp|ensp|middot);"
)
_MARKED_UP = Remark("留有网页标记", "Markup of a web page is left in.")
_NO_TARGET = Remark(
    "该项目有预算，其他项目都写明目标",
    "The project has a budget, and others have their targets in words.",
)
_IDLE_ITEM = Remark(
    "表注说本表没有数额，所列科目是模板留下的",
    "The note says that the table is empty: the items are the template's.",
)
_EMPTY_NOTE = re.compile(r"[^若如]*(?:无发生额|[无没]有?(?:相关)?数据|空表)")
# A note stands under its table, at most a blank line between.
_NOTE_LINES = 3
_ITEM_CODE = 7


def find_leftovers(words: Words, form: Format) -> Iterator[Slip]:
    """What of a template is left in some words of a document in a format."""
    text = words.text.printed
    for kind in _LEFTOVERS:
        if (words.table and not kind.in_tables) or (kind.is_gap and form.has_pages):
            continue
        for found in kind.pattern.finditer(text):
            if kind.excuse and kind.excuse.search(_sentence(text, *found.span())):
                continue
            if not kind.is_gap or words.is_whole(*found.span()):
                quote = words.quote(*found.span())
                yield Slip(kind.rule, alike(quote), quote, kind.worked)
    if form not in (Format.MARKDOWN, Format.HTML) and ("<" in text or "&" in text):
        for found in _MARKUP.finditer(text):
            yield Slip(PLACEHOLDER, "markup", words.quote(*found.span()), _MARKED_UP)


def _sentence(text: str, start: int, end: int) -> str:
    """The sentence that holds what stands between two offsets."""
    stop = text.find("。", end)
    return text[text.rfind("。", 0, start) + 1 : stop if stop >= 0 else len(text)]


def find_idle_cells(disclosure: Disclosure) -> Iterator[Slip]:
    """Projects with a budget and no target, and the items of tables said to be empty."""
    notes = {
        paragraph.source.line
        for paragraph in disclosure.paragraphs
        if _EMPTY_NOTE.match(paragraph.printed)
    }
    for table in disclosure.tables:
        for row, cell in (*_missing_targets(table), *_idle_items(table, notes)):
            is_item = cell.content is Content.AMOUNT
            quote = operand(table, row, cell).model_copy(update={"amount": None})
            worked = _IDLE_ITEM if is_item else _NO_TARGET
            yield Slip(PLACEHOLDER, worked.zh, quote, worked)


def _missing_targets(table: Table) -> list[tuple[Row, Cell]]:
    """The cells that print 无 for the target of a funded project, where others have one."""
    targets = {
        index for index, column in enumerate(table.columns) if "绩效目标" in "".join(column.path)
    }
    cells = [
        (row, cell)
        for row in table.rows
        for cell in row.cells
        if targets and cell.column in targets and cell.content is Content.WORDS
    ]
    bare = [(row, cell) for row, cell in cells if squash(cell.printed) == "无"]
    return [(row, cell) for row, cell in bare if _is_funded(row)] if len(bare) < len(cells) else []


def _idle_items(table: Table, notes: set[int]) -> list[tuple[Row, Cell]]:
    """The first figure of each item of a table of zeros whose note says that it is empty."""
    end = table.source.spans[-1].line
    amounts = [cell.amount.value for row in table.rows for cell in row.cells if cell.amount]
    is_noted = any(end < line <= end + _NOTE_LINES for line in notes)
    if not is_noted or not amounts or any(amounts):
        return []
    rows = [row for row in table.rows if row.code and not row.is_total]
    if not any(row.full_code and len(row.full_code) == _ITEM_CODE for row in rows):
        return []
    firsts = ((row, next((cell for cell in row.cells if cell.amount), None)) for row in rows)
    return [(row, cell) for row, cell in firsts if cell]


def _is_funded(row: Row) -> bool:
    return any(cell.amount and cell.amount.value > 0 for cell in row.cells)
