"""Calendars by CalDAV (RFC 4791), read-only: what is asked, what is answered, and what that makes of them."""
