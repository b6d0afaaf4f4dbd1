"""One bounded HTTP exchange, for calendars that are read over the web."""
