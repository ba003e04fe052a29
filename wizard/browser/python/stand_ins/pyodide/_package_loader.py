"""Stands in for Pyodide's package loader: the wizard loads no package. Pyodide asks for the two folders."""


class Folder:
    """A path that JavaScript can ask for its text: as text itself it would arrive there as a string."""

    def __init__(self, path: str) -> None:
        self.path = path

    def __str__(self) -> str:
        return self.path


SITE_PACKAGES = Folder("/lib/python3.13/site-packages")
DSO_DIR = Folder("/usr/lib")


def init_loaded_packages() -> None:
    """There are none."""
