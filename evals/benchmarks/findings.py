"""What the checks find of planted errors, and what they find where there are none:
`python -m evals.benchmarks.findings --documents 1000`, with `--clean` for documents without errors
and `--rounded` for ones whose figures are rounded when they are printed.

For each kind of error: how many were planted; how many a finding quotes at their place; of how many
its kind and severity are those of the label; how many are one figure, of how many of these a cause
names it, and says what was meant; and the seeds of the first that were missed.
"""

import argparse
import statistics
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from functools import partial

from evals.benchmarks.trials import Fate, Plan, Trial, run_trial
from evals.generator import SlipKind

_SEEDS = 3
_COLUMNS = (
    "planted",
    "found",
    "share",
    "kind",
    "severity",
    "single",
    "named",
    "share",
    "mended",
)


def main(arguments: Sequence[str] | None = None) -> None:
    """Print a line for each kind of error, then the misses, the alarms and the times."""
    parser = argparse.ArgumentParser(prog="evals.benchmarks.findings", description=__doc__)
    parser.add_argument("--documents", type=int, default=100, help="how many to generate")
    parser.add_argument("--seed", type=int, default=0, help="the first seed")
    parser.add_argument("--errors", type=_read_range, default=(1, 5), help="of a document: 1-5")
    parser.add_argument("--kinds", nargs="+", type=SlipKind, default=tuple(SlipKind))
    parser.add_argument("--clean", action="store_true", help="no errors")
    parser.add_argument("--rounded", action="store_true", help="figures rounded in print")
    parser.add_argument("--misses", type=int, default=0, help="how many to show of each kind")
    parser.add_argument("--jobs", type=int, default=2)
    options = parser.parse_args(arguments)
    least, most = (0, 0) if options.clean else options.errors
    kinds = tuple(options.kinds)
    plan = Plan(least=least, most=most, kinds=kinds, is_rounded=options.rounded)
    seeds = range(options.seed, options.seed + options.documents)
    with ProcessPoolExecutor(options.jobs) as pool:
        trials = list(pool.map(partial(run_trial, plan=plan), seeds, chunksize=4))
    print(*tell(trials, options.misses), sep="\n")


def tell(trials: Sequence[Trial], misses: int = 0) -> Iterator[str]:
    """The lines of the report."""
    fates = [(trial.seed, fate) for trial in trials for fate in trial.fates]
    if fates:
        yield f"{'error':15}{''.join(f'{name:>9}' for name in _COLUMNS)}  missed"
        for kind in SlipKind:
            if own := [(seed, fate) for seed, fate in fates if fate.kind is kind]:
                yield _tell_kind(kind, own)
        yield _tell_kind("all", fates)
    yield from _tell_misses(fates, misses)
    for trial in trials:
        yield from (f"alarm, seed {trial.seed}: {alarm}" for alarm in trial.alarms)
        if trial.crash:
            yield f"crash, seed {trial.seed}: {trial.crash}"
    yield _tell_times(trials)


def _tell_times(trials: Sequence[Trial]) -> str:
    times = [trial.milliseconds for trial in trials]
    alarms = [len(trial.alarms) for trial in trials if trial.alarms]
    roundings = sum(trial.roundings for trial in trials)
    return (
        f"{len(trials)} documents, {sum(alarms)} alarms in {len(alarms)}, {roundings} roundings;"
        f" checked in {statistics.median(times):.0f} ms, at most {max(times):.0f} ms"
    )


def _tell_kind(name: str, fates: Sequence[tuple[int, Fate]]) -> str:
    own = [fate for _, fate in fates]
    single = [fate for fate in own if fate.is_named is not None]
    found, met = sum(fate.is_found for fate in own), sum(fate.is_met for fate in own)
    grave, named = sum(fate.is_grave for fate in own), sum(bool(fate.is_named) for fate in single)
    missed = sorted({seed for seed, fate in fates if not fate.is_found})[:_SEEDS]
    cells = [len(own), found, _share(found, len(own)), met, grave]
    if single:
        mended = sum(bool(fate.is_mended) for fate in single)
        cells += [len(single), named, _share(named, len(single)), mended]
    columns = "".join(f"{cell:>9}" for cell in cells).ljust(9 * len(_COLUMNS))
    return f"{name:15}{columns}  {' '.join(map(str, missed))}".rstrip()


def _tell_misses(fates: Sequence[tuple[int, Fate]], misses: int) -> Iterator[str]:
    for kind in SlipKind:
        missed = [one for one in fates if one[1].kind is kind and not one[1].is_found]
        for seed, fate in missed[:misses]:
            yield f"missed, seed {seed}: {kind}: {fate.story}"


def _share(part: int, whole: int) -> str:
    return f"{part / whole:.1%}"


def _read_range(text: str) -> tuple[int, int]:
    """`1-5`, or `3` for as many in every document."""
    least, _, most = text.partition("-")
    return int(least), int(most or least)


if __name__ == "__main__":
    main()
