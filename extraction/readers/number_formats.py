"""A number in a sheet as a person sees it: stored to 15 digits, shown by its format.

A general format shows at most six decimals here: what lies beyond is left over from a formula.
"""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import ROUND_HALF_UP, Context, Decimal, InvalidOperation

GENERAL = "General"
_DIGITS = Context(prec=15, rounding=ROUND_HALF_UP)
_MOST_DECIMALS = 6
# Quoted or escaped characters, a space as wide as another character, a filler, a bracket, the rest.
_TOKEN = re.compile(
    r'"(?P<quoted>[^"]*)"|\\(?P<escaped>.)|_(?P<blank>.)|\*(?P<fill>.)|\[(?P<bracket>[^\]]*)\]'
    r"|(?P<general>General)|(?P<number>[0#?](?:[0#?,. ]*[0#?])?,*)|(?P<power>E[+-]0+)"
    r"|(?P<date>y+|m+|d+|h+|s+|e+|a{3,}|AM/PM|A/P|上午/下午)|(?P<text>@)|(?P<other>.)",
    re.IGNORECASE | re.DOTALL,
)
_CURRENCY = re.compile(r"\$([^-]*)(?:-.*)?")
_SIGNED = re.compile(r"[-−(（△▲]")
_CONDITION = re.compile(r"[<>=]")
_ELAPSED = re.compile(r"h+|m+|s+", re.IGNORECASE)
# Formats that are known by number alone, as a Chinese Excel shows them.
_BUILT_IN = {
    1: "0",
    2: "0.00",
    3: "#,##0",
    4: "#,##0.00",
    5: "¥#,##0;-¥#,##0",
    6: "¥#,##0;-¥#,##0",
    7: "¥#,##0.00;-¥#,##0.00",
    8: "¥#,##0.00;-¥#,##0.00",
    9: "0%",
    10: "0.00%",
    14: "yyyy/m/d",
    15: "d-m-yy",
    16: "d-m",
    17: "yyyy-m",
    20: "h:mm",
    21: "h:mm:ss",
    22: "yyyy/m/d h:mm",
    27: 'yyyy"年"m"月"',
    28: 'm"月"d"日"',
    29: 'm"月"d"日"',
    30: "m-d-yy",
    31: 'yyyy"年"m"月"d"日"',
    36: 'yyyy"年"m"月"',
    37: "#,##0;-#,##0",
    38: "#,##0;-#,##0",
    39: "#,##0.00;-#,##0.00",
    40: "#,##0.00;-#,##0.00",
    41: '_ * #,##0_ ;_ * -#,##0_ ;_ * "-"_ ;_ @_ ',
    42: '_ ¥* #,##0_ ;_ ¥* -#,##0_ ;_ ¥* "-"_ ;_ @_ ',
    43: '_ * #,##0.00_ ;_ * -#,##0.00_ ;_ * "-"??_ ;_ @_ ',
    44: '_ ¥* #,##0.00_ ;_ ¥* -#,##0.00_ ;_ ¥* "-"??_ ;_ @_ ',
    49: "@",
    50: 'yyyy"年"m"月"',
    51: 'm"月"d"日"',
    52: 'yyyy"年"m"月"',
    53: 'm"月"d"日"',
    54: 'm"月"d"日"',
    57: 'yyyy"年"m"月"',
    58: 'm"月"d"日"',
}


def built_in_format(number: int) -> str:
    """The format that a number stands for where a workbook does not spell it."""
    return _BUILT_IN.get(number, GENERAL)


def read_number(stored: str) -> Decimal | None:
    """The number that a file stores, to the 15 digits that a program shows; None for none."""
    try:
        value = Decimal(stored)
    except InvalidOperation:
        return None
    return _DIGITS.plus(value) if value.is_finite() else None


def show_number(value: Decimal, code: str, from_1904: bool = False) -> str:
    """What a cell shows; its plain number where the format is not understood."""
    sections = _sections(code)
    if any(_is_conditional(tokens) for tokens in sections):
        return show_plain(value)
    if any(token.kind == "date" for token in sections[0]):
        return _show_date(value, sections[0], from_1904)
    tokens, signed = _choose(sections, value)
    if not tokens:
        return ""
    return _show_section(abs(value), tokens, "-" if signed and value < 0 else "")


def show_text(text: str, code: str) -> str:
    """What a cell with a text shows: nothing where the format hides texts."""
    sections = _sections(code)
    if len(sections) < 4:
        return text
    if all(token.kind in ("blank", "fill") for token in sections[3]):
        return ""
    return "".join(
        text if token.kind == "text" else token.value
        for token in sections[3]
        if token.kind in ("text", "literal")
    )


