"""Disclosures as Markdown and as web pages."""

from collections.abc import Iterable, Iterator, Sequence
from html import escape
from random import Random

from evals.generator.blocks import Board, Part, Words, split_board
from evals.generator.labels import GeneratedDocument
from evals.generator.slots import Slot, SlotRow, break_name, plain_rows, spread_rows

_STYLE = "td { border: 1px solid #000; } /* 12.50 */"
_SCRIPT = "var rows = [['合计', '99.99']]; if (1 < 2) { document.title += '表'; }"


class MarkdownPress:
    """Draws one document as Markdown: pipe tables, whose spans are lost."""

    def __init__(self, document: GeneratedDocument) -> None:
        rng = Random(f"markdown {document.name}")
        self.document = document
        self.blank_head = rng.random() < 0.3
        """Whether every header row stands under the dashes, with a blank row over them."""
        self.outer = rng.random() < 0.8
        """Whether pipes stand at the ends of a row."""
        self.escaped = rng.random() < 0.5
        self.bold = rng.random() < 0.3
        """Whether titles of tables are bold lines and no headings."""
        self.dashes = rng.choice(("---", ":---:", "----------"))
        self.places: dict[tuple[int, int], int] = {}
        """The line of each block (row -1) and of each body row of a table, once drawn."""

    def draw(self) -> str:
        """The text of the file."""
        lines: list[str] = []
        for index, block in enumerate(self.document.blocks):
            if isinstance(block, Words):
                self.places[index, -1] = len(lines) + 1
                lines += (f"{'#' * block.level} {block.text}" if block.level else block.text, "")
            else:
                self._draw_board(lines, index, block)
        return "\n".join(lines)

    def _draw_board(self, lines: list[str], index: int, board: Board) -> None:
        row = 0
        self.places[index, -1] = len(lines) + 1 + 2 * bool(board.above)
        for number, part in enumerate(split_board(board, self.document.style)):
            lines += self._lead(board, part, number)
            lines += self._table(board, part)
            for place in range(len(part.rows)):
                # The first row of all stands over the dashes.
                above = place == 0 and not part.header and not self.blank_head
                line = len(lines) - len(part.rows) + place + 1
                self.places[index, row + place] = line - above
            row += len(part.rows)
            lines.append("")

    def _lead(self, board: Board, part: Part, number: int) -> Iterator[str]:
        for line in part.lead:
            text = line.replace("\t", "  ")
            if number == 0 and line == board.title:
                text = f"**{text}**" if self.bold else f"## {text}"
            yield text
            yield ""

    def _table(self, board: Board, part: Part) -> Iterator[str]:
        if not part.header and not part.rows:
            return
        spans = self.document.style.spans
        rows = spread_rows(part.header, board.width, spans)
        rows += plain_rows(part.rows, board.width)
        if self.blank_head:
            rows.insert(0, [""] * board.width)
        yield self._row(rows[0])
        yield self._row([self.dashes] * board.width)
        for row in rows[1:]:
            yield self._row([self._cell(cell) for cell in row])

    def _cell(self, text: str) -> str:
        text = break_name(text, self.document.style.break_at, "<br>")
        return text.replace("*", "\\*") if self.escaped else text

    def _row(self, cells: Sequence[str]) -> str:
        text = " | ".join(cells)
        # Without a pipe at its ends, a row that begins or ends blank would lose a cell.
        return f"| {text} |" if self.outer or not (cells[0] and cells[-1]) else text


