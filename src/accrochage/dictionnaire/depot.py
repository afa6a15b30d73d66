"""Rubriques of the flux, the émetteur, the certificateur and the certification."""

from accrochage.dictionnaire import codes
from accrochage.dictionnaire.types import Bloc, Kind, Presence, Rubrique

CLIENT_SHAPE = r"[0-9A-Za-z]{8}"

FLUX = (
    Rubrique(
        name="idFlux",
        bloc=Bloc.FLUX,
        presence=Presence.REQUIRED,
        kind=Kind.IDENTIFIER,
        min_length=1,
        max_length=50,
        header="Identifiant du flux",
        help="Numéro qui distingue ce dépôt de tous les autres. Agrafe en crée un s'il n'est pas donné.",
        example="6f9c2a4e-2f0b-4a7e-9d43-0c7f5b1e8a21",
        source="Dictionnaire 1.1",
    ),
    Rubrique(
        name="horodatage",
        bloc=Bloc.FLUX,
        presence=Presence.REQUIRED,
        kind=Kind.TIMESTAMP,
        # The offset reads (:2[0-3]|[01][0-9]) in the CDC's text; with xsd:dateTime's own bound of 14 hours the two accept the same.
        pattern=(
            r"(19|20)[0-9]{2}-(0[1-9]|1[0-2])-(0[1-9]|[1-2][0-9]|3[0-1])"
            r"T(2[0-3]|[01][0-9]):[0-5][0-9]:[0-5][0-9](\+|-)[01][0-9]:[0-5][0-9]"
        ),
        header="Horodatage",
        help="Date et heure de fabrication du fichier, avec le décalage horaire. Agrafe l'écrit seule.",
        example="2026-07-03T14:05:00+02:00",
        source="Dictionnaire 1.2",
    ),
    Rubrique(
        name="action",
        bloc=Bloc.FLUX,
        presence=Presence.REQUIRED,
        kind=Kind.CODE,
        codes=codes.ACTIONS,
        header="Action",
        help="Dépose des passages (création) ou en retire (suppression). Agrafe l'écrit seule.",
        example="CREATION",
        source="Kit du 30 mars 2026, connu de seconde main",
        since="1.1.5",
    ),
)

EMETTEUR = (
    Rubrique(
        name="idClient",
        key="idClientEmetteur",
        bloc=Bloc.EMETTEUR,
        presence=Presence.REQUIRED,
        kind=Kind.IDENTIFIER,
        min_length=8,
        max_length=8,
        shape=CLIENT_SHAPE,
        header="Identifiant client de l'émetteur",
        help=(
            "Matricule (8 caractères) de l'organisme qui dépose le fichier. "
            "Laissez vide si le certificateur dépose lui-même : le sien est repris."
        ),
        where="Espace privé du portail des certificateurs, fiche de l'organisme.",
        example="12ABC345",
        synonyms=(
            "émetteur",
            "idClient émetteur",
            "émetteur idClient",
            "matricule émetteur",
            "identifiant émetteur",
            "BCR émetteur",
        ),
        source="Dictionnaire 2.1",
    ),
)

CERTIFICATEUR = (
    Rubrique(
        name="idClient",
        bloc=Bloc.CERTIFICATEUR,
        presence=Presence.REQUIRED,
        kind=Kind.IDENTIFIER,
        min_length=8,
        max_length=8,
        shape=CLIENT_SHAPE,
        header="Identifiant client du certificateur",
        help="Matricule du certificateur à la Caisse des Dépôts, aussi nommé BCR : 8 lettres et chiffres.",
        where=(
            "Espace privé du portail des certificateurs, ou courriel reçu de la Caisse des Dépôts "
            "(environ un mois après la demande)."
        ),
        example="12ABC345",
        synonyms=(
            "BCR",
            "idClient certificateur",
            "certificateur idClient",
            "identifiant client",
            "ID client",
            "matricule",
            "code BCR",
            "numéro BCR",
            "n° BCR",
            "matricule certificateur",
            "identifiant certificateur",
        ),
        source="Dictionnaire 3.1",
    ),
    Rubrique(
        name="idContrat",
        bloc=Bloc.CERTIFICATEUR,
        presence=Presence.REQUIRED,
        kind=Kind.IDENTIFIER,
        min_length=1,
        max_length=20,
        header="Numéro de contrat",
        help="Numéro du contrat spécifique « certificateur » signé avec la Caisse des Dépôts.",
        where="Même courriel que l'identifiant client ; commence souvent par MCFCER.",
        example="MCFCER000123",
        synonyms=(
            "contrat",
            "identifiant contrat",
            "ID contrat",
            "n° contrat",
            "n° de contrat",
            "numéro de contrat certificateur",
            "n° de contrat certificateur",
        ),
        source="Dictionnaire 3.2",
    ),
)

CERTIFICATION = (
    Rubrique(
        name="type",
        bloc=Bloc.CERTIFICATION,
        presence=Presence.REQUIRED,
        kind=Kind.CODE,
        min_length=1,
        max_length=255,
        codes=codes.TYPES_CERTIFICATION,
        open_codes=True,
        header="Type de certification",
        help="Répertoire où la certification est enregistrée : RNCP ou RS.",
        where="Fiche de la certification sur le site de France compétences.",
        example="RNCP",
        synonyms=(
            "type certification",
            "répertoire",
            "RNCP ou RS",
            "RNCP/RS",
            "type de répertoire",
        ),
        source="Dictionnaire 4.1",
    ),
    Rubrique(
        name="code",
        bloc=Bloc.CERTIFICATION,
        presence=Presence.REQUIRED,
        kind=Kind.IDENTIFIER,
        min_length=1,
        max_length=100,
        shape=r"(RNCP|RS)[0-9]+",
        header="Code de la certification",
        help="Code de la fiche, avec son préfixe.",
        where="Fiche de la certification sur le site de France compétences.",
        example="RNCP35726",
        synonyms=(
            "code certification",
            "code RNCP",
            "code RS",
            "code RNCP/RS",
            "code fiche",
            "numéro de fiche",
            "n° fiche",
            "fiche",
            "numéro RNCP",
            "n° RNCP",
            "numéro RS",
            "n° RS",
            "numéro RNCP/RS",
            "n° RNCP/RS",
            "fiche RNCP",
            "code fiche RNCP",
            "numéro de fiche RNCP",
            "n° fiche RNCP",
            "code RNCP de la certification",
            "code France compétences",
        ),
        source="Dictionnaire 4.2",
    ),
    Rubrique(
        name="natureDeposant",
        bloc=Bloc.CERTIFICATION,
        presence=Presence.OPTIONAL,
        kind=Kind.CODE,
        codes=codes.NATURES_DEPOSANT,
        header="Nature du déposant",
        help="Qui dépose : le certificateur lui-même, ou un tiers de confiance déclaré à la Caisse des Dépôts.",
        example="Certificateur",
        synonyms=("déposant", "nature déposant"),
        source="Dictionnaire 4.3",
    ),
)
