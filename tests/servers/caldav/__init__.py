"""A CalDAV server of our own, for what no server here can be made to do: dialects, faults and lies.

It speaks HTTP over a socket, holds a person's calendars in memory, and watches what a reader asks of it.
"""

from tests.servers.caldav.server import CalDavServer, caldav_server

__all__ = ["CalDavServer", "caldav_server"]
