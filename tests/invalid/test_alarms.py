"""What is right is left alone, and what is wrong is not passed over: the check's false alarms and silences."""

from datetime import UTC, datetime, timedelta

import pytest
from tests.sites import DOT, bulletin, post

from kfh.model.article import State
from kfh.reading.sources import Sources
from kfh.site import check
from kfh.values import dates

POST = "posts/2018-03-01-a-post.md"
BULLETIN = "bulletins/2018-03-09-leads-update.md"
TAGS = "docs/vocabulary/tags.yml"


def told(site, *, advice=False):
    """Each problem's code and line, and what is to stand there instead."""
    return [(found.code, found.line, found.fix) for found in site.problems(advice=advice)]


def codes(site, *, advice=False):
    return [found.code for found in site.problems(advice=advice)]


# Days


@pytest.mark.parametrize(
    ("updated", "found"),
    [
        ("2018-03-01", []),
        ("1 March 2018", []),
        ("2018-03-01 14:00", []),
        ("2018-03-01 09:00", ["KFH213"]),
        ("2018-02-28", ["KFH213"]),
    ],
)
def test_an_update_on_the_day_of_publication_is_not_before_it(site, updated, found):
    site.write(POST, post(date="2018-03-01 14:00", more=f"updated: {updated}\n"))
    assert codes(site) == found


def test_an_article_never_changed_before_it_was_published(site):
    site.write(POST, post(date="2018-03-01 14:00", more="updated: 2018-03-01\n"))
    assert site.build().code == 0
    assert "2018-03-01T14:00:00+00:00" in site.read("blog/2018/03/01/a-post/index.html")
    assert "2018-03-01T09:00" not in site.read("blog/2018/03/01/a-post/index.html") + site.read("atom.xml")


@pytest.mark.parametrize("path", [POST, "docs/about.md"])
def test_an_update_after_the_real_day_is_a_fault_and_one_after_an_earlier_day_is_none(site, path):
    def written(day):
        return post(more=f"updated: {day}\n") if path == POST else f"---\ntitle: About\nupdated: {day}\n---\n"

    today = datetime.now(UTC)
    site.write(path, written(f"{today:%Y-%m-%d}"))
    assert not site.problems(as_of="2018-06-01")
    far = today + timedelta(days=20)
    site.write(path, written(f"{far:%Y-%m-%d}"))
    (problem,) = site.problems(as_of="2018-06-01")
    assert (problem.code, problem.path) == ("KFH230", path)
    assert dates.shown(far) in problem.message
    assert problem.fix.startswith("updated: 20")
    assert not site.problems(as_of=f"{far:%Y-%m-%d}")


@pytest.mark.parametrize(
    "more",
    [
        "expires: 2018-10-01 # the offer ends\n",
        "expires: 1 October 2018 # the offer ends\n",
        "actions:\n  - text: Answer\n    by: 2018-05-31 # agreed\n",
        "actions:\n  - by: 2018-05-31 # agreed\n    text: Answer\n",
        "aliases:\n  - /old/ # from the old blog\n",
        "pinned_until: 2018-05-31 # agreed\n",
    ],
)
def test_a_comment_after_a_value_of_one_word_loses_nothing(site, more):
    site.write(POST, post(more=more))
    assert codes(site) == []


def test_a_comment_after_words_would_still_lose_them(site):
    site.write(POST, post(more="actions:\n  - text: 70 for #NHS70\n    by: 2018-05-31\n"))
    assert told(site) == [("KFH105", 7, '  - text: "70 for #NHS70"')]
    site.write(POST, post(more="actions:\n  - text: Answer: now\n    by: 2018-05-31\n"))
    assert told(site) == [("KFH104", 7, '  - text: "Answer: now"')]


@pytest.mark.parametrize(
    ("more", "instead"),
    [
        ("expires: 1 October 2018\n", "expires: 2018-10-01"),
        ("actions:\n  - text: Answer\n    by: 31 May 2018\n", "    by: 2018-05-31"),
    ],
)
def test_every_date_may_be_in_words_and_is_best_in_figures(site, more, instead):
    site.write(POST, post(more=more))
    assert codes(site) == []
    assert [(code, fix) for code, _, fix in told(site, advice=True)] == [("KFH216", instead)]


