"""The catalogue's examples, in a site with nothing wrong: each wrong one is told by its code alone, and no right one.

A rule that is switched off tells no longer what it is there for.
"""

import copy
import os
import re
import shutil
import subprocess
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path

import pytest
import yaml
from PIL import Image
from tests.sites import DOT, NOW, PDF, Site

from kfh import site as sites
from kfh.model.statement import HEADINGS
from kfh.plan import ledger
from kfh.problems.catalogue import CHECKS
from kfh.reading.sources import Sources
from kfh.rules import registry
from kfh.values import dates

DAY = "2018-03-09"
FIELDS = f"""title: An example
date: {DAY}
tags:
  - HEE
"""
FURTHER = """summary: What the leads talked about.
issued_by: Leads Group
meeting_date: 2018-02-26
audience: Library managers
contact:
  name: Your HEE LKS Lead
  email: lks-leads@kfh.test
"""
TAGS = {
    "hee": {"label": "HEE"},
    "quality": {"label": "Quality"},
    "amilliondecisions": {"label": "#AMillionDecisions", "aliases": ["million decisions"]},
    "partnerships": {"label": "Partnerships"},
    "workforce": {"label": "Workforce"},
    "staff": {"label": "Staff", "merged_into": "workforce", "merged_on": "2018-01-01"},
}
AUTHORS = {"leads-group": {"name": "Leads Group"}, "sarah-hennessy": {"name": "Sarah Hennessy"}}
ACCESSIBILITY = {
    "prepared": "2018-01-08", "reviewed": "2018-02-01", "tested": "2018-01-30", "tested_by": "the web team",
    "compliance": "partially compliant", "reply_days": "5",
}  # fmt: skip
POST, BULLETIN, STATEMENT = "posts/{}-example.md", "bulletins/{}-example.md", "docs/accessibility.md"
AT, PLANS = POST.format(DAY), "posts/2018-03-09-plans.md"
ENDING = "Please send comments or queries to your HEE LKS Lead."


def written(fields, text):
    return f"---\n{fields}---\n\n{text}\n"


def sound(root):
    """A site in which nothing is wrong, with what the examples lead to."""
    made = Site(root, {"accessibility": ACCESSIBILITY}, site_url="https://kfh.test/")
    for name, entries in {"tags": TAGS, "authors": AUTHORS, "work_streams": {}}.items():
        made.write(f"docs/vocabulary/{name}.yml", yaml.safe_dump(entries, sort_keys=False))
    links = "[Plan](plan.pdf), ![A map of the town](map.png), ![A stand with leaflets](stand.jpg)"
    made.write("docs/vocabulary/acronyms.yml", "HEE: Health Education England\nLKS: Library and Knowledge Services\n")
    made.write(PLANS, written(FIELDS.replace("An example", "Our plans"), links))
    made.write("posts/2018-03-12-next-part.md", written(FIELDS.replace(DAY, "2018-03-12") + "status: draft\n", "Text."))
    made.write("posts/plan.pdf", PDF)
    made.write("posts/map.png", DOT)
    made.write("posts/stand.jpg", picture("JPEG"))
    made.write("docs/contact.md", written("title: Contact\n", "Write to the team."))
    made.write(STATEMENT, statement())
    return made


def statement():
    return written("title: Accessibility\n", "\n\n".join(f"{heading}\n\nNone." for heading in HEADINGS))


def picture(form, size=(2, 2), **options):
    written = BytesIO()
    Image.new("RGB", size).save(written, form, **options)
    return written.getvalue()


def with_fields(fields, example):
    """The fields, those of the example in place of their own."""
    names = {name.lower() for name in re.findall(r"^(\w+)", example, re.MULTILINE)}
    own = re.findall(r"^\w+:.*\n(?:[ -].*\n)*", fields, re.MULTILINE)
    kept = [field for field in own if field.partition(":")[0] not in names]
    return "".join((*kept, example.rstrip("\n"), "\n"))