def show_plain(value: Decimal) -> str:
    """A number without an exponent, a sign of its format or zeros behind."""
    if abs(value) < 10**15:
        value = value.quantize(Decimal(1).scaleb(-_MOST_DECIMALS), ROUND_HALF_UP, _WIDE)
    shown = f"{value:f}"
    if "." in shown:
        shown = shown.rstrip("0").rstrip(".")
    return "0" if shown in ("-0", "") else shown


_WIDE = Context(prec=60)


@dataclass(frozen=True, slots=True)
class _Token:
    kind: str
    value: str


def _sections(code: str) -> list[list[_Token]]:
    """The parts of a format: for positive numbers, negative ones, zero, texts."""
    sections: list[list[_Token]] = [[]]
    for found in _TOKEN.finditer(code):
        kind = found.lastgroup or "other"
        value = found[kind]
        if kind == "other" and value == ";":
            sections.append([])
            continue
        if kind == "bracket":
            currency = _CURRENCY.fullmatch(value)
            elapsed = _ELAPSED.fullmatch(value)
            if currency:
                kind, value = "literal", currency[1]
            elif elapsed:
                kind = "date"
        elif kind in ("quoted", "escaped"):
            kind = "literal"
        elif kind == "other":
            kind = "percent" if value == "%" else "literal"
        sections[-1].append(_Token(kind, value))
    return sections


def _is_conditional(tokens: list[_Token]) -> bool:
    """Whether a part is beyond what is shown here: a condition, a fraction, a power of ten."""
    odd = any(t.kind == "bracket" and _CONDITION.match(t.value) for t in tokens)
    numbers = sum(token.kind == "number" for token in tokens)
    return odd or numbers > 1 or any(token.kind == "power" for token in tokens)


def _choose(sections: list[list[_Token]], value: Decimal) -> tuple[list[_Token], bool]:
    """The part that shows a number, and whether the sign is put before it."""
    if value == 0 and len(sections) > 2:
        return sections[2], False
    if value < 0 and len(sections) > 1:
        signs = "".join(token.value for token in sections[1] if token.kind == "literal")
        # Red alone is a minus to who sees it, and nothing to who copies it.
        return sections[1], bool(sections[1]) and not _SIGNED.search(signs)
    return sections[0], True


def _show_section(value: Decimal, tokens: list[_Token], sign: str) -> str:
    scaled = value.scaleb(2 * sum(token.kind == "percent" for token in tokens))
    shown = []
    for token in tokens:
        match token.kind:
            case "literal":
                shown.append(token.value)
            case "percent":
                shown.append("%")
            case "general" | "text":
                shown.append(show_plain(scaled))
            case "number":
                shown.append(_show_digits(scaled, token.value))
            case "blank":
                shown.append(" ")
    whole = "".join(shown).strip()
    return whole if not any(char in "123456789" for char in whole) else sign + whole


def _show_digits(value: Decimal, mask: str) -> str:
    """Digits by a mask: `#,##0.00`, `0.0,`."""
    digits = mask.rstrip(",")
    value = value.scaleb(-3 * (len(mask) - len(digits)))
    whole, _, decimals = digits.replace(" ", "").partition(".")
    places = sum(char in "0#?" for char in decimals)
    rounded = value.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP, _WIDE)
    shown = f"{rounded:,f}" if "," in whole else f"{rounded:f}"
    left, _, right = shown.partition(".")
    least = len(decimals.rstrip("#?"))
    while len(right) > least and right.endswith("0"):
        right = right[:-1]
    if left == "0" and "0" not in whole:
        left = ""
    width = whole.count("0")
    return (left.zfill(width) if "," not in left else left) + ("." + right if right else "")


def _show_date(value: Decimal, tokens: list[_Token], from_1904: bool) -> str:
    """A day that is counted from 1900 (with a 29 February that there never was), or from 1904."""
    start = datetime(1904, 1, 1) if from_1904 else datetime(1899, 12, 30 if value >= 60 else 31)
    try:
        moment = start + timedelta(seconds=round(float(value) * 86400))
    except OverflowError:
        return show_plain(value)
    shown = ""
    hours = False
    for token in tokens:
        if token.kind == "date":
            unit = token.value.lower()
            minutes = unit.startswith("m") and hours
            shown += _show_moment(moment, unit, minutes)
            hours = unit.startswith("h") or (hours and not unit.startswith("m"))
        elif token.kind == "literal":
            shown += token.value
    return shown.strip()


def _show_moment(moment: datetime, unit: str, minutes: bool) -> str:
    letter, width = unit[0], min(len(unit), 2)
    numbers = {"d": moment.day, "h": moment.hour, "s": moment.second}
    if letter in "ye":
        return f"{moment.year}" if unit != "yy" else f"{moment.year % 100:02}"
    if letter == "m":
        number = moment.minute if minutes else moment.month
        return str(number).zfill(width)
    if letter == "a" or letter not in numbers:
        return ""
    return str(numbers[letter]).zfill(width)
