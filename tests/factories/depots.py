"""Deposits as other tools write them: full of what the format allows. Everybody in them is invented."""

from accrochage.dictionnaire import NAMESPACE

_OPENING = f"""<?xml version="1.0" encoding="UTF-8"?>
<!-- Fabriqué par un autre logiciel -->
<cpf:flux xmlns:cpf="{NAMESPACE}" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">
   <cpf:idFlux>lot 2025/11</cpf:idFlux>
   <cpf:horodatage>2025-11-04T09:00:00+01:00</cpf:horodatage>"""
_CLOSING = """
            </cpf:certifications>
         </cpf:certificateur>
      </cpf:certificateurs>
   </cpf:emetteur>
</cpf:flux>
"""


def _emetteur(idclient: str, contrat: str) -> str:
    return f"""
   <cpf:emetteur>
      <cpf:idClient>99TIERS0</cpf:idClient>
      <cpf:certificateurs>
         <cpf:certificateur>
            <cpf:idClient>{idclient}</cpf:idClient>
            <cpf:idContrat>{contrat}</cpf:idContrat>
            <cpf:certifications>"""


_BODY = """
                     <cpf:obtentionCertification>PAR_SCORING</cpf:obtentionCertification>
                     <cpf:donneeCertifiee>true</cpf:donneeCertifiee>
                     <cpf:dateDebutExamen>2025-10-06</cpf:dateDebutExamen>
                     <cpf:dateFinExamen>2025-10-07</cpf:dateFinExamen>
                     <cpf:modalitePassageExamen>MIXTE</cpf:modalitePassageExamen>
                     <cpf:codePostalCentreExamen>29000</cpf:codePostalCentreExamen>
                     <cpf:dateDebutValidite>2025-10-20</cpf:dateDebutValidite>
                     <cpf:dateFinValidite>2028-10-19</cpf:dateFinValidite>
                     <cpf:presenceNiveauLangueEuro>true</cpf:presenceNiveauLangueEuro>
                     <cpf:niveauLangueEuropeen>C1</cpf:niveauLangueEuropeen>
                     <cpf:presenceNiveauNumeriqueEuro>true</cpf:presenceNiveauNumeriqueEuro>
                     <cpf:niveauNumeriqueEuropeen>
                        <cpf:scoreGeneral>731</cpf:scoreGeneral>
                        <cpf:resultats>
                           <cpf:resultat>
                              <cpf:niveau>6</cpf:niveau>
                              <cpf:domaineCompetenceId>2</cpf:domaineCompetenceId>
                              <cpf:competenceId>3</cpf:competenceId>
                           </cpf:resultat>
                           <cpf:resultat>
                              <cpf:niveau>4</cpf:niveau>
                              <cpf:domaineCompetenceId>5</cpf:domaineCompetenceId>
                           </cpf:resultat>
                        </cpf:resultats>
                     </cpf:niveauNumeriqueEuropeen>
                     <cpf:scoring>15,75 sur 20</cpf:scoring>
                     <cpf:mentionValidee>MENTION_TRES_BIEN</cpf:mentionValidee>
                     <cpf:modalitesInscription>
                        <cpf:modaliteAcces>VAE</cpf:modaliteAcces>
                        <cpf:voieAccessVAE>CONGES_VAE</cpf:voieAccessVAE>
                        <cpf:initiativeInscription>OF</cpf:initiativeInscription>
                        <cpf:dateInscription>2025-02-03</cpf:dateInscription>
                     </cpf:modalitesInscription>"""

_TITULAIRE = """
                     <cpf:identificationTitulaire>
                        <cpf:titulaire>
                           <cpf:nomNaissance>L'HER</cpf:nomNaissance>
                           <cpf:nomUsage xsi:nil="true"></cpf:nomUsage>
                           <cpf:prenom1>Gwenn</cpf:prenom1>
                           <cpf:prenom2>Anne</cpf:prenom2>
                           <cpf:anneeNaissance>1984</cpf:anneeNaissance>
                           <cpf:moisNaissance>12</cpf:moisNaissance>
                           <cpf:jourNaissance xsi:nil="true"></cpf:jourNaissance>
                           <cpf:sexe>F</cpf:sexe>
                           <cpf:codeCommuneNaissance>
                              <cpf:codePostalNaissance>
                                 <cpf:codePostal>29200</cpf:codePostal>
                              </cpf:codePostalNaissance>
                           </cpf:codeCommuneNaissance>
                           <cpf:libelleCommuneNaissance>Brest</cpf:libelleCommuneNaissance>
                           <cpf:libellePaysNaissance>France</cpf:libellePaysNaissance>
                           <cpf:commentairesMEN>Jugement supplétif</cpf:commentairesMEN>
                        </cpf:titulaire>
                     </cpf:identificationTitulaire>"""
_DOSSIER = """
                     <cpf:identificationTitulaire>
                        <cpf:dossierFormation>
                           <cpf:idDossier>9900000000017</cpf:idDossier>
                           <cpf:nomTitulaire>LE GALL</cpf:nomTitulaire>
                           <cpf:prenom1Titulaire>Malo</cpf:prenom1Titulaire>
                        </cpf:dossierFormation>
                     </cpf:identificationTitulaire>"""
_NIR = """
                     <cpf:identificationTitulaire>
                        <cpf:identifiantNational>
                           <cpf:nir>1840729019002</cpf:nir>
                           <cpf:nomNaissance>LE GALL</cpf:nomNaissance>
                        </cpf:identifiantNational>
                     </cpf:identificationTitulaire>"""


def _certification(code: str, nature: str, *passages: str) -> str:
    listed = "".join(
        f"""
                  <cpf:passageCertification>{passage}
                  </cpf:passageCertification>"""
        for passage in passages
    )
    return f"""
               <cpf:certification>
                  <cpf:type>RS</cpf:type>
                  <cpf:code>{code}</cpf:code>{nature}
                  <cpf:passageCertifications>{listed}
                  </cpf:passageCertifications>
               </cpf:certification>"""


def _passage(rank: int, who: str, end: str = "") -> str:
    return f"""
                     <cpf:idTechnique>lot-11 n° {rank}</cpf:idTechnique>
                     <cpf:urlPreuve>https://exemple.fr/preuve?p={rank}&amp;v=1</cpf:urlPreuve>
                     <cpf:libelleOption>Breton &amp; gallo</cpf:libelleOption>{_BODY}{who}{end}"""


_NATURE = """
                  <cpf:natureDeposant>TIERS_CONFIANCE</cpf:natureDeposant>"""
_VERBATIM = """
                     <cpf:verbatim>Session &lt;d'octobre&gt;</cpf:verbatim>"""

COMPLET = (
    _OPENING
    + _emetteur("00AGRAFE", "25600/0127-J")
    + _certification("RS99001", _NATURE, _passage(1, _TITULAIRE, _VERBATIM), _passage(2, _DOSSIER))
    + _certification("RS99002", "", _passage(3, _TITULAIRE))
    + _CLOSING
).encode()
"""A deposit of 1.1.2, indented, with every rubrique, two certifications and two ways to say who the titulaire is."""

NATIONAL = (
    _OPENING
    + """
   <cpf:action>CREATION</cpf:action>"""
    + _emetteur("00AGRAFE", "MCFCER000000")
    + _certification("RS99001", _NATURE, _passage(1, _NIR))
    + _CLOSING
).encode()
"""A deposit of 1.1.5: an action, and a titulaire known by the NIR."""
