# SPDX-License-Identifier: GPL-3.0-or-later
"""The real gatehouse-sandbox as a process, spoken to over HTTP, and the sign-in a native client does."""
import base64
import hashlib
import http.client
import json
import re
import secrets
import signal
import subprocess
import urllib.parse
from dataclasses import dataclass

ALL_SCOPES = "openid profile email groups offline_access gw:read gw:decide gw:usage"
REDIRECT = "http://127.0.0.1:1/callback"


@dataclass
class Answer:
    status: int
    headers: http.client.HTTPMessage
    body: bytes

    def json(self):
        return json.loads(self.body)

    def word(self):
        """The stable word of a problem: the last segment of its type."""
        return self.json()["type"].rsplit("/", 1)[-1]


class Sandbox:
    """Started with its own data directory; leaving the block stops it and demands a clean end."""

    def __init__(self, program, data, *arguments):
        self.data = data
        self.process = subprocess.Popen(
            [program, "--port", "0", "--data", data, *arguments],
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)

    def __enter__(self):
        line = self.process.stdout.readline()
        if not line:
            raise AssertionError("the sandbox did not start: " + self.process.stderr.read())
        ready = json.loads(line)
        self.api, self.issuer, self.client_id = ready["api"], ready["issuer"], ready["client_id"]
        return self

    def __exit__(self, kind, value, trace):
        self.process.send_signal(signal.SIGTERM)
        _, complaints = self.process.communicate(timeout=60)
        if kind is None and (self.process.returncode != 0 or complaints):
            raise AssertionError(f"the sandbox ended with {self.process.returncode}: {complaints}")

    def ask(self, method, address, token=None, headers=(), body=None):
        """One request; `address` is absolute or a path of the API. Redirects are not followed."""
        url = urllib.parse.urlsplit(urllib.parse.urljoin(self.api, address))
        connection = http.client.HTTPConnection(url.hostname, url.port, timeout=60)
        sent = dict(headers)
        if token:
            sent.setdefault("Authorization", "Bearer " + token)
        target = url.path + ("?" + url.query if url.query else "")
        try:
            connection.request(method, target, body=body, headers=sent)
            answer = connection.getresponse()
            return Answer(answer.status, answer.headers, answer.read())
        finally:
            connection.close()

    def post_form(self, address, **fields):
        return self.ask("POST", address, headers={"Content-Type": "application/x-www-form-urlencoded"},
                        body=urllib.parse.urlencode(fields))

    def sign_in(self, scope=ALL_SCOPES, person=None):
        """Authorization code with PKCE. A person is picked on the real page; without, --login-as answers it."""
        found = self.ask("GET", self.issuer + "/.well-known/openid-configuration").json()
        assert found["issuer"] == self.issuer, found
        verifier, state, nonce = (secrets.token_urlsafe(32) for _ in range(3))
        challenge = encode64(hashlib.sha256(verifier.encode()).digest())
        answer = self.ask("GET", found["authorization_endpoint"] + "?" + urllib.parse.urlencode({
            "response_type": "code", "client_id": self.client_id, "redirect_uri": REDIRECT, "scope": scope,
            "state": state, "nonce": nonce, "code_challenge": challenge, "code_challenge_method": "S256"}))
        if person:
            answer = self.post_form(self.issuer + "/login", subject=person, **hidden_fields(answer))
            answer = self.post_form(self.issuer + "/consent", answer="allow", **hidden_fields(answer))
        assert answer.status == 303, (answer.status, answer.body)
        back = dict(urllib.parse.parse_qsl(urllib.parse.urlsplit(answer.headers["Location"]).query))
        assert back["state"] == state and back["iss"] == self.issuer, back
        form = {"grant_type": "authorization_code", "client_id": self.client_id, "code": back["code"],
                "redirect_uri": REDIRECT, "code_verifier": verifier}
        tokens = self.post_form(found["token_endpoint"], **form)
        assert tokens.status == 200, tokens.body
        assert claims_of(tokens.json()["id_token"])["nonce"] == nonce
        return tokens.json()


def hidden_fields(page):
    assert page.status == 200, (page.status, page.body)
    return dict(re.findall(r'type="hidden" name="([^"]+)" value="([^"]*)"', page.body.decode()))


def encode64(data):
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def decode64(text):
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def claims_of(token):
    return json.loads(decode64(token.split(".")[1]))
