"""Images that people give: known by what they hold, never by their name, and written again before they are kept."""

import struct
from io import BytesIO
from typing import Final

from PIL import Image, ImageOps

from agrafe.socle.refusals import Refusal

ACCEPTED: Final = "image/png,image/jpeg,image/webp"
"""What a field of images offers in the browser."""
CONTENT_TYPE: Final = "image/png"
"""What every image kept here is, whatever it came as."""
MAX_BYTES: Final = 5_000_000
_FORMATS: Final = ("PNG", "JPEG", "WEBP")
_MAX_PIXELS: Final = 40_000_000
_TOO_LARGE: Final = (
    "Cette image a trop de pixels (40 millions au plus). Enregistrez-la en plus petit."
)
_FAILURES: Final = (OSError, SyntaxError, ValueError, EOFError, RuntimeError, struct.error)
"""What Pillow raises on bytes that are no image, or half of one."""
_BOMBS: Final = (Image.DecompressionBombError, Image.DecompressionBombWarning)


class ImageRefused(Refusal):
    """The file is not an image that can be kept."""


def rewritten(content: bytes, *, max_side: int) -> bytes:
    """Return an image as a plain PNG: upright, no larger than asked, and without what it said of its author or its place.

    Args:
        content: A PNG, JPEG or WebP image, as somebody sent it.
        max_side: The longest side that is kept, in pixels.

    Raises:
        ImageRefused: It is of another kind, too large, or damaged.
    """
    if len(content) > MAX_BYTES:
        raise ImageRefused("Cette image pèse plus de 5 Mo. Enregistrez-la en plus petit.")
    try:
        _check(content)
        with Image.open(BytesIO(content), formats=_FORMATS) as image:
            return _png(image, max_side)
    except _BOMBS as failure:
        raise ImageRefused(_TOO_LARGE) from failure
    except _FAILURES as failure:
        raise ImageRefused(
            "Ce fichier n'est pas une image PNG, JPEG ou WebP, ou il est abîmé. Choisissez-en un autre."
        ) from failure


def _check(content: bytes) -> None:
    """Refuse an image that would fill the memory, before a pixel of it is read; then read its structure."""
    with Image.open(BytesIO(content), formats=_FORMATS) as image:
        if image.width * image.height > _MAX_PIXELS:
            raise ImageRefused(_TOO_LARGE)
        image.verify()


def _png(image: Image.Image, max_side: int) -> bytes:
    upright = ImageOps.exif_transpose(image)
    has_alpha = upright.mode in {"RGBA", "LA", "PA"} or "transparency" in upright.info
    plain = upright.convert("RGBA" if has_alpha else "RGB")
    plain.thumbnail((max_side, max_side))
    # A new image holds the pixels alone: neither EXIF, nor profile, nor comment follows.
    bare = Image.new(plain.mode, plain.size)
    bare.paste(plain)
    written = BytesIO()
    bare.save(written, "PNG", optimize=True)
    return written.getvalue()
