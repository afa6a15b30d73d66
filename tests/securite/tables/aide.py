from securite.adresses import GET, POST, everybody


def _guide(_par):
    return {"name": "guides/premier-depot"}


def _image(_par):
    return {"name": "accuse.png"}


ROWS = {
    "aide:index": [everybody(GET, 200), everybody(POST, 405)],
    "aide:page": [everybody(GET, 200, arguments=_guide), everybody(POST, 405, arguments=_guide)],
    "aide:image": [everybody(GET, 200, arguments=_image), everybody(POST, 405, arguments=_image)],
}
