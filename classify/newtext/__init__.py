"""What the writer wrote this time, apart from what a mail program put around it.

`split.split` takes a body apart into `Sections`: new text, quotes, a forwarded message, signature, footer. It
works line by line, in time that grows with the number of lines, and loses none.
"""
