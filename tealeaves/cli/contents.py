"""The commands by what they are for. --help prints this and imports none of them."""

from __future__ import annotations

SECTIONS: dict[str, dict[str, tuple[str, str]]] = {
    "Begin": {
        "demo": ("demo", "A sample search, start to digest; no account needed."),
        "import": ("import_", "Bring in mbox, Maildir, .eml and .ics files, or a folder of them."),
        "accounts": ("accounts", "Mailboxes and calendars: list them, sign in, test them."),
        "sync": ("sync", "Bring in what is new in the accounts, and read it."),
        "watch": ("watch", "Stay connected, and sync when mail arrives."),
    },
    "Look": {
        "applications": ("applications", "The table: stage, momentum, trend, waiting, next action."),
        "show": ("show", "One application's timeline, with the evidence."),
        "digest": ("digest", "The week: what moved, what is waiting, what to do."),
        "responsiveness": ("responsiveness", "Who answers how fast."),
        "outcomes": ("outcomes", "How past scores turned out."),
        "draft": ("draft", "A thank-you or a follow-up, as text to copy."),
        "calendar": ("calendar", "Your interviews and dates as a calendar of their own."),
    },
    "Say": {
        "label": ("label", "Say what a message shows, and where it belongs; it stays said."),
        "debrief": ("debrief", "Note what only you saw in an interview."),
    },
    "Understand": {
        "classify": ("classify", "Read mail without storing anything."),
        "explain": ("explain", "Why a message was read as it was."),
        "reclassify": ("reclassify", "Read the stored mail again by the rules of today."),
    },
}
"""Section -> command -> (its module in cli/commands, what it does)."""

COMMANDS = {name: entry for section in SECTIONS.values() for name, entry in section.items()}
