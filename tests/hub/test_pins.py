"""A desk that knows its Hub by its key speaks to no other machine: not a word of the request leaves before that is checked."""

from __future__ import annotations

import socket
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePrivateKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
)
from cryptography.x509.oid import NameOID

from school_desk.adapters.hub_client import MEDIA_TYPE, HubClient
from school_desk.adapters.pins import read_pin
from school_desk.hub.serving import Place
from school_desk.kernel.errors import EnvironmentFault, RuleViolation

ANSWER = f"HTTP/1.1 200 OK\r\nContent-Type: {MEDIA_TYPE}\r\nContent-Length: 2\r\nConnection: close\r\n\r\nok".encode()
SECRET = b"13800005893"


def certificate(folder: Path, key: EllipticCurvePrivateKey | None = None) -> Place:
    """A place whose certificate, made for this key or a new one, nobody vouches for."""
    key = key or ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "hub")])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .sign(key, hashes.SHA256())
    )
    folder.mkdir()
    (folder / "hub.pem").write_bytes(made.public_bytes(Encoding.PEM))
    (folder / "hub.key").write_bytes(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    return Place("127.0.0.1", 0, folder / "hub.pem", folder / "hub.key")


def renewed(old: Place, folder: Path) -> Place:
    """Another certificate for the key of `old`."""
    assert old.key is not None
    key = load_pem_private_key(old.key.read_bytes(), None)
    assert isinstance(key, EllipticCurvePrivateKey)
    return certificate(folder, key)


@dataclass
class Heard:
    """A machine at an address, and everything that it was told."""

    address: str
    told: bytes = field(default=b"")


@contextmanager
def machine(place: Place) -> Iterator[Heard]:
    """Takes one call, with this certificate."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(str(place.certificate), str(place.key))
    with socket.create_server(("127.0.0.1", 0)) as listening:
        heard = Heard(f"https://127.0.0.1:{listening.getsockname()[1]}")

        def listen() -> None:
            line, _ = listening.accept()
            with suppress(OSError), context.wrap_socket(line, server_side=True) as safe:
                while SECRET not in heard.told and (part := safe.recv(65_536)):
                    heard.told += part
                safe.sendall(ANSWER)

        thread = threading.Thread(target=listen)
        thread.start()
        yield heard
        thread.join()


def test_a_pin_is_never_dropped_in_silence() -> None:
    """An address without TLS shows no key: whoever wrote a pin would believe that it is looked at."""
    with pytest.raises(RuleViolation, match="https://") as refusal:
        HubClient("http://127.0.0.1:9", "token", "0" * 64)
    assert (refusal.value.code, refusal.value.field) == ("hub.pin_unused", "address")
    HubClient("http://127.0.0.1:9", "token").close()
    HubClient("https://127.0.0.1:9", "token", "0" * 64).close()


def test_the_hub_it_was_told_of_is_spoken_to(tmp_path: Path) -> None:
    place = certificate(tmp_path / "hub")
    with machine(place) as hub:
        client = HubClient(hub.address, "token", place.pin)
        assert client.post("push", SECRET) == b"ok"
        client.close()
    assert b"Bearer token" in hub.told


def test_a_certificate_renewed_for_the_same_key_is_the_same_hub(tmp_path: Path) -> None:
    old = certificate(tmp_path / "old")
    new = renewed(old, tmp_path / "new")
    assert old.certificate is not None
    assert new.certificate is not None
    assert old.certificate.read_bytes() != new.certificate.read_bytes()
    assert old.pin == new.pin
    with machine(new) as hub:
        client = HubClient(hub.address, "token", old.pin)
        assert client.post("push", SECRET) == b"ok"
        client.close()


@pytest.mark.parametrize("pin", ["another", "none"])
def test_another_machine_is_told_nothing(tmp_path: Path, pin: str) -> None:
    mine, other = certificate(tmp_path / "hub"), certificate(tmp_path / "other")
    with machine(other) as stranger:
        client = HubClient(stranger.address, "token", mine.pin if pin == "another" else "")
        with pytest.raises(EnvironmentFault, match="没有发送任何内容") as fault:
            client.post("push", SECRET)
        client.close()
    assert fault.value.code == "hub.certificate"
    assert stranger.told == b""


def test_the_pin_is_the_sha256_of_the_public_key(tmp_path: Path) -> None:
    """As any other program computes it."""
    place = certificate(tmp_path / "hub")
    assert place.key is not None
    public = load_pem_private_key(place.key.read_bytes(), None).public_key()
    assert place.pin == sha256(public.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)).hexdigest()


def test_a_pin_is_read_as_people_write_it() -> None:
    pin = "0123456789abcdef" * 4
    assert read_pin(f" {pin[:32].upper()}:{pin[32:]}\n") == pin
    assert read_pin(" ") == ""
    for wrong in (pin[1:], pin + "0", "g" + pin[1:], "SHA256:" + pin):
        with pytest.raises(RuleViolation, match="64 位") as fault:
            read_pin(wrong)
        assert (fault.value.code, fault.value.field) == ("hub.pin", "pin")
