"""The smoke test in Chromium, Firefox and WebKit: `make test-browsers`."""
