"""Mail and calendars from files: mbox, Maildir, `.eml`, `.ics`, and folders of these."""
