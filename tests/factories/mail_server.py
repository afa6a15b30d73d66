"""What the mail servers of the tests answer; they are real ones, on this machine."""

import socket


class Box:
    """What a mail server does with what it is given: keeps it, unless it is told to answer something else."""

    def __init__(self):
        self.mails, self.answers, self.cuts = [], [], False

    async def handle_RCPT(self, server, session, envelope, address, options):  # noqa: ARG002, N802 - the name that aiosmtpd calls
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):  # noqa: ARG002, N802 - the name that aiosmtpd calls
        answer = self.answers.pop(0) if self.answers else "250 OK"
        if answer.startswith("250"):
            self.mails.append(envelope)
        if self.cuts:
            server.transport.abort()
        return answer


class RefusingBox(Box):
    """A mail server that refuses the recipients themselves."""

    def __init__(self, answer):
        super().__init__()
        self.answer = answer

    async def handle_RCPT(self, server, session, envelope, address, options):  # noqa: ARG002, N802 - the name that aiosmtpd calls
        return self.answer


def free_port():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return taken.getsockname()[1]
