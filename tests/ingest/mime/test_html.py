"""HTML bodies as text: what is visible, what is quoted, what is a signature."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.mime import html, nesting
from ingest.mime.html import to_text

GMAIL_REPLY = """<div dir="ltr">Thursday suits me.<br clear="all"><div><br></div>
<span class="gmail_signature_prefix">-- </span><br><div class="gmail_signature">
<div>Jane Roe<br>Acme</div></div></div><br><div class="gmail_quote gmail_quote_container">
<div dir="ltr" class="gmail_attr">On Mon, 2 Mar 2026 at 09:15, Alex wrote:<br></div>
<blockquote class="gmail_quote" style="border-left:1px solid rgb(204,204,204)">Which day?
<blockquote class="gmail_quote">Older still</blockquote></blockquote></div>"""

CASES = {
    "blocks are lines and paragraphs are apart": (
        "<p>One</p><p>Two</p><div>three</div><div>four</div>",
        "One\n\nTwo\n\nthree\nfour",
    ),
    "blanks of the source are one space": (
        "<p>We  would\n  like <b>to</b>\tmeet</p>",
        "We would like to meet",
    ),
    "a line break is a line end": ("a<br>b<br><br>c", "a\nb\n\nc"),
    "Word's paragraphs are lines, and its empty ones are empty lines": (
        '<p class="MsoNormal">Hi,<o:p></o:p></p><p class="MsoNormal"><o:p>&nbsp;</o:p></p>'
        '<p class="MsoNormal">Jane</p><p class="MsoNormal">Acme</p>',
        "Hi,\n\nJane\nAcme",
    ),
    "a paragraph without a margin is a line": (
        '<p style="margin:0">a</p><p style="margin: 0cm 0cm 0.0001pt">b</p>'
        '<p style="margin:0 0 10px">c</p><p>d</p>',
        "a\nb\n\nc\n\nd",
    ),
    "a no-break space alone is an empty line": ("<div>a</div><div>&nbsp;</div><div>b</div>", "a\n\nb"),
    "list items begin with a dash": ("<ul><li>one</li><li><p>two</p></li></ul>", "- one\n\n- two"),
    "cells of a row stand on one line": (
        "<table><tr><th>When</th><td>Tuesday</td></tr><tr><td>Where</td><td>Room 4</td></tr></table>",
        "When Tuesday\nWhere Room 4",
    ),
    "a link is its text and its address": (
        '<a href="https://acme.example/jobs">our jobs</a>.',
        "our jobs <https://acme.example/jobs>.",
    ),
    "a link that shows its address is not repeated": (
        '<a href="https://www.acme.example/jobs/">acme.example/jobs</a>',
        "acme.example/jobs",
    ),
    "a link without text says nothing": ('a<a href="https://acme.example/t"><img src="x.png"></a>', "a"),
    "only web addresses are shown": (
        '<a href="mailto:a@b.example">Jane</a> <a href="javascript:x()">b</a>',
        "Jane b",
    ),
    "a picture says its description": ('<img alt="Acme"> <img alt="image001.png"><img alt="">x', "Acme x"),
    "preformatted text keeps its lines": ("<pre>a\n  b\n\nc</pre>", "a\n  b\n\nc"),
    "kept blanks of a style keep lines": ('<div style="white-space: pre-wrap">a\nb</div>', "a\nb"),
    "what is not displayed is not there": (
        '<div style="display:none !important">pre</div><p hidden>x</p>'
        '<span style="visibility: hidden">y</span>Hi',
        "Hi",
    ),
    "a clipped preheader is not there": (
        '<div style="max-height:0px;overflow:hidden">preheader</div><div style="line-height:0">Hi</div>',
        "Hi",
    ),
    "a preheader class is not there": ('<span class="preheader">Open me</span>Hi', "Hi"),
    "tiny letters are not there unless a child makes them large": (
        '<td style="font-size:0px"><div style="font-size:13px">seen</div></td>'
        '<span style="font-size:1px">unseen</span>',
        "seen",
    ),
    "a button made for other programs than Outlook is there": (
        '<a style="mso-hide:all">Book a time</a>',
        "Book a time",
    ),
    "comments and style sheets are not text": (
        "<style>p{}</style><!--[if mso]>x<![endif]-->Hi<script>y</script>",
        "Hi",
    ),
    "invisible characters are taken out": ("off\u00ader\u200b le\u200dtter\u2007", "offer letter"),
    "a rule is a rule": ("<p>a</p><hr><p>b</p>", "a\n\n-----\n\nb"),
    "cited blockquotes are quotes, each a level": (
        '<p>new</p><blockquote type="cite">old<blockquote type="cite">older</blockquote></blockquote>',
        "new\n\n> old\n>\n> > older",
    ),
    "an indentation is not a quote": (
        '<p>We offer:</p><blockquote style="margin:0 0 0 40px;border:none">pay</blockquote>',
        "We offer:\n\npay",
    ),
    "a bare blockquote under an attribution is a quote": (
        "<p>ok</p><p>On 2 Mar 2026, Jane wrote:</p><blockquote>old</blockquote>",
        "ok\n\nOn 2 Mar 2026, Jane wrote:\n\n> old",
    ),
    "a line to the left makes a blockquote a quote": (
        '<blockquote style="border-left: 2px solid #1010ff">old</blockquote>',
        "> old",
    ),
    "a Gmail reply": (
        GMAIL_REPLY,
        "Thursday suits me.\n\n-- \nJane Roe\nAcme\n\nOn Mon, 2 Mar 2026 at 09:15, Alex wrote:\n\n"
        "> Which day?\n>\n> > Older still",
    ),
    "an answer between Gmail's quotes is not quoted": (
        '<div class="gmail_quote"><blockquote class="gmail_quote">Which day?</blockquote><div>Thursday.</div>'
        '<blockquote class="gmail_quote">And when?</blockquote><div>Ten.</div></div>',
        "> Which day?\n\nThursday.\n\n> And when?\n\nTen.",
    ),
    "a Gmail forward is not quoted": (
        '<div>fyi</div><div class="gmail_quote"><div>---------- Forwarded message ---------'
        "<br>From: Jane</div>Offer</div>",
        "fyi\n---------- Forwarded message ---------\nFrom: Jane\nOffer",
    ),
    "a Gmail quote shown by Outlook on the web": (
        '<div class="x_gmail_quote">old words</div>',
        "> old words",
    ),
    "a Yahoo reply": (
        '<div>Yes</div><div id="ydp1yahoo_quoted_1" class="ydp1 yahoo_quoted">'
        "<div>On Monday, A wrote:</div><div>Old</div></div>",
        "Yes\n> On Monday, A wrote:\n> Old",
    ),
    "a Proton reply": (
        '<div>Yes</div><div class="protonmail_signature_block"><div>Sent with Proton Mail</div></div>'
        '<div class="protonmail_quote">On Monday, A wrote:<br>'
        '<blockquote class="protonmail_quote" type="cite">Old</blockquote></div>',
        "Yes\n-- \nSent with Proton Mail\nOn Monday, A wrote:\n\n> Old",
    ),
    "a Thunderbird reply": (
        '<div class="moz-cite-prefix">On 02/03/2026 A wrote:</div><blockquote type="cite">Old'
        "</blockquote><p>New</p>"
        '<div class="moz-signature">-- <br>Jane</div>',
        "On 02/03/2026 A wrote:\n\n> Old\n\nNew\n\n-- \nJane",
    ),
    "an Outlook web reply quotes all that follows": (
        '<div>Fine.</div><div id="Signature"><p>Jane</p></div><div id="appendonsend"></div><hr>'
        '<div id="divRplyFwdMsg"><b>From:</b> Alex<br><b>Sent:</b> Monday</div><div>Old</div><p>older</p>',
        "Fine.\n\n-- \nJane\n\n-----\n> From: Alex\n> Sent: Monday\n> Old\n>\n> older",
    ),
    "an Outlook reply has a rule above its header": (
        "<p>New</p><div><div style='border:none;border-top:solid #E1E1E1 1.0pt;padding:3.0pt 0cm 0cm 0cm'>"
        "<p><b>From:</b> Alex<br><b>Sent:</b> Monday</p></div></div><p>Old</p>",
        "New\n\n-----\nFrom: Alex\nSent: Monday\n\nOld",
    ),
    "an Apple signature": (
        '<div>Yes</div><div id="AppleMailSignature">Sent from my iPhone</div>',
        "Yes\n-- \nSent from my iPhone",
    ),
    "a mobile Outlook signature": (
        '<div>Yes</div><div id="ms-outlook-mobile-signature">Get Outlook for iOS</div>',
        "Yes\n-- \nGet Outlook for iOS",
    ),
    "a signature of Gmail on a phone": (
        '<div>Yes<br><br><div data-smartmail="gmail_signature">Sent from my Pixel</div></div>',
        "Yes\n\n-- \nSent from my Pixel",
    ),
    "an empty signature leaves no mark": (
        '<div>Yes</div><div class="gmail_signature"></div><div>No</div>',
        "Yes\nNo",
    ),
    "a signature that is the whole mail is the mail": (
        '<div id="Signature">Please call me.</div>',
        "Please call me.",
    ),
    "nothing is nothing": ("", ""),
}


@pytest.mark.parametrize("rule", CASES)
def test_html_is_read_as_its_rule_says(rule: str) -> None:
    written, text = CASES[rule]
    assert to_text(written) == text


def test_an_address_is_cut_where_nobody_reads_on() -> None:
    text = to_text(f'<a href="https://acme.example/{"x" * 1000}">here</a>')
    assert len(text) < 320


@pytest.mark.parametrize(
    "page",
    [
        "<div>" * 100_000,
        "<div>" * 100_000 + "x" + "</div>" * 100_000,
        "<table><tr><td>" * 30_000,
        "<div><object></div></object>" * 5_000,
        "".join(f"<font size={n}>" for n in range(300)) + "<p>x" * 50_000,
        "<div " + " ".join(f"a{n}=b" for n in range(20_000)) + ">x",
    ],
    ids=["open", "closed", "tables", "barriers", "formatting", "attributes"],
)
def test_a_page_that_no_person_wrote_is_not_built_into_a_tree(page: str) -> None:
    assert not nesting.safe(page)


def test_a_stripped_page_still_has_its_words() -> None:
    page = "<div>" * 5_000 + "<style>p{}</style><!-- no --><p>Hello &amp; welcome<br>Alex</p>"
    assert to_text(page) == "Hello & welcome\nAlex"


@pytest.mark.parametrize(
    "page",
    [
        "<table>" + "<tr><td><p>a <b>b</b></p></td></tr>" * 3_000 + "</table>",
        "<p>unclosed" * 3_000,
        "<li>x" * 3_000,
    ],
    ids=["long table", "open paragraphs", "open items"],
)
def test_a_long_page_is_built_into_a_tree(page: str) -> None:
    assert nesting.safe(page)


def test_of_a_huge_page_the_beginning_is_read() -> None:
    assert len(to_text("<p>word " * 1_000_000)) < html.MOST_HTML


TAGS = st.sampled_from(
    [
        "<div>",
        "</div>",
        "<p>",
        "<blockquote type=cite>",
        "</blockquote>",
        "<br>",
        "<pre>",
        "</pre>",
        "<td>",
        "<a href=http://x>",
        "</a>",
        "<div class=gmail_signature>",
        "<div id=divRplyFwdMsg>",
        "<!--",
        "-->",
        "<style>",
        "&amp;",
        "&#xD800;",
        "text ",
        "<div class=gmail_quote>",
        "<span style='font-size:0'>",
        "\x00",
        "\ud800",
        "<li>",
        "<svg>",
        "<template>",
        "<hr>",
        "<",
    ]
)


@settings(max_examples=150, deadline=None)
@given(st.lists(TAGS | st.text(max_size=8), max_size=60).map("".join))
def test_any_html_is_read_without_an_exception_and_marks_no_line_it_does_not_mean(page: str) -> None:
    text = to_text(page)
    assert "\x00" not in text
    text.encode("utf-8")


QUOTING = st.sampled_from(
    [
        "<blockquote>",
        "On Monday Jane wrote:<br>",
        "<div class='x_gmail_quote'>",
        "<div class='m_12yahoo_quoted'>",
        "<div name=quote>",
        "<div style='border:none;border-left:solid blue'>",
        "<div style='BORDER : none ; Border-Left:solid'>",
        "<b id=replySep>",
        "<body class=gmail&#95;quote>",
        "<span id=x_divRplyFwdMsg>",
        "<br>> ",
        "<pre>\n> a",
        "<p>&gt; ",
        "<img alt='> a'>",
        "<a href='https://acme.example/a/b?c=d&e=f'>one",
        "<a href=http://w><p>two<p>three</a>four",
        "<table><a href=http://x.example/a-b>five",
        "<td><a href=http://x.example/a-b>\n<img alt=''></a>",
        "<br> <a href=http://y.example/a/b><img alt=six></a>",
        "<div style='white-space:pre'>",
        "</div>\n",
        "</td> ",
        "don’t",
        "of\u00adfer",
        "é",
    ]
)


@settings(max_examples=400, deadline=None)
@given(st.lists(QUOTING | TAGS | st.text(max_size=8), max_size=40).map("".join))
def test_a_text_holds_no_more_than_a_glance_at_its_page_told(written: str) -> None:
    page = html.Page(written)
    seen = page.glance()
    text = page.text()
    assert seen is not None
    assert len(re.findall(r"\w+", text)) <= seen.words
    assert seen.quotes or "\n> " not in text


def test_the_address_of_a_link_around_a_picture_without_words_is_not_in_a_glance() -> None:
    silent = (
        "<td><a href='https://acme.example/a/b/c'>\n<img alt=''></a> <a href='https://b.example'></a></td>"
    )
    page = html.Page(f"<table><tr>{silent}<td>Hello there</td></tr></table>")
    seen = page.glance()
    assert seen is not None
    assert seen.words == 2
    assert page.text() == "Hello there"


def test_blanks_in_a_link_after_words_are_seen_and_so_is_its_address() -> None:
    page = html.Page("<p>Hello<a href='https://b.example/c'> </a>there")
    seen = page.glance()
    assert seen is not None
    assert page.text() == "Hello <https://b.example/c>there"
    assert seen.words >= 6
