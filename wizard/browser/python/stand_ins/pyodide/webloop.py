"""Stands in for Pyodide's event loop: the wizard answers at once.

What it imports it does not use: a snapshot of the memory is refused unless Python holds what Pyodide's own module does.
"""

from pyodide_js._api import scheduleCallback as scheduleCallback


def _initialize_event_loop() -> None:
    pass
