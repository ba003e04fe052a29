"""Measures which functions of Pyodide's WebAssembly run, and writes them down: the build leaves the others out.

`make profile` runs it: with a runtime in which each function sets a global of its own (`wizard/build/assets/trim.py`),
which any engine can run. It is the union of

- the unit tests of what the browser gets, in Node (:mod:`tests.in_pyodide`), without pytest and Hypothesis;
- every screen of the gallery, interviews at random, and requests that no page sends, in Node
  (:mod:`tests.profile.asked`);
- a whole interview and more in Chromium, Firefox and WebKit (:mod:`tests.profile.browsers`),

and of what the garbage collector may call at any moment (:mod:`tests.profile.collector`).

Too much in it costs some bytes. Too little costs somebody a second start.
"""
