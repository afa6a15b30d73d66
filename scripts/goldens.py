"""Writes anew the files that the tests compare with: `make goldens`. A test run never writes them."""

from exemple import EXEMPLE, write_exemple


def main() -> None:
    """Write the example workbook from its table."""
    write_exemple(EXEMPLE)
    print(f"{EXEMPLE.name} : écrit")


if __name__ == "__main__":
    main()