def test_the_day_of_a_merger_may_be_in_words(site):
    entry = "workforce:\n  label: Workforce\nstaff:\n  label: Staff\n  merged_into: workforce\n  merged_on: {}\n"
    for day in ("9 March 2018", "2018-03-09"):
        site.write(TAGS, entry.format(day))
        assert codes(site) == []
    site.write(TAGS, entry.format("26/02/2018"))
    assert told(site) == [("KFH205", 6, "  merged_on: 2018-02-26")]


def test_what_has_been_published_never_waits_again_when_clocks_go_back(site):
    """An article of the hour that London's clock shows twice, on the last Sunday of October."""
    site.write("posts/2018-10-28-a-post.md", post(date="2018-10-28 01:30"))

    def state(moment):
        return check(Sources(site.root), dates.as_of(moment)).collection.articles[0].state

    assert state("2018-10-28T00:10Z") is State.SCHEDULED
    for moment in ("2018-10-28T00:30Z", "2018-10-28T00:50Z", "2018-10-28T01:10Z", "2018-10-28T01:50Z"):
        assert state(moment) is State.PUBLISHED


# Addresses

SAFE = "https://eur01.safelinks.protection.outlook.com/?url=https%3A%2F%2Fwww.x.test%2Fa%3Fb%3D1&data=05%7C01%7Cjane"


@pytest.mark.parametrize(
    "address",
    [
        "https://x.test/survey?sid=65151&lang=en",
        "https://x.test/jfe/form?SID=SV_3lqX9aT2bCd8eFgH",
        "https://x.test/event?sessionid=1&key=2",
        "https://x.test/programme?session_id=keynote",
        "https://x.test/?session=2018",
        "https://x.test/?sid=library-and-knowledge-services",
        "https://x.test/cgi?id=7A3F2B114287C7B3E597506",
    ],
)
def test_what_is_no_session_is_taken_for_none(site, address):
    site.write(POST, post(body=f"[A page]({address})"))
    assert codes(site) == []


@pytest.mark.parametrize(
    "address",
    [
        "https://x.test/browse.xhtml;jsessionid=114A3287C7B3359E",
        "https://x.test/?PHPSESSID=q2w3e4r5t6y7",
        "https://x.test/a?c=ecfr&amp;SID=6757ff6df5f28d78a155bd76f97728b5",
        "https://x.test/ehost/detail?vid=0&sid=7b0e2f1c-91aa-4c52-8d0f-2a6d%40sessionmgr4006",
        "https://x.test/(S(lit3py55t21z5v55vlm25s55))/a.aspx",
        "https://x.test/index.cfm?CFID=838730&CFTOKEN=f64d36ad05e03d58",
    ],
)
def test_a_session_in_an_address_is_seen(site, address):
    site.write(POST, post(body=f"[A page]({address})"))
    assert codes(site) == ["KFH518"]


@pytest.mark.parametrize(
    "address",
    [
        "http://localhost:8000/blog/",
        "http://127.0.0.1/",
        "https://[::1]/",
        "http://10.12.0.7/plan.pdf",
        "http://192.168.1.4/",
        "https://172.20.3.4/",
        "http://intranet/policies",
        "https://files.trust.local/a",
        "http://nww.trust.nhs.uk/policies",
        "file:///C:/plan.docx",
        "file://server/share/plan.docx",
        r"C:\Users\sarah\plan.docx",
        r"C:\My plans\plan 2018.docx",
        "D:/plan.docx",
        r"\\server\share\plan.docx",
    ],
)
def test_an_address_that_opens_for_its_writer_alone_is_refused(site, address):
    for written in (f"See [our plan]({address}).", f'See <a href="{address}">our plan</a>.'):
        site.write(POST, post(body=written))
        found = [problem for problem in site.problems() if problem.code != "KFH522"]
        assert [(problem.code, problem.line) for problem in found] == [("KFH535", 8)], written
        assert written[found[0].column - 1 :].startswith((address, address[1:], "[our plan"))


@pytest.mark.parametrize("address", ["https://172.32.3.4/", "https://8.8.8.8/", "https://local.x.test/", "plan.txt"])
def test_a_public_address_is_taken(site, address):
    site.write("posts/plan.txt", "Our plan.")
    site.write(POST, post(body=f"[Our plan]({address}), [it](plan.txt)"))
    assert codes(site) == []


def test_an_address_of_ones_own_may_stand_in_code(site):
    body = "Open `http://localhost:8000` or `[a](file:///b)`.\n\n    http://127.0.0.1\n"
    site.write(POST, post(body=body))
    assert codes(site) == []


