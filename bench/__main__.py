"""make bench: build sites of several sizes from nothing, and print a table of time and memory."""

import json
import os
import platform
import resource
import statistics
import subprocess
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory

from bench import corpus

SIZES = (200, 1000, 5000)
ROUNDS = 3
RESULT = Path(".cache/bench.json")


def build(root: Path) -> tuple[float, float]:
    """Seconds and MB (the most that one process had in memory) of one build of the site at `root`."""
    environment = os.environ | {"KFH_AS_OF": str(corpus.LAST_DAY), "NO_MKDOCS_2_WARNING": "1"}
    start = time.perf_counter()
    subprocess.run([sys.executable, "-m", "mkdocs", "build", "-q", "--strict"], cwd=root, env=environment, check=True)
    return time.perf_counter() - start, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024


def measure(size: int) -> dict[str, float]:
    """The median of several builds; memory is the most of all so far, and sizes go up."""
    with TemporaryDirectory() as folder:
        site = corpus.write(Path(folder), size)
        runs = [build(site.root) for _ in range(ROUNDS)]
    return {
        "articles": size,
        "seconds": round(statistics.median(seconds for seconds, _ in runs), 2),
        "memory_mb": round(max(memory for _, memory in runs)),
    }


def main() -> None:
    results = [measure(size) for size in SIZES]
    machine = f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}"
    RESULT.parent.mkdir(exist_ok=True)
    RESULT.write_text(json.dumps({"machine": machine, "cold": results}, indent=2) + "\n", "utf-8")
    sys.stdout.write(f"{machine}\n\n| Articles | Seconds | Memory |\n|---|---|---|\n")
    for result in results:
        sys.stdout.write(f"| {result['articles']:,} | {result['seconds']} | {result['memory_mb']} MB |\n")


if __name__ == "__main__":
    main()
