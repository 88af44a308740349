#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The provider of Debian's package glewlwyd, on a loopback port, with one client and one person.

Prints one JSON line when it is ready (see tests/peers/oidc/peer.h) and runs until its standard input ends.
It compares the redirect address with its port, hence "ports"; and its sign-in page needs JavaScript, hence
the browser gets the person's cookies, and "g_continue" for "yes, go on as this person".
"""
import json
import os
import pathlib
import re
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from http.cookiejar import MozillaCookieJar

SCHEMA = "/usr/share/dbconfig-common/data/glewlwyd/install/sqlite3"
CONFIGURATION = "/etc/glewlwyd/glewlwyd.conf"
CLIENT, PERSON, PASSWORD = "console", "ada", "of the test only"
SCOPES = ["openid", "profile", "email", "offline_access"]
LIFETIME = 3600

PLUGIN = {
    "jwt-type": "rsa", "jwt-key-size": "256", "subject-type": "public",
    "access-token-duration": LIFETIME, "refresh-token-duration": LIFETIME, "code-duration": 60,
    "refresh-token-rolling": False, "refresh-token-one-use": "always",
    "allow-non-oidc": True, "auth-type-code-enabled": True, "auth-type-code-revoke-replayed": True,
    "auth-type-token-enabled": False, "auth-type-id-token-enabled": True, "auth-type-none-enabled": False,
    "auth-type-password-enabled": False, "auth-type-client-enabled": False, "auth-type-device-enabled": False,
    "auth-type-refresh-enabled": True,
    "pkce-allowed": True, "pkce-required": True, "pkce-method-plain-allowed": False,
    "introspection-revocation-allowed": True, "introspection-revocation-allow-target-client": True,
    "session-management-allowed": False, "session-cookie-name": "GLEWLWYD2_OIDC_SID",
    "session-cookie-expiration": LIFETIME, "oauth-as-iss-id": True, "jwks-show": True,
    "name-claim": "on-demand", "name-claim-scope": ["profile"],
    "email-claim": "on-demand", "email-claim-scope": ["email"],
    "claims": [], "scope": [], "additional-parameters": [],
}


def unused_ports(count):
    """glewlwyd does not tell of a port it chose itself."""
    sockets = [socket.socket() for _ in range(count)]
    for s in sockets:
        s.bind(("127.0.0.1", 0))
    ports = [s.getsockname()[1] for s in sockets]
    for s in sockets:
        s.close()
    return ports


class Glewlwyd:
    def __init__(self, home):
        port, *self.redirect_ports = unused_ports(3)
        self.url = f"http://127.0.0.1:{port}"
        self.issuer = f"{self.url}/api/oidc"
        self.jar_file = home / "cookies"
        database = home / "glewlwyd.db"
        subprocess.run(["sqlite3", database], stdin=open(SCHEMA, encoding="utf-8"), check=True)
        # Without a trailing slash: it puts "/api" behind whatever stands here.
        text = pathlib.Path(CONFIGURATION).read_text(encoding="utf-8")
        for name, value in (("port", str(port)), ("external_url", f'"{self.url}"'), ("log_mode", '"console"'),
                            ("log_level", '"WARNING"')):
            text = re.sub(rf"(?m)^{name}\s*=.*$", f"{name}={value}", text)
        text = re.sub(r"(?m)^@include.*$", f'database={{type="sqlite3";path="{database}";}};', text)
        configuration = home / "glewlwyd.conf"
        configuration.write_text(f'bind_address="127.0.0.1"\n{text}', encoding="utf-8")
        self.process = subprocess.Popen(["glewlwyd", "--config-file", configuration], cwd=home,
                                        stdin=subprocess.DEVNULL, stdout=sys.stderr)

    def stop(self):
        self.process.send_signal(signal.SIGTERM)
        try:
            self.process.wait(10)
        except subprocess.TimeoutExpired:
            self.process.kill()

    def wait_until_it_listens(self):
        deadline = time.monotonic() + 30
        while self.process.poll() is None and time.monotonic() < deadline:
            try:
                urllib.request.urlopen(f"{self.url}/config", timeout=5).close()
                return
            except OSError:
                time.sleep(0.05)
        sys.exit("glewlwyd did not start")


def signing_keys():
    private = subprocess.run(["openssl", "genrsa", "2048"], check=True, capture_output=True).stdout
    public = subprocess.run(["openssl", "rsa", "-pubout"], input=private, check=True, capture_output=True).stdout
    return {"key": private.decode(), "cert": public.decode()}


class Browser:
    """A signed-in person at the REST API."""
    def __init__(self, glewlwyd, name, password):
        self.api = f"{glewlwyd.url}/api"
        self.jar = MozillaCookieJar(glewlwyd.jar_file)
        self.opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(self.jar))
        self.send("POST", "/auth/", {"username": name, "password": password})

    def send(self, method, path, body):
        request = urllib.request.Request(self.api + path, json.dumps(body).encode(), method=method,
                                         headers={"Content-Type": "application/json"})
        try:
            self.opener.open(request, timeout=20).close()
        except urllib.error.HTTPError as error:
            sys.exit(f"glewlwyd: {method} {path}: {error.code} {error.read().decode(errors='replace')}")


def configure(glewlwyd):
    admin = Browser(glewlwyd, "admin", "password")  # as its schema makes it; this copy lives as long as the test
    for scope in SCOPES[1:]:
        admin.send("POST", "/scope/", {"name": scope, "display_name": scope, "password_required": False,
                                       "scheme": {}})
    admin.send("PUT", "/scope/openid", {"display_name": "openid", "password_required": False, "scheme": {}})
    admin.send("POST", "/mod/plugin/", {"module": "oidc", "name": "oidc", "display_name": "OpenID Connect",
                                        "parameters": {**PLUGIN, **signing_keys(), "iss": glewlwyd.issuer}})
    admin.send("POST", "/client/?source=database", {
        "client_id": CLIENT, "name": "Gatehouse", "confidential": False, "enabled": True, "scope": [],
        "authorization_type": ["code", "refresh_token", "delete_token"],
        "token_endpoint_auth_method": ["none"],
        "redirect_uri": [f"http://127.0.0.1:{port}/callback" for port in glewlwyd.redirect_ports]})
    admin.send("POST", "/user/?source=database", {"username": PERSON, "password": PASSWORD, "name": "Ada Okafor",
                                                  "email": "ada@example.test", "enabled": True, "scope": SCOPES})
    person = Browser(glewlwyd, PERSON, PASSWORD)
    person.send("PUT", f"/auth/grant/{CLIENT}", {"scope": " ".join(SCOPES)})
    person.jar.save(ignore_discard=True)


def main():
    # The test's end, and a signal, both take the way through "finally".
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    os.environ["PATH"] += ":/usr/sbin:/sbin"
    with tempfile.TemporaryDirectory(prefix="glewlwyd.") as home:
        glewlwyd = Glewlwyd(pathlib.Path(home))
        try:
            glewlwyd.wait_until_it_listens()
            configure(glewlwyd)
            print(json.dumps({"issuer": glewlwyd.issuer, "client_id": CLIENT, "ports": glewlwyd.redirect_ports,
                              "cookies": [str(glewlwyd.jar_file)], "browser_query": "g_continue=1",
                              "person_can_refuse": False, "names_errors": False, "revokes_public": False}),
                  flush=True)
            sys.stdin.read()
        finally:
            glewlwyd.stop()


if __name__ == "__main__":
    main()