def article(pattern, fields, example, text):
    """The path and the content of an article with an example among its fields, and in its text after hyphens."""
    of_fields, _, own = example.partition("\n---\n")
    day = re.search(r"^date: (\d{4}-\d\d-\d\d)", example, re.MULTILINE)
    body = f"{own.strip()}\n\n{ENDING}" if own else text
    return pattern.format(day[1] if day else DAY), written(with_fields(fields, of_fields), body)


def among(text):
    return f"Some words.\n\n{text.rstrip()}\n\nMore words."


def put(site, at, example):
    """Write an example into a site, at its place."""
    if at.startswith("settings"):
        change(site, yaml.safe_load(example), ("extra", "publishing") if at.endswith("publishing") else ())
    elif at.startswith("docs/"):
        register(site, at, example)
    else:
        site.write(*PLACES[at](example))
        if at == "name of a file" and not {"/", ":"} & set(example):
            site.write(AT, written(FIELDS, f"[A file]({example})"))


def in_folder(name):
    return name if "/" in name else f"posts/{name}"


PLACES = {
    "fields of a post": lambda example: article(POST, FIELDS, example, "Text."),
    "fields of a bulletin": lambda example: article(BULLETIN, FIELDS + FURTHER, example, f"Text.\n\n{ENDING}"),
    "fields of a page": lambda example: ("docs/example.md", written(with_fields("title: A page\n", example), "Text.")),
    "file of a post": lambda example: (AT, example),
    "text of a post": lambda example: (AT, written(FIELDS, among(example))),
    "text of a bulletin": lambda example: (BULLETIN.format(DAY), written(FIELDS + FURTHER, f"Text.\n\n{example}")),
    "text of docs/contact.md": lambda example: ("docs/contact.md", written("title: Contact\n", among(example))),
    "name of a post": lambda example: (in_folder(example), written(FIELDS, "Text.")),
    "name of a file": lambda example: (in_folder(example), "" if "/" in example else PDF),
}
"""By where an example stands: what gives the path and the content of the file that has it."""


def change(site, settings, group):
    found = top = yaml.safe_load((site.root / "mkdocs.yml").read_text("utf-8"))
    for name in group:
        found = found[name]
    for name, value in settings.items():
        found[name] = found[name] | value if isinstance(value, dict) and name in found else value
    site.write("mkdocs.yml", yaml.safe_dump(top, sort_keys=False))


def register(site, path, example):
    own = {} if example.startswith("- ") else yaml.safe_load((site.root / path).read_text("utf-8"))
    kept = {slug: entry for slug, entry in own.items() if f"{slug}:" not in example.split("\n")}
    site.write(path, example.rstrip() + "\n" + (yaml.safe_dump(kept, sort_keys=False) if kept else ""))


def codes(site, *, publish=False):
    """The codes of what is wrong with a site, found anew: what is kept does not know which rules are switched off."""
    shutil.rmtree(site.root / ".cache/kfh/checks", ignore_errors=True)
    checked = sites.check(Sources(site.root), dates.as_of(NOW), publish=publish, advice=True)
    return {problem.code for problem in checked.problems}


# What no text can show: the wrong one and the right one of each.


def example(content, path=AT):
    return lambda site: site.write(path, content)


def published(site):
    """Write the ledger of a site as it is now, after publishing."""
    sources = Sources(site.root)
    plan = sites.check(sources, dates.as_of(NOW)).published
    site.write(ledger.FILE, ledger.load(sources).with_plan(plan, sources).as_text())


def after_publishing(*changes):
    """An example that was published, and then changed by each of `changes`."""

    def build(site):
        example(PUBLISHED)(site)
        published(site)
        for one in changes:
            one(site)

    return build


def gone(*paths):
    return lambda site: [(site.root / path).unlink() for path in paths]


