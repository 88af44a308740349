#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""A whole session with every log category on: sign-in with tokens bound to a key, reading, decisions, an export, locking
and unlocking, sign-out. Then no secret of it is in what was printed or logged, in any file of this home (settings,
connections, cache, journal, pictures), or in the environment and arguments that a child was given; and no crash could
have written the memory to a file. First with gatehousectl, which steps up too; with GATEHOUSE the console goes its tour.

leak.py GATEHOUSECTL GATEHOUSE_SANDBOX [GATEHOUSE]   (inside tests/peers/keychain/with-keyring)
"""
import json
import os
import pathlib
import re
import subprocess
import sys
import time

sys.path[:0] = [str(pathlib.Path(__file__).parents[1]), str(pathlib.Path(__file__).parent)]
from canaries import Canaries  # noqa: E402
from program import HOME, Ctl, Sandbox  # noqa: E402

LOGGING = {"QT_LOGGING_RULES": "*=true", "QT_FORCE_STDERR_LOGGING": "1"}
BROWSER_SIDE = HOME / "browser-side"  # what the browser may know, and nobody else
CHILD_SIDE = HOME / "child-side"

# The pause lets the console show that it waits. The address is the browser's to know; all else it is given is searched.
BROWSER = """#!/bin/sh
printf '%%s\\n' "$1" > "%(own)s/url.$$"
tr '\\0' '\\n' < /proc/$$/environ > "%(child)s/environ.$$"
tr '\\0' '\\n' < /proc/$$/cmdline | grep -vxF "$1" > "%(child)s/arguments.$$"
sleep %(pause)s
exec curl -sL -c "%(own)s/jar" -b "%(own)s/jar" -D "%(own)s/headers.$$" -o /dev/null "$1"
"""


class Session:
    def __init__(self, ctl, sandbox, pause):
        self.ctl, self.sandbox = ctl, sandbox
        self.canaries = Canaries(BROWSER_SIDE)
        self.said = []
        for folder in (BROWSER_SIDE, CHILD_SIDE):
            folder.mkdir()
        (HOME / "browser").write_text(BROWSER % {"own": BROWSER_SIDE, "child": CHILD_SIDE, "pause": pause})

    def run(self, *arguments):
        code, out, err = self.ctl.run(*arguments, environment=LOGGING)
        assert code == 0, (arguments, code, out[-500:], err[-2000:])
        # That the address is shown is what a terminal without a browser needs.
        shown = re.sub(r"^http://127\.0\.0\.1:\d+/oidc/authorize\?\S+$", "", out + "\n" + err, flags=re.M)
        self.said.append(("output of " + " ".join(arguments), shown.encode()))
        return out

    def connect(self, ready):
        """Tokens bound to a key: then there is a key to leak."""
        self.run("connect", "sandbox", "--api", ready["api"], "--issuer", ready["issuer"], "--client-id",
                 ready["client_id"], "--ports", "0")
        exported = json.loads(self.run("connections", "export", "sandbox"))
        (HOME / "bound.json").write_text(json.dumps({**exported, "dpop": True}))
        self.run("connections", "import", str(HOME / "bound.json"))

    def leaks(self):
        self.canaries.collect(self.sandbox)
        found = [leak for name, content in self.said for leak in self.canaries.found_in(name, content)]
        homes = {pathlib.Path(os.environ[name]) for name in os.environ
                 if name in ("HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME", "XDG_STATE_HOME",
                             "XDG_RUNTIME_DIR", "TMPDIR")}
        files = {path for home in homes | {HOME} if home.exists() for path in home.rglob("*")
                 if path.is_file() and not {self.sandbox.data, BROWSER_SIDE} & set(path.parents)}
        for path in files:
            found += self.canaries.found_in(str(path), path.read_bytes())
        assert len(files) >= 6 and any(CHILD_SIDE in path.parents for path in files), files
        assert not any(path.name.startswith("core") for path in files), files
        return sorted(set(found)), len(files)


def ctl_session(session):
    session.run("signin")
    session.run("whoami")
    requests = [json.loads(line) for line in session.run("--json", "requests", "list").splitlines()]
    sensitive = next(r["id"] for r in requests if r["sensitive"] and r["may_decide"])
    session.run("requests", "reject", sensitive, "--reason", "no")
    session.run("usage")
    session.run("--json", "requests", "show", sensitive)


def console_session(session, program):
    """Sign-in by its button, two decisions, usage, audit, settings, connections, palette, lock, unlock."""
    out, err = HOME / "console.out", HOME / "console.err"
    with out.open("wb") as to, err.open("wb") as complaints:
        console = subprocess.Popen([program, "--connection", "sandbox", "--tour", str(HOME / "pictures")],
                                   env={**os.environ, **LOGGING}, stdout=to, stderr=complaints)
        limit, deadline = "", time.monotonic() + 120
        while console.poll() is None:
            assert time.monotonic() < deadline, err.read_text(errors="replace")[-3000:]
            if list(BROWSER_SIDE.glob("url.*")) and not limit:  # it is up, and signing in
                limit = re.search(r"Max core file size +(\S+) +(\S+)", pathlib.Path(f"/proc/{console.pid}/limits").read_text())
            try:
                console.wait(timeout=0.2)
            except subprocess.TimeoutExpired:
                pass
    assert console.returncode == 0, (console.returncode, err.read_text(errors="replace")[-3000:])
    assert limit and limit.groups() == ("0", "0"), limit
    assert b"gatehouse.net" in err.read_bytes() and err.stat().st_size > 20_000, "the log was not on"
    assert len(list(BROWSER_SIDE.glob("url.*"))) >= 2, "it was not unlocked by a sign-in"
    session.run("whoami")  # what is kept is good for another program: a refresh, with the kept key


def main():
    console = sys.argv[3] if len(sys.argv) > 3 else None
    with Sandbox(sys.argv[2]) as sandbox:
        if not console:
            sandbox.extra = ("--step-up", "300")
        session = Session(Ctl(sys.argv[1]), sandbox, pause=2 if console else 0)
        session.connect(sandbox.start())
        if console:
            console_session(session, console)
        else:
            ctl_session(session)
        found, _ = session.leaks()
        assert len(session.canaries.refresh_hashes) >= (2 if console else 4), "nothing was refreshed: nothing is proved"
        kinds = session.canaries.prove_it_can_fail(HOME)
        session.run("signout")
        after, files = session.leaks()
        assert not found and not after, "\n".join(sorted(set(found + after)))
        print(f"{len(session.said)} outputs, {files} files, {len(session.canaries.known)} states, nonces and codes, "
              f"{len(session.canaries.challenges)} verifiers, {len(session.canaries.refresh_hashes)} refresh tokens: "
              f"none leaked; each of {kinds} planted ones was found")


main()
