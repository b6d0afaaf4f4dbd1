"""A small server that speaks Google's documented wire format: Gmail API v1 and Calendar API v3, read only.

It answers on a real socket, so a client cannot tell. It keeps everything in memory, changes nothing on a
client's word, and notes down whatever a reading client must never do. What happens to the mail and the
calendars, and what goes wrong on the wire, a test says through `GoogleServer`.

  mailbox, labels, search, payload, history   what the mail is
  calendar, events                            what the calendars are
  gmail, agenda                               the methods of the two APIs
  schema, fields                              what Google's discovery documents allow
  errors, faults, quota, pages                refusals, mishaps, prices, page tokens
  wire, batch, api, server                    HTTP
"""

from tests.servers.google.server import GoogleServer, google_server

__all__ = ["GoogleServer", "google_server"]
