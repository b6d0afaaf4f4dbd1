"""Mail from Gmail through Google's API, read and never changed.

`connector` is the way in; `mailbox` asks and gives the answers as values; everything that decides (what a
history adds up to, what is fetched of a mail, how far the mailbox was read) is apart from what asks.
"""
