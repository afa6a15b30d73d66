#!/usr/bin/env python
"""Django's management commands in a clone where Agrafe is not installed; elsewhere, use `agrafe`."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent / "src"))

from agrafe.config.commande import main

if __name__ == "__main__":
    sys.exit(main())
