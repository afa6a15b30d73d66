"""What can be done to persons: one function each."""

from agrafe.personnes.coffre import CoffreError, open_text, seal_text
from agrafe.personnes.services.fiches import (
    PersonneError,
    apply_correction,
    create_personne,
    delete_personne,
    update_personne,
)
from agrafe.personnes.services.fusion import merge_personnes, tell_apart
from agrafe.personnes.services.lots import (
    create_personnes,
    delete_personnes,
    draft_personnes,
    recheck_personnes,
    save_personnes,
    start_recheck,
    update_personnes,
)
from agrafe.personnes.services.nir import (
    NirRefusal,
    erase_nir,
    open_nirs,
    purge_nir,
    purge_unneeded_nirs,
    reseal_nirs,
    set_nir,
    set_nirs,
    show_nir,
)

__all__ = [
    "CoffreError",
    "NirRefusal",
    "PersonneError",
    "apply_correction",
    "create_personne",
    "create_personnes",
    "delete_personne",
    "delete_personnes",
    "draft_personnes",
    "erase_nir",
    "merge_personnes",
    "open_nirs",
    "open_text",
    "purge_nir",
    "purge_unneeded_nirs",
    "recheck_personnes",
    "reseal_nirs",
    "save_personnes",
    "seal_text",
    "set_nir",
    "set_nirs",
    "show_nir",
    "start_recheck",
    "tell_apart",
    "update_personne",
    "update_personnes",
]
