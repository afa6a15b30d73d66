"""What a titulaire does with the mails and the links of the verifications."""

import re

from django.core import mail as post

from agrafe.courriels.outbox import send_due
from agrafe.verifications import services
from agrafe.verifications.questions import questions_of

LINK = re.compile(r"https://agrafe\.exemple\.fr/verification/([\w-]+)/")


def tokens():
    """Send the mails that wait, and return the secrets of the links of all those sent, in their order."""
    send_due()
    return [LINK.search(each.body)[1] for each in post.outbox]


def fill(token, remarque="", **values):
    """Answer behind a link."""
    for question in questions_of(values):
        services.save_answer(token=token, question=question, values=values)
    services.answer(token=token, confirmed=True, remarque=remarque)
