"""What Gmail and Google Calendar have in common: a session with one of Google's APIs, read-only.

`session` is the way in; `wire` is the HTTP under it; what an error means (`faults`), how long is waited and
how much is asked at once (`pace`) is apart from what talks.
"""
