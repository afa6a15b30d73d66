"""What surrounds the passages of a deposit."""

from datetime import datetime
from typing import NamedTuple


class Certificateur(NamedTuple):
    """The certificateur for whom passages are sent, as the CDC knows it.

    Attributes:
        id_client: Client number (BCR), 8 characters.
        id_contrat: Contract number, 1 to 20 characters.
        id_client_emetteur: Client number of who deposits for it: itself, or its tiers de confiance.
    """

    id_client: str | None
    id_contrat: str | None
    id_client_emetteur: str | None


class Certification(NamedTuple):
    """A certification of the RNCP or the RS, and on whose behalf its passages are sent.

    Attributes:
        certificateur: Who delivers it.
        type: `"RNCP"`, `"RS"`, or another text of 1 to 255 characters.
        code: Code of the record with its prefix, `"RNCP35726"`.
        nature_deposant: `"CERTIFICATEUR"`, `"TIERS_CONFIANCE"`, or None.
    """

    certificateur: Certificateur
    type: str | None
    code: str | None
    nature_deposant: str | None


class Flux(NamedTuple):
    """What a deposit says of itself; who sends it stands in its `Certificateur`.

    Attributes:
        id_flux: Identifier of the deposit, 1 to 50 characters.
        horodatage: When it was made, with its offset.
        version: Version of the format, `"1.1.5"`.
        action: `"CREATION"` or `"SUPPRESSION"`; written from version 1.1.5 on.
    """

    id_flux: str
    horodatage: datetime
    version: str
    action: str = "CREATION"
