"""Bodies with what must stay, what is quoted or forwarded, and what is a signature or a footer.

Each case: name, body, words that stay new, words that are older, words below the letter.
"""

from __future__ import annotations

from typing import NamedTuple


class Case(NamedTuple):
    name: str
    body: str
    new: tuple[str, ...]
    older: tuple[str, ...] = ()
    below: tuple[str, ...] = ()


REPLIES = [
    Case(
        "gmail",
        """
Friday 3pm works for me.

On Mon, Mar 2, 2026 at 9:15 AM Jane Roe <jane@acme.com> wrote:

> Could you do Friday?
> Best, Jane
""",
        ("Friday 3pm works",),
        ("Could you do Friday", "wrote:"),
    ),
    Case(
        "gmail, the line above the quote wrapped",
        """
Sure, see you then.

On Mon, Mar 2, 2026 at 9:15 AM Jane Roe with a very long display name
<jane.roe@a-very-long-company-name.example.com> wrote:

> Could you do Friday?
>
> On Sun, Mar 1, 2026 Me <me@x.org> wrote:
>> I applied last week
""",
        ("Sure, see you then",),
        ("Could you do Friday", "applied last week", "very long display name"),
    ),
    Case(
        "gmail without marks",
        """
Yes please.

On Tue, 3 Mar 2026 at 10:02, Recruiting Team <r@acme.com> wrote:
Would you like to proceed?
Kind regards
""",
        ("Yes please.",),
        ("Would you like to proceed",),
    ),
    Case(
        "outlook",
        """
Thanks for letting me know.

From: Jane Roe <jane@acme.com>
Sent: Monday, March 2, 2026 9:15 AM
To: Me <me@x.org>
Subject: RE: Interview

We would like to invite you.
""",
        ("Thanks for letting me know.",),
        ("We would like to invite", "Sent:"),
    ),
    Case(
        "outlook under a rule",
        """
OK for me.
________________________________
From: Jane Roe <jane@acme.com>
Sent: Monday, March 2, 2026 9:15 AM
To: Me <me@x.org>
Cc: HR <hr@acme.com>
Subject: RE: Interview

We would like to invite you.
""",
        ("OK for me.",),
        ("We would like to invite", "____"),
    ),
    Case(
        "outlook in bold",
        """
Will do!

*From:* Jane Roe <jane@acme.com>
*Sent:* Monday, March 2, 2026 9:15 AM
*To:* Me <me@x.org>
*Subject:* RE: Interview

Quoted here.
""",
        ("Will do!",),
        ("Quoted here",),
    ),
    Case(
        "outlook with a long list of recipients",
        """
Fine.

From: Jane Roe <jane@acme.com>
Date: Monday, 2 March 2026 at 09:15
To: Me <me@x.org>, Someone Else <else@acme.com>, Another Person
<another@acme.com>, Yet Another <yet@acme.com>
Subject: RE: Interview

Quoted here.
""",
        ("Fine.",),
        ("Quoted here", "Another Person"),
    ),
    Case(
        "original message",
        """
Confirmed.

-----Original Message-----
From: Jane Roe [mailto:jane@acme.com]
Sent: Monday, March 2, 2026 9:15 AM
To: Me
Subject: Interview

Quoted here.
""",
        ("Confirmed.",),
        ("Quoted here",),
    ),
    Case(
        "apple",
        """
Sounds good.

> On 2 Mar 2026, at 09:15, Jane Roe <jane@acme.com> wrote:
>
> Could you do Friday?
""",
        ("Sounds good.",),
        ("Could you do Friday", "wrote:"),
    ),
    Case(
        "apple without marks",
        """
Sounds good.

On Mar 2, 2026, at 9:15 AM, Jane Roe wrote:

Could you do Friday?
""",
        ("Sounds good.",),
        ("Could you do Friday",),
    ),
    Case(
        "telephone",
        """
Great thanks

Sent from my iPhone

> On 2 Mar 2026, at 09:15, Jane Roe <jane@acme.com> wrote:
>
> Quoted here
""",
        ("Great thanks",),
        ("Quoted here",),
        ("Sent from my iPhone",),
    ),
    Case(
        "answers between the questions",
        """
> Are you available on Friday?
Yes, any time after 2pm.

> Do you need sponsorship?
No.
""",
        ("Yes, any time after 2pm.", "No."),
        ("sponsorship?", "available on Friday"),
    ),
    Case(
        "answers below the quote",
        """
On Mon, Mar 2, 2026 at 9:15 AM Jane Roe <jane@acme.com> wrote:
> Could you do Friday?

Friday is fine, after two.

Max
""",
        ("Friday is fine, after two.",),
        ("Could you do Friday",),
    ),
    Case(
        "text below the mark of a telephone",
        """
Sent from my iPhone

I meant Thursday, not Friday. Sorry!
""",
        ("I meant Thursday",),
        (),
        ("Sent from my",),
    ),
    Case(
        "time first",
        """
Perfect, thank you.

11:00 AM, November 17, 2021, "Jane Roe" <jane@acme.com>:

Can you come on Monday?
""",
        ("Perfect, thank you.",),
        ("Can you come on Monday",),
    ),
    Case(
        "zoho",
        """
Works for me.

---- On Mon, 02 Mar 2026 09:15:00 +0100 Jane Roe <jane@acme.com> wrote ----

Can you come on Monday?
""",
        ("Works for me.",),
        ("Can you come on Monday",),
    ),
    Case(
        "german gmail",
        """
Ja, gerne.

Am Mo., 2. März 2026 um 09:15 Uhr schrieb Jana Roth <jana@firma.de>:

> Passt Ihnen Freitag?
""",
        ("Ja, gerne.",),
        ("Passt Ihnen Freitag", "schrieb"),
    ),
    Case(
        "german outlook",
        """
Ja, gerne.

Mit freundlichen Grüßen
Max

Von: Jana Roth <jana@firma.de>
Gesendet: Montag, 2. März 2026 09:15
An: Max <max@x.org>
Betreff: AW: Gespräch

Passt Ihnen Freitag?
""",
        ("Ja, gerne.",),
        ("Passt Ihnen Freitag", "Gesendet"),
        ("Mit freundlichen",),
    ),
    Case(
        "german thunderbird",
        """
Vielen Dank, das passt.

Am 02.03.26 um 09:15 schrieb Jana Roth:
> Passt Ihnen Freitag?
""",
        ("Vielen Dank, das passt.",),
        ("Passt Ihnen Freitag", "schrieb"),
    ),
    Case(
        "german original message",
        """
Passt!

-----Ursprüngliche Nachricht-----
Von: Jana Roth
Gesendet: Montag
An: Max
Betreff: Gespräch

Zitat hier
""",
        ("Passt!",),
        ("Zitat hier",),
    ),
    Case(
        "french gmail",
        """
Oui, je suis disponible.

Le lun. 2 mars 2026 à 09:15, Jeanne Roux <jeanne@ent.fr> a écrit :

> Seriez-vous disponible vendredi ?
""",
        ("Oui, je suis disponible.",),
        ("Seriez-vous disponible", "a écrit"),
    ),
    Case(
        "french outlook",
        """
Oui, je suis disponible.

Cordialement,
Max

De : Jeanne Roux <jeanne@ent.fr>
Envoyé : lundi 2 mars 2026 09:15
À : Max <max@x.org>
Objet : RE: Entretien

Seriez-vous disponible vendredi ?
""",
        ("Oui, je suis disponible.",),
        ("Seriez-vous disponible", "Envoyé"),
        ("Cordialement",),
    ),
    Case(
        "french orange",
        """
C'est parfait.

> Message du 02/03/26 09:15
> De : "Jeanne Roux" <jeanne@ent.fr>
> A : max@orange.fr
> Objet : Entretien
>
> Seriez-vous disponible ?
""",
        ("C'est parfait.",),
        ("Seriez-vous disponible",),
    ),
    Case(
        "french orange without marks",
        """
C'est parfait.

Message du : 02/03/2026 09:15
De : "Jeanne Roux" <jeanne@ent.fr>
A : max@orange.fr
Sujet : Entretien

Seriez-vous disponible ?
""",
        ("C'est parfait.",),
        ("Seriez-vous disponible", "Message du"),
    ),
    Case(
        "spanish gmail",
        """
Sí, perfecto.

El lun, 2 mar 2026 a las 9:15, Juana Rey (<juana@empresa.es>) escribió:

> ¿Puede el viernes?
""",
        ("Sí, perfecto.",),
        ("Puede el viernes", "escribió"),
    ),
    Case(
        "spanish outlook",
        """
Sí, perfecto.

De: Juana Rey <juana@empresa.es>
Enviado: lunes, 2 de marzo de 2026 9:15
Para: Max <max@x.org>
Asunto: RE: Entrevista

¿Puede el viernes?
""",
        ("Sí, perfecto.",),
        ("Puede el viernes", "Enviado"),
    ),
    Case(
        "italian gmail",
        """
Va bene.

Il giorno lun 2 mar 2026 alle ore 09:15 Gianna <g@azienda.it> ha scritto:

> È libero venerdì?
""",
        ("Va bene.",),
        ("libero venerdì", "ha scritto"),
    ),
    Case(
        "portuguese gmail",
        """
Sim, claro.

Em seg., 2 de mar. de 2026 às 09:15, Joana <j@empresa.pt> escreveu:

> Pode ser sexta?
""",
        ("Sim, claro.",),
        ("Pode ser sexta",),
    ),
    Case(
        "dutch outlook",
        """
Prima.

Van: Jan Roos <jan@bedrijf.nl>
Verzonden: maandag 2 maart 2026 09:15
Aan: Max <max@x.org>
Onderwerp: RE: Gesprek

Kunt u vrijdag?
""",
        ("Prima.",),
        ("Kunt u vrijdag",),
    ),
    Case(
        "dutch gmail",
        """
Prima.

Op ma 2 mrt 2026 om 09:15 schreef Jan Roos <jan@bedrijf.nl>:

> Kunt u vrijdag?
""",
        ("Prima.",),
        ("Kunt u vrijdag",),
    ),
    Case(
        "swedish outlook",
        """
Det går bra.

Från: Jan Ros <jan@foretag.se>
Skickat: den 2 mars 2026 09:15
Till: Max <max@x.org>
Ämne: SV: Intervju

Kan du på fredag?
""",
        ("Det går bra.",),
        ("Kan du på fredag",),
    ),
    Case(
        "norwegian gmail",
        """
Det passer.

man. 2. mars 2026 kl. 09:15 skrev Jan Ros <jan@firma.no>:

> Kan du på fredag?
""",
        ("Det passer.",),
        ("Kan du på fredag",),
    ),
    Case(
        "finnish outlook",
        """
Sopii.

Lähettäjä: Jan Ros <jan@yritys.fi>
Lähetetty: maanantai 2. maaliskuuta 2026 9.15
Vastaanottaja: Max <max@x.org>
Aihe: VS: Haastattelu

Sopiiko perjantai?
""",
        ("Sopii.",),
        ("Sopiiko perjantai",),
    ),
]

