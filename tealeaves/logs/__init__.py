"""What is done, told as it happens: to standard error for who watches, to a file for who looks later.

Off unless asked for. In whatever it writes there is no address, no subject and no secret. Logging itself is
the standard library's: `logging.getLogger("tealeaves.…")`, with `fields` for what a line tells besides its
message.
"""
