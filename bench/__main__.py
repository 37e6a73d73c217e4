"""make bench: builds of several sizes, by this project and by its peers in turn, as a table of time and memory."""

import json
import os
import platform
import re
import statistics
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory, mkdtemp

from bench import corpus, peers, preview

SIZES = tuple(int(size) for size in os.environ.get("KFH_SIZES", "200 1000 5000").split())
ROUNDS = 3
LONG = 60
"""Seconds from which on one round is enough for a peer."""
RESULT = Path(".cache/bench.json")
OURS = "this project"
OUTPUTS = ("site", ".site.twin", "site-hosting", ".site-hosting.twin", ".cache")
SEARCH = re.compile(r"search ([\d.]+)")
"""What our build says of the time that its search index took."""


@dataclass
class Row:
    """Seconds of each round, and the most memory in MB that one process of it had."""

    name: str
    size: int
    seconds: list[float] = field(default_factory=list)
    search: list[float] = field(default_factory=list)
    memory: float = 0

    @property
    def median(self) -> float:
        return statistics.median(self.seconds)

    def apart(self) -> float:
        """The median without the search index."""
        return self.median - (statistics.median(self.search) if self.search else 0)


def run(row: Row, command: list[str], root: Path) -> None:
    environment = os.environ | {"KFH_AS_OF": str(corpus.LAST_DAY), "NO_MKDOCS_2_WARNING": "1"}
    start = time.perf_counter()
    with (root.parent / "said.txt").open("w+") as said:
        process = subprocess.Popen(command, cwd=root, env=environment, stdout=said, stderr=said)
        _, status, usage = os.wait4(process.pid, 0)
        row.seconds.append(time.perf_counter() - start)
        process.returncode = os.waitstatus_to_exitcode(status)
        said.seek(0)
        text = said.read()
    if process.returncode:
        sys.exit(f"{row.name} failed:\n{text}")
    row.memory = max(row.memory, usage.ru_maxrss / 1024)
    if found := SEARCH.search(text):
        row.search.append(float(found[1]))


def ours(folder: Path, size: int) -> list[Row]:
    """From nothing, then again with nothing changed, then with one article changed each time."""
    site = corpus.write(folder / "ours", size)
    build = [sys.executable, "-m", "mkdocs", "build", "--strict"]
    cold, warm, edit = (Row(f"{OURS}, {what}", size) for what in ("from nothing", "nothing changed", "one edit"))
    for _ in range(ROUNDS):
        put_aside(site.root, OUTPUTS)
        run(cold, build, site.root)
    run(Row("the tree for the next build", size), build, site.root)
    for _ in range(ROUNDS):
        run(warm, build, site.root)
    article = sorted((site.root / "posts").glob("*.md"))[size // 2]
    for number in range(ROUNDS):
        article.write_text(article.read_text("utf-8").replace("\n\n## ", f"\n\nEdited {number}.\n\n## ", 1), "utf-8")
        run(edit, build, site.root)
    return [cold, warm, edit]


def theirs(folder: Path, name: str, size: int) -> list[Row]:
    root = folder / name
    peer = peers.PEERS[name](root, list(corpus.articles(size)))
    if not peer.is_installed:
        return []
    row = Row(peer.name, size)
    for _ in range(ROUNDS):
        put_aside(root, peers.OUTPUTS)
        run(row, peer.command, root)
        if row.seconds[-1] > LONG:
            break
    return [row]


def put_aside(root: Path, names: tuple[str, ...]) -> None:
    """Have a build start from nothing. What stood is removed in the end, since that would slow down the next build."""
    aside = Path(mkdtemp(dir=root.parent))
    for name in names:
        if (root / name).exists():
            (root / name).rename(aside / name)


def measure(folder: Path, size: int) -> list[Row]:
    rows = ours(folder, size)
    for name in peers.PEERS:
        rows += theirs(folder, name, size)
    return rows


def table(rows: list[Row]) -> str:
    """In the end the ratio of each time, without the search index where that is known apart, to Material's."""
    lines = ["| Articles | Built with | Seconds | Search apart | × Material | Memory |", "|---|---|---|---|---|---|"]
    for row in rows:
        base = next((one.median for one in rows if one.name.startswith("Material") and one.size == row.size), None)
        ratio = f"{row.apart() / base:.3f}" if base else "–"
        search = f"{statistics.median(row.search):.2f}" if row.search else "–"
        memory = f"{row.memory:.0f} MB"
        lines.append(f"| {row.size:,} | {row.name} | {row.median:.2f} | {search} | {ratio} | {memory} |")
    return "\n".join(lines)


def keep(machine: str, rows: list[Row], waits: list[preview.Wait]) -> None:
    results = [vars(row) | {"median": row.median} for row in rows]
    found = {"machine": machine, "rows": results, "preview": [wait._asdict() for wait in waits]}
    RESULT.write_text(json.dumps(found, indent=2) + "\n", "utf-8")


def main() -> None:
    machine = f"{platform.machine()}, {len(os.sched_getaffinity(0))} cores, Python {platform.python_version()}"
    RESULT.parent.mkdir(exist_ok=True)
    rows: list[Row] = []
    with TemporaryDirectory() as folder:
        for size in SIZES:
            rows += measure(Path(folder, str(size)), size)
            keep(machine, rows, [])
            sys.stdout.write(f"\n{machine}; median of {ROUNDS}\n\n{table(rows)}\n")
            sys.stdout.flush()
        waits = preview.measure()
    keep(machine, rows, waits)
    sys.stdout.writelines(f"{wait}\n" for wait in waits)


if __name__ == "__main__":
    main()
