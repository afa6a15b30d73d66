from agrafe.certificateurs.enums import Image
from factories.images import make_image
from securite.adresses import GET, POST, row

ORGANISME = {"nom": "École des métiers du jardin", "siret": "732 829 320 00074"}
IDENTIFIANTS = {
    "id_client": "12ABC345",
    "id_contrat": "MCFCER000123",
    "nature_deposant": "CERTIFICATEUR",
    "version_format": "1.1.5",
}


def logo(par):
    make_image(par.certificateur, Image.LOGO)
    return {"kind": "logo"}


# Whoever signed in may found a certificateur; the settings are read by members, and changed by administrateurs.
ROWS = {
    "certificateurs:create": [row(GET, 302, 200), row(POST, 302, 302, data=ORGANISME)],
    "certificateurs:start_organisme": [
        row(GET, 302, 403, administrateur=200),
        row(POST, 302, 403, data=ORGANISME, administrateur=302),
    ],
    "certificateurs:start_caisse_des_depots": [
        row(GET, 302, 403, administrateur=200),
        row(
            POST,
            302,
            403,
            data={"situation": "recus", "id_client": "12ABC345", "id_contrat": "MCFCER000123"},
            administrateur=302,
        ),
    ],
    "certificateurs:start_next": [row(GET, 302, 403, administrateur=200)],
    "certificateurs:settings": [
        row(GET, 302, 200, partenaire=403),
        row(POST, 302, 403, data=ORGANISME, administrateur=302),
    ],
    "certificateurs:caisse_des_depots": [
        row(GET, 302, 200, partenaire=403),
        row(POST, 302, 403, data=IDENTIFIANTS, administrateur=302),
    ],
    "certificateurs:identification": [
        row(GET, 302, 405),
        row(POST, 302, 403, data={"on": "2026-01-15"}, administrateur=302),
    ],
    "certificateurs:images": [
        row(GET, 302, 200, partenaire=403),
        row(POST, 302, 403, data={"signataire_nom": "Ada Roy"}, administrateur=302),
    ],
    "certificateurs:image": [row(GET, 302, 200, arguments=logo, partenaire=403)],
    "certificateurs:image_remove": [
        row(GET, 302, 403, arguments=logo, administrateur=200),
        row(POST, 302, 403, arguments=logo, administrateur=302),
    ],
    "certificateurs:courriels": [
        row(GET, 302, 200, partenaire=403),
        row(POST, 302, 403, data={"courriel_expediteur": "Le jury"}, administrateur=302),
    ],
    "certificateurs:trial": [
        row(GET, 302, 403, administrateur=200),
        row(POST, 302, 403, data={"essai": "oui"}, administrateur=302),
    ],
}