ENDINGS = [
    Case(
        "marked signature",
        """
Please find my CV attached.

--\x20
Max Mustermann
+49 170 1234567
https://max.example
""",
        ("CV attached",),
        (),
        ("Max Mustermann", "+49 170"),
    ),
    Case(
        "closing and card",
        """
We would love to meet you.

Best regards,
Jane Roe
Senior Recruiter | Acme Corp
+1 415 555 0100 | www.acme.com
""",
        ("We would love to meet you.",),
        (),
        ("Senior Recruiter", "415 555", "Best regards"),
    ),
    Case(
        "closing with the name beside it",
        """
See you on Tuesday at ten.

Kind regards, Jane
Acme Ltd
""",
        ("See you on Tuesday",),
        (),
        ("Kind regards",),
    ),
    Case(
        "card without a closing",
        """
The panel would like to see you again.

Jane Roe
Head of Engineering
Acme Corp
""",
        ("The panel would like",),
        (),
        ("Head of Engineering",),
    ),
    Case(
        "legal footer",
        """
Your interview is confirmed for Tuesday.

Jane

This e-mail and any attachments are confidential and intended solely for the use of the
individual or entity to whom they are addressed. If you have received this email in error
please notify the sender and delete it. Any views expressed are those of the author.
Acme Ltd is registered in England and Wales no. 1234567.
""",
        ("confirmed for Tuesday",),
        (),
        ("intended solely", "registered in England"),
    ),
    Case(
        "legal footer with a heading",
        """
Your interview is confirmed for Tuesday.

CONFIDENTIALITY NOTICE: This message may contain privileged information. If you are not the
intended recipient, please delete this mail.
""",
        ("confirmed for Tuesday",),
        (),
        ("privileged information",),
    ),
    Case(
        "equal opportunity statement",
        """
We have moved your application forward.

Best,
The Acme Team

Acme is an equal opportunity employer. All qualified applicants will receive consideration for employment
without regard to race, color, religion, sex, sexual orientation, gender identity or national origin.
Offers are contingent on a background check.
""",
        ("moved your application forward",),
        (),
        ("sexual orientation", "background check"),
    ),
    Case(
        "environment",
        """
The contract will follow tomorrow.

Please consider the environment before printing this e-mail.
""",
        ("contract will follow",),
        (),
        ("environment",),
    ),
    Case(
        "system message",
        """
We received your application for Data Engineer.

This is an automated message. Replies to this address are not monitored.
Unsubscribe | Privacy policy
""",
        ("We received your application",),
        (),
        ("automated message", "Unsubscribe"),
    ),
    Case(
        "program that sent it",
        """
Works for me

Get Outlook for iOS<https://aka.ms/o0ukef>
________________________________
From: Jane Roe <jane@acme.com>
Sent: Monday, March 2, 2026 9:15:00 AM
To: Me <me@x.org>
Subject: Interview

Quoted here
""",
        ("Works for me",),
        ("Quoted here",),
        ("Get Outlook",),
    ),
    Case(
        "meeting block below the name",
        """
Looking forward to it.

Best,
Jane

________________________________
Microsoft Teams meeting
Join on your computer or mobile app
Click here to join the meeting <https://teams.example/l/1>
Meeting ID: 123 456 789
Passcode: aB3
""",
        ("Looking forward",),
        (),
        ("Click here to join", "Meeting ID", "Passcode"),
    ),
]

