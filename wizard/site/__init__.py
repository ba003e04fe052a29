"""What the build does: plain functions that make pages and assets. Nothing here is shipped to the browser."""

from wizard.door.api import first_response

__all__ = ["first_response"]
