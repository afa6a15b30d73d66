"""What the XML parser of Java says of spoilt deposits, in French, and where it stood when it said so.

Messages and positions are those of the JDK 17 (JAXP validation by our XSD 1.1.2, locale fr_FR), whose parser answers on the portal of
the CDC: the only message of a rejected file that was published, « Un espace est obligatoire… » at line 1, column 18, comes out here
to the letter.
"""

from typing import NamedTuple

DEPOT = """<?xml version="1.0" encoding="UTF-8"?>
<cpf:flux xmlns:cpf="urn:cdc:cpf:pc5:schema:1.0.0" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">
<cpf:idFlux>AGRAFE-1</cpf:idFlux><cpf:horodatage>2026-07-03T14:05:00+02:00</cpf:horodatage>
<cpf:emetteur><cpf:idClient>00AGRAFE</cpf:idClient><cpf:certificateurs><cpf:certificateur>
<cpf:idClient>00AGRAFE</cpf:idClient><cpf:idContrat>MCFCER000000</cpf:idContrat><cpf:certifications><cpf:certification>
<cpf:type>RS</cpf:type><cpf:code>RS99002</cpf:code><cpf:passageCertifications>
<cpf:passageCertification><cpf:idTechnique>AGR-1</cpf:idTechnique><cpf:obtentionCertification>PAR_ADMISSION</cpf:obtentionCertification><cpf:donneeCertifiee>true</cpf:donneeCertifiee><cpf:dateDebutValidite>2026-03-15</cpf:dateDebutValidite><cpf:dateFinValidite xsi:nil="true"/><cpf:presenceNiveauLangueEuro>false</cpf:presenceNiveauLangueEuro><cpf:presenceNiveauNumeriqueEuro>false</cpf:presenceNiveauNumeriqueEuro><cpf:scoring xsi:nil="true"/><cpf:mentionValidee xsi:nil="true"/><cpf:modalitesInscription><cpf:modaliteAcces xsi:nil="true"/></cpf:modalitesInscription><cpf:identificationTitulaire><cpf:titulaire><cpf:nomNaissance>LÉVÊQUE</cpf:nomNaissance><cpf:nomUsage xsi:nil="true"/><cpf:prenom1>Zoé</cpf:prenom1><cpf:anneeNaissance>1996</cpf:anneeNaissance><cpf:moisNaissance>1</cpf:moisNaissance><cpf:jourNaissance>29</cpf:jourNaissance><cpf:sexe>F</cpf:sexe><cpf:codeCommuneNaissance><cpf:codeInseeNaissance><cpf:codeInsee>33063</cpf:codeInsee></cpf:codeInseeNaissance></cpf:codeCommuneNaissance></cpf:titulaire></cpf:identificationTitulaire></cpf:passageCertification>
<cpf:passageCertification>
  <cpf:identificationTitulaire>
    <cpf:titulaire>
      <cpf:nomNaissance>PETIT</cpf:nomNaissance>
      <cpf:nomUsage xsi:nil="true"/>
      <cpf:prenom1>Luc</cpf:prenom1>
      <cpf:anneeNaissance>1990</cpf:anneeNaissance>
      <cpf:moisNaissance xsi:nil="true"/>
      <cpf:jourNaissance xsi:nil="true"/>
      <cpf:sexe>M</cpf:sexe>
      <cpf:codeCommuneNaissance><cpf:codePostalNaissance><cpf:codePostal xsi:nil="true"/></cpf:codePostalNaissance></cpf:codeCommuneNaissance>
    </cpf:titulaire>
  </cpf:identificationTitulaire>
  <cpf:obtentionCertification>PAR_SCORING</cpf:obtentionCertification>
  <cpf:donneeCertifiee>true</cpf:donneeCertifiee>
  <cpf:dateDebutValidite>2026-03-16</cpf:dateDebutValidite>
  <cpf:dateFinValidite xsi:nil="true"/>
  <cpf:presenceNiveauLangueEuro>false</cpf:presenceNiveauLangueEuro>
  <cpf:presenceNiveauNumeriqueEuro>false</cpf:presenceNiveauNumeriqueEuro>
  <cpf:scoring>815</cpf:scoring>
  <cpf:mentionValidee xsi:nil="true"/>
  <cpf:modalitesInscription><cpf:modaliteAcces xsi:nil="true"/></cpf:modalitesInscription>
  <cpf:idTechnique>AGR-2</cpf:idTechnique>
</cpf:passageCertification>
</cpf:passageCertifications></cpf:certification></cpf:certifications></cpf:certificateur></cpf:certificateurs></cpf:emetteur></cpf:flux>
"""
"""A sound deposit: a passage on one line, then one on many, whose identifier comes last. The persons are invented."""


