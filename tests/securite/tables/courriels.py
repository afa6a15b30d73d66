from agrafe.courriels.enums import MailStatus
from agrafe.courriels.kinds import all_kinds
from factories.web import make_mail
from securite.adresses import GET, POST, everybody, of, row

_STAFF = {"administrateur": 200, "gestionnaire": 200}
_DONE = {"administrateur": 302, "gestionnaire": 302}
_MAIL = of(make_mail)


def _in(status):
    return of(lambda certificateur: make_mail(certificateur, status=status))


def _template(_par):
    return {"key": next(each.key for each in all_kinds() if each.is_editable)}


def _token(_par):
    return {"token": "x"}


# Mails hold names and addresses: the staff alone sees them, the others are told so before anything is looked for.
ROWS = {
    "courriels:list": [row(GET, 302, 403, **_STAFF)],
    "courriels:detail": [row(GET, 302, 403, arguments=_MAIL, **_STAFF)],
    "courriels:body": [row(GET, 302, 403, arguments=_MAIL, **_STAFF)],
    "courriels:cancel": [row(POST, 302, 403, arguments=_MAIL, **_DONE)],
    "courriels:resend": [
        row(GET, 302, 403, arguments=_in(MailStatus.ECHEC), **_STAFF),
        row(POST, 302, 403, arguments=_in(MailStatus.ECHEC), **_DONE),
    ],
    "courriels:note_arrival": [
        row(POST, 302, 403, arguments=_in(MailStatus.INCERTAIN), **_DONE),
    ],
    "courriels:note_bounce": [
        row(GET, 302, 403, arguments=_in(MailStatus.ENVOYE), **_STAFF),
        row(POST, 302, 403, arguments=_in(MailStatus.ENVOYE), **_DONE),
    ],
    "courriels:templates": [row(GET, 302, 403, administrateur=200)],
    # A key names a text that everyone has: it tells nothing apart.
    "courriels:template": [
        row(GET, 302, 403, arguments=_template, etranger=200, administrateur=200),
        row(POST, 302, 403, arguments=_template, etranger=200, administrateur=200),
    ],
    "courriels:preview": [
        row(GET, 302, 403, arguments=_template, etranger=200, administrateur=200),
        row(POST, 302, 403, arguments=_template, etranger=200, administrateur=200),
    ],
    "courriels:send_trial": [
        row(POST, 302, 403, arguments=_template, etranger=302, administrateur=302),
    ],
    "courriels:reset": [
        row(GET, 302, 403, arguments=_template, etranger=200, administrateur=200),
        row(POST, 302, 403, arguments=_template, etranger=302, administrateur=302),
    ],
    # The link is the proof: no account, and posts from the programs of the recipients (RFC 8058).
    "courriels:unsubscribe": [
        everybody(GET, 404, arguments=_token),
        everybody(POST, 404, arguments=_token, is_exempt=True),
    ],
}
