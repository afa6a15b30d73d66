"""INSEE codes that did not stand for anything on the day of a birth."""

from accrochage.referentiels.communes import (
    Genre,
    Quand,
    commune_at,
    communes_of_postal,
    history,
    is_postal,
    latest,
)
from accrochage.referentiels.epoques import communes_then, territoire_then
from accrochage.regles.lecture.dates import date_in_words
from accrochage.regles.lieux_constat import Constat, Place, say, say_one_of
from accrochage.regles.lieux_recherche import agrees, only


def check_time(place: Place, insee: str, quand: Quand) -> Constat | None:
    """LIE-04: the code is of another time; LIE-05: it is also a postal code, written here by mistake.

    Nothing when it may then have been that of a commune of Algeria, which the data do not know.
    """
    named = place.commune is not None and agrees(insee, place.commune)
    message = explain_then(insee, quand, place.commune) or ""
    if is_postal(insee) and not named:
        served = say_one_of(communes_of_postal(insee))
        return Constat("LIE-05", f"{insee} est un code postal : {served}. Code INSEE, {message}")
    territoire = territoire_then(insee, quand)
    if territoire and not named:
        if place.commune is not None:
            return None
        message = f"{message} À cette date, {insee} a aussi pu désigner {territoire}."
        return Constat("LIE-04", message)
    periods = history(insee)
    if periods[-1].genre is Genre.TERRITOIRE:
        return Constat("LIE-04", message, correction=periods[-1].vers[0])
    return Constat("LIE-04", message, correction=only(communes_then(insee, quand, place.commune)))


def explain_then(insee: str, quand: Quand, nom: str | None = None) -> str | None:
    """Return a French sentence on a code that stood for nothing on a day: since when, until when, and what it was then.

    None when it did stand for something, or never does.
    """
    known = latest(insee)
    if known is None or commune_at(insee, quand) is not None:
        return None
    periods = history(insee)
    ends = [period.fin for period in periods if period.fin and period.fin <= quand.premier]
    if ends:
        sentence = f"{say(known)} ne sert plus depuis le {date_in_words(max(ends))}"
    else:
        began = min(period.debut for period in periods if period.debut is not None)
        sentence = f"{say(known)} ne sert que depuis le {date_in_words(began)}"
    then = communes_then(insee, quand, nom)
    if then:
        return f"{sentence} : à la naissance, c'était {say_one_of(then)}."
    if known.vers[:1] and known.genre is Genre.TERRITOIRE:
        return f"{sentence}. Donnez {known.vers[0]}."
    return f"{sentence}. Vérifiez le code et la date de naissance."
