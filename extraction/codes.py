"""Codes of rows: as printed (joined, in columns, short, in brackets, before names), and in full."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from extraction.places import cut_printed, join_printed
from extraction.records import Printed
from extraction.text import squash

CODE_LENGTHS = (3, 5, 7)

# `[2080505]名称`, `2080505 名称`, `(208)名称`: a code of a classification before its name.
_CODED_NAME = re.compile(
    r"(?P<open>[\[［(（【]\s*)?(?P<code>\d[\d\s]{0,9}\d)\s*"
    r"(?(open)[\]］)）】]|(?![\d年月日.．、,，%％]))\s*[-—–:：]?\s*(?P<name>[^\d\s].*)"
)
_DIGITS = re.compile(r"\d(?:[\d\s]*\d)?")


@dataclass(slots=True)
class Codes:
    """The codes of the rows above, to complete a short one."""

    long: bool
    """Whether the table prints 7-digit codes, so that a short one is a 款."""
    open: list[str] = field(default_factory=list)

    def complete(self, parts: Sequence[str]) -> str | None:
        """The code in full; None where the rows above do not tell."""
        code = "".join(parts)
        if len(parts) > 1 and len(code) < 7 and not parts[0]:
            code = self._under(parts)
        elif len(code) == 2 and self.open and self.long:
            code = self.open[0][:3] + code
        elif len(code) == 2:
            return None
        self.open = [above for above in self.open if len(above) < len(code)] + [code]
        return code

    def _under(self, parts: Sequence[str]) -> str:
        """A code printed in columns whose outer ones are blank because they repeat."""
        above = self.open[-1] if self.open else ""
        starts = (0, *CODE_LENGTHS)
        filled = [
            part or above[start:end]
            for part, start, end in zip(parts, starts, CODE_LENGTHS, strict=False)
        ]
        last = max(i for i, part in enumerate(parts) if part)
        return "".join(filled[: last + 1])


def read_code(
    parts: Sequence[Printed], name: Printed | None, codes: Codes
) -> tuple[Printed | None, Printed | None, str | None]:
    """Code, name and code in full of a row; a total printed among the codes is a name."""
    filled = [part for part in parts if part.printed]
    if not filled:
        return _split_name(name, codes)
    if not any(_DIGITS.search(part.printed) for part in filled):
        return None, name or filled[0], None
    code = Printed(printed="", source=filled[0].source)
    for part in filled:
        code = join_printed(code, _without_brackets(part))
    digits = [_DIGITS.search(part.printed) for part in parts]
    return code, name, codes.complete([squash(found.group()) if found else "" for found in digits])


def _split_name(
    name: Printed | None, codes: Codes
) -> tuple[Printed | None, Printed | None, str | None]:
    """The code that a name begins with, the name without it, the code in full."""
    found = _CODED_NAME.fullmatch(name.printed) if name else None
    if name is None or found is None:
        return None, name, None
    digits = squash(found["code"])
    if not found["open"] and len(digits) not in CODE_LENGTHS:
        return None, name, None
    code = cut_printed(name, *found.span("code"))
    return code, cut_printed(name, *found.span("name")), codes.complete([digits])


def _without_brackets(part: Printed) -> Printed:
    found = _DIGITS.search(part.printed)
    bracketed = found is not None and part.printed[0] in "[［(（【"
    return cut_printed(part, *found.span()) if found and bracketed else part
