from securite.adresses import GET, POST, row

ROWS = {
    "journal:list": [row(GET, 302, 403, administrateur=200), row(POST, 302, 405)],
    "journal:verify": [row(POST, 302, 403, administrateur=302)],
    "journal:export": [row(GET, 302, 403, administrateur=200)],
}
