from io import BytesIO

import pytest
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from agrafe.socle import images
from agrafe.socle.images import ImageRefused, rewritten
from factories.images import picture


def opened(content):
    return Image.open(BytesIO(content))


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP"])
def test_every_kind_becomes_a_png(kind):
    image = opened(rewritten(picture(kind), max_side=100))

    assert (image.format, image.size) == ("PNG", (60, 30))


@pytest.mark.parametrize("mode", ["RGB", "RGBA", "L", "LA", "P", "1"])
def test_every_mode_is_kept_as_it_looks(mode):
    image = opened(rewritten(picture(mode=mode, colour=0), max_side=100))

    assert image.mode == ("RGBA" if mode in {"RGBA", "LA"} else "RGB")


def test_what_is_large_becomes_smaller():
    assert opened(rewritten(picture(size=(400, 200)), max_side=100)).size == (100, 50)


def test_what_it_said_of_its_author_goes():
    exif = Image.Exif()
    exif[0x013B] = "Ada Roy"
    exif[0x0112] = 6  # lies on its side
    notes = PngInfo()
    notes.add_text("Author", "Ada Roy")

    photo = rewritten(picture("JPEG", exif=exif), max_side=100)
    drawing = rewritten(picture(pnginfo=notes), max_side=100)

    assert b"Ada Roy" not in photo + drawing
    assert opened(photo).size == (30, 60)
    assert not opened(photo).getexif()


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"bonjour",
        b"<svg xmlns='http://www.w3.org/2000/svg'/>",
        b"%PDF-1.7",
        picture()[:60],
        picture("JPEG")[:300],
        picture("WEBP")[:30],
        picture("GIF", mode="P", colour=0),
        picture("BMP"),
        picture("TIFF"),
    ],
)
def test_what_is_no_image_of_ours_is_refused(content):
    with pytest.raises(ImageRefused, match="PNG, JPEG ou WebP"):
        rewritten(content, max_side=100)


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP"])
def test_whatever_is_cut_or_changed_is_an_image_or_refused(kind):
    content = picture(kind)
    for place in range(0, len(content), 7):
        for damaged in (content[:place], content[:place] + b"\xff" + content[place + 1 :]):
            try:
                rewritten(damaged, max_side=100)
            except ImageRefused:
                continue


def test_what_is_too_heavy_is_not_read():
    with pytest.raises(ImageRefused, match="5 Mo"):
        rewritten(b"x" * 5_000_001, max_side=100)


@pytest.mark.parametrize("limit", [1_000, 0])
def test_what_has_too_many_pixels_is_not_read(monkeypatch, limit):
    monkeypatch.setattr(images, "_MAX_PIXELS", 1_000)
    if not limit:
        monkeypatch.setattr(Image, "MAX_IMAGE_PIXELS", 100)  # where Pillow itself takes fright

    with pytest.raises(ImageRefused, match="trop de pixels"):
        rewritten(picture(), max_side=100)
