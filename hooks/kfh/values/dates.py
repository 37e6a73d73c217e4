"""Days and moments as editors write them; Europe/London throughout."""

import calendar
import re
from datetime import UTC, date, datetime, time, timezone
from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")
MORNING = time(9)
NOON = 12
LONGEST = 80
"""Characters of the longest text that is looked at as a day and a time."""
MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
"""English names, since those of the `calendar` module follow the computer's locale."""

_DASHES = re.compile("[‐‑‒–—−]")
"""What word processors make of hyphens."""
_WEEKDAY = r"(?i:(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*\.?,? )?"
_WORDS = re.compile(rf"{_WEEKDAY}(\d{{1,2}})(?:st|nd|rd|th)?[ -](?:of )?([A-Za-z]+)\.?,?[ -](\d{{4}}|’?\d{{2}})")
_MONTH_FIRST = re.compile(rf"{_WEEKDAY}([A-Za-z]+)\.? (\d{{1,2}})(?:st|nd|rd|th)?,? (\d{{4}})")
_SLASHES = re.compile(r"(\d{1,2})[/.](\d{1,2})[/.](\d{4})")
_CLOCK = re.compile(
    r"(?P<day>.*?)(?:T|,? at |[ ,]+)(?:(?P<hour>\d{1,2})(?:[:.](?P<minute>\d{2})(?::(?P<second>\d{2}))?)?"
    r"(?: ?(?P<half>[AaPp])\.?[Mm]\.?)?|(?P<noon>noon|midday))(?: ?(?P<zone>Z|GMT|BST|[+-]\d{2}:?\d{2}))?"
)
_ZONES = {"GMT": "Z", "BST": "+01:00"}


class DateFault(ValueError):
    """A text that is no date; `fix` is the date to write instead, or "", and `code` is that of the check."""

    def __init__(self, message: str, fix: str = "", code: str = "KFH205") -> None:
        super().__init__(message)
        self.fix, self.code = fix, code


def day(text: str) -> date:
    """The day that `text` names: `2018-03-09` or `9 March 2018`. Raises DateFault."""
    text = _DASHES.sub("-", text)
    if words := _WORDS.fullmatch(text):
        return _day(_year(words, text), _month(words[2], text), int(words[1]), text)
    if words := _MONTH_FIRST.fullmatch(text):
        return _day(int(words[3]), _month(words[1], text), int(words[2]), text)
    if slashes := _SLASHES.fullmatch(text):
        raise _slashes(slashes)
    if not (iso := re.fullmatch(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})", text)):
        raise DateFault(f'must be a date, year first, such as 2018-03-09; found "{text}"')
    return _day(int(iso[1]), int(iso[2]), int(iso[3]), text)


def moment(text: str) -> datetime:
    """The moment (aware, in London) that `text` names, such as `2018-03-09 14:30` or `9 March 2018, 2pm`.

    A day alone is 09:00. Raises DateFault.
    """
    clock = _clock(text)
    if not clock:
        return in_london(datetime.combine(day(text), MORNING, LONDON))
    at, zone = _time(clock, text), _ZONES.get(clock["zone"], clock["zone"])
    try:
        offset = datetime.fromisoformat(f"2000-01-01T00:00:00{zone}").tzinfo if zone else LONDON
        return _on_the_clock(datetime.combine(day(clock["day"]), at, offset))
    except DateFault as error:
        whole = f"{error.fix} {_hours(at)}{f' {zone}' if zone else ''}" if error.code == "KFH205" else error.fix
        raise DateFault(str(error), whole if error.fix else "", error.code) from None
    except ValueError:
        raise _no_time(text) from None


def _clock(text: str) -> re.Match[str] | None:
    """The parts of a text that names a time of day; a number alone is none."""
    found = _CLOCK.fullmatch(text) if len(text) <= LONGEST else None
    return found if found and (found["minute"] or found["half"] or found["noon"]) else None


def _time(clock: re.Match[str], text: str) -> time:
    if clock["noon"]:
        return time(12)
    hour, minute, half = int(clock["hour"]), int(clock["minute"] or 0), (clock["half"] or "").lower()
    if half and hour == NOON:
        message = f'must have a time by the clock of 24 hours: write 12:00 for noon, 00:00 for midnight; found "{text}"'
        raise DateFault(message)
    try:
        return time(hour + NOON if half == "p" and hour < NOON else hour, minute, int(clock["second"] or 0))
    except ValueError:
        raise _no_time(text) from None


def _no_time(text: str) -> DateFault:
    return DateFault(f'must have a time of day such as 2018-03-09 14:30; found "{text}"')