@pytest.mark.parametrize(
    ("written", "instead"),
    [
        (f"[A page]({SAFE})", "[A page](https://www.x.test/a?b=1)"),
        (f"[A page](<{SAFE}>)", "[A page](<https://www.x.test/a?b=1>)"),
        (f"[A page]({SAFE.replace('&', '&amp;')})", "[A page](https://www.x.test/a?b=1)"),
        (f'A <a href="{SAFE}">page</a>', 'A <a href="https://www.x.test/a?b=1">page</a>'),
        (f"See {SAFE} there", "See https://www.x.test/a?b=1 there"),
        ("[A](https://web.nhs.net/owa/redir.aspx?C=x&URL=http%3a%2f%2fx.test%2f)", "[A](https://x.test/)"),
        ("[A](https://www.google.co.uk/url?sa=t&url=https%3A%2F%2Fx.test%2Fa_(b))", "[A](https://x.test/a_%28b%29)"),
        ("[A](https://urldefense.proofpoint.com/v2/url?u=https-3A__x.test_a&d=DwM)", "[A](https://x.test/a)"),
        ("[A](https://urldefense.com/v3/__https://x.test/a?b=c__;!!HJ)", "[A](https://x.test/a?b=c)"),
        ("[A](https://protect-eu.mimecast.com/s/AbCdEf?domain=x.test)", ""),
        ("[A](https://x.list-manage.com/track/click?u=1&id=2)", ""),
    ],
)
def test_the_true_address_is_offered_where_a_mail_program_put_its_own_before_it(site, written, instead):
    site.write(POST, post(body=written))
    assert told(site) == [("KFH536", 8, instead)]


def test_addresses_among_the_fields_are_looked_at_as_those_of_the_text_are(site):
    fields = "actions:\n  - text: Answer\n    link: {}\n"
    for address, found in (
        (SAFE, [("KFH536", 8, "    link: https://www.x.test/a?b=1")]),
        ("http://localhost/", [("KFH535", 8, "")]),
        ("htps://x.test/", [("KFH208", 8, "    link: https://x.test/")]),
        ("https://x.test/", []),
    ):
        site.write(POST, post(more=fields.format(address)))
        assert told(site) == found


@pytest.mark.parametrize(
    ("address", "instead"),
    [
        ("htps://x.test/a", "https://x.test/a"),
        ("hhtps://x.test", "https://x.test"),
        ("https//x.test", "https://x.test"),
        ("https;//x.test", "https://x.test"),
        ("https:x.test", "https://x.test"),
        ("mailto: team@x.test", "mailto:team@x.test"),
        ("mailto://team@x.test", "mailto:team@x.test"),
        ("mail-to:team@x.test", None),
        ("maito:team@x.test", "mailto:team@x.test"),
        ("team@x.test", "mailto:team@x.test"),
        ("http://http://x.test/a", "https://x.test/a"),
        ("http://%20https//https://x.test/a", "https://x.test/a"),
        ("mailto:mailto:team@x.test", "mailto:team@x.test"),
        ("mailto:the team", ""),
        ("https://", ""),
        ("https://www..x.test/", ""),
        ("https://x,test/a", ""),
    ],
)
def test_an_address_that_starts_amiss_is_put_right(site, address, instead):
    site.write(POST, post(body=f"Write [to us]({address})."))
    expected = [] if instead is None else [("KFH537", 8, f"Write [to us]({instead})." if instead else "")]
    assert [one for one in told(site) if one[0] == "KFH537"] == expected
    assert instead is None or len(codes(site)) == 1


def test_an_address_amiss_is_not_advised_on_too(site):
    site.write(POST, post(body="[A](http://localhost/) [B](htpp://x.test/)"))
    assert codes(site, advice=True) == ["KFH535", "KFH537"]


@pytest.mark.parametrize(
    "address",
    [
        "mailto:a@x.test?subject=A%20b",
        "mailto:?body=x",
        "HTTPS://x.test",
        "tel:+441",
        "https://x.test.:8/",
        "https://bücher_x.test",
    ],
)
def test_an_address_that_starts_well_is_left_alone(site, address):
    site.write(POST, post(body=f"[A]({address})"))
    assert codes(site) == []


