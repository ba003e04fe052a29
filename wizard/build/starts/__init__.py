"""The first ten minutes with a stack, as data: a file for each client and protocol, what several share in
`shared.toml`, and what came of them when they were run in `ran.toml`. :mod:`wizard.build.starts.read` reads them; never
shipped to the browser."""