def _on_the_clock(at: datetime) -> datetime:
    """`at` in London; in the hour that is left out when summer time starts, there is no such moment."""
    real = in_london(at.astimezone(UTC))
    if at.tzinfo is LONDON and real.replace(tzinfo=None) != at.replace(tzinfo=None):
        message = f"must be a time that the clock shows; on {shown(at.date())} clocks go from 01:00 to 02:00"
        raise DateFault(message, written(real), "KFH222")
    return real


def in_london(at: datetime) -> datetime:
    """The moment `at` (aware) as London's clock shows it, with its offset from UTC.

    Python compares two times of one zone by the face of the clock, which shows an hour of October twice.
    """
    there = at.astimezone(LONDON)
    offset = there.utcoffset()
    assert offset is not None
    return there.replace(tzinfo=timezone(offset))


def is_day(text: str) -> bool:
    """Whether a date is written without a time of day."""
    return not _clock(text)


def written(value: date) -> str:
    """A day or a moment as editors write it: `2018-03-09`, or `2018-03-09 14:30` where it is not 09:00.

    In the hour that comes twice when summer time ends, the second is told by its offset.
    """
    if not isinstance(value, datetime) or value.time() == MORNING:
        return f"{value:%Y-%m-%d}"
    return f"{value:%Y-%m-%d} {_hours(value.time())}{' +00:00' if value.astimezone(LONDON).fold else ''}"


def _hours(at: time) -> str:
    return f"{at:%H:%M:%S}" if at.second else f"{at:%H:%M}"


def _month(name: str, text: str) -> int:
    for number, month in enumerate(MONTHS, 1):
        if name.lower() in (month.lower(), month[:3].lower(), month[:4].lower() if month == "September" else ""):
            return number
    message = f'must be a date such as 2018-03-09; "{name}" in "{text}" is no month'
    raise DateFault(message)


def _year(words: re.Match[str], text: str) -> int:
    if len(words[3]) == len("2018"):
        return int(words[3])
    meant = f"20{words[3][-2:]}-{_month(words[2], text):02}-{int(words[1]):02}"
    raise DateFault(f'must be a date with its year in four figures, such as 2018-03-09; found "{text}"', meant)


YEARS = range(1900, 2200)
"""Years that an editor can mean; `0218` and `20118` are slips."""


def _day(year: int, month: int, number: int, text: str) -> date:
    if year not in YEARS:
        raise DateFault(f'must be a date with its year in four figures, such as 2018-03-09; found "{text}"')
    try:
        return date(year, month, number)
    except ValueError:
        raise _no_day(year, month, number, text) from None


def _no_day(year: int, month: int, number: int, text: str) -> DateFault:
    if not (1 <= month <= len(MONTHS) and number > 0):
        return DateFault(f'must be a day of the calendar; "{text}" is none')
    last = calendar.monthrange(year, month)[1]
    message = f'must be a day of the calendar; "{text}" is none, since {MONTHS[month - 1]} {year} has {last} days'
    return DateFault(message, f"{year:04}-{month:02}-{last:02}")


def _slashes(found: re.Match[str]) -> DateFault:
    """British order is day first; where the other reading is a date too, the editor must say which."""
    first, second, year = int(found[1]), int(found[2]), int(found[3])
    readings = sorted({(month, number) for number, month in ((first, second), (second, first)) if month <= len(MONTHS)})
    written = [f"{year}-{month:02}-{number:02}" for month, number in readings]
    if len(written) == 1:
        return DateFault(f'must be written year first; found "{found[0]}"', written[0])
    either = f"; either {' or '.join(written)}" if written else ""
    return DateFault(
        f'must be written year first, so that day and month cannot be confused; found "{found[0]}"{either}'
    )


def as_of(text: str | None) -> datetime:
    """The moment that counts as now: `text`, or the clock's where there is none.

    A day alone means the end of that day in London: the site as it stood that night. Raises DateFault.
    """
    if not text:
        return in_london(datetime.now(UTC))
    if _clock(text):
        return moment(text)
    return in_london(datetime.combine(day(text), time(23, 59, 59), LONDON))


def last_day(now: datetime) -> date:
    """The last day on which something can have been done: the real one, or a later one that counts as now."""
    return max(as_of(None), now).astimezone(LONDON).date()


def shown(value: date) -> str:
    """`26 February 2018`, whatever the locale; a moment shows its day in London."""
    value = value.astimezone(LONDON) if isinstance(value, datetime) else value
    return f"{value.day} {MONTHS[value.month - 1]} {value.year}"
