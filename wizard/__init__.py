"""Where should this project keep its data, and how should its code talk to it?"""

__version__ = "0.1.0"
