"""Errors planted in a disclosure, each labelled with what shows it.

An error is an edit of the manuscript, so that text, blocks and facts all print it. Only errors
that other prints of the document contradict are planted; what they contradict follows from what
rows, columns and sentences are of (`relations`), and no checker has a part in it.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from random import Random

from evals.generator.code_slips import misname, misprint_code, misspell_name
from evals.generator.figure_slips import miscount, mistype, move_figure
from evals.generator.formats import PrintFormat
from evals.generator.issues import entry_blocks, reissue
from evals.generator.item_slips import misfill_form, restate_item, shrink_part
from evals.generator.labels import GeneratedDocument, PlantedError
from evals.generator.manuscripts import Entry, Heading, Notice, Paragraph
from evals.generator.places import find_places
from evals.generator.prose_slips import misdate, misstate
from evals.generator.row_slips import drop_row, repeat_row
from evals.generator.slips import COMMON, Draft, Sign, Slip, SlipKind
from evals.generator.styles import Notes
from evals.generator.tables import Sheet
from evals.generator.text_slips import (
    contradict_reason,
    list_more,
    miscount_list,
    misspell_item,
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
from evals.labels.gold import FindingLabel

Maker = Callable[[Draft, int], Slip | None]

_MAKERS: dict[SlipKind, tuple[Maker, tuple[type[Entry], ...]]] = {
    **{
        kind: (partial(mistype, kind=kind), (Sheet,))
        for kind in (
            SlipKind.SWAPPED,
            SlipKind.DIGIT,
            SlipKind.POINT,
            SlipKind.TENFOLD,
            SlipKind.SIGN,
            SlipKind.UNIT,
        )
    },
    **{
        kind: (partial(misstate, kind=kind), (Paragraph,))
        for kind in (
            SlipKind.STATEMENT,
            SlipKind.LEVEL,
            SlipKind.CHANGE,
            SlipKind.RATE,
            SlipKind.SHARE,
            SlipKind.COMPLETION,
            SlipKind.DIRECTION,
        )
    },
    SlipKind.MOVED: (move_figure, (Sheet,)),
    SlipKind.MISSING: (drop_row, (Sheet,)),
    SlipKind.REPEATED: (repeat_row, (Sheet,)),
    SlipKind.TOTAL: (miscount, (Sheet,)),
    SlipKind.YEAR: (misdate, (Sheet, Heading, Paragraph)),
    SlipKind.SAME_ITEM: (restate_item, (Sheet,)),
    SlipKind.ITEM_PART: (shrink_part, (Sheet,)),
    SlipKind.FORM: (misfill_form, (Sheet,)),
    SlipKind.CODE_NAME: (misname, (Sheet,)),
    SlipKind.CODE_SPELLING: (misspell_name, (Sheet,)),
    SlipKind.CODE_FORM: (misprint_code, (Sheet,)),
    SlipKind.BASE_ZERO: (rate_nothing, (Paragraph,)),
    SlipKind.TEXT_SUM: (miscount_list, (Paragraph,)),
    SlipKind.TEXT_TEXT: (restate, (Paragraph,)),
    SlipKind.REASON: (contradict_reason, (Paragraph,)),
    SlipKind.LISTED: (list_more, (Paragraph,)),
    SlipKind.TEXT_NAME: (misspell_item, (Paragraph,)),
    SlipKind.LOST_TABLE: (lose_table, (Sheet,)),
    SlipKind.CONTENTS_TITLE: (misword_contents, (Notice,)),
    SlipKind.NOTE_PLACE: (swap_note, (Sheet,)),
    SlipKind.EMPTY_NOTE: (call_empty, (Sheet,)),
    SlipKind.PLACEHOLDER: (leave_template, (Paragraph,)),
    SlipKind.UNIT_WORDS: (drop_unit, (Paragraph,)),
    SlipKind.PUNCTUATION: (double_mark, (Paragraph,)),
}


def plant(
    document: GeneratedDocument, errors: int, seed: int, kinds: Sequence[SlipKind] = COMMON
) -> GeneratedDocument:
    """The same disclosure with errors of drawn kinds, one a table or paragraph at most.

    Raises `ValueError` where it has no room for so many, or has errors already.
    """
    if document.errors:
        raise ValueError(f"{document.name} has errors already")
    rng = Random(f"slips {seed} {document.name}")
    draft = Draft(document.manuscript, document.kind, rng)
    while len(draft.slips) < errors:
        slip = _draw_slip(draft, kinds)
        if slip is None:
            raise ValueError(f"no room for {errors} errors in {document.name}")
        draft.slips.append(slip)
    return _label(reissue(document, draft.edit()), draft.slips)


def _draw_slip(draft: Draft, kinds: Sequence[SlipKind]) -> Slip | None:
    """An error of a drawn kind in a drawn entry; of another kind where that one fits nowhere."""
    for kind in draft.rng.sample(kinds, len(kinds)):
        make, fits = _MAKERS[kind]
        places = [at for at, entry in enumerate(draft.entries) if isinstance(entry, fits)]
        for at in draft.rng.sample(places, len(places)):
            slip = make(draft, at)
            if slip and draft.is_free(slip):
                return slip
    return None


def _label(document: GeneratedDocument, slips: Sequence[Slip]) -> GeneratedDocument:
    """The labels of the errors, with their places in the text."""
    blocks = entry_blocks(document.manuscript)
    places = find_places(document, PrintFormat.TEXT)
    to_note = -1 if document.style.notes is Notes.BEFORE else 1
    labels, spots, errors = [], [], []
    for number, slip in enumerate(slips, start=1):
        names = [f"slip-{number}-{index}" for index in range(1, len(slip.signs) + 1)]
        errors.append(PlantedError(slip.kind, slip.meant, tuple(names), slip.keys))
        for name, sign in zip(names, slip.signs, strict=True):
            block = blocks[sign.spot.block] + (to_note if sign.of_note else 0)
            spot = replace(sign.spot, block=block)
            spots.append(spot)
            labels.append(_finding(name, slip, sign, places(spot)))
    return replace(
        document,
        findings=tuple(labels),
        finding_spots=tuple(spots),
        errors=tuple(errors),
        traits=document.traits | {f"slip:{slip.kind}" for slip in slips},
    )


def _finding(name: str, slip: Slip, sign: Sign, where: str) -> FindingLabel:
    return FindingLabel(
        id=name,
        kind=sign.kind,
        where=where,
        statement=sign.statement,
        printed=sign.printed,
        computed=sign.computed,
        severity=sign.severity,
        note=f"planted: {slip.kind}; meant: {slip.meant}",
    )
