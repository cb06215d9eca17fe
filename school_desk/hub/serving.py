"""Runs a Hub: uvicorn on its application, until it is told to stop."""

from __future__ import annotations

import errno
import socket
import ssl
from dataclasses import dataclass
from pathlib import Path

import uvicorn
from cryptography import x509
from cryptography.exceptions import UnsupportedAlgorithm
from starlette.applications import Starlette

from school_desk.adapters.pins import pin_of
from school_desk.hub.app import make_app
from school_desk.hub.opening import HubSchool
from school_desk.hub.portal.routes import portal_routes
from school_desk.kernel.database import in_transaction
from school_desk.kernel.errors import EnvironmentFault
from school_desk.kernel.jobs import JobPool

_MOST_AT_ONCE = 500
_HERE = ("127.0.0.1", "::1", "localhost")


@dataclass(frozen=True)
class Place:
    """Where the Hub is reached. Without a certificate it speaks plain HTTP: on this computer, or behind a proxy that has one.

    `proxy`: the address of that proxy, whose word on who asks is taken (limits go by the visitor's address).
    """

    host: str
    port: int
    certificate: Path | None = None
    key: Path | None = None
    proxy: str = ""

    @property
    def address(self) -> str:
        """As a desk is told it."""
        return f"{'https' if self.certificate else 'http'}://{self.host}:{self.port}"

    @property
    def in_the_clear(self) -> bool:
        """Whether others on the network could read along: beyond this computer, without a certificate, and no proxy that has one."""
        return self.host not in _HERE and self.certificate is None and not self.proxy

    @property
    def only_here(self) -> bool:
        """Whether nobody but this computer reaches the Hub, through no proxy either."""
        return self.host in _HERE and not self.proxy

    @property
    def pin(self) -> str:
        """By which a desk knows the Hub where nobody vouches for its certificate; "" without one. Raises EnvironmentFault; see pin_in."""
        return pin_in(self.certificate) if self.certificate else ""


def pin_in(certificate: Path) -> str:
    """The pin (see adapters.pins) of a certificate in a file of PEM. Raises EnvironmentFault `hub.certificate`."""
    try:
        return pin_of(x509.load_pem_x509_certificate(certificate.read_bytes()))
    except FileNotFoundError as fault:
        message = f"找不到证书文件“{certificate}”，请核对文件夹和文件名。"
        raise EnvironmentFault("hub.certificate", message) from fault
    except (OSError, ValueError, UnsupportedAlgorithm) as fault:
        raise EnvironmentFault("hub.certificate", f"“{certificate}”里读不到证书（PEM），请核对。") from fault


def check_place(place: Place) -> None:
    """Before anything is said or made: whether a Hub can wait there. Raises EnvironmentFault `hub.port` or `hub.certificate`."""
    for file in filter(None, (place.certificate, place.key)):
        if not file.is_file():
            raise EnvironmentFault("hub.certificate", f"总台没有启动：找不到证书文件“{file}”，请核对文件夹和文件名。")
    if place.key and not place.pin:
        raise EnvironmentFault("hub.certificate", "总台没有启动：写了 --key 也要写 --certificate。")
    try:
        with socket.create_server((place.host, place.port), family=_family(place.host)):
            return
    except PermissionError as fault:
        told = f"端口 {place.port} 要管理员权限，请换一个 1024 以上的端口"
        raise EnvironmentFault("hub.port", f"总台没有启动：{told}。") from fault
    except OSError as fault:
        taken = fault.errno == errno.EADDRINUSE
        told = (
            f"端口 {place.port} 被占用（可能已有一个总台开着），请用 --port 换一个端口"
            if taken
            else f"“{place.host}”不是这台机器的网络地址，请核对 --host"
        )
        raise EnvironmentFault("hub.port", f"总台没有启动：{told}。") from fault


def _family(host: str) -> socket.AddressFamily:
    return socket.AF_INET6 if ":" in host else socket.AF_INET


def serve(school: HubSchool, place: Place) -> None:
    """Takes up what an older version had to hold, then serves until a signal ends it. Raises EnvironmentFault `hub.port`."""
    in_transaction(school.database, school.service.take_up_held)
    jobs = JobPool()
    try:
        _run(make_app(school, portal_routes(school, jobs)), place)
    finally:
        jobs.close()


def configured(app: Starlette, place: Place) -> uvicorn.Config:
    """How the server answers: TLS from 1.2 on, nobody's word on who asks but the proxy's, no name of its own, no sockets but for pages."""
    config = uvicorn.Config(
        app,
        host=place.host,
        port=place.port,
        ssl_certfile=place.certificate and str(place.certificate),
        ssl_keyfile=place.key and str(place.key),
        ws="none",
        log_level="warning",
        access_log=False,
        timeout_graceful_shutdown=5,
        server_header=False,
        limit_concurrency=_MOST_AT_ONCE,
        forwarded_allow_ips=place.proxy or None,
        proxy_headers=bool(place.proxy),
    )
    try:
        config.load()
    except ssl.SSLError as fault:
        message = f"总台没有启动：“{place.certificate}”和它的私钥（--key）不是一对，或读不出来，请核对。"
        raise EnvironmentFault("hub.certificate", message) from fault
    if config.ssl is not None:
        config.ssl.minimum_version = ssl.TLSVersion.TLSv1_2
    return config


def _run(app: Starlette, place: Place) -> None:
    server = uvicorn.Server(configured(app, place))
    try:
        server.run()
    except SystemExit as ended:
        raise EnvironmentFault(
            "hub.port", f"总台没有启动：端口 {place.port} 被占用，请用 --port 换一个端口。"
        ) from ended
    if not server.started:
        raise EnvironmentFault("hub.port", f"总台没有启动：端口 {place.port} 被占用，请用 --port 换一个端口。")