@pytest.mark.parametrize("source", ["[A]({}#nowhere)", "[A](<{}#nowhere>)"])
def test_a_place_in_a_page_of_ones_own_is_looked_for_by_whole_addresses_too(site, source):
    site.write("posts/2018-03-02-b.md", post(date="2018-03-02", body="## What comes next\n\nText."))
    site.write("docs/about.md", "---\ntitle: About\n---\n\n## Who we are\n\nText.\n")
    for address in ("https://kfh.test/blog/2018/03/02/b/", "https://kfh.test/about/"):
        site.write(POST, post(body=source.format(address)))
        assert codes(site) == ["KFH411"]
    site.write(
        POST,
        post(body="[A](https://kfh.test/blog/2018/03/02/b/#what-comes-next) [B](https://kfh.test/about/#who-we-are)"),
    )
    assert codes(site) == []
    site.write(POST, post(body="[A](https://kfh.test/blog/2018/03/02/b/#what-come-next)"))
    assert told(site) == [("KFH411", 8, "[A](https://kfh.test/blog/2018/03/02/b/#what-comes-next)")]


def test_the_file_that_a_link_must_name_keeps_the_place(site):
    site.write("posts/2018-03-02-b.md", post(date="2018-03-02", body="## What comes next\n\nText."))
    site.write(POST, post(body="[A](/blog/2018/03/02/b/#what-comes-next)"))
    assert told(site) == [("KFH408", 8, "[A](2018-03-02-b.md#what-comes-next)")]


# Mailboxes and pictures


@pytest.mark.parametrize(
    ("mailbox", "is_a_person"),
    [
        ("sarah.hennessy@kfh.test", True),
        ("s.hennessy2@kfh.test", True),
        ("Fox.Jean@kfh.test", True),
        ("lks-leads@kfh.test", False),
        ("knowledge.team@kfh.test", False),
        ("nhs.rcommunity@nhs.net", False),
        ("RPA_COP@kfh.test", False),
        ("kfh.evidence@kfh.test", False),
        ("tts-benefits-studio@kfh.test", False),
        ("section.508@kfh.test", False),
        ("mary-jane.smith@kfh.test", True),
        ("library@kfh.test", False),
    ],
)
def test_a_contact_is_a_role_and_no_person(site, mailbox, is_a_person):
    contact = f"contact:\n  name: The leads\n  email: {mailbox}\n"
    site.write(
        BULLETIN, bulletin().replace("contact:\n  name: The leads\n  page: https://kfh.test/contact/\n", contact)
    )
    assert codes(site) == ["KFH231"] * is_a_person
    site.write(BULLETIN, bulletin(body=f"Text.\n\nWrite to the leads, [{mailbox}](mailto:{mailbox})."))
    assert codes(site, advice=True) == ["KFH517"] * is_a_person


@pytest.mark.parametrize(
    "words",
    [
        "image",
        "Picture",
        "a photo",
        "Image 3",
        "screenshot",
        "IMG_2034",
        "stand.JPG",
        "exhibition stand (1).png",
        "DSC00012",
        "Screenshot 2018-03-01 at 10.11.12",
        "image of",
        "alt text",
        "--",
    ],
)
def test_a_description_that_says_nothing_is_refused(site, words):
    site.write("posts/p.png", DOT)
    site.write(POST, post(body=f"![{words}](p.png)"))
    assert told(site) == [("KFH538", 8, "![…](p.png)")]
    site.write(POST, post(body="Text.", more=f'image: p.png\nimage_alt: "{words}"\n'))
    assert [(code, line) for code, line, _ in told(site)] == [("KFH538", 7)]
    site.write(POST, post(body=f'A <img src="https://x.test/p.png" alt="{words}">'))
    assert "KFH538" in codes(site)


@pytest.mark.parametrize(
    "words",
    [
        "Two librarians at a stand",
        "Photo of two librarians at a stand",
        "Figure 2: loans by year",
        "The image was drawn by children",
        "imagery",
        "Logo of the library",
        "The file plan.png open in a window",
        "R",
    ],
)
def test_a_description_that_says_something_is_taken(site, words):
    site.write("posts/p.png", DOT)
    site.write(POST, post(body=f"![{words}](p.png)", more=f'image: p.png\nimage_alt: "{words}"\n'))
    assert codes(site) == []


# Letters

MISREAD = [
    ("The trustâ€™s plans", "The trust’s plans"),
    ("CafÃ© and naÃ¯ve", "Café and naïve"),
    ("Itâ\u20ac\u0153s said\u00e2\u20ac\u009d", "It“s said”"),
    ("2017â€“2018", "2017–2018"),
    ("It costs Â£5", "It costs £5"),
    ("One Â\u00a0two", "One  two"),
    ("OneÂ two", "One two"),
    ("Ã¢â‚¬â„¢twice", "’twice"),
    ("A face ðŸ˜€", "A face 😀"),
    ("The trust\u0092s plans", "The trust’s plans"),
    ("NovÃ¡k and DvoÅ™Ã¡k", "Novák and Dvořák"),
]


