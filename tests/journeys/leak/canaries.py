# SPDX-License-Identifier: GPL-3.0-or-later
"""The secrets of real sign-ins, caught where they must pass, and the search for them.

The browser's side of a sign-in gives state, nonce, the code and the hash of the code verifier (the challenge); the
sandbox's database has the hashes of all refresh tokens it ever gave. What is known by its hash only is found by hashing
every word that is long enough. Access and ID tokens are known by their form, a private key by its encoding.
"""
import base64
import binascii
import hashlib
import pathlib
import re
import sqlite3
import urllib.parse

JWT = re.compile(rb"eyJ[A-Za-z0-9_-]{10,}\.[A-Za-z0-9_-]{10,}\.")
WORD = re.compile(rb"[A-Za-z0-9_-]{16,200}")
FORM = re.compile(rb"(code_verifier|refresh_token|access_token|device_code|[?&]code)=[A-Za-z0-9_-]{8}")
BEARER = re.compile(rb"(?i)\b(bearer|dpop)[ :]+[A-Za-z0-9._-]{20,}")
# A P-256 private key: SEC 1 and PKCS#8 as they are, and how both begin in base64; or as a member of a JWK.
KEY = re.compile(rb"\x02\x01\x01\x04\x20|MHcCAQEEI|MIGHAgEAMBMGByqGSM49AgEG|MEECAQAwEwYHKoZIzj0CAQ|\"d\"\s*:\s*\"[A-Za-z0-9_-]{43}\"")


def disguised(secret):
    """As it is, and as a careless writer might have put it."""
    yield secret
    yield binascii.hexlify(secret)
    yield base64.b64encode(secret).rstrip(b"=")
    yield urllib.parse.quote(secret).encode()


class Canaries:
    def __init__(self, folder):
        self.folder = pathlib.Path(folder)  # what the browser saw: url.*, headers.*
        self.known = {}  # name: bytes
        self.challenges = set()
        self.refresh_hashes = set()

    def collect(self, sandbox):
        for path in self.folder.glob("url.*"):
            query = urllib.parse.parse_qs(urllib.parse.urlsplit(path.read_text().strip()).query)
            for name in ("state", "nonce"):
                for value in query.get(name, []):
                    self.known[f"{name} of {path.name}"] = value.encode()
            self.challenges.update(value.encode() for value in query.get("code_challenge", []))
        for path in self.folder.glob("headers.*"):
            for code in re.findall(rb"(?i)^location: http://127\.0\.0\.1:\d+/\S*?[?&]code=([^&\s]+)", path.read_bytes(), re.M):
                self.known[f"code of {path.name}"] = urllib.parse.unquote_to_bytes(code)
        database = next(sandbox.data.glob("*.sqlite*"))
        with sqlite3.connect(f"file:{database}?mode=ro", uri=True, timeout=20) as connection:
            self.refresh_hashes |= {bytes(row[0]) for row in connection.execute("SELECT hash FROM refresh_tokens")}

    def found_in(self, name, content):
        found = []
        plain = content.replace(b"\0", b"")  # UTF-16, too
        for text in {content, plain}:
            found += [f"{name}: a JSON Web Token"] * bool(JWT.search(text))
            found += [f"{name}: a form with a secret"] * bool(FORM.search(text))
            found += [f"{name}: an Authorization header"] * bool(BEARER.search(text))
            found += [f"{name}: a private key"] * bool(KEY.search(text))
            for what, secret in self.known.items():
                found += [f"{name}: the {what}"] * any(form in text for form in disguised(secret))
            for word in set(WORD.findall(text)):
                digest = hashlib.sha256(word).digest()
                if digest in self.refresh_hashes:
                    found.append(f"{name}: a refresh token")
                if base64.urlsafe_b64encode(digest).rstrip(b"=") in self.challenges:
                    found.append(f"{name}: a code verifier")
        return found

    def prove_it_can_fail(self, folder):
        """One of each, planted in a log file, is found there; a log without is clean."""
        refresh, verifier = b"planted-refresh-token-0123456789", b"planted-code-verifier-0123456789abcdefghijk"
        key = b"0\x77\x02\x01\x01\x04\x20" + bytes(range(32))
        trained = Canaries(self.folder)
        trained.known = self.known
        trained.refresh_hashes = {hashlib.sha256(refresh).digest()}
        trained.challenges = {base64.urlsafe_b64encode(hashlib.sha256(verifier).digest()).rstrip(b"=")}
        planted = {"a refresh token": refresh, "a code verifier": verifier, "a private key": key,
                   "a JSON Web Token": b"eyJhbGciOiJSUzI1NiJ9.eyJpc3MiOiJhIn0abc.sig",
                   "a form with a secret": b"grant_type=x&refresh_token=abcdefghij",
                   "an Authorization header": b"Authorization: Bearer abcdefghijklmnopqrstuvwx"}
        for kind in ("state", "nonce", "code"):
            name, secret = next((n, s) for n, s in self.known.items() if n.startswith(kind))
            planted[f"the {name}"] = secret
        log = pathlib.Path(folder) / "planted.log"
        clean = b"12:00:00 gatehouse.net: GET http://127.0.0.1:1234/api/v1/me 200 3 ms\n"
        log.write_bytes(clean)
        assert not trained.found_in("log", log.read_bytes())
        for what, secret in planted.items():
            for form in (secret, secret.decode("latin-1").encode("utf-16-le")):
                log.write_bytes(clean + b"value " + form + b" end\n" + clean)
                assert f"log: {what}" in trained.found_in("log", log.read_bytes()), f"{what} was not found"
        log.unlink()
        return len(planted)
