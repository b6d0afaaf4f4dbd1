"""The commands by what they are for. --help prints this and imports none of them."""

from __future__ import annotations

SECTIONS: dict[str, dict[str, tuple[str, str]]] = {
    "Begin": {
        "demo": ("demo", "A sample search, start to digest; no account needed."),
        "import": ("import_", "Bring in mbox, Maildir, .eml and .ics files, or a folder of them."),
        "accounts": ("accounts", "Mailboxes and calendars: connect, list, test, remove them."),
        "sync": ("sync", "Bring in what is new in the accounts, and read it."),
        "watch": ("watch", "Stay connected, and sync when mail arrives."),
        "schedule": ("schedule", "Sync and digest by themselves, by the system's own timer."),
    },
    "Look": {
        "applications": ("applications", "The table: stage, momentum, trend, waiting, next action."),
        "show": ("show", "One application's timeline, with the evidence."),
        "search": ("search", "The stored messages by their words."),
        "digest": ("digest", "The week: what moved, what is waiting, what to do."),
        "responsiveness": ("responsiveness", "Who answers how fast."),
        "outcomes": ("outcomes", "How past scores turned out."),
        "draft": ("draft", "A thank-you or a follow-up, as text to copy."),
        "calendar": ("calendar", "Your interviews and dates as a calendar of their own."),
    },
    "Say": {
        "label": ("label", "Say what a message shows, and where it belongs; it stays said."),
        "questions": ("questions", "Which application a message belongs to, one key each."),
        "notes": ("notes", "Your own notes on an application."),
        "debrief": ("debrief", "Note what only you saw in an interview."),
        "decisions": ("decisions", "Everything that you ever said, and taking it back."),
    },
    "Understand": {
        "classify": ("classify", "Read mail without storing anything."),
        "explain": ("explain", "Why a message was read as it was."),
        "audit": ("audit", "What did the gate and the rules leave out? A sample, and an estimate."),
        "reclassify": ("reclassify", "Read the stored mail again by the rules of today."),
    },
    "Out and away": {
        "export": ("export", "Take your data out: JSON, CSV, mbox, .ics."),
        "backup": ("backup", "Everything that is stored, in one file."),
        "restore": ("restore", "A backup in place of the store."),
        "forget": ("forget", "An application, a company, an account or everything, gone for good."),
    },
    "Look after": {
        "doctor": ("doctor", "Is everything in order? What to do where it is not."),
        "completion": ("completion", "Teach your shell to complete commands, names and ids."),
    },
}
"""Section -> command -> (its module in cli/commands, what it does)."""

COMMANDS = {name: entry for section in SECTIONS.values() for name, entry in section.items()}
