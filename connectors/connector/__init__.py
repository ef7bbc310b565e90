"""Opens a catalogue entry and performs its operations. Must not know any system by name.

```python
connector = load("tryton")
async with connector.session(connection) as session:
    client = await session.perform("find_client", {"code": "CLIENT-C"})
```
"""

from connectors.connector.catalogue import Connector, load, load_catalog
from connectors.connector.session import Found, Hooks, NotFound, Session

__all__ = ["Connector", "Found", "Hooks", "NotFound", "Session", "load", "load_catalog"]
