"""The way to a Hub over HTTP(S): bytes out, bytes in. What is not a 200 of a Hub is told as a fault and says nothing of any command."""

from __future__ import annotations

import json
import struct
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import requests
import truststore
from requests.adapters import HTTPAdapter
from urllib3.exceptions import HTTPError

from school_desk.adapters.pins import Pinned
from school_desk.kernel.errors import EnvironmentFault, RuleViolation

# To connect, and between two bytes: a slow line is no fault, a silent one is.
_TIMEOUT_S = (10.0, 30.0)
MEDIA_TYPE = "application/vnd.school-desk.v1"
_OCTETS = "application/octet-stream"
_NO_KEY = "写了证书指纹，总台地址就要以 https:// 开头：http:// 没有证书，指纹无从核对。请改正地址，或去掉指纹。"


class HubClient:
    """One desk's way to one address. `pin`: by which it knows the Hub where nobody vouches for it (see pins); "" asks the system's trust.

    `patience`: seconds to connect, and between two bytes.
    """

    def __init__(self, address: str, token: str, pin: str = "", patience: tuple[float, float] = _TIMEOUT_S) -> None:
        self.address = _checked(address)
        if pin and not self.address.startswith("https://"):
            raise RuleViolation("hub.pin_unused", _NO_KEY, field="address")
        self.token = token
        self._patience = patience
        self._session = requests.Session()
        self._session.mount("https://", Pinned(pin) if pin else _Trusted())

    def get(self, path: str, **query: Any) -> bytes:
        """The answer to a question."""
        return self._ask("GET", path, query)

    def post(self, path: str, body: bytes = b"") -> bytes:
        """The answer to a message."""
        return self._ask("POST", path, {}, body)

    def put(self, path: str, body: bytes, **query: Any) -> bytes:
        """The answer to a part of a file."""
        return self._ask("PUT", path, query, body, _OCTETS)

    def frames(self, path: str) -> Iterator[bytes]:
        """A stream of messages, each after its length; see hub.app. Ends early, with a fault, when the line breaks off."""
        with (
            _telling(),
            self._session.get(
                self._url(path),
                headers=self._headers(),
                timeout=self._patience,
                stream=True,
                allow_redirects=False,
            ) as answer,
        ):
            _check(answer)
            while head := answer.raw.read(4):
                (size,) = struct.unpack(">I", head.ljust(4, b"\0"))
                body = answer.raw.read(size)
                if len(head) < 4 or len(body) < size:
                    raise EnvironmentFault("hub.broken_off", "从总台取数据时中断，稍后会自动重试。")
                yield body

    def close(self) -> None:
        """Lets go of the connections."""
        self._session.close()

    def _ask(
        self, method: str, path: str, query: dict[str, Any], body: bytes | None = None, form: str = MEDIA_TYPE
    ) -> bytes:
        headers = self._headers() | {"Content-Type": form}
        with _telling():
            answer = self._session.request(
                method,
                self._url(path),
                params=query,
                data=body,
                headers=headers,
                timeout=self._patience,
                allow_redirects=False,  # a Hub never does: whoever does is told nothing more
            )
            _check(answer)
            return answer.content

    def _url(self, path: str) -> str:
        return f"{self.address}/v1/{path}"

    def _headers(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.token}"}


class _Trusted(HTTPAdapter):
    """Trusts whom the system trusts: a school's proxy brings its own authority there."""

    def init_poolmanager(self, *arguments: Any, **more: Any) -> None:
        import ssl

        super().init_poolmanager(*arguments, ssl_context=truststore.SSLContext(ssl.PROTOCOL_TLS_CLIENT), **more)


def _checked(address: str) -> str:
    plain = address.strip().rstrip("/")
    if not plain.startswith(("http://", "https://")):
        raise RuleViolation(
            "hub.address",
            f"总台地址“{address}”不对，应以 https:// 开头（总台没有证书的，以 http:// 开头）。",
            field="address",
        )
    return plain


@contextmanager
def _telling() -> Iterator[None]:
    try:
        yield
    except requests.exceptions.SSLError as fault:
        plain = any(words in str(fault) for words in ("WRONG_VERSION_NUMBER", "record layer failure"))
        if plain:
            raise EnvironmentFault("hub.plain", "总台没有用证书，地址应以 http:// 开头；没有发送任何内容。") from fault
        message = "总台的证书不对：可能连到了别的机器，没有发送任何内容。请管理员核对总台证书。"
        raise EnvironmentFault("hub.certificate", message) from fault
    except (requests.RequestException, HTTPError, OSError) as fault:  # HTTPError: in the middle of a stream
        raise EnvironmentFault("hub.away", "连不上总台。本机可以照常办理，连上后会自动同步。") from fault


def _check(answer: requests.Response) -> None:
    """Only a 200 in the Hub's own format is an answer: a proxy's page is none."""
    if answer.status_code == 200 and answer.headers.get("Content-Type", "").startswith((MEDIA_TYPE, _OCTETS)):
        return
    code, message = _error(answer)
    if answer.status_code == 401:
        raise EnvironmentFault("hub.unknown_desk", message or "总台不认识这台电脑，请管理员重新邀请。")
    if answer.status_code in (404, 422, 426, 429) and code:
        raise RuleViolation(code, message)
    raise EnvironmentFault("hub.away", "总台暂时不能回答。本机可以照常办理，稍后会自动同步。")


def _error(answer: requests.Response) -> tuple[str, str]:
    try:
        error = json.loads(answer.content)["error"]
        return str(error["code"]), str(error["message"])
    except (ValueError, KeyError, TypeError):
        return "", ""
