from io import StringIO

from kfh.runtime.progress import PATIENCE, Progress


class Terminal(StringIO):
    def isatty(self):
        return True


class Clock:
    def __init__(self):
        self.now = 100.0

    def __call__(self):
        return self.now


def told(stream, waited):
    clock = Clock()
    progress = Progress(stream, clock)
    with progress.stage("articles"):
        clock.now += waited
        progress.tell("Rendering articles", 1200, 5000)
    return stream.getvalue(), progress


def test_a_long_build_says_at_a_terminal_how_far_it_is_and_leaves_no_line_behind():
    shown, _ = told(Terminal(), PATIENCE + 1)
    assert "Rendering articles: 1,200 of 5,000" in shown
    assert shown.endswith("\r\x1b[K")


def test_a_short_build_only_names_its_stage():
    shown, _ = told(Terminal(), PATIENCE - 1)
    assert "Articles …" in shown
    assert "1,200" not in shown


def test_a_log_gets_no_progress():
    assert told(StringIO(), PATIENCE + 1)[0] == ""


def test_the_times_of_a_build_are_told_by_stage():
    assert told(StringIO(), 3)[1].times() == "3.00 seconds: articles 3.00"
