"""Labelling findings in a terminal: each is shown with its lines, and asked for."""

from collections.abc import Sequence
from dataclasses import replace

from app.label_desk import Desk, Stopped, check_given, check_place
from app.label_drawing import draw_lines, tell_place
from evals.labels.gold import FindingKind, FindingLabel, Severity
from evals.labels.label_files import LabelError
from evals.labels.labelling import finding_draft, finding_place, free_id, is_source
from extraction import Finding, check

_KEYS = "Enter: right as shown · e: edit · -: not a disagreement · b: back · q: save and stop"


def label_findings(desk: Desk) -> None:
    """Go through what the checks found, then add what they did not; raises `Stopped`."""
    findings = check(desk.disclosure).findings
    labels = desk.book.labels()
    own = is_source(desk.disclosure.format)
    seen = own or desk.ask_yes(f"Is {desk.path.name} open before you?")
    waiting = [one for one in findings if finding_place(one) not in labels.answer_to]
    desk.tell(f"{len(findings)} findings, {len(waiting)} of them to be judged\n{_KEYS}")
    at = 0
    while at < len(waiting):
        at = max(at + _judge(desk, waiting[at], f"{at + 1}/{len(waiting)}", seen), 0)
    while desk.ask("Enter ends; n adds a finding that the checks did not make > ") == "n":
        _add(desk, seen)
    desk.book.begin_findings()


def _judge(desk: Desk, finding: Finding, count: str, seen: bool) -> int:
    """Ask for one finding; 1 to go on, -1 to go back."""
    total = finding.cells[0].source
    desk.tell(f"\n[{count}] {tell_place(total)}: {finding.statement}")
    spans = [span for cell in finding.cells for span in cell.source.spans]
    draw_lines(desk.console, desk.lines, sorted({span.line for span in spans}), spans)
    read, draft = finding_place(finding), finding_draft(finding, desk.book.labels())
    while True:
        _show(desk, draft)
        match desk.ask("> "):
            case "":
                if _write(desk, draft, seen, read):
                    return 1
            case "e":
                draft = _edit(desk, draft)
            case "-":
                desk.book.reject_finding(read)
                return 1
            case "b":
                return -1
            case "q":
                raise Stopped("stopped")
            case _:
                desk.tell(_KEYS)


def _add(desk: Desk, seen: bool) -> None:
    name = free_id(desk.disclosure.document, desk.book.labels())
    empty = FindingLabel(
        id=name,
        kind=FindingKind.TEXT_VS_TABLE,
        where="",
        statement="",
        printed="",
        computed="",
        severity=Severity.ERROR,
        note="",
    )
    draft = _edit(desk, empty)
    _show(desk, draft)
    if desk.ask("Enter writes it, anything else does not > "):
        desk.tell("  nothing is written")
    else:
        _write(desk, draft, seen, None)


def _show(desk: Desk, label: FindingLabel) -> None:
    figures = f"printed {label.printed} · computed {label.computed or '—'}"
    desk.tell(f"  {label.kind} · {label.severity} · {figures}")


def _edit(desk: Desk, label: FindingLabel) -> FindingLabel:
    kinds: Sequence[str] = list(FindingKind)
    return replace(
        label,
        kind=FindingKind(desk.ask_field("kind", label.kind, FindingKind, ", ".join(kinds))),
        severity=Severity(
            desk.ask_field("severity", label.severity, Severity, ", ".join(Severity))
        ),
        where=desk.ask_field("where", label.where, check_place, "a line, page or cell"),
        printed=desk.ask_field("printed", label.printed, check_given, "what is printed there"),
        computed=desk.ask_field("computed", label.computed, str),
        statement=desk.ask_field("statement", label.statement, check_given, "say what is wrong"),
        note=desk.ask_field("note", label.note, str),
    )


def _write(desk: Desk, label: FindingLabel, seen: bool, read: str | None) -> bool:
    try:
        desk.book.confirm_finding(label, desk.by, seen, read)
    except LabelError as exc:
        desk.tell(f"not written: {exc}")
        return False
    return True
