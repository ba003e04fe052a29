"""Draw `docs/images/social.png`, the picture that stands beside a link to a page, from the SVG beside it.

`python -m wizard.build.tools.social`. It is done by hand when the SVG changes, because letters differ between machines.
"""

from __future__ import annotations

import struct
import sys
import zlib
from base64 import b64decode, b64encode
from typing import TYPE_CHECKING, Final

from playwright.sync_api import sync_playwright

from wizard.build.assets.runtime import PACKAGE
from wizard.build.tools.browser import launch_options

if TYPE_CHECKING:
    from pathlib import Path

SOURCE: Final[Path] = PACKAGE.parent / "docs" / "images" / "social.svg"
WIDTH, HEIGHT = 1200, 630

#: Draws an image, and gives its pixels: red, green, blue and alpha.
DRAW: Final = """async ([address, width, height]) => {
  const image = new Image(width, height);
  image.src = address;
  await image.decode();
  const canvas = new OffscreenCanvas(width, height).getContext("2d");
  canvas.drawImage(image, 0, 0, width, height);
  const pixels = canvas.getImageData(0, 0, width, height).data;
  return btoa(Array.from(pixels, (one) => String.fromCharCode(one)).join(""));
}"""


def main() -> int:
    """Draw it, and say how large it is."""
    address = f"data:image/svg+xml;base64,{b64encode(SOURCE.read_bytes()).decode()}"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(**launch_options())
        pixels = b64decode(browser.new_page().evaluate(DRAW, [address, WIDTH, HEIGHT]))
        browser.close()
    place = SOURCE.with_suffix(".png")
    place.write_bytes(png(pixels))
    print(f"{place}: {place.stat().st_size:,} bytes")
    return 0


def png(pixels: bytes) -> bytes:
    """A PNG with a palette, which is a third of what a browser would write: white stays, shades that nobody can tell
    apart become one. Raises ValueError where that leaves more than 256."""
    rounded = bytes(255 - (255 - value) // 8 * 8 for value in range(256))
    pixels = pixels.translate(rounded)
    colours = [pixels[at : at + 3] for at in range(0, len(pixels), 4)]
    palette = sorted(set(colours))
    index = {colour: bytes([number]) for number, colour in enumerate(palette)}
    numbers = b"".join(index[colour] for colour in colours)
    rows = b"".join(b"\0" + numbers[at : at + WIDTH] for at in range(0, len(numbers), WIDTH))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))
        for kind, content in (
            (b"IHDR", struct.pack(">IIBBBBB", WIDTH, HEIGHT, 8, 3, 0, 0, 0)),
            (b"PLTE", b"".join(palette)),
            (b"IDAT", zlib.compress(rows, 9)),
            (b"IEND", b""),
        )
    )


if __name__ == "__main__":
    sys.exit(main())