def made_of(make):
    """What `make` makes in place of a file, at its path below the site's root."""

    def build(site, path):
        (site.root / path).unlink(missing_ok=True)
        make(site.root / path)

    return build


def with_file(name, content, address=""):
    text = written(FIELDS, f"[A file]({address or name})")
    return lambda site: (site.write(f"posts/{name}", content), example(text)(site))


def linked(site):
    outside = site.write("minutes.pdf", PDF)
    (site.root / "posts/agenda.pdf").symlink_to(outside)
    example(written(FIELDS, "Text."))(site)


GIT = shutil.which("git")


def kept_by_git(site):
    site.write(".cache/kfh/checks/x", "")
    for command in (["init", "-q"], ["add", "-f", ".cache"]):
        subprocess.run((GIT, *command), cwd=site.root, check=True)


def without_publishing(site):
    top = yaml.safe_load((site.root / "mkdocs.yml").read_text("utf-8"))
    site.write("mkdocs.yml", yaml.safe_dump({name: value for name, value in top.items() if name != "extra"}))


def with_tags(**entries):
    """The register of tags with these entries in place of their own; those that are None go."""
    changed = {slug: entry for slug, entry in (TAGS | entries).items() if entry}
    return example(yaml.safe_dump(changed, sort_keys=False), "docs/vocabulary/tags.yml")


def recorded(row):
    """One more line of the ledger."""
    return lambda site: site.write(ledger.FILE, (site.root / ledger.FILE).read_text("utf-8") + row)


def retired(address):
    return example(f"{address}: It named a patient.\n", "docs/vocabulary/retired.yml")


def aliases(*addresses):
    return example(written(f"{FIELDS}aliases: [{', '.join(addresses)}]\n", "Text."))


def two(first, second):
    return lambda site: (example(first)(site), example(second, "posts/2018-03-08-other.md")(site))


