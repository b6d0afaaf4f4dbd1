"""Mail from an IMAP account (RFC 3501), read and never changed.

`connector` is the way in; `session` holds the connection; everything that decides (which folders, which
parts, how far a folder was read, what an error means) is apart from what talks to the server.
"""
