"""Stands in for Pyodide's event loop: the wizard answers at once."""


def _initialize_event_loop() -> None:
    pass
