"""The site's content security policy: what a page may load and run, and nothing else.

One policy for every page and every file: a host can send it as one header, and one that adds two policies to one file
enforces both.
"""

from __future__ import annotations

import hashlib
import re
from base64 import b64encode
from html.parser import HTMLParser
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

#: Names of the Trusted Types policies: ours (trusted.js), for the early worker (overrides/partials/early.html), and
#: Material's way through (trusted-default.js).
TRUSTED_TYPES: Final = ("data-stack-wizard", "data-stack-early", "default")

#: What is allowed, directive by directive; the hashes of the inline scripts are added to `script-src`.
DIRECTIVES: Final[Mapping[str, tuple[str, ...]]] = {
    "default-src": ("'none'",),
    "script-src": ("'self'", "'wasm-unsafe-eval'"),  # Python is WebAssembly
    "style-src": ("'self'",),
    "img-src": ("'self'", "data:"),  # Material's style sheets draw their icons from data: addresses
    "connect-src": ("'self'",),
    "worker-src": ("'self'",),
    "base-uri": ("'none'",),
    "form-action": ("'none'",),
    "object-src": ("'none'",),  # said again for scanners that do not know default-src
    "require-trusted-types-for": ("'script'",),
    "trusted-types": TRUSTED_TYPES,
}

#: Said in a header only: browsers ignore it in a page.
HEADER_ONLY: Final[Mapping[str, tuple[str, ...]]] = {"frame-ancestors": ("'none'",)}

#: Headers beside the policy.
OTHER_HEADERS: Final[Mapping[str, str]] = {
    "Cross-Origin-Opener-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}

CHARSET: Final = '<meta charset="utf-8">'

#: A script of one of these types is run; of any other it is data.
SCRIPT_TYPES: Final = frozenset({"", "text/javascript", "module"})


class PolicyError(Exception):
    """A page that the policy cannot be put into."""


def guard(site: Path) -> Mapping[str, str]:
    """Put the policy into every built page below `site`, and into files for its hosts. Gives the headers."""
    pages = {file: file.read_text(encoding="utf-8") for file in sorted(site.rglob("*.html"))}
    hashes = sorted({script_hash(script) for html in pages.values() for script in inline_scripts(html)})
    for file, html in pages.items():
        try:
            file.write_text(with_policy(html, hashes), encoding="utf-8")
        except PolicyError as error:
            raise PolicyError(f"{file.relative_to(site)}: {error}") from None
    sent = headers(hashes)
    for name, text in host_files(sent).items():
        (site / name).parent.mkdir(exist_ok=True)
        (site / name).write_text(text, encoding="utf-8")
    return sent


def with_policy(html: str, hashes: Iterable[str]) -> str:
    """A page with the policy before anything that it speaks of."""
    if html.count(CHARSET) != 1:
        raise PolicyError(f"expected one {CHARSET} to put the policy after")
    meta = f'<meta http-equiv="Content-Security-Policy" content="{policy(DIRECTIVES, hashes)}">'
    return html.replace(CHARSET, f"{CHARSET}\n      {meta}")


def headers(hashes: Iterable[str]) -> dict[str, str]:
    """Name -> value of each header that a host should send with every file."""
    return {"Content-Security-Policy": policy({**DIRECTIVES, **HEADER_ONLY}, hashes), **OTHER_HEADERS}


def policy(directives: Mapping[str, tuple[str, ...]], hashes: Iterable[str]) -> str:
    """The policy as text."""
    extra = {"script-src": tuple(f"'{digest}'" for digest in hashes)}
    return "; ".join(" ".join((name, *allowed, *extra.get(name, ()))) for name, allowed in directives.items())


def script_hash(script: str) -> str:
    """How a policy names an inline script: `sha256-…`."""
    return f"sha256-{b64encode(hashlib.sha256(script.encode()).digest()).decode()}"


def inline_scripts(html: str) -> list[str]:
    """The text of each script that a page runs and does not fetch. Only what stands in script elements is read as
    HTML: on most pages that is a hundredth of them."""
    found = []
    for element in _SCRIPT.finditer(html):
        reader = _Scripts()
        reader.feed(element[0])
        reader.close()
        found += reader.found
    return found


#: A script element, to its end or, where it has none, to that of the page.
_SCRIPT: Final = re.compile(r"<script\b.*?(?:</script\s*>|\Z)", re.DOTALL | re.IGNORECASE)


class _Scripts(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self._inside = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self._inside = tag == "script" and "src" not in given and (given.get("type") or "") in SCRIPT_TYPES
        if self._inside:
            self.found.append("")

    def handle_data(self, data: str) -> None:
        if self._inside:
            self.found[-1] += data

    def handle_endtag(self, tag: str) -> None:
        self._inside = False


# --- how hosts are told -----------------------------------------------------------------------------------------------


def host_files(headers: Mapping[str, str]) -> dict[str, str]:
    """Path in the site -> a file that tells a host which headers to send.

    They are part of the site, so that a host that includes them never sends the policy of another build.
    """
    return {
        "_headers": "\n".join(["/*", *(f"  {name}: {value}" for name, value in headers.items()), ""]),
        "headers/nginx.conf": "".join(f'add_header {name} "{value}" always;\n' for name, value in headers.items()),
        "headers/Caddyfile": "\n".join(
            ["header {", *(f'\t{name} "{value}"' for name, value in headers.items()), "}", ""]
        ),
    }


def sent_with(site: Path) -> dict[str, str]:
    """The headers that the `_headers` of a built site asks for; none if it has none."""
    file = site / "_headers"
    lines = file.read_text(encoding="utf-8").splitlines()[1:] if file.is_file() else []
    return {name: value for name, _, value in (line.strip().partition(": ") for line in lines)}