PUBLISHED = written(FIELDS.replace("HEE", "Quality"), "Text.")
OTHER = FIELDS.replace(DAY, "2018-03-08").replace("An example", "Another")
LONG = "Ten words and more that are the same in both articles."
SHORT = "What the leads discussed in February, and what they ask of everybody who runs a library. "
RENAMED = "posts/2018-03-09-better-name.md"
ID, ADDRESS = "tag:kfh.test,2018-03-09:post/example", "/blog/2018/03/09/example/"
LATER = written(FIELDS.replace(DAY, "2018-04-09"), "[The map](map.png)")
WITHOUT_PLAN = example(written(FIELDS, "[A map](map.png), [a stand](stand.jpg)"), PLANS)
STANDARDS = example(PUBLISHED.replace("Quality", "Standards"))
BUILT = {
    "KFH101": (example(written(FIELDS, "The trust’s plans.").encode("cp1252")),
               example(written(FIELDS, "The trust’s plans."))),
    "KFH103": (lambda site: made_of(Path.mkdir)(site, "docs/vocabulary/tags.yml"), example(written(FIELDS, "Text."))),
    "KFH109": (example(written(FIELDS.replace("An", "An\x01"), "Text.")), example(written(FIELDS, "Text."))),
    "KFH112": (example(written(FIELDS, "Text.").replace("\n", "\r\n")), example(written(FIELDS, "Text."))),
    "KFH207": (example(written(f"{FIELDS}summary: {SHORT * 5}\n", "Text.")),
               example(written(f"{FIELDS}summary: {SHORT}\n", "Text."))),
    "KFH312": (after_publishing(retired("/media/mapp.png")), after_publishing()),
    "KFH402": (example(written(FIELDS.replace("2018", "2017"), "Text.")), example(written(FIELDS, "Text."))),
    "KFH403": (two(written(FIELDS + "aliases: [/old/]\n", "Text."), written(OTHER + "aliases: [/old/]\n", "Text.")),
               two(written(FIELDS + "aliases: [/old/]\n", "Text."), written(OTHER, "Text."))),
    "KFH405": (two(written(f"{FIELDS}guid: one\n", "Text."), written(f"{OTHER}guid: one\n", "Text.")),
               two(written(f"{FIELDS}guid: one\n", "Text."), written(OTHER, "Text."))),
    "KFH410": (with_file("page.jpg", b"<html>"), with_file("page.jpg", picture("JPEG"))),
    "KFH412": (aliases("/media/lost.pdf"), with_file("lost.pdf", PDF)),
    "KFH413": (linked, with_file("agenda.pdf", PDF)),
    "KFH415": (lambda site: made_of(os.mkfifo)(site, "posts/pipe.pdf"), with_file("pipe.pdf", PDF)),
    "KFH417": (example(PDF, "posts/agenda.pdf"), with_file("agenda.pdf", PDF)),
    "KFH425": (with_file("poster.png", picture("PNG", (10_000, 5_100))), with_file("poster.png", picture("PNG"))),
    "KFH426": (with_file("report.pdf", PDF + b" " * 5_300_000 + PDF), with_file("report.pdf", PDF)),
    "KFH427": (with_file("agenda.pdf", b"<html>Log in"), with_file("agenda.pdf", PDF)),
    "KFH430": (kept_by_git, example("", ".cache/kfh/checks/x")),
    "KFH524": (example(written(FIELDS, "[" * 300)), example(written(FIELDS, "[" * 3 + "Text." + "]" * 3))),
    "KFH532": (two(written(FIELDS, LONG), written(OTHER, LONG)), two(written(FIELDS, LONG), written(OTHER, "Others."))),
    "KFH601": (without_publishing, example(written(FIELDS, "Text."))),
    "KFH704": (example(statement().replace("Enforcement procedure", "Enforcement"), STATEMENT),
               example(statement(), STATEMENT)),
    "KFH705": (aliases("/what%3f/"), aliases("/what/")),
    "KFH801": (aliases(*(f"/old/{number}/" for number in range(2_100))), aliases("/old/1/")),
    "KFH802": (aliases("/?p=123"), aliases("/old/")),
    "KFH803": (after_publishing(recorded("More\n")), after_publishing()),
    "KFH804": (after_publishing(gone(AT), example(PUBLISHED, RENAMED)),
               after_publishing(gone(AT), example(
                   PUBLISHED.replace("tags:", f'guid: "{ID}"\naliases: [{ADDRESS}]\ntags:'), RENAMED))),
    "KFH805": (after_publishing(gone(AT)),
               after_publishing(example(PUBLISHED.replace("tags:", "status: withdrawn\ntags:")))),
    "KFH806": (after_publishing(example(PUBLISHED.replace("tags:", "slug: other\ntags:"))),
               after_publishing(example(PUBLISHED.replace("tags:", f"slug: other\naliases: [{ADDRESS}]\ntags:")))),
    "KFH807": (after_publishing(recorded("/old-news/feed.xml\tfeed\n")), after_publishing()),
    "KFH808": (after_publishing(gone("posts/plan.pdf"), WITHOUT_PLAN),
               after_publishing()),
    "KFH809": (after_publishing(example(PUBLISHED.replace("Quality", "HEE")), with_tags(
                   quality=None, hee={"label": "HEE", "aliases": ["Quality"]})),
               after_publishing(example(PUBLISHED.replace("Quality", "HEE")), with_tags(
                   quality={"label": "Quality", "merged_into": "hee", "merged_on": "2018-05-01"}))),
    "KFH810": (with_file("plan%0Afinal.pdf", PDF, "plan%250Afinal.pdf"), with_file("plan-final.pdf", PDF)),
    "KFH811": (after_publishing(STANDARDS, with_tags(quality=None, standards={"label": "Standards"})),
               after_publishing(STANDARDS, with_tags(
                   quality=None, standards={"label": "Standards", "aliases": ["/tag/quality/"]}))),
    "KFH812": (after_publishing(example(picture("PNG"), "posts/map.png"), example(LATER, POST.format("2018-04-09"))),
               after_publishing(example(LATER, POST.format("2018-04-09")))),
    "KFH813": (after_publishing(retired("/media/plan.pdf")), after_publishing()),
    "KFH814": (after_publishing(retired(ADDRESS)), after_publishing(WITHOUT_PLAN, retired("/media/plan.pdf"))),
}  # fmt: skip


