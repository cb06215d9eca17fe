"""What is asked oddly: other methods, addresses that are none, a host or a sender that somebody made up, TLS of long ago."""

from __future__ import annotations

import asyncio
import re
import ssl
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.routing import Route
from starlette.testclient import TestClient
from starlette.types import Message

from school_desk.cli.main import main
from school_desk.hub import serving
from school_desk.hub.portal import bodies, door
from school_desk.hub.portal.door import HEADERS
from school_desk.hub.portal.downloads import PDF, attachment
from school_desk.hub.serving import Place, configured
from tests.hub.portal.browser import Browser, Website

METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "PROPFIND")
EVIL = "evil.example"
OURS = {name.lower(): value for name, value in HEADERS.items()}


def routes(site: Website) -> Iterator[tuple[str, set[str]]]:
    """Every address with its methods (those of any route that has it), but for the one that answers everything else."""
    known = [route for route in site.app.routes if isinstance(route, Route) and route.methods]
    places = {"name": "portal.css", "kind": "yyzz"}
    for route in known:
        path = re.sub(r"\{(\w+)\}", lambda found: places.get(found[1], "0" * 32), route.path)
        yield path, {m for other in known if other.path_regex.match(path) for m in other.methods or ()}


def test_no_method_but_a_routes_own_is_answered(site: Website, browser: Browser) -> None:
    browser.register()
    for path, methods in routes(site):
        for method in set(METHODS) - methods:
            answer = browser.client.request(method, path, follow_redirects=False)
            assert answer.status_code == 405, (method, path)
            assert {*answer.headers["allow"].split(", ")} == methods, (method, path)
            assert OURS.items() <= answer.headers.items(), (method, path)


@pytest.mark.parametrize(
    "path", ["/nowhere", "/login/", "//evil.example/", "/.git/config", "/static/", "/static/../portal.css", "/a%0Ab"]
)
@pytest.mark.parametrize("method", ["GET", "POST", "TRACE"])
def test_an_address_that_is_none_is_a_page_of_ours_and_leads_nowhere(browser: Browser, method: str, path: str) -> None:
    answer = browser.client.request(method, f"http://hub{path}", headers={"host": EVIL}, follow_redirects=False)
    assert answer.status_code == 404
    assert "location" not in answer.headers
    assert "没有这个页面" in answer.text
    assert OURS.items() <= answer.headers.items()


def test_a_made_up_host_or_way_back_is_believed_by_no_page(site: Website, browser: Browser) -> None:
    browser.register()
    token = browser.token
    back = dict.fromkeys(("next", "url", "return", "redirect", "back", "done", "page", "q", "as"), f"//{EVIL}/")
    for path, methods in routes(site):
        for method in methods - {"HEAD"}:
            posted = {"data": {"form": token} | back} if method == "POST" else {}
            headers = {"host": EVIL, "x-forwarded-host": EVIL, "referer": f"http://{EVIL}/"}
            answer = browser.client.request(
                method,
                path,
                params=back,
                headers=headers,
                follow_redirects=False,
                **posted,  # type: ignore[arg-type]
            )
            assert re.match("(/(?!/)|$)", answer.headers.get("location", "")), (method, path)
            assert EVIL not in answer.headers.get("location", "").partition("?")[0], (method, path)


def test_under_tls_every_answer_says_so_for_a_year(site: Website) -> None:
    browser = site.browser(secure=True)
    for path in ("/login", "/static/portal.css", "/static/none", "/nowhere", "/home"):
        assert browser.get(path).headers["strict-transport-security"] == "max-age=31536000", path


def test_signing_out_clears_the_browser(browser: Browser) -> None:
    browser.register()
    answer = browser.client.post("/logout", data={"form": browser.token}, follow_redirects=False)
    assert answer.headers["clear-site-data"] == '"cache", "storage"'


def test_who_is_refused_is_in_the_log(site: Website, browser: Browser, caplog: pytest.LogCaptureFixture) -> None:
    browser.register()
    assert browser.get("/authority/plans").status_code == 403
    assert browser.client.post("/password", data={"form": "x"}).status_code == 403
    assert "plans: not for account" in caplog.text
    assert "password: a form that is not ours" in caplog.text


