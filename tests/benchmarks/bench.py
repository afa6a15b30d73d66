"""Measures the main job against its floor, both in the same run: `make bench`.

The floor is what no tool can avoid: the values read by python-calamine (the `csv` module for a CSV) and thrown away, the
stream validation of the same XML by libxml2, and the writing of its bytes. Only ratios mean something: a machine's seconds are its own.
"""

import argparse
import csv
import gc
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path

from donnees import write_csv, write_xlsx
from lxml import etree
from python_calamine import CalamineWorkbook

from accrochage.modele import Flux
from accrochage.operations import Bilan, Demande, generate

DEMANDE = Demande(
    flux=Flux(
        "00000000-0000-4000-8000-000000000000", datetime(2026, 11, 23, 10, tzinfo=UTC), "1.1.5"
    ),
    today=date(2026, 11, 23),
)
WRITERS = {"xlsx": write_xlsx, "csv": write_csv}
SIZES = (1_000, 10_000, 100_000)
MEMORY_SIZES = (100_000, 1_000_000)


class _NoTree:
    """A parser target that keeps nothing."""

    def close(self) -> None:
        """End the document."""


def read_and_forget(path: Path) -> None:
    """Read every value of a file and keep none."""
    if path.suffix == ".csv":
        with path.open(newline="", encoding="utf-8") as file:
            for _ in csv.reader(file, delimiter=";"):
                pass
    else:
        for _ in CalamineWorkbook.from_path(path).get_sheet_by_index(0).iter_rows():
            pass


def run_floor(path: Path, deposit: Path) -> None:
    """Read the file, validate the deposit that was made of it, write its bytes again."""
    read_and_forget(path)
    schema = DEMANDE.schemas.get(DEMANDE.flux.version).compile()
    parser = etree.XMLParser(schema=schema, target=_NoTree())
    etree.parse(deposit, parser)
    if len(parser.error_log):
        sys.exit(f"{deposit.name} is not valid: the floor would mean nothing.")
    with deposit.open("rb") as source, deposit.with_suffix(".floor").open("wb") as copy:
        while chunk := source.read(1 << 20):
            copy.write(chunk)


def run_ours(
    path: Path, folder: Path, progress: Callable[[int, int | None], None] | None = None
) -> Bilan:
    """Do the main job; anything but a whole valid deposit ends the benchmark."""
    bilan = generate(path, folder, DEMANDE, progress)
    if not (bilan.valide and bilan.fichiers):
        sys.exit(f"{path.name} gave no deposit: {bilan.anomalies[:3]}")
    return bilan


def seconds(work: Callable[[], object]) -> float:
    """Return the wall time of a piece of work."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def alone(task: str, path: Path, folder: Path) -> list[float]:
    """Do a task in a process of its own, as a user's command does; return the figures that it prints."""
    command = [sys.executable, __file__, "--task", task, path, folder]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    return [float(figure) for figure in done.stdout.split()]


def compare(path: Path, folder: Path) -> tuple[float, float]:
    """Return the seconds of the main job and of its floor, one after the other."""
    start = time.perf_counter()
    deposit = run_ours(path, folder).fichiers[0].chemin
    ours = time.perf_counter() - start
    return ours, seconds(lambda: run_floor(path, deposit))


def bench_time(folder: Path, sizes: list[int], runs: int) -> None:
    """Print the ratio to the floor for each kind of file and size."""
    print(f"{'file':>6} {'rows':>9} {'floor s':>9} {'ours s':>9} {'ratio':>7}")
    for kind, write in WRITERS.items():
        for size in sizes:
            path = folder / f"{size}.{kind}"
            write(path, size)
            pairs = [alone("compare", path, folder / f"{kind}-{size}-{run}") for run in range(runs)]
            ours, floors = (statistics.median(column) for column in zip(*pairs, strict=True))
            ratio = statistics.median(a / b for a, b in pairs)
            print(f"{kind:>6} {size:>9} {floors:9.3f} {ours:9.3f} {ratio:7.2f}", flush=True)


def compare_progress(path: Path, folder: Path) -> tuple[float, float]:
    """Return the seconds of the main job with a progress function, and without."""
    seen: list[int] = []
    with_progress = seconds(
        lambda: run_ours(path, folder / "with", lambda done, _: seen.append(done))
    )
    return with_progress, seconds(lambda: run_ours(path, folder / "without"))


def bench_progress(folder: Path, size: int, runs: int) -> None:
    """Print the ratio of the main job with a progress function to the same without."""
    path = folder / "progress.csv"
    write_csv(path, size)
    pairs = [alone("progress", path, folder / f"progress-{run}") for run in range(runs)]
    ratio = statistics.median(a / b for a, b in pairs)
    print(f"with progress / without, {size} rows of csv: {ratio:.2f}")


def peak(path: Path, folder: Path) -> tuple[float]:
    """Do the main job and return the peak memory of this process, in megabytes."""
    run_ours(path, folder)
    return (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,)


TASKS = {"compare": compare, "progress": compare_progress, "peak": peak}


def bench_memory(folder: Path) -> None:
    """Print the peak memory for two lengths of CSV, ten times apart."""
    peaks = []
    for size in MEMORY_SIZES:
        path = folder / f"memory-{size}.csv"
        write_csv(path, size)
        peaks.extend(alone("peak", path, folder / f"memory-{size}"))
        print(f"peak memory, csv of {size} rows: {peaks[-1]:.0f} MB", flush=True)
    print(f"ratio: {peaks[-1] / peaks[0]:.2f} for ten times the rows")


def main() -> None:
    """Run what the command line asks for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--sizes", type=int, nargs="+", default=list(SIZES), help="rows of the files"
    )
    parser.add_argument("--runs", type=int, default=5, help="pairs of runs for each ratio")
    parser.add_argument("--memory", action="store_true", help="also a CSV of a million rows")
    parser.add_argument("--task", nargs=3, help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.task:
        gc.disable()  # as the command does
        task, path, folder = arguments.task
        print(*TASKS[task](Path(path), Path(folder)))
        return
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        bench_time(folder, arguments.sizes, arguments.runs)
        bench_progress(folder, max(arguments.sizes), arguments.runs)
        if arguments.memory:
            bench_memory(folder)


if __name__ == "__main__":
    main()
