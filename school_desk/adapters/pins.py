"""A desk may know its Hub by the Hub's key: where nobody whom the system trusts vouches for the certificate, behind a proxy too.

The pin is the SHA-256 of the certificate's public key (SubjectPublicKeyInfo), in hexadecimal: a certificate that was renewed for the same key
has the same one.
"""

from __future__ import annotations

import re
import ssl
from hashlib import sha256
from hmac import compare_digest
from typing import Any

from cryptography import x509
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from requests.adapters import HTTPAdapter
from urllib3.connection import HTTPSConnection

from school_desk.kernel.errors import RuleViolation

_WRITTEN = re.compile(r"[0-9a-f]{64}")


def pin_of(certificate: x509.Certificate) -> str:
    """The pin of whoever has the key of this certificate."""
    key = certificate.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    return sha256(key).hexdigest()


def read_pin(text: str) -> str:
    """A pin as a person wrote it: in capitals, with colons or spaces, or "" for none. Raises RuleViolation `hub.pin`."""
    pin = "".join(text.replace(":", "").split()).lower()
    if pin and not _WRITTEN.fullmatch(pin):
        message = "证书指纹不对：应是 64 位数字和字母（a–f），由总台启动时显示。请向管理员再要一次。"
        raise RuleViolation("hub.pin", message, field="pin")
    return pin


class Pinned(HTTPAdapter):
    """Trusts whoever has one key and nobody else."""

    def __init__(self, pin: str) -> None:
        self._connections = _connections(pin)
        super().__init__()

    def get_connection_with_tls_context(self, *arguments: Any, **more: Any) -> Any:
        """Whichever way leads to the Hub, its connections look at the key; any others would ask the system's trust."""
        pool: Any = super().get_connection_with_tls_context(*arguments, **more)
        pool.ConnectionCls = self._connections
        return pool

    def cert_verify(self, conn: Any, url: Any, verify: Any, cert: Any) -> None:
        """No list of authorities is needed."""


def _connections(pin: str) -> type[HTTPSConnection]:
    class Checked(HTTPSConnection):
        """Looks at the key, before anything is sent, instead of at who vouches for it."""

        def __init__(self, *arguments: Any, **more: Any) -> None:
            nobody = {"ssl_context": None, "ca_certs": None, "ca_cert_dir": None, "assert_hostname": False}
            super().__init__(*arguments, **more | nobody | {"cert_reqs": "CERT_NONE"})

        def connect(self) -> None:
            super().connect()
            if not compare_digest(_shown(self.sock), pin):
                self.close()
                raise ssl.SSLError("not the key that the pin is of")
            self.is_verified = True

    return Checked


def _shown(line: Any) -> str:
    """The pin of whoever is at the other end; "" when it is none that could be read."""
    try:
        return pin_of(x509.load_der_x509_certificate(line.getpeercert(True)))
    except (ValueError, UnsupportedAlgorithm):
        return ""
