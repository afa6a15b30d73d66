"""Write exemples/accuse.xml, an accusé de traitement for the deposit of the example workbook, in the shape of those of the CDC."""

from typing import Final
from xml.sax.saxutils import escape

from exemple import DEFAULTS, FOLDER, read_rows

from accrochage.accuses.messages import MESSAGES

ACCUSE: Final = FOLDER / "accuse.xml"

ID_FLUX: Final = "exemple-2026-07"
NOM_FICHIER: Final = "accrochage-00AGRAFE-20260703-140500.xml"
"""Identifier and name of the deposit: `generer … --id-flux exemple-2026-07 --horodatage 2026-07-03T14:05:00+02:00`."""

REJECTED: Final = {
    "AGR-2024-010": "MSG-DEJA-EN-BASE",
    "AGR-2024-019": "MSG-AUCUN-TITULAIRE-DATE",
    "AGR-2024-022": "MSG-AUCUN-TITULAIRE",
    "AGR-2025-002": "MSG-PLUSIEURS-TITULAIRES",
    "AGR-2025-004": "MSG-AUCUN-TITULAIRE",
}
"""What became of the passages that are not accepted, by identifier."""


def make_accuse() -> str:
    """Make the accusé."""
    ids = [str(row.values["idTechnique"]) for row in read_rows()]
    ko = "".join(_ko(id_technique, code) for id_technique, code in REJECTED.items())
    ok = "".join(
        f"    <idTechnique>{escape(id_technique)}</idTechnique>\n"
        for id_technique in ids
        if id_technique not in REJECTED
    )
    return (
        '<?xml version="1.0" encoding="UTF-8" standalone="no"?>\n'
        '<rapport xmlns:ns2="urn:cdc:cpf:pc5:rapport:schema">\n'
        f"  <nomFichier>{NOM_FICHIER}</nomFichier>\n"
        f"  <idFlux>{ID_FLUX}</idFlux>\n"
        "  <idTraitement>10001</idTraitement>\n"
        f"  <PassagesKO>\n{ko}  </PassagesKO>\n"
        f"  <PassagesOK>\n{ok}  </PassagesOK>\n"
        "</rapport>\n"
    )


def _ko(id_technique: str, code: str) -> str:
    message = MESSAGES[code].literal.format(bcr=DEFAULTS["idClient"], id_technique=id_technique)
    return (
        "    <passage>\n"
        f"      <idTechnique>{escape(id_technique)}</idTechnique>\n"
        f"      <messageErreur>{escape(message)}</messageErreur>\n"
        "    </passage>\n"
    )


def write_accuse() -> None:
    """Write the example accusé."""
    ACCUSE.write_text(make_accuse(), encoding="utf-8", newline="\n")


if __name__ == "__main__":
    write_accuse()
    print(f"{ACCUSE.relative_to(FOLDER.parent)} : écrit.")
