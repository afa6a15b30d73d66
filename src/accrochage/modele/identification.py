"""Who the holder is: exactly one of three ways (XSD: `identificationTitulaire`)."""

from typing import NamedTuple


class Titulaire(NamedTuple):
    """Civil identity (dictionary, block 8); None means absent, or nil where the XSD wants nil.

    Attributes:
        annee_naissance: 1900 to 2099.
        mois_naissance: 1 to 12, None when the civil registry does not know it.
        jour_naissance: 1 to 31, None likewise.
        sexe: `"M"` or `"F"`.
        code_insee: INSEE code of the birth place, 5 characters; 99xxx abroad.
        code_postal: Postal code, sent only when there is no INSEE code.
        code_pays_naissance: 3 characters.
    """

    nom_naissance: str | None
    nom_usage: str | None
    prenom1: str | None
    prenom2: str | None
    prenom3: str | None
    annee_naissance: int | None
    mois_naissance: int | None
    jour_naissance: int | None
    sexe: str | None
    code_insee: str | None
    code_postal: str | None
    libelle_commune_naissance: str | None
    code_pays_naissance: str | None
    libelle_pays_naissance: str | None
    commentaires_men: str | None


class DossierFormation(NamedTuple):
    """EDOF folder (dictionary, block 9): number of 1 to 13 characters, names of at most 30 and 20."""

    id_dossier: str | None
    nom_titulaire: str | None
    prenom1_titulaire: str | None


class IdentifiantNational(NamedTuple):
    """NIR without its key (13 characters) and birth name; from version 1.1.5 on."""

    nir: str | None
    nom_naissance: str | None


Identification = Titulaire | DossierFormation | IdentifiantNational
