"""Writes anew the files that the tests compare with: `make goldens`. A test run never writes them."""

from exemple import EXEMPLE, write_exemple
from exemple_accuse import ACCUSE, write_accuse


def main() -> None:
    """Write the example workbook from its table, then the accusé of its deposit."""
    write_exemple(EXEMPLE)
    print(f"{EXEMPLE.name} : écrit")
    write_accuse()
    print(f"{ACCUSE.name} : écrit")


if __name__ == "__main__":
    main()
