"""The site that browsers are shown: this project's own pages and articles, and samples of what they do not have yet."""

import io
import shutil

import yaml
from PIL import Image
from tests.sites import PROJECT, Site

RICH = """---
title: Everything that an article may hold, on one page
date: 2018-04-20
authors:
  - Sarah Hennessy
  - Regional Library Leads
tags:
  - Workforce
  - Quality
  - "#AMillionDecisions"
work_streams:
  - Quality and impact
  - Workforce planning and development
updated: 2018-04-23
change_note: The table has a third row.
image: reading-room.png
image_alt: A plain green rectangle that stands for a reading room
image_credit: "Picture: the test"
---

This sample has a paragraph with *emphasis*, **strong words**, `code in a line`, a
link to [the bulletin](../bulletins/2018-03-09-update-from-hee-lks-leads.md), a link
[to another site](https://example.com/a/rather/long/address/that-does-not-end?soon=true) and a note.[^1]

<!-- more -->

## A table

| Region | Services | Answered |
|:---|---:|:---:|
| North | 54 | yes |
| Midlands and East | 47 | yes |
| London and the South, with a long name | 79 | not yet |

A wide one:

| January | February | March | April | May | June | July | August | September | October | November | December |
|---|---|---|---|---|---|---|---|---|---|---|---|
| 1,234 | 2,345 | 3,456 | 4,567 | 5,678 | 6,789 | 7,890 | 8,901 | 9,012 | 10,123 | 11,234 | 12,345 |

## A picture

![A plain green rectangle](reading-room.png)

## Boxes

!!! note
    A note with a [link](../docs/about.md).

!!! warning "Mind the date"
    The form closes on 30 April.

??? question "How do I take part?"
    Ask your library lead.

## A quotation and code

> Decisions should rest on evidence, and evidence should be easy to find.

```python
def a_rather_long_function_name(with_an_argument, and_another_argument, and_a_third_one_that_is_long):
    return with_an_argument
```

### Lists

1. First
2. Second
    - with a point
    - and another
3. Third

Averyveryverylongwordthatdoesnotfitintothewidthofatelephonesscreenandhastobebroken.

## The end

A last paragraph on HLG, with ~~struck~~ words. HLG again.

[^1]: The note, with a [link](https://example.com/).
"""
POST = """---
title: {title}
date: {date}
authors:
  - Regional Library Leads
tags:
  - Workforce
  - Conferences
{more}---

The first paragraph says what this post is about: {title}. It
goes on for a second sentence, so that it fills a few lines in a list.

<!-- more -->

## What we did

We talked to colleagues, and wrote down what they said.

## What comes next

Tell us what you think.
"""
BULLETIN = """---
title: Update from HEE LKS Leads
date: {date}
tags:
  - Leads update
  - Procurement
summary: News from the leads' meeting of {meeting}, on funding, content and quality.
issued_by: HEE Library and Knowledge Service Leads Group
meeting_date: {meeting}
next_meeting: {following}
audience: Managers and teams of library and knowledge services
contact:
  name: Your library lead
  page: https://kfh.test/contact/
---

The leads met on {meeting}.

## Funding

{number} proposals were talked over.

{points}

## Content

The collection grows.
"""
ROOT = "https://kfh.test/library/"
"""Where the sample says that it stands: a site must not count on being at the root of its host."""

PAGES = {
    "home": "",
    "article": "blog/2018/04/20/everything/",
    "post": "blog/2017/09/04/amilliondecisions-progress-plans/",
    "bulletin": "bulletins/2018/03/09/update-from-hee-lks-leads/",
    "everything": "all/",
    "blog": "blog/",
    "second page": "blog/page/2/",
    "bulletins": "bulletins/",
    "tag": "tag/amilliondecisions/",
    "work stream": "work-stream/quality-and-impact/",
    "empty": "work-stream/service-transformation/",
    "author": "author/regional-library-leads/",
    "year": "2018/",
    "month": "2018/03/",
    "bulletins of a year": "bulletins/2017/",
    "tags": "tags/",
    "subscribe": "subscribe/",
    "about": "about/",
    "statement": "accessibility/",
    "privacy": "privacy/",
    "contact": "contact/",
    "writing": "writing/",
    "search": "search/",
    "not found": "there/is/no/such/page/",
}
"""One page of each kind, by its path below the site's root."""

ALIKE = ("post", "everything", "work stream", "empty", "author", "month", "about", "privacy", "contact", "writing")
"""The kinds that share their template with another."""

MEETINGS = (("2017-10-13", "2017-10-02"), ("2017-12-08", "2017-11-27"), ("2018-01-19", "2018-01-08"))
POSTS = 16


def write(site: Site) -> None:
    """Lay the sources of the sample into the folder of `site`."""
    for folder in ("docs", "posts", "bulletins"):
        shutil.copytree(PROJECT / folder, site.root / folder, dirs_exist_ok=True)
    site.write("mkdocs.yml", yaml.safe_dump(_settings(), sort_keys=False))
    site.write("posts/2018-04-20-everything.md", RICH)
    site.write("posts/reading-room.png", _picture())
    for number in range(1, POSTS + 1):
        year, month = 2016 + (number + 5) // 12, (number + 5) % 12 + 1
        more = "discussion: closed\n" if number == POSTS else ""
        day = f"{year}-{month:02}-12"
        text = POST.format(title=f"What we learned on our visit number {number}", date=day, more=more)
        site.write(f"posts/{day}-visit-{number}.md", text)
    for number, (day, meeting) in enumerate(MEETINGS, 2):
        fields = {
            "date": day,
            "meeting": meeting,
            "following": "2018-02-26",
            "number": number,
            "points": _points(40 if number == 2 else 1),
        }
        site.write(f"bulletins/{day}-update-from-hee-lks-leads.md", BULLETIN.format(**fields))


def _picture() -> bytes:
    picture = io.BytesIO()
    Image.new("RGB", (1600, 900), "#2d6a6a").save(picture, "PNG")
    return picture.getvalue()


def _points(number: int) -> str:
    """A list whose points are each some lines long: enough of them fill more than one sheet of paper."""
    return "\n".join(
        f"- Point {count} begins; {'it goes on and on, ' * 12} point {count} ends." for count in range(number)
    )


def _settings() -> dict:
    real = yaml.safe_load((PROJECT / "mkdocs.yml").read_text("utf-8"))
    return real | {
        "site_url": ROOT,
        "theme": real["theme"] | {"custom_dir": str(PROJECT / "overrides")},
        "hooks": [str(PROJECT / "hooks/publish.py")],
    }
