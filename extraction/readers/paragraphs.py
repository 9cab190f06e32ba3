"""Paragraphs of a format that knows them, as lines."""

from extraction.transcript import Piece, Scribe


def write_paragraph(scribe: Scribe, text: str, place: Piece | None = None) -> None:
    """Write a paragraph, a line for each of its lines, its tabs kept; `place` says where it is.

    A blank line parts it from the paragraph above, since two lines that touch may be one that
    wraps; lines with tabs are left together, since they may be a table.
    """
    above = scribe.lines[-1] if scribe.lines else ""
    if above.strip() and text.strip() and "\t" not in above + text:
        scribe.write_text("")
    cell = place.cell if place else None
    for line in text.split("\n"):
        scribe.write_line(Piece(part, cell=cell) for part in line.split("\t"))
