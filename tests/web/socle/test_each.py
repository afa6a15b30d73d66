"""What breaks for one certificateur stops none of the others."""

from agrafe.socle.each import for_each


def test_one_that_breaks_stops_no_other(caplog):
    def halve(number):
        if number == 0:
            raise ZeroDivisionError
        return 12 // number

    assert for_each([1, 0, 3], halve) == 16
    assert [record.levelname for record in caplog.records] == ["ERROR"]
