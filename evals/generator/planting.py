"""Errors planted in a disclosure, each labelled with what shows it.

An error is an edit of the manuscript, so that text, blocks and facts all print it. Only errors
that other prints of the document contradict are planted; what they contradict follows from what
rows, columns and sentences are of (`relations`), and no checker has a part in it.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from random import Random

from evals.generator.figure_slips import miscount, mistype, move_figure
from evals.generator.formats import PrintFormat
from evals.generator.issues import entry_blocks, reissue
from evals.generator.labels import GeneratedDocument, PlantedError
from evals.generator.manuscripts import Entry, Heading, Paragraph
from evals.generator.places import find_places
from evals.generator.prose_slips import misdate, misstate
from evals.generator.row_slips import drop_row, repeat_row
from evals.generator.slips import Draft, Sign, Slip, SlipKind
from evals.generator.tables import Sheet
from evals.labels.gold import FindingLabel, Severity

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
        )
    },
    SlipKind.MOVED: (move_figure, (Sheet,)),
    SlipKind.MISSING: (drop_row, (Sheet,)),
    SlipKind.REPEATED: (repeat_row, (Sheet,)),
    SlipKind.TOTAL: (miscount, (Sheet,)),
    SlipKind.STATEMENT: (misstate, (Paragraph,)),
    SlipKind.YEAR: (misdate, (Sheet, Heading, Paragraph)),
}


def plant(
    document: GeneratedDocument, errors: int, seed: int, kinds: Sequence[SlipKind] = tuple(SlipKind)
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
    labels, spots, errors = [], [], []
    for number, slip in enumerate(slips, start=1):
        names = [f"slip-{number}-{index}" for index in range(1, len(slip.signs) + 1)]
        errors.append(PlantedError(slip.kind, slip.meant, tuple(names), slip.keys))
        for name, sign in zip(names, slip.signs, strict=True):
            spot = replace(sign.spot, block=blocks[sign.spot.block])
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
        severity=Severity.ERROR,
        note=f"planted: {slip.kind}; meant: {slip.meant}",
    )
