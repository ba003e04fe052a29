"""See :mod:`tests.in_pyodide`."""

import sys

from tests.in_pyodide import main

sys.exit(main())
