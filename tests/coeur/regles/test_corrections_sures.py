"""Sure corrections of names: applied once, there is nothing more to correct for the same reason."""

from hypothesis import given
from hypothesis import strategies as st

from accrochage.regles.contexte import Contexte
from accrochage.regles.controle import Controle
from factories.noms import PERSONS
from factories.passages import TODAY, Building, a_row

NAMES = st.sampled_from([nom for nom, _, _ in PERSONS])
FIRST_NAMES = st.sampled_from([prenom for _, prenom, _ in PERSONS])
CIVILITES = st.sampled_from(["Mme ", "M. ", "Mr ", "Mlle. ", "Dr ", "Madame, ", ""])
BETWEEN = st.sampled_from([" née ", " NEE ", ", née ", " épouse ", " ép. ", " veuve ", " (née "])


@st.composite
def two_names(draw):
    text = draw(CIVILITES) + draw(NAMES) + draw(BETWEEN) + draw(CIVILITES) + draw(NAMES)
    return text + ")" * text.count("(")


def several(separators):
    return st.lists(FIRST_NAMES, min_size=2, max_size=5).flatmap(
        lambda names: st.sampled_from(separators).map(lambda sign: sign.join(names))
    )


def spoil(text):
    return st.sampled_from(
        [
            text.encode().decode("cp1252", "replace"),
            text.encode().decode("latin-1"),
            text.encode("ascii", "xmlcharrefreplace").decode(),
        ]
    )


CELLS = st.one_of(NAMES, two_names(), st.tuples(CIVILITES, NAMES).map("".join))
CELLS = st.one_of(CELLS, CELLS.flatmap(spoil), st.text(max_size=20))
PRENOMS = st.one_of(
    FIRST_NAMES, several([", ", ",", "; ", " / ", " et ", " "]), st.text(max_size=20)
)
PRENOMS = st.one_of(PRENOMS, PRENOMS.flatmap(spoil), st.tuples(CIVILITES, PRENOMS).map("".join))


def sure_corrections(row):
    building = Building(row)
    (passage,) = building.passages
    found = [*building.anomalies[0], *Controle(Contexte(TODAY)).check_alone(passage)]
    return [anomalie for anomalie in found if anomalie.sure and anomalie.ou.rubrique in NAMED]


NAMED = {"nomNaissance", "nomUsage", "prenom1", "prenom2", "prenom3"}


@given(CELLS, CELLS | st.just(""), PRENOMS, PRENOMS | st.just(""), st.sampled_from(["F", "M", ""]))
def test_corrects_each_cell_once_and_for_all(nom, usage, prenom, second, sexe):
    row = a_row(
        nomNaissance=nom, nomUsage=usage, prenom1=prenom, prenom2=second, prenom3="", sexe=sexe
    )
    for anomalie in sure_corrections(row):
        corrected = {**row, anomalie.ou.rubrique: anomalie.correction, **dict(anomalie.avec)}
        again = [
            one.code
            for one in sure_corrections(corrected)
            if one.ou.rubrique == anomalie.ou.rubrique
        ]

        assert anomalie.correction or anomalie.ou.rubrique == "nomUsage"
        assert anomalie.code not in again
