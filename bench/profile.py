"""make profile: where the time of a build goes, stage by stage and function by function, in one process."""

import cProfile
import io
import os
import pstats
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from mkdocs.__main__ import cli

from bench import corpus

ARTICLES = int(os.environ.get("KFH_SIZES", "1000").split()[0])
SHOWN = 40


def main() -> None:
    """The stages are named in the last line of the build; one core only, since children would not be seen."""
    os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
    with TemporaryDirectory() as folder:
        os.chdir(corpus.write(Path(folder), ARTICLES).root)
        os.environ["KFH_AS_OF"] = str(corpus.LAST_DAY)
        profile = cProfile.Profile()
        profile.enable()
        cli(["build", "--strict"], standalone_mode=False)
        profile.disable()
        os.chdir("/")
    written = io.StringIO()
    pstats.Stats(profile, stream=written).sort_stats("tottime").print_stats(SHOWN)
    sys.stdout.write(written.getvalue())


if __name__ == "__main__":
    main()
