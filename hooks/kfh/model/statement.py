"""The accessibility statement: the headings that public monitoring looks for, and who tested what and when.

Source: the model accessibility statement of the Government Digital Service, for the Public Sector Bodies (Websites and
Mobile Applications) (No. 2) Accessibility Regulations 2018.
"""

from __future__ import annotations

import re
from html import escape

from kfh.model import settings
from kfh.model.settings import Settings
from kfh.values import dates

PATH = "docs/accessibility.md"
HEADINGS = (
    "## How accessible this website is",
    "## Feedback and contact information",
    "## Reporting accessibility problems with this website",
    "## Enforcement procedure",
    "## Technical information about this website's accessibility",
    "### Compliance status",
    "## Non-accessible content",
    "### Non-compliance with the accessibility regulations",
    "### Disproportionate burden",
    "### Content that's not within the scope of the accessibility regulations",
    "## What we're doing to improve accessibility",
    "## Preparation of this accessibility statement",
)
_MARK = re.compile(r"\{(\w+)\}")


def filled(content: str, found: Settings) -> str:
    """The HTML of the statement with each mark, such as `{reviewed}`, replaced by the words of the settings."""
    values = {name: escape(value) for name, value in _values(found).items()}
    values["address"] = f'<a href="{values["address"]}">{values["address"]}</a>'
    return _MARK.sub(lambda mark: values.get(mark[1], mark[0]), content)


def _values(found: Settings) -> dict[str, str]:
    said = found.accessibility
    days = {"prepared": said.prepared, "reviewed": said.reviewed, "tested": said.tested}
    texts = {"tested_by": said.tested_by, "compliance": said.compliance, "reply_days": said.reply_days}
    given = {name: dates.shown(day) for name, day in days.items() if day}
    given |= {name: str(text) for name, text in texts.items() if text}
    reasons = "" if said.compliance == settings.Compliance.FULL else ", due to the non-compliances listed below"
    gaps = {name: f"[{name.replace('_', ' ')} – to be filled in]" for name in (*days, *texts)}
    return gaps | given | {"organisation": found.organisation, "address": found.root, "reasons": reasons}