class WebPress:
    """Draws one document as a web page, with the spans of its tables."""

    def __init__(self, document: GeneratedDocument) -> None:
        rng = Random(f"html {document.name}")
        self.document = document
        self.charset = rng.choice(("utf-8", "utf-8", "gb2312"))
        self.heads = rng.choice(("th", "td"))
        self.blank = rng.choice(("", "&nbsp;", "<p>&nbsp;</p>"))
        self.indent = rng.choice(("", "\n      "))
        """White space between the tags and the text of a cell."""
        self.wrapper = rng.choice(("{}", "<p>{}</p>", "<span>{}</span>", "<p><span>{}</span></p>"))
        self.cut_figures = rng.random() < 0.2
        """Whether figures are cut by tags, as programs for text do."""
        self.headings = rng.random() < 0.5
        """Whether headings are marked as such."""
        self.line_heads = rng.random() < 0.3
        """Whether titles stand in one paragraph each or in one with line breaks."""

    @property
    def encoding(self) -> str:
        """The encoding of the file."""
        return "gb18030" if self.charset == "gb2312" else "utf-8"

    def draw(self) -> str:
        """The text of the file."""
        body = "\n".join(self._blocks())
        return (
            f"<!DOCTYPE html>\n<html><head>"
            f'<meta http-equiv="Content-Type" content="text/html; charset={self.charset}">'
            f"<title>{escape(self.document.agency)}</title><style>{_STYLE}</style>"
            f"<script>{_SCRIPT}</script></head>\n<body>\n{body}\n</body></html>\n"
        )

    def _blocks(self) -> Iterator[str]:
        for block in self.document.blocks:
            if isinstance(block, Words):
                yield self._words(block)
                continue
            for part in split_board(block, self.document.style):
                framed = block.framed and bool(part.lead)
                if not framed:
                    yield from self._lead(part)
                yield from self._table(block, part, framed)

    def _words(self, words: Words) -> str:
        tag = f"h{words.level}" if words.level and self.headings else "p"
        return f"<{tag}>{escape(words.bare)}</{tag}>"

    def _lead(self, part: Part) -> Iterator[str]:
        texts = [escape(line).replace("\t", "&emsp;&emsp;") for line in part.lead]
        if self.line_heads and texts:
            yield f"<p>{'<br>'.join(texts)}</p>"
        else:
            yield from (f"<p>{text}</p>" for text in texts)

    def _table(self, board: Board, part: Part, framed: bool) -> Iterator[str]:
        yield '<table border="1">'
        if framed:
            for line in part.lead:
                yield from self._row(frame_row(line, board.width), "td")
        for row in part.header:
            yield from self._row(row, self.heads)
        for row in part.rows:
            yield from self._row(row, "td")
        yield "</table>"

    def _row(self, row: Iterable[Slot], tag: str) -> Iterator[str]:
        yield "  <tr>"
        for slot in row:
            spans = f' rowspan="{slot.rows}"' if slot.rows > 1 else ""
            spans += f' colspan="{slot.columns}"' if slot.columns > 1 else ""
            yield f"    <{tag}{spans}>{self.indent}{self._cell(slot.text)}{self.indent}</{tag}>"
        yield "  </tr>"

    def _cell(self, text: str) -> str:
        if not text:
            return self.blank
        whole, point, places = text.partition(".")
        if self.cut_figures and point and whole.replace(",", "").isdigit():
            return f"<span>{whole}</span><span>.{places}</span>"
        cut = break_name(text, self.document.style.break_at, "\n")
        return self.wrapper.format(escape(cut).replace("\n", "<br>"))


def frame_row(line: str, width: int) -> SlotRow:
    """A line over a table as a row of its grid: merged, or its two ends at the two ends."""
    left, _, right = line.rpartition("\t")
    if not left or width < 2:
        return (Slot(line.replace("\t", " "), 0, 1, width),)
    first = max(width // 2, 1)
    return (Slot(left.strip(), 0, 1, first), Slot(right, first, 1, width - first))


def draw_markdown(document: GeneratedDocument) -> bytes:
    """The bytes of a Markdown file."""
    return MarkdownPress(document).draw().encode()


def draw_web_page(document: GeneratedDocument) -> bytes:
    """The bytes of a web page, in the encoding that it declares."""
    press = WebPress(document)
    return press.draw().encode(press.encoding)
