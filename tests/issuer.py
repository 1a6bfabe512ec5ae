"""An OpenID issuer: over HTTPS on loopback, with a certificate and keys that are made for it."""

import base64
import datetime
import ipaddress
import json
import ssl
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import jwt
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa
from cryptography.x509.oid import NameOID
from jwt.algorithms import get_default_algorithms

from benchmarks.loopback import QuietHandler, serving_on_loopback

AUDIENCE = "newsdesk"
CONFIGURATION = "/pool/.well-known/openid-configuration"
KEYS = "/keys"
SUBJECT = "aaaaaaaa-bbbb-4ccc-8ddd-eeeeeeeeeeee"

MAKE: dict[str, Callable[[], Any]] = {
    "RS256": lambda: rsa.generate_private_key(65537, 2048),
    "PS256": lambda: rsa.generate_private_key(65537, 2048),
    "ES256": lambda: ec.generate_private_key(ec.SECP256R1()),
    "ES384": lambda: ec.generate_private_key(ec.SECP384R1()),
    "EdDSA": ed25519.Ed25519PrivateKey.generate,
}


class SigningKey:
    """Two keys, of which the public one is told."""

    def __init__(self, name: str, algorithm: str = "ES256") -> None:
        self.name, self.algorithm = name, algorithm
        self.private = MAKE[algorithm]()

    @property
    def told(self) -> dict[str, Any]:
        """The public one as a JSON Web Key."""
        key = get_default_algorithms()[self.algorithm].to_jwk(self.private.public_key(), as_dict=True)
        return {**key, "kid": self.name, "use": "sig", "alg": self.algorithm}

    @property
    def public_text(self) -> bytes:
        """The public one as everybody may download it."""
        form = serialization.PublicFormat.SubjectPublicKeyInfo
        text: bytes = self.private.public_key().public_bytes(serialization.Encoding.PEM, form)
        return text


@dataclass
class Issuer:
    """What it tells and signs.

    Attributes
    ----------
    url
        Its address, and its name.
    keys
        Those it tells; it signs with the first one.
    answers
        What it answers at a path in place of what it should: a status, a body, headers.
    asked
        The paths it was asked for.
    """

    url: str
    keys: list[SigningKey]
    answers: dict[str, tuple[int, bytes, Mapping[str, str]]] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)

    def token(
        self, key: SigningKey | None = None, header: Mapping[str, Any] | None = None, **claims: Any
    ) -> str:
        """Return a token; a claim that is None is left out of it."""
        key = key or self.keys[0]
        now = int(time.time())
        told = {"iss": self.url, "sub": SUBJECT, "aud": AUDIENCE, "iat": now, "exp": now + 600} | claims
        told = {name: value for name, value in told.items() if value is not None}
        return jwt.encode(told, key.private, key.algorithm, {"kid": key.name} | dict(header or {}))

    def answer(self, path: str) -> tuple[int, bytes, Mapping[str, str]]:
        """Return status, body and headers."""
        self.asked.append(path)
        documents: dict[str, Any] = {
            CONFIGURATION: {"issuer": self.url, "jwks_uri": self.url.removesuffix("/pool") + KEYS},
            KEYS: {"keys": [key.told for key in self.keys]},
        }
        if path in self.answers:
            return self.answers[path]
        return (200, json.dumps(documents[path]).encode(), {}) if path in documents else (404, b"", {})


def unsigned(claims: Mapping[str, Any], header: Mapping[str, Any], signature: bytes = b"") -> str:
    """Return a token that is put together by hand."""
    parts = [json.dumps(header).encode(), json.dumps(claims).encode(), signature]
    return ".".join(base64.urlsafe_b64encode(part).rstrip(b"=").decode() for part in parts)


@contextmanager
def issuing(certificates: "Certificates") -> Iterator[Issuer]:
    """Run an issuer with one key."""
    issuer = Issuer("", [SigningKey("first")])
    released = threading.Event()

    class Handler(QuietHandler):
        def do_GET(self) -> None:
            status, body, headers = issuer.answer(self.path)
            if status == NEVER:
                released.wait()
                self.close_connection = True
            elif status == DROPS:
                self._drop(body)
            else:
                self.reply(status, body, headers)

        def _drop(self, body: bytes) -> None:
            self.close_connection = True
            self.send_response(200)
            self.end_headers()
            try:
                while not released.wait(0.02):
                    self.wfile.write(body)
            except OSError:
                pass  # nobody listens any more

    with serving_on_loopback(Handler, certificates.server()) as port:
        issuer.url = f"https://localhost:{port}/pool"
        try:
            yield issuer
        finally:
            released.set()


NEVER, DROPS = 0, 1
"""In place of a status: there is no answer; or one that never ends, the body again and again."""


class Certificates:
    """An authority of the tests, and what it certifies: this machine, as `localhost`.

    Attributes
    ----------
    authority
        Its certificate, for `SSL_CERT_FILE`.
    """

    def __init__(self, folder: Path) -> None:
        self.authority, self._own = folder / "authority.pem", folder / "localhost.pem"
        key, own = MAKE["ES256"](), MAKE["ES256"]()
        name = _name("An authority of the tests")
        usage = x509.KeyUsage(
            digital_signature=True, key_cert_sign=True, crl_sign=True, content_commitment=False,
            key_encipherment=False, data_encipherment=False, key_agreement=False, encipher_only=False,
            decipher_only=False,
        )  # fmt: skip
        known_by = x509.AuthorityKeyIdentifier.from_issuer_public_key(key.public_key())
        authority = (
            _certificate(name, name, key.public_key())
            .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
            .add_extension(usage, critical=True)
            .sign(key, hashes.SHA256())
        )
        names = [x509.DNSName("localhost"), x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]
        certificate = (
            _certificate(_name("localhost"), name, own.public_key())
            .add_extension(x509.SubjectAlternativeName(names), critical=False)
            .add_extension(known_by, critical=False)
            .sign(key, hashes.SHA256())
        )
        secret = own.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
        self.authority.write_bytes(authority.public_bytes(serialization.Encoding.PEM))
        self._own.write_bytes(certificate.public_bytes(serialization.Encoding.PEM) + secret)

    def server(self) -> ssl.SSLContext:
        """Return what this machine serves with."""
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(self._own)
        return context

    def client(self) -> ssl.SSLContext:
        """Return what trusts the authority."""
        return ssl.create_default_context(cafile=str(self.authority))


def _name(text: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, text)])


def _certificate(subject: x509.Name, issuer: x509.Name, key: Any) -> x509.CertificateBuilder:
    now = datetime.datetime.now(datetime.UTC)
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key)
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - datetime.timedelta(days=1))
        .not_valid_after(now + datetime.timedelta(days=1))
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key), critical=False)
    )