@pytest.mark.parametrize(("most", "setting"), [(bodies.SMALL, "FORM_S"), (bodies.PHOTOS, "FILES_S")])
def test_who_sends_too_slowly_is_let_go(monkeypatch: pytest.MonkeyPatch, most: int, setting: str) -> None:
    async def never() -> Message:
        await asyncio.Event().wait()
        raise AssertionError("nothing comes")

    monkeypatch.setattr(bodies, setting, 0)
    headers = [(b"content-type", b"application/x-www-form-urlencoded")]
    request = Request({"type": "http", "method": "POST", "headers": headers}, never)
    with pytest.raises(bodies.BadBody) as slow:
        asyncio.run(bodies.read_body(request, most))
    assert slow.value.status == 408


def test_who_was_too_slow_is_told_so(browser: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    async def slow(*_: object) -> None:
        raise bodies.BadBody(408)

    monkeypatch.setattr(door, "read_body", slow)
    answer = browser.client.post("/login", data={"form": "x"})
    assert answer.status_code == 408
    assert "网络太慢" in answer.text


def test_a_name_in_a_download_stays_a_name() -> None:
    name = '证书-"; filename=evil.exe\r\nSet-Cookie: desk=x\r\n../张三.pdf'
    header = attachment(name, PDF, b"").headers["content-disposition"]
    assert header.startswith("attachment; filename*=UTF-8''")
    assert not set('"\r\n ;') & set(header.split("''")[1])


def certificate(folder: Path) -> tuple[Path, Path]:
    """A certificate for localhost with its key, both in files."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    start = datetime(2026, 1, 1, tzinfo=UTC)
    made = x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
    made = made.serial_number(1).not_valid_before(start).not_valid_after(start + timedelta(days=3650))
    pem = serialization.Encoding.PEM
    (folder / "hub.pem").write_bytes(made.sign(key, hashes.SHA256()).public_bytes(pem))
    plain = serialization.NoEncryption()
    (folder / "hub.key").write_bytes(key.private_bytes(pem, serialization.PrivateFormat.PKCS8, plain))
    return folder / "hub.pem", folder / "hub.key"


def test_tls_begins_at_1_2(site: Website, tmp_path: Path) -> None:
    config = configured(site.app, Place("127.0.0.1", 0, *certificate(tmp_path)))
    assert config.ssl is not None
    assert config.ssl.minimum_version == ssl.TLSVersion.TLSv1_2
    weak = ("RC4", "3DES", "NULL", "EXPORT", "MD5", "ADH", "AECDH")
    assert not [one["name"] for one in config.ssl.get_ciphers() if any(word in one["name"] for word in weak)]


@pytest.mark.parametrize(
    ("host", "proxy", "clear"),
    [("127.0.0.1", "", False), ("0.0.0.0", "", True), ("192.168.1.20", "", True), ("0.0.0.0", "10.0.0.1", False)],
)
def test_who_serves_the_network_without_a_certificate_is_warned(
    site: Website,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    host: str,
    proxy: str,
    clear: bool,
) -> None:
    monkeypatch.setattr(serving, "serve", lambda *_: None)
    monkeypatch.setattr(serving, "check_place", lambda _: None)
    told = ["--data", str(site.school.folder.root), "hub", "serve", "--host", host, "--proxy", proxy]
    assert main(told) == 0
    assert ("没有证书" in capsys.readouterr().err) is clear
    assert not Place(host, 1, *certificate(tmp_path)).in_the_clear


@pytest.mark.parametrize(
    ("proxy", "sender", "told"),
    [("", "10.9.9.9", "10.9.9.9"), ("10.0.0.1", "10.9.9.9", "10.9.9.9"), ("10.0.0.1", "10.0.0.1", "203.0.113.7")],
)
def test_only_the_proxys_word_is_taken_on_who_asks(proxy: str, sender: str, told: str) -> None:
    """Limits go by the visitor's address: nobody may choose it."""

    async def who(request: Request) -> PlainTextResponse:
        assert request.client is not None
        return PlainTextResponse(f"{request.client.host} {request.url.scheme}")

    config = configured(Starlette(routes=[Route("/", who)]), Place("127.0.0.1", 0, proxy=proxy))
    client = TestClient(config.loaded_app, "http://hub", client=(sender, 50000))
    headers = {"x-forwarded-for": "198.51.100.1, 203.0.113.7", "x-forwarded-proto": "https"}
    scheme = "https" if told != sender else "http"
    assert client.get("/", headers=headers).text == f"{told} {scheme}"