@pytest.mark.parametrize(("written", "meant"), MISREAD)
def test_letters_that_were_read_amiss_are_named_with_what_was_meant(site, written, meant):
    site.write(POST, post(body=f"{written}."))
    assert told(site) == [("KFH534", 8, f"{meant}.")]
    site.write(POST, post(title=written))
    assert [one for one in told(site) if one[0] != "KFH111"] == [("KFH534", 2, f"title: {meant}")]
    assert site.run("kfh", "check", "--fix").code == 0
    assert f"title: {' '.join(meant.split('  '))}\n" in (site.root / POST).read_text("utf-8").replace("  ", " ")


def test_letters_in_a_register_that_were_read_amiss_are_named(site):
    site.write(TAGS, "workforce:\n  label: Workforce\n  description: The trustâ€™s staff\n")
    assert told(site) == [("KFH534", 3, "  description: The trust’s staff")]


def test_a_mark_that_has_lost_a_part_is_named_and_not_guessed(site):
    site.write(POST, post(body="He said â€œyesâ€ to us."))
    ((code, line, instead),) = told(site)
    assert (code, line) == ("KFH534", 8)
    assert instead == "He said “yesâ€ to us."
    site.write(POST, post(body=instead))
    assert told(site) == [("KFH534", 8, "")]


@pytest.mark.parametrize(
    "written",
    [
        "“CAFÉ” and ‘É’, NOËL’S, São Paulo, ÂGE, château, Ærø, Åse",
        "Straße “ß” and Ü… or À – É—",
        "It costs £5 at 20°C, 10 ± 2, ½ ©",
        "We write `â€™` for the mark",
        "PLANÅ” and Ö€",
    ],
)
def test_letters_that_were_meant_are_left_alone(site, written):
    site.write(POST, post(body=written))
    assert codes(site) == []


def test_a_control_character_is_called_one(site):
    for path, text, line in (
        (POST, post(title="Our \x07plans"), 2),
        (POST, post(more="summary: One\x0btwo\n"), 6),
        (POST, post(more="\x0bsummary: One\n"), 6),
        (TAGS, "workforce:\n  label: Work\x00force\n", 2),
    ):
        site.write(path, text)
        (problem,) = [one for one in site.problems() if one.path == path]
        assert (problem.code, problem.line) == ("KFH109", line)
        assert "control character" in problem.message
        assert problem.edit
        (site.root / path).unlink()
        site.write("docs/vocabulary/tags.yml", "workforce: {label: Workforce}\n")
    site.write(POST, post(title="Our \x07plans"))
    assert site.run("kfh", "check", "--fix").code == 0
    assert "title: Our plans\n" in (site.root / POST).read_text("utf-8")


def test_a_line_that_a_word_processor_broke_stays_two_words(site):
    site.write(POST, post(body="One\x0btwo"))
    assert told(site) == [("KFH116", 8, "One two")]


# Groups of fields

CONTACT = "contact:\n  name: The leads\n  page: https://kfh.test/contact/\n"


@pytest.mark.parametrize(
    ("written", "found"),
    [
        ("contact: The leads, team@x.test\n", ("KFH204", 10, "contact:\n  name: The leads\n  email: team@x.test")),
        ("contact: The leads <team@x.test>\n", ("KFH204", 10, "contact:\n  name: The leads\n  email: team@x.test")),
        ("contact: The leads\n", ("KFH204", 10, "contact:\n  name: The leads\n  email: …")),
        (
            "contact:\n  - name: The leads\n  - email: team@x.test\n",
            ("KFH204", 11, "contact:\n  name: The leads\n  email: team@x.test"),
        ),
        ("contact:\n  name: The leads\n  email: mailto:team@x.test\n", ("KFH209", 12, "  email: team@x.test")),
        ("contact:\n  name: The leads\n  email: Leads <team@x.test>\n", ("KFH209", 12, "  email: team@x.test")),
        ("contact:\n  name: The leads\n  page: contact.md\n", ("KFH208", 12, "")),
    ],
)
def test_a_contact_in_another_form_is_told_as_it_must_be(site, written, found):
    site.write(BULLETIN, bulletin().replace(CONTACT, written))
    assert told(site) == [found]


