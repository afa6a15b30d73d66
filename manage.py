#!/usr/bin/env python
"""The commands of Django in a clone, with the settings of a developer; an installation has the `agrafe` command."""

import os
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent / "src"))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "agrafe.config.settings.dev")

from agrafe.config.commande import main

if __name__ == "__main__":
    sys.exit(main())
