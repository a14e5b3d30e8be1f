"""A mail server of aiosmtpd that answers, line by line, what it was sent as Python's email reads it."""

import json
import ssl
import sys
from email import message_from_bytes, policy

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult, LoginPassword, SMTP


class Taken:
    def __init__(self):
        self.mails = []

    async def handle_DATA(self, server, session, envelope):
        raw = envelope.original_content
        mail = message_from_bytes(raw, policy=policy.default)
        self.mails.append({
            "from": envelope.mail_from,
            "to": envelope.rcpt_tos,
            "secured": session.ssl is not None,
            "authenticated": bool(session.authenticated),
            "subject": str(mail["Subject"]),
            "id": mail["Message-ID"],
            "date": mail["Date"].datetime.isoformat(),
            "automatic": mail["Auto-Submitted"],
            "text": mail.get_content(),
            "defects": [str(each) for each in mail.defects],
            "headers": mail.keys(),
        })
        return "250 taken"


def knows(server, session, envelope, mechanism, data):
    good = (isinstance(data, LoginPassword)
            and data.login == b"plant7" and data.password == b"hunter2")
    return AuthResult(success=good, handled=good)


class Secured(Controller):
    def __init__(self, handler, tls, wants_password):
        self.tls = tls
        self.wants_password = wants_password
        super().__init__(handler, hostname="127.0.0.1", port=0, ready_timeout=60)

    def factory(self):
        return SMTP(self.handler, hostname="mail.example", tls_context=self.tls,
                    require_starttls=True, auth_required=self.wants_password,
                    authenticator=knows)

    def _trigger_server(self):
        """It connects for a try: the port is known only now."""
        self.port = self.server.sockets[0].getsockname()[1]
        super()._trigger_server()


def started(handler, question):
    tls = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    tls.load_cert_chain(question["certificate"], question["key"])
    controller = Secured(handler, tls, question["password"])
    controller.start()
    return controller, controller.port


def main():
    handler = Taken()
    controllers = []
    for line in sys.stdin:
        question = json.loads(line)
        if question["ask"] == "start":
            controller, port = started(handler, question)
            controllers.append(controller)
            answer = {"port": port}
        elif question["ask"] == "mails":
            answer = {"mails": handler.mails}
            handler.mails = []
        else:
            answer = {"error": "no such question"}
        print(json.dumps(answer), flush=True)


main()
