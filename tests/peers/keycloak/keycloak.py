#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Keycloak on a loopback port with its data in memory, one realm, one public client and one person.

    keycloak.py <directory that scripts/install-keycloak prints>
Prints one JSON line when it is ready (see tests/peers/oidc/peer.h) and runs until its standard input ends.
The person signs in here, through the form; the test's browser brings the cookies along.
"""
import html
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
import urllib.parse

REALM, CLIENT, PERSON, PASSWORD = "gatehouse", "console", "ada", "of the test only"
LIFETIME = 3600
BROWSERS = 16  # at least one for each of the test's sign-ins
REALM_SETTINGS = {
    "realm": REALM, "enabled": True, "sslRequired": "none", "accessTokenLifespan": LIFETIME,
    "revokeRefreshToken": True, "refreshTokenMaxReuse": 0,
    "clients": [{
        "clientId": CLIENT, "enabled": True, "publicClient": True, "standardFlowEnabled": True,
        "redirectUris": ["http://127.0.0.1/callback"],  # without a port: any
        "attributes": {"pkce.code.challenge.method": "S256"}}],
    "users": [{
        "username": PERSON, "enabled": True, "firstName": "Ada", "lastName": "Okafor",
        "email": "ada@example.test", "emailVerified": True, "realmRoles": ["offline_access"],
        "credentials": [{"type": "password", "value": PASSWORD}]}],
}


def unused_port():
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()[1]


def curl(*arguments):
    """Not urllib: it would keep the cookies, which are for secure contexts only, from loopback."""
    return subprocess.run(["curl", "--silent", "--show-error", "--fail", "--max-time", "60", *arguments],
                          check=True, capture_output=True, text=True).stdout


class Keycloak:
    def __init__(self, directory):
        port = unused_port()
        self.url = f"http://127.0.0.1:{port}"
        environment = {**os.environ, "KC_BOOTSTRAP_ADMIN_USERNAME": "admin",
                       "KC_BOOTSTRAP_ADMIN_PASSWORD": PASSWORD}
        self.process = subprocess.Popen(
            [pathlib.Path(directory) / "bin" / "kc.sh", "start", "--optimized", "--cache=local",
             "--http-enabled=true", "--http-host=127.0.0.1", f"--http-port={port}", "--hostname-strict=false",
             "--log-level=warn"],
            env=environment, stdin=subprocess.DEVNULL, stdout=sys.stderr)

    def wait_until_it_listens(self):
        deadline = time.monotonic() + 240
        while self.process.poll() is None and time.monotonic() < deadline:
            try:
                curl(f"{self.url}/realms/master")
                return
            except subprocess.CalledProcessError:
                time.sleep(0.2)
        sys.exit("Keycloak did not start")

    def make_realm(self):
        form = {"grant_type": "password", "client_id": "admin-cli", "username": "admin", "password": PASSWORD}
        answer = curl("--data", urllib.parse.urlencode(form),
                      f"{self.url}/realms/master/protocol/openid-connect/token")
        curl("--oauth2-bearer", json.loads(answer)["access_token"], "--json", json.dumps(REALM_SETTINGS),
             f"{self.url}/admin/realms")

    def sign_in(self, jar):
        query = urllib.parse.urlencode({
            "response_type": "code", "client_id": CLIENT, "redirect_uri": "http://127.0.0.1/callback",
            "scope": "openid", "code_challenge": "x" * 43, "code_challenge_method": "S256"})
        cookies = ("--cookie", jar, "--cookie-jar", jar)
        page = curl(*cookies, f"{self.url}/realms/{REALM}/protocol/openid-connect/auth?{query}")
        action = html.unescape(re.search(r'<form[^>]*\saction="([^"]+)"', page).group(1))
        back = curl(*cookies, "--data", urllib.parse.urlencode({"username": PERSON, "password": PASSWORD}),
                    "--write-out", "%{redirect_url}", "--output", os.devnull, action)
        if "code=" not in back:
            sys.exit("Keycloak does not let the person in")

    def stop(self):
        self.process.terminate()
        try:
            self.process.wait(20)
        except subprocess.TimeoutExpired:
            self.process.kill()


def main():
    # The test's end, and a signal, both take the way through "finally".
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    with tempfile.TemporaryDirectory(prefix="keycloak.") as home:
        jars = [str(pathlib.Path(home) / f"cookies-{i}") for i in range(BROWSERS)]
        keycloak = Keycloak(sys.argv[1])
        try:
            keycloak.wait_until_it_listens()
            keycloak.make_realm()
            for jar in jars:
                keycloak.sign_in(jar)
            print(json.dumps({"issuer": f"{keycloak.url}/realms/{REALM}", "client_id": CLIENT, "cookies": jars,
                              "person_can_refuse": False}), flush=True)
            sys.stdin.read()
        finally:
            keycloak.stop()


if __name__ == "__main__":
    main()
