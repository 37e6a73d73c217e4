"""Commands as an editor starts them; those that tests start hundreds of times, in copies of a process that has all."""

import importlib
import logging
import multiprocessing
import os
import runpy
import subprocess
import sys
import tempfile
import warnings
from functools import cache
from pathlib import Path
from types import SimpleNamespace

HOOKS = Path(__file__).parents[1] / "hooks"
LOADED = ["engine.build", "kfh.__main__", "kfh.commands.check", "material", "mkdocs.__main__", "pymdownx.superfences"]
"""What builds and checks load."""


def started(command: tuple[str, ...], root: Path, environment: dict[str, str]) -> SimpleNamespace:
    """What a command says, as a new process of Python."""
    done = subprocess.run(
        [sys.executable, "-m", *command], cwd=root, env=environment, capture_output=True, encoding="utf-8", check=False
    )
    return _done(done.returncode, done.stdout, done.stderr)


def forked(command: tuple[str, ...], root: Path, environment: dict[str, str]) -> SimpleNamespace:
    """What a command says, in a copy of this process: it need not load its modules, which takes most of its time."""
    _load()
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
        arguments = (command, root, environment, out.fileno(), err.fileno())
        process = multiprocessing.get_context("fork").Process(target=_become, args=arguments)
        process.start()
        process.join()
        said = [os.pread(file.fileno(), os.fstat(file.fileno()).st_size, 0).decode() for file in (out, err)]
    assert process.exitcode is not None
    return _done(process.exitcode, *said)


def _done(code: int, out: str, err: str) -> SimpleNamespace:
    return SimpleNamespace(code=code, out=out, err=err, text=out + err)


@cache
def _load() -> None:
    sys.path.append(str(HOOKS))
    for name in LOADED:
        importlib.import_module(name)


def _become(command: tuple[str, ...], root: Path, environment: dict[str, str], out: int, err: int) -> None:
    """Leave what belongs to the tests behind, and go on as `python -m` would."""
    os.chdir(root)
    os.environ.clear()
    os.environ.update(environment)
    for number, file in enumerate([os.open(os.devnull, os.O_RDONLY), out, err]):
        os.dup2(file, number)
    sys.stdin, sys.stdout, sys.stderr = (
        open(number, mode, encoding="utf-8", closefd=False)  # noqa: SIM115 (open as long as the process)
        for number, mode in enumerate("rww")
    )
    logging.root.handlers.clear()
    warnings.resetwarnings()
    warnings.simplefilter("ignore")
    sys.argv = list(command)
    sys.path.insert(0, str(root))
    sys.modules.pop(f"{command[0]}.__main__", None)
    runpy.run_module(command[0], run_name="__main__", alter_sys=True)
