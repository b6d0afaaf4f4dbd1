"""A small IMAP server that does what no server installed here can be made to do: see `script`.

It answers on a real socket, with literals, lists and untagged replies, so a client cannot tell. It is no mail
server: it keeps everything in memory, changes nothing on a client's word, and notes down whatever a
reading client must never send.
"""
