#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""A whole session with every log category on: sign-in, reading, a decision, step-up, export, sign-out. Then no token of
it is in what was printed or logged, in any file of this home, or in the environment and arguments a child was given.

Access and ID tokens are recognised by their form; refresh tokens and codes by their hashes, which are all the sandbox
keeps of them: every word long enough is hashed and looked up.

leak.py GATEHOUSECTL GATEHOUSE_SANDBOX   (inside tests/peers/keychain/with-keyring)
"""
import hashlib
import json
import os
import pathlib
import re
import sqlite3
import sys

sys.path.insert(0, str(pathlib.Path(__file__).parents[1]))
from program import HOME, Ctl, Sandbox  # noqa: E402

LOGGING = {"QT_LOGGING_RULES": "*=true", "QT_FORCE_STDERR_LOGGING": "1"}
JWT = re.compile(rb"eyJ[A-Za-z0-9_-]{10,}\.[A-Za-z0-9_-]{10,}\.")
WORD = re.compile(rb"[A-Za-z0-9_-]{16,200}")


def hashes_of(sandbox):
    database = next(sandbox.data.glob("*.sqlite*"))
    with sqlite3.connect(f"file:{database}?mode=ro", uri=True) as connection:
        return {bytes(row[0]) for row in connection.execute("SELECT hash FROM refresh_tokens")}


def leaks(name, content, hashes):
    found = [f"{name}: a JSON Web Token" for _ in JWT.findall(content)[:1]]
    if any(hashlib.sha256(word).digest() in hashes for word in set(WORD.findall(content))):
        found.append(f"{name}: a refresh token")
    if re.search(rb"(code_verifier|refresh_token|access_token)=[A-Za-z0-9_-]{8}", content):
        found.append(f"{name}: a form with a secret")
    return found


def main():
    with Sandbox(sys.argv[2]) as sandbox:
        sandbox.extra = ("--step-up", "300")
        ctl = Ctl(sys.argv[1])
        # What a child of ours is given, and what of it the browser sees.
        browser = HOME / "browser"
        browser.write_text(browser.read_text().replace(
            "exec curl", f'cat /proc/self/environ /proc/$$/environ > "{HOME}/child-environ.$$"\nexec curl'))
        ready = sandbox.start()
        said = []

        def run(*arguments):
            code, out, err = ctl.run(*arguments, environment=LOGGING)
            assert code == 0, (arguments, code, out[-500:], err[-2000:])
            said.append((" ".join(arguments), (out + err).encode()))
            return out

        run("connect", "sandbox", "--api", ready["api"], "--issuer", ready["issuer"], "--client-id", ready["client_id"])
        run("signin")
        run("whoami")
        requests = [json.loads(line) for line in run("--json", "requests", "list").splitlines()]
        sensitive = next(r["id"] for r in requests if r["sensitive"] and r["may_decide"])
        run("requests", "reject", sensitive, "--reason", "no")
        run("usage")
        run("connections", "export", "sandbox")
        run("--json", "requests", "show", sensitive)
        while_signed_in = hashes_of(sandbox)
        assert len(while_signed_in) >= 4, "nothing was refreshed: the test would prove nothing"

        found = []
        for name, content in said:
            found += leaks("output of " + name, content, while_signed_in)
        homes = {pathlib.Path(os.environ[name]) for name in os.environ
                 if name in ("HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME", "XDG_RUNTIME_DIR")}
        seen = 0
        for home in homes | {HOME}:
            for path in home.rglob("*"):
                if path.is_file() and sandbox.data not in path.parents and path.name != "jar":
                    seen += 1
                    found += leaks(str(path), path.read_bytes(), while_signed_in)
        assert seen >= 4, seen
        # The reader can find one: the browser's address has none, the provider's own answer would.
        assert leaks("self", b"x eyJhbGciOiJSUzI1NiJ9.eyJpc3MiOiJhIn0abc.sig", set())
        run("signout")
        assert not found, "\n".join(sorted(set(found)))
        print(f"{len(said)} outputs, {seen} files, {len(while_signed_in)} refresh tokens: none leaked")


main()
