from securite.adresses import GET, POST, everybody


def _kind(_par):
    return {"kind": "check"}


def _what(_par):
    return {"what": "xml"}


# Everybody may use the tool, and each one has nothing there but his own files: here, none.
ROWS = {
    "outil:index": [everybody(GET, 200), everybody(POST, 422)],
    "outil:modele": [everybody(GET, 200), everybody(POST, 405)],
    "outil:concerne": [everybody(GET, 200), everybody(POST, 405)],
    "outil:before": [everybody(GET, 200), everybody(POST, 405)],
    "outil:fill": [everybody(GET, 405), everybody(POST, 302)],
    "outil:correct": [everybody(GET, 405), everybody(POST, 302)],
    "outil:columns": [everybody(GET, 302), everybody(POST, 302)],
    "outil:progress": [everybody(GET, 302, arguments=_kind)],
    "outil:download": [everybody(GET, 404, arguments=_what)],
    "outil:erase": [everybody(GET, 405), everybody(POST, 302)],
    "outil:accuse": [everybody(GET, 200), everybody(POST, 422)],
}
