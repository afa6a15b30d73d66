"""Images drawn for the tests: as somebody sends them, or as a certificateur keeps them."""

from io import BytesIO

from django.core.files.base import ContentFile
from PIL import Image


def picture(kind="PNG", size=(60, 30), mode="RGB", colour="navy", **options):
    """Return the bytes of a plain image."""
    written = BytesIO()
    Image.new(mode, size, colour).save(written, kind, **options)
    return written.getvalue()


def make_image(certificateur, kind):
    """Give a certificateur its logo or its signature."""
    getattr(certificateur, kind).save("0123456789abcdef.png", ContentFile(picture()))
    return certificateur