def build(site, code, which):
    """Write the wrong or the right example of a code into a site."""
    if code in BUILT:
        BUILT[code][which == "right"](site)
    else:
        put(site, CHECKS[code].at, getattr(CHECKS[code], which))


@pytest.fixture(scope="session")
def template(tmp_path_factory):
    return sound(tmp_path_factory.mktemp("sound") / "site")


@pytest.fixture
def sample(template, tmp_path):
    made = copy.copy(template)
    made.root = tmp_path / "site"
    shutil.copytree(template.root, made.root)
    return made


def put_at(at, text):
    return lambda site: put(site, at, text)


def in_text(text):
    return put_at("text of a post", text)


def discussed(address):
    return put_at("fields of a post", f"discussion: {address}")


def unreadable(name, content):
    def build(site):
        if os.geteuid() == 0:
            pytest.skip("there is nothing that this user cannot read")
        with_file(name, content)(site)
        (site.root / f"posts/{name}").chmod(0)

    return build


def noise(site):
    written = BytesIO()
    Image.frombytes("RGB", (1000, 1800), os.urandom(1000 * 1800 * 3)).save(written, "PNG", compress_level=0)
    with_file("stall.png", written.getvalue())(site)


DEEP = in_text("> " * 205 + "Text.")
LOST = {"KFH116": in_text("A\ufffe."), "KFH524": DEEP}
ALIAS = example(PUBLISHED.replace("tags:", "aliases: [/old/]\ntags:"))
FURTHER_EXAMPLES = {
    "pages_stay KFH806": after_publishing(gone("docs/contact.md")),
    "redirects_stay KFH806": lambda site: (ALIAS(site), published(site), example(PUBLISHED)(site)),
    "files_are_what_their_names_say KFH103": unreadable("agenda.pdf", PDF),
    "pictures_can_be_shown KFH103": unreadable("stall.png", DOT),
    "pictures_can_be_shown KFH426": noise,
    "the_ledger_is_whole KFH413": lambda site: (site.root / ledger.FILE).symlink_to(site.write("other.txt", "")),
    "the_ledger_is_whole KFH101": lambda site: site.write(ledger.FILE, "# é".encode("utf-16")),
    "the_ledger_is_whole KFH103": lambda site: made_of(Path.mkdir)(site, ledger.FILE),
    "the_ledger_is_whole KFH415": lambda site: made_of(os.mkfifo)(site, ledger.FILE),
    "files_are_named KFH418": put_at("name of a post", "2018-03-09-update.md.txt"),
    "settings_have_no_placeholders KFH701": put_at("settings", "repo_url: https://example.org/kfh"),
    "the_statement_is_filled_in KFH701": lambda site: Site(
        site.root, {"accessibility": {}}).write("docs/vocabulary/tags.yml", yaml.safe_dump(TAGS)),
    "the_statement_is_reviewed KFH230": put_at("settings of publishing", "accessibility:\n  tested: 2028-01-30"),
    "links_lead_where_readers_can_go KFH504": in_text("![A map of the town](www.kfh.test/map.png)"),
    "html_is_allowed KFH503": in_text('<a href="javascript:print()">Print</a>'),
    "html_is_allowed KFH504": in_text('<img src="https://pictures.kfh.org/a.png" alt="A map of the town">'),
    "nothing_is_too_deep KFH524": DEEP,
    "braces_are_allowed KFH502": in_text('[our plans](2018-03-09-plans.md){: onclick="go()"}'),
    "braces_are_allowed KFH503": in_text('[our plans](2018-03-09-plans.md){: href="javascript:go()"}'),
    "braces_are_allowed KFH504": in_text('![A map of the town](map.png){: src="//kfh.org/a.png"}'),
    "braces_are_allowed KFH523": in_text('[our plans](2018-03-09-plans.md){: colour="red"}'),
    "files_can_be_published KFH401": put_at("name of a post", "2018-03-09-update.markdown"),
    "fields_are_those_of_its_folder KFH418": put_at("fields of a post", FURTHER),
    "addresses_in_fields_work_for_everybody KFH518": discussed("https://login.proxy.kfh.org/login?url=https://a.org/1"),
    "addresses_in_fields_work_for_everybody KFH535": discussed("http://localhost/topic"),
    "addresses_in_fields_work_for_everybody KFH536": discussed("https://www.google.com/url?q=https://kfh.org/topic"),
    "addresses_in_fields_work_for_everybody KFH537": discussed("http://https://kfh.org/topic"),
    "next_meeting_is_after_this_one KFH211": put_at("fields of a bulletin", "next_meeting: 2018-02-01"),
    "the_picture_s_description_says_something KFH538": put_at("fields of a post", "image: stand.jpg\nimage_alt: image"),
}  # fmt: skip
"""By the names of rules and their codes: of those that share a code with another, of which the catalogue has one."""