class Case(NamedTuple):
    """A way to spoil the deposit.

    Attributes:
        name: What is done to it.
        old, new: What is replaced, once, and by what.
        ligne, colonne: Where the parser stood.
        messages: What it said, in order.
        id_technique, rubrique: The passage and the rubrique that were spoilt.
        explication: What the first message means.
    """

    name: str
    old: str
    new: str
    ligne: int
    colonne: int
    messages: tuple[str, ...]
    id_technique: str | None
    rubrique: str | None
    explication: str

    @property
    def content(self) -> bytes:
        """The spoilt deposit."""
        assert self.old in DEPOT
        return DEPOT.replace(self.old, self.new, 1).encode()


CASES = (
    Case(
        "énumération",
        "<cpf:sexe>F<",
        "<cpf:sexe>Femme<",
        7,
        869,
        (
            "cvc-enumeration-valid : La valeur 'Femme' n'est pas un facet valide par rapport à l'énumération '[F, M]'. Il doit s'agir d'une valeur provenant de l'énumération.",
            "cvc-type.3.1.3 : La valeur 'Femme' de l'élément 'cpf:sexe' n'est pas valide.",
        ),
        "AGR-1",
        "sexe",
        "« Sexe » (sexe) : « Femme » n'est pas dans la liste admise : F, M.",
    ),
    Case(
        "autre ordre, plusieurs lignes",
        "<cpf:sexe>M<",
        "<cpf:sexe>Homme<",
        17,
        33,
        (
            "cvc-enumeration-valid : La valeur 'Homme' n'est pas un facet valide par rapport à l'énumération '[F, M]'. Il doit s'agir d'une valeur provenant de l'énumération.",
            "cvc-type.3.1.3 : La valeur 'Homme' de l'élément 'cpf:sexe' n'est pas valide.",
        ),
        "AGR-2",
        "sexe",
        "« Sexe » (sexe) : « Homme » n'est pas dans la liste admise : F, M.",
    ),
    Case(
        "motif",
        "2026-03-15",
        "15/03/2026",
        7,
        241,
        (
            "cvc-pattern-valid : La valeur '15/03/2026' n'est pas un facet valide par rapport au modèle '(19|20)[0-9]{2}-[0-9]{2}-[0-9]{2}' pour le type '#AnonType_dateDebutValiditepassageCertification'.",
            "cvc-type.3.1.3 : La valeur '15/03/2026' de l'élément 'cpf:dateDebutValidite' n'est pas valide.",
        ),
        "AGR-1",
        "dateDebutValidite",
        "« Date de délivrance » (dateDebutValidite) : « 15/03/2026 » n'a pas la forme attendue (une date comme 2026-06-30, de 1900 à 2099).",
    ),
    Case(
        "vide",
        ">LÉVÊQUE<",
        "><",
        7,
        650,
        (
            "cvc-minLength-valid : La valeur '', ayant pour longueur '0', n'est pas un facet valide par rapport à minLength '1' pour le type '#AnonType_nomNaissancetitulaire'.",
            "cvc-type.3.1.3 : La valeur '' de l'élément 'cpf:nomNaissance' n'est pas valide.",
        ),
        "AGR-1",
        "nomNaissance",
        "« Nom de naissance » (nomNaissance) : la valeur est vide. Donnez-la, ou n'écrivez pas l'élément s'il est facultatif.",
    ),
    Case(
        "trop long",
        ">LÉVÊQUE<",
        ">L'HERMITE D'ARC XXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXX<",
        7,
        716,
        (
            "cvc-maxLength-valid : La valeur 'L'HERMITE D'ARC XXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXX', ayant pour longueur '66', n'est pas un facet valide par rapport à maxLength '60' pour le type '#AnonType_nomNaissancetitulaire'.",
            "cvc-type.3.1.3 : La valeur 'L'HERMITE D'ARC XXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXX' de l'élément 'cpf:nomNaissance' n'est pas valide.",
        ),
        "AGR-1",
        "nomNaissance",
        "« Nom de naissance » (nomNaissance) : « L'HERMITE D'ARC XXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXX… » est trop long : 60 caractères au plus.",
    ),
    Case(
        "longueur",
        ">33063<",
        ">123<",
        7,
        949,
        (
            "cvc-length-valid : La valeur '123', ayant pour longueur '3', n'est pas un facet valide par rapport à la longueur '5' pour le type '#AnonType_codeInseecodeInsee'.",
            "cvc-type.3.1.3 : La valeur '123' de l'élément 'cpf:codeInsee' n'est pas valide.",
        ),
        "AGR-1",
        "codeInsee",
        "« Code INSEE de naissance » (codeInsee) : « 123 » doit compter exactement 5 caractères.",
    ),
    Case(
        "maximum",
        "<cpf:moisNaissance>1<",
        "<cpf:moisNaissance>13<",
        7,
        803,
        (
            "cvc-maxInclusive-valid : La valeur '13' n'est pas un facet valide par rapport à maxInclusive '12' pour le type '#AnonType_moisNaissancetitulaire'.",
            "cvc-type.3.1.3 : La valeur '13' de l'élément 'cpf:moisNaissance' n'est pas valide.",
        ),
        "AGR-1",
        "moisNaissance",
        "« Mois de naissance » (moisNaissance) : « 13 » est trop grand : 12 au plus.",
    ),
    Case(
        "minimum",
        ">1996<",
        ">1850<",
        7,
        762,
        (
            "cvc-minInclusive-valid : La valeur '1850' n'est pas un facet valide par rapport à minInclusive '1900' pour le type '#AnonType_anneeNaissancetitulaire'.",
            "cvc-type.3.1.3 : La valeur '1850' de l'élément 'cpf:anneeNaissance' n'est pas valide.",
        ),
        "AGR-1",
        "anneeNaissance",
        "« Année de naissance » (anneeNaissance) : « 1850 » est trop petit : 1900 au moins.",
    ),
    Case(
        "type",
        "<cpf:moisNaissance>1<",
        "<cpf:moisNaissance>mai<",
        7,
        804,
        (
            "cvc-datatype-valid.1.2.1 : 'mai' n'est pas une valeur valide pour 'integer'.",
            "cvc-type.3.1.3 : La valeur 'mai' de l'élément 'cpf:moisNaissance' n'est pas valide.",
        ),
        "AGR-1",
        "moisNaissance",
        "« Mois de naissance » (moisNaissance) : « mai » n'a pas la forme attendue (un nombre entier, de 1 à 12).",
    ),
    Case(
        "booléen",
        "<cpf:donneeCertifiee>true<",
        "<cpf:donneeCertifiee>oui<",
        7,
        183,
        (
            "cvc-datatype-valid.1.2.1 : 'oui' n'est pas une valeur valide pour 'boolean'.",
            "cvc-type.3.1.3 : La valeur 'oui' de l'élément 'cpf:donneeCertifiee' n'est pas valide.",
        ),
        "AGR-1",
        "donneeCertifiee",
        "« Résultat définitif » (donneeCertifiee) : « oui » n'a pas la forme attendue (true ou false).",
    ),
    Case(
        "manquant",
        "<cpf:sexe>F</cpf:sexe>",
        "",
        7,
        997,
        (
            'cvc-complex-type.2.4.b : Le contenu de l\'élément \'cpf:titulaire\' n\'est pas complet. L\'un des éléments \'{"urn:cdc:cpf:pc5:schema:1.0.0":prenom2, "urn:cdc:cpf:pc5:schema:1.0.0":prenom3, "urn:cdc:cpf:pc5:schema:1.0.0":sexe, "urn:cdc:cpf:pc5:schema:1.0.0":libelleCommuneNaissance, "urn:cdc:cpf:pc5:schema:1.0.0":codePaysNaissance, "urn:cdc:cpf:pc5:schema:1.0.0":libellePaysNaissance, "urn:cdc:cpf:pc5:schema:1.0.0":commentairesMEN}\' est attendu.',
        ),
        "AGR-1",
        "sexe",
        "Dans l'élément titulaire, il manque : « Sexe » (sexe).",
    ),
    Case(
        "un des deux",
        "<cpf:codeInseeNaissance><cpf:codeInsee>33063</cpf:codeInsee></cpf:codeInseeNaissance>",
        "",
        7,
        918,
        (
            "cvc-complex-type.2.4.b : Le contenu de l'élément 'cpf:codeCommuneNaissance' n'est pas complet. L'un des éléments '{\"urn:cdc:cpf:pc5:schema:1.0.0\":codeInseeNaissance, \"urn:cdc:cpf:pc5:schema:1.0.0\":codePostalNaissance}' est attendu.",
        ),
        "AGR-1",
        None,
        "Dans l'élément codeCommuneNaissance, il manque : l'élément codeInseeNaissance ou l'élément codePostalNaissance.",
    ),
    Case(
        "inconnu",
        "<cpf:sexe>F",
        "<cpf:genre>X</cpf:genre><cpf:sexe>F",
        7,
        854,
        (
            'cvc-complex-type.2.4.a : Contenu non valide trouvé à partir de l\'élément \'{"urn:cdc:cpf:pc5:schema:1.0.0":genre}\'. L\'une des valeurs \'{"urn:cdc:cpf:pc5:schema:1.0.0":prenom2, "urn:cdc:cpf:pc5:schema:1.0.0":prenom3, "urn:cdc:cpf:pc5:schema:1.0.0":sexe, "urn:cdc:cpf:pc5:schema:1.0.0":codeCommuneNaissance, "urn:cdc:cpf:pc5:schema:1.0.0":libelleCommuneNaissance, "urn:cdc:cpf:pc5:schema:1.0.0":codePaysNaissance, "urn:cdc:cpf:pc5:schema:1.0.0":libellePaysNaissance, "urn:cdc:cpf:pc5:schema:1.0.0":commentairesMEN}\' est attendue.',
        ),
        "AGR-1",
        None,
        "L'élément genre n'a pas sa place ici : le format ne connaît pas cet élément.",
    ),
    Case(
        "en double",
        "<cpf:sexe>F</cpf:sexe>",
        "<cpf:sexe>F</cpf:sexe><cpf:sexe>F</cpf:sexe>",
        7,
        875,
        (
            'cvc-complex-type.2.4.a : Contenu non valide trouvé à partir de l\'élément \'{"urn:cdc:cpf:pc5:schema:1.0.0":sexe}\'. L\'une des valeurs \'{"urn:cdc:cpf:pc5:schema:1.0.0":prenom2, "urn:cdc:cpf:pc5:schema:1.0.0":prenom3, "urn:cdc:cpf:pc5:schema:1.0.0":codeCommuneNaissance, "urn:cdc:cpf:pc5:schema:1.0.0":libelleCommuneNaissance, "urn:cdc:cpf:pc5:schema:1.0.0":codePaysNaissance, "urn:cdc:cpf:pc5:schema:1.0.0":libellePaysNaissance, "urn:cdc:cpf:pc5:schema:1.0.0":commentairesMEN}\' est attendue.',
        ),
        "AGR-1",
        "sexe",
        "« Sexe » (sexe) n'a pas sa place ici : il est en double, mal placé, ou d'une autre version du format.",
    ),
    Case(
        "nil interdit",
        "<cpf:sexe>F",
        '<cpf:sexe xsi:nil="true">F',
        7,
        868,
        (
            "cvc-elt.3.1 : L'attribut 'http://www.w3.org/2001/XMLSchema-instance,nil' ne doit pas figurer dans l'élément 'cpf:sexe', car la propriété {nillable} de 'cpf:sexe' est False.",
        ),
        "AGR-1",
        "sexe",
        "« Sexe » (sexe) : il ne peut pas être vide (xsi:nil). Donnez sa valeur.",
    ),
    Case(
        "nil rempli",
        '<cpf:nomUsage xsi:nil="true"/>',
        '<cpf:nomUsage xsi:nil="true">X</cpf:nomUsage>',
        7,
        702,
        (
            "cvc-elt.3.2.1 : L'élément 'cpf:nomUsage' ne doit comporter aucun enfant ([children]) de type caractère ou élément d'information, car 'http://www.w3.org/2001/XMLSchema-instance,nil' est indiqué.",
        ),
        "AGR-1",
        "nomUsage",
        "« Nom d'usage » (nomUsage) : il est annoncé vide (xsi:nil) mais contient quelque chose.",
    ),
    Case(
        "attribut",
        "<cpf:sexe>F",
        '<cpf:sexe a="b">F',
        7,
        859,
        (
            "cvc-type.3.1.1 : L'élément 'cpf:sexe' est de type simple et ne peut donc pas avoir d'attributs, à l'exception de ceux où le nom d'espace de noms est identique à 'http://www.w3.org/2001/XMLSchema-instance' et où [local name] est 'type', 'nil', 'schemaLocation' ou 'noNamespaceSchemaLocation'. Cependant, l'attribut 'a' a été trouvé.",
        ),
        "AGR-1",
        "sexe",
        "« Sexe » (sexe) : il porte un attribut que le format n'admet pas.",
    ),
    Case(
        "attribut d'un groupe",
        "<cpf:titulaire>",
        '<cpf:titulaire a="b">',
        7,
        619,
        (
            "cvc-complex-type.3.2.2 : L'attribut 'a' n'est pas autorisé dans l'élément 'cpf:titulaire'.",
        ),
        "AGR-1",
        None,
        "L'élément titulaire : il porte un attribut que le format n'admet pas.",
    ),
    Case(
        "texte",
        "<cpf:titulaire>",
        "<cpf:titulaire>bonjour",
        7,
        1026,
        (
            "cvc-complex-type.2.3 : L'élément 'cpf:titulaire' ne doit comporter aucun enfant ([children]) de type caractère, car le type porte le type de contenu \"element-only\".",
        ),
        "AGR-1",
        None,
        "L'élément titulaire : il contient un texte, alors qu'il n'admet que des éléments.",
    ),
    Case(
        "élément dans une valeur",
        ">LÉVÊQUE<",
        "><cpf:b>X</cpf:b><",
        7,
        666,
        (
            "cvc-type.3.1.2 : L'élément 'cpf:nomNaissance' est de type simple et ne doit comporter aucun enfant ([children]) de type élément d'information.",
            "cvc-minLength-valid : La valeur '', ayant pour longueur '0', n'est pas un facet valide par rapport à minLength '1' pour le type '#AnonType_nomNaissancetitulaire'.",
            "cvc-type.3.1.3 : La valeur '' de l'élément 'cpf:nomNaissance' n'est pas valide.",
        ),
        "AGR-1",
        "nomNaissance",
        "« Nom de naissance » (nomNaissance) : il doit contenir une valeur, et non d'autres éléments.",
    ),
    Case(
        "hors des passages",
        "<cpf:idClient>00AGRAFE<",
        "<cpf:idClient>123<",
        4,
        47,
        (
            "cvc-length-valid : La valeur '123', ayant pour longueur '3', n'est pas un facet valide par rapport à la longueur '8' pour le type '#AnonType_idClientemetteur'.",
            "cvc-type.3.1.3 : La valeur '123' de l'élément 'cpf:idClient' n'est pas valide.",
        ),
        None,
        "idClientEmetteur",
        "« Identifiant client de l'émetteur » (idClient) : « 123 » doit compter exactement 8 caractères.",
    ),
    Case(
        "espace de noms",
        "urn:cdc:cpf:pc5:schema:1.0.0",
        "urn:autre",
        2,
        87,
        ("cvc-elt.1.a : Déclaration de l'élément 'cpf:flux' introuvable.",),
        None,
        None,
        "Le fichier ne commence pas comme un dépôt. Son premier élément doit être flux, dans l'espace de noms urn:cdc:cpf:pc5:schema:1.0.0.",
    ),
    Case(
        "version",
        "<cpf:emetteur>",
        "<cpf:action>CREATION</cpf:action><cpf:emetteur>",
        4,
        13,
        (
            "cvc-complex-type.2.4.a : Contenu non valide trouvé à partir de l'élément '{\"urn:cdc:cpf:pc5:schema:1.0.0\":action}'. L'une des valeurs '{\"urn:cdc:cpf:pc5:schema:1.0.0\":emetteur}' est attendue.",
        ),
        None,
        "action",
        "« Action » (action) n'a pas sa place ici : il est en double, mal placé, ou d'une autre version du format.",
    ),
    Case(
        "esperluette",
        ">LÉVÊQUE<",
        ">A & B<",
        7,
        634,
        (
            "Le nom de l'identité doit immédiatement suivre le caractère \"&\" dans la référence d'entité.",
        ),
        "AGR-1",
        "nomNaissance",
        "Un signe & est écrit tel quel : il s'écrit &amp; dans un fichier XML.",
    ),
    Case(
        "entité",
        ">LÉVÊQUE<",
        ">A&B<",
        7,
        634,
        ("La référence à l'entité \"B\" doit se terminer par le délimiteur ';'.",),
        "AGR-1",
        "nomNaissance",
        "Un signe & est écrit tel quel : il s'écrit &amp; dans un fichier XML.",
    ),
    Case(
        "inférieur",
        ">LÉVÊQUE<",
        ">A < B<",
        7,
        634,
        ("Le contenu des éléments doit inclure un balisage ou des caractères au format correct.",),
        "AGR-1",
        "nomNaissance",
        "Un signe < est écrit tel quel : il s'écrit &lt; dans un fichier XML.",
    ),
    Case(
        "non fermée",
        "</cpf:nomNaissance>",
        "",
        7,
        986,
        (
            'Le type d\'élément "cpf:nomNaissance" doit se terminer par la balise de fin correspondante "</cpf:nomNaissance>".',
        ),
        "AGR-1",
        "nomNaissance",
        "Une balise n'est pas fermée, ou le fichier s'arrête avant la fin : l'envoi a pu être coupé. Vérifiez le fichier, puis déposez-le de nouveau.",
    ),
    Case(
        "caractère",
        ">LÉVÊQUE<",
        ">A\x01B<",
        7,
        632,
        (
            "Un caractère XML non valide (Unicode : 0x1) a été détecté dans le contenu d'élément du document.",
        ),
        "AGR-1",
        "nomNaissance",
        "Le fichier contient un caractère invisible que le XML n'admet pas, souvent venu d'un copier-coller. Retapez la cellule d'où il vient, puis refaites le fichier.",
    ),
    Case(
        "déclaration",
        "<?xml ",
        "<?xml",
        1,
        18,
        (
            "Un espace est obligatoire entre les données et la cible de l'instruction de traitement.",
        ),
        None,
        None,
        'La première ligne du fichier, <?xml version="1.0" encoding="UTF-8"?>, est mal écrite : il y manque un espace. Refaites le fichier sans toucher à sa première ligne.',
    ),
    Case(
        "blanc au début",
        "<?xml ",
        " <?xml ",
        1,
        7,
        (
            "La cible de l'instruction de traitement correspondant à \"[xX][mM][lL]\" n'est pas autorisée.",
        ),
        None,
        None,
        "Quelque chose précède la déclaration <?xml … ?>, ou le fichier déposé n'est pas du XML. Déposez le fichier .xml tel qu'Agrafe l'a écrit, sans l'ouvrir dans un autre logiciel.",
    ),
    Case(
        "texte au début",
        "<?xml ",
        "abc<?xml ",
        1,
        1,
        ("Contenu non autorisé dans le prologue.",),
        None,
        None,
        "Quelque chose précède la déclaration <?xml … ?>, ou le fichier déposé n'est pas du XML. Déposez le fichier .xml tel qu'Agrafe l'a écrit, sans l'ouvrir dans un autre logiciel.",
    ),
    Case(
        "suite",
        "</cpf:flux>",
        "</cpf:flux>x",
        32,
        137,
        ("Contenu non autorisé dans la section de fin.",),
        None,
        None,
        "Quelque chose suit la fin du document : deux fichiers ont pu être mis bout à bout. Refaites le fichier.",
    ),
    Case(
        "préfixe",
        "xmlns:cpf=",
        "xmlns:cpg=",
        2,
        106,
        ('Le préfixe "cpf" de l\'élément "cpf:flux" n\'est pas lié.',),
        None,
        None,
        "Un préfixe (ce qui précède les deux-points dans le nom d'un élément) n'est pas déclaré au début du fichier. Refaites le fichier.",
    ),
    Case(
        "vide tout entier",
        DEPOT,
        "",
        1,
        1,
        ("Fin prématurée du fichier.",),
        None,
        None,
        "Le fichier reçu est vide, ou s'arrête avant la fin : l'envoi a sans doute été coupé. Déposez-le de nouveau.",
    ),
    Case(
        "coupé",
        DEPOT[DEPOT.index(">1996<") :],
        "",
        7,
        736,
        ("Les structures de document XML doivent commencer et se terminer dans la même entité.",),
        "AGR-1",
        None,
        "Une balise n'est pas fermée, ou le fichier s'arrête avant la fin : l'envoi a pu être coupé. Vérifiez le fichier, puis déposez-le de nouveau.",
    ),
)
