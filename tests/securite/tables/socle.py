from securite.adresses import GET, POST, everybody, row


def _done(_par):
    return {"done": 1}


ROWS = {
    "socle:home": [row(GET, visiteur=200, membres=302), everybody(POST, 405)],
    "socle:command": [everybody(GET, 200), everybody(POST, 405)],
    "socle:health": [everybody(GET, 200), everybody(POST, 405)],
    # For developers: an installation answers that there is no such page.
    "socle:components": [everybody(GET, 404)],
    "socle:components_confirm": [everybody(GET, 404)],
    "socle:components_assistant": [everybody(GET, 404)],
    "socle:components_export": [everybody(GET, 404)],
    "socle:components_suggestions": [everybody(GET, 404)],
    "socle:components_ticked": [everybody(POST, 404)],
    "socle:components_work": [everybody(GET, 404, arguments=_done)],
}