ON_PUBLISHING = ("KFH701", "KFH704")
"""What is told only of a site that is published."""


UNKNOWN = ("KFH564",)
"""What no text is known to bring about; see tests/text/test_lost_words.py."""


def test_every_example_has_one_place_where_it_stands():
    assert {code for code, check in CHECKS.items() if not check.at} == {*BUILT, *UNKNOWN}


@pytest.mark.parametrize("which", ["wrong", "right"])
@pytest.mark.parametrize("code", sorted(CHECKS.keys() - {*UNKNOWN}))
def test_a_wrong_example_is_told_by_its_code_alone_and_a_right_one_not_at_all(sample, code, which):
    build(sample, code, which)
    assert codes(sample, publish=code in ON_PUBLISHING) == ({code} if which == "wrong" else set())


registry.load()
RULES = [rule for level, rules in registry.RULES.items() for rule in rules if level != "Shown"]
OF_RENDERED = registry.RULES["Shown"]
"""They look for what the others miss, in what a text was rendered into."""


def pairs(rules):
    return [(rule, code) for rule in rules for code in sorted(rule.codes - {*UNKNOWN})]


@pytest.mark.parametrize(("rule", "code"), pairs(RULES), ids=lambda it: it if isinstance(it, str) else it.look.__name__)
def test_a_rule_that_is_switched_off_tells_its_example_no_more(sample, rule, code):
    further = FURTHER_EXAMPLES.get(f"{rule.look.__name__} {code}")
    if further:
        further(sample)
        assert code in codes(sample, publish=code in ON_PUBLISHING)
    else:
        build(sample, code, "wrong")
    with switched_off(rule, *OF_RENDERED):
        assert code not in codes(sample, publish=code in ON_PUBLISHING)


@pytest.mark.parametrize("code", [code for _, code in pairs(OF_RENDERED)])
def test_what_the_rules_of_a_text_miss_is_told_of_what_it_was_rendered_into(sample, code):
    LOST.get(code, lambda site: build(site, code, "wrong"))(sample)
    others = [rule for rule in RULES if code in rule.codes]
    with switched_off(*others):
        assert codes(sample) == {code}
    with switched_off(*others, *OF_RENDERED):
        assert not codes(sample)


@contextmanager
def switched_off(*off):
    levels = {level: [*rules] for level, rules in registry.RULES.items()}
    for level, rules in levels.items():
        registry.RULES[level] = [rule for rule in rules if rule not in off]
    try:
        yield
    finally:
        registry.RULES.update(levels)
