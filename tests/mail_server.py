"""A real SMTP server on the loopback address, and what it received."""

import contextlib
import email
import email.policy

from aiosmtpd.controller import Controller
from network import free_port


class Postbox:
    """What the server received, as (recipients, message); `refuse` makes it say no."""

    def __init__(self):
        self.received = []
        self.refuse = None

    async def handle_DATA(self, _server, _session, envelope):  # noqa: N802 the library's name
        """Take a mail, or say what `refuse` says."""
        if self.refuse:
            return self.refuse
        self.received.append(
            (envelope.rcpt_tos, email.message_from_bytes(envelope.content, policy=email.policy.default))
        )
        return "250 Message accepted for delivery"

    def recipients(self):
        """Return who got mail, once for each."""
        return sorted(address for addresses, _ in self.received for address in addresses)


@contextlib.contextmanager
def smtp(postbox):
    """Serve until the block ends; gives the server's address as CEU_SMTP takes it."""
    port = free_port()
    controller = Controller(postbox, hostname="127.0.0.1", port=port)
    controller.start()
    try:
        yield f"smtp://127.0.0.1:{port}"
    finally:
        controller.stop()
