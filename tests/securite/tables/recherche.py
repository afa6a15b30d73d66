from securite.adresses import GET, row

# A partenaire finds nothing, and the page says so.
ROWS = {"recherche:index": [row(GET, 302, 200, data={"q": "dubreuil"})]}