@pytest.mark.parametrize(
    ("written", "found"),
    [
        ("actions:\n  - Answer: now\n", []),
        ("actions:\n  - Answer the survey\n", [("KFH204", 7, "  - text: Answer the survey")]),
        ("actions: Answer, please\n", [("KFH218", 6, "actions:\n  - text: Answer, please")]),
    ],
)
def test_an_action_of_words_alone_becomes_one(site, written, found):
    site.write(POST, post(more=written))
    assert [one for one in told(site) if one[0] != "KFH201" and one[0] != "KFH202"] == found


def test_a_name_in_a_list_is_not_called_empty(site):
    site.write(BULLETIN, bulletin().replace("issued_by: Leads Group", "issued_by:\n  - Leads Group"))
    (problem,) = site.problems()
    assert (problem.code, problem.line) == ("KFH204", 8)
    assert "not a list" in problem.message


# Values that can only be meant one way


@pytest.mark.parametrize(
    ("more", "found"),
    [
        ("updated: 2018–03–02\n", []),
        ("updated: 2 Mar 18\n", [("KFH205", 6, "updated: 2018-03-02")]),
        ("slug: my-plans.md\n", [("KFH212", 6, "slug: my-plans")]),
        ("aliases:\n  - https://kfh.test/old/\n", [("KFH212", 7, "  - /old/")]),
        ("aliases:\n  - old-title\n", [("KFH212", 7, "  - /old-title")]),
        ("discussion: no\n", [("KFH208", 6, "discussion: none")]),
        ("discussion: NO\n", [("KFH208", 6, "discussion: none")]),
    ],
)
def test_a_value_that_can_only_be_meant_one_way_is_offered(site, more, found):
    site.write(POST, post(more=more))
    assert told(site) == found


def test_an_entry_with_one_space_too_many_loses_nothing(site):
    site.write(POST, post().replace("  - Workforce\n", "  - Workforce\n   - AMillionDecisions\n"))
    assert told(site) == [("KFH218", 5, "  - Workforce\n  - AMillionDecisions")]


def test_a_spelling_that_two_entries_have_is_named(site):
    site.write(
        TAGS, "workforce:\n  label: Workforce\n  aliases: [Staff]\npeople:\n  label: People\n  aliases: [staff]\n"
    )
    (problem,) = site.problems()
    assert (problem.code, problem.line) == ("KFH305", 4)
    assert '"staff", which "workforce" has' in problem.message


def test_settings_and_registers_say_what_to_write(site):
    settings = (site.root / "mkdocs.yml").read_text("utf-8")
    site.write("mkdocs.yml", settings.replace("site_url: https://", "site_url: htps://"))
    assert [(code, fix) for code, _, fix in told(site)] == [("KFH208", "site_url: https://kfh.test/")]


# Acronyms


@pytest.mark.parametrize(
    ("text", "explained"),
    [
        ("The API is new.", False),
        ("This is an *Application Programming Interface* or API.", True),
        ("API = application programming interface", True),
        ("The application programming interface (API) is new.", True),
        ("An API, short for what else, is new.", False),
        ("We like science, technology, engineering and mathematics, otherwise known as STEM.", True),
        ("PLEASE READ ALL OF IT, and TOMORROW too.", True),
        ("See <https://x.test/?query=YES>.", True),
        ("The CEO sent a PDF by SMS.", True),
        ("Written by HEE and LKS.", False),
    ],
)
def test_an_acronym_is_advised_on_only_where_nobody_explains_it(site, text, explained):
    site.write(POST, post(body=text))
    assert ("KFH520" not in codes(site, advice=True)) is explained


def test_an_address_without_words_is_advised_on_once_with_the_link_to_write(site):
    site.write(POST, post(body="See https://x.test/a (here), <https://x.test/b> and www.x.test/c_(d)."))
    told = [(problem.code, problem.fix) for problem in site.problems(advice=True) if problem.code != "KFH516"]
    line = "See https://x.test/a (here), <https://x.test/b> and www.x.test/c_(d)."
    assert told == [
        ("KFH512", line.replace("https://x.test/a", "[…](https://x.test/a)")),
        ("KFH512", line.replace("<https://x.test/b>", "[…](https://x.test/b)")),
        ("KFH512", line.replace("www.x.test/c_(d)", "[…](https://www.x.test/c_%28d%29)")),
    ]
