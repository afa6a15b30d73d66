"""`python -m accrochage`: the same as the `accrochage` command."""

import sys

from accrochage.cli import main

sys.exit(main())
