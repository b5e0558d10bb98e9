"""The one way to a socket, for pages, heartbeat and mail: resolve, check each address, connect to exactly that one, within bounds of time and bytes.

No protocol is spoken here.
"""

from newswatch.network.bounds import Bounds, Flood, Overdue
from newswatch.network.dial import Dialer
from newswatch.network.sockets import Plain, Tls, bind

__all__ = ["Bounds", "Dialer", "Flood", "Overdue", "Plain", "Tls", "bind"]