WHOLE = [
    Case(
        "list of things to bring",
        """
Dear Max,

Please bring:
- your passport
- two references
- a laptop

Thanks, that is all.
We will also test SQL.
""",
        ("your passport", "two references", "a laptop", "We will also test SQL"),
    ),
    Case(
        "thank you in the middle",
        """
Hi Max,

Thank you, Max, for applying to Acme.
Unfortunately we have decided not to move forward.

We wish you all the best
in your search.
""",
        ("Thank you, Max", "Unfortunately we have decided", "We wish you all the best", "in your search"),
    ),
    Case(
        "thank you and then the sentence",
        """
Thank you,
but unfortunately we have decided to go with somebody else.
""",
        ("Thank you,", "but unfortunately"),
    ),
    Case(
        "best as a word",
        """
Best case, we can make an offer on Friday.
Best of luck until then.
""",
        ("Best case", "Best of luck"),
    ),
    Case(
        "details of an interview",
        """
Your interview details

Date: Friday, March 6
Subject: System design
To: join, click https://zoom.us/j/1
Please arrive five minutes early.
""",
        ("System design", "zoom.us", "five minutes early"),
    ),
    Case(
        "times from and to",
        """
Interview slots

From: 10:00
To: 11:00
Date: Friday, March 6
Subject: System design
""",
        ("10:00", "System design"),
    ),
    Case(
        "a sentence about what was written",
        """
On your application you wrote: five years of Python.
Could you tell us more?
""",
        ("five years of Python", "Could you tell us more"),
    ),
    Case(
        "a sentence about what was written, with a date",
        """
In your letter of 3 March 2026 you wrote:
I can start in June.

Is that still right?
""",
        ("I can start in June", "Is that still right"),
    ),
    Case(
        "a memo",
        """
From: Human Resources
To: Max Mustermann
Date: 3 March 2026
Subject: Offer of employment

We are pleased to offer you the job.
""",
        ("We are pleased to offer",),
    ),
    Case(
        "postscript",
        """
See you on Monday.

Best,
Jane

PS: bring your passport, please.
""",
        ("See you on Monday", "bring your passport"),
    ),
    Case(
        "nothing but a notice",
        """
We are an equal opportunity employer.
""",
        ("equal opportunity employer",),
    ),
]
