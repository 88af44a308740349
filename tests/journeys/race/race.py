#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""T4: two processes on one refresh token, both refreshing at once, a hundred times over. Every access token lives in
its process only, so each command refreshes; the provider holds each answer for a while, so that they meet, rotates, and
ends the family at the first reuse. Then one of them is killed at any moment, and what is left is a session or a plain
demand to sign in. With GATEHOUSE two consoles and a gatehousectl start at once instead.

race.py GATEHOUSECTL GATEHOUSE_SANDBOX [GATEHOUSE]   (inside tests/peers/keychain/with-keyring)
"""
import datetime
import os
import pathlib
import re
import random
import sqlite3
import subprocess
import sys
import time

sys.path.insert(0, str(pathlib.Path(__file__).parents[1]))
from program import HOME, Ctl, Sandbox  # noqa: E402

ROUNDS = 100
KILLS = 12
CONSOLE_ROUNDS = 6
# Milliseconds between rotation and its answer; consoles take longer to come up, at less even times.
HOLD, CONSOLE_HOLD = "idp-hold=50", "idp-hold=500"


def count(sandbox, condition):
    database = next(sandbox.data.glob("*.sqlite*"))
    with sqlite3.connect(f"file:{database}?mode=ro", uri=True, timeout=20) as connection:
        return connection.execute(f"SELECT COUNT(*) FROM refresh_tokens WHERE {condition}").fetchone()[0]


LOGGING = {**os.environ, "QT_LOGGING_RULES": "gatehouse.*=true", "QT_FORCE_STDERR_LOGGING": "1"}


def wanted_the_token(log):
    """From when to when a process wanted the refresh token: from knowing the provider to having its answer."""
    moments = {kind: [datetime.datetime.fromisoformat(line.split("Z ")[0]) for line in log.splitlines() if kind in line]
               for kind in ("openid-configuration 200", "/oidc/token 200")}
    assert all(moments.values()), f"a process did not refresh: nothing is proved\n{log}"
    return moments["openid-configuration 200"][0], moments["/oidc/token 200"][0]


def all_at_once(commands):
    """Runs them together; what each printed, and whether at least two wanted the token at the same time."""
    started = [subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=LOGGING)
               for command in commands]
    done = [(process, *process.communicate(timeout=100)) for process in started]
    for process, out, err in done:
        assert process.returncode == 0, (process.args, process.returncode, out, err[-3000:])
    spans = sorted(wanted_the_token(err) for _, _, err in done)
    return [out for _, out, _ in done], any(later[0] < former[1] for former, later in zip(spans, spans[1:]))


def main():
    with Sandbox(sys.argv[2]) as sandbox:
        ctl = Ctl(sys.argv[1])
        ctl.connect_and_sign_in(sandbox.start(CONSOLE_HOLD if len(sys.argv) > 3 else HOLD))
        before = count(sandbox, "used")
        if len(sys.argv) > 3:
            consoles(ctl, sys.argv[3])
            each = 3 * CONSOLE_ROUNDS
        else:
            met = sum(all_at_once([ctl.command("whoami")] * 2)[1] for _ in range(ROUNDS))
            assert met > ROUNDS // 2, f"the two met in {met} of {ROUNDS} rounds only: nothing is proved"
            print(f"the two met in {met} of {ROUNDS} rounds")
            each = 2 * ROUNDS
        assert count(sandbox, "used") - before >= each, "a process did not refresh: nothing is proved"
        assert count(sandbox, "revoked") == 0, "the family was ended"
        if len(sys.argv) == 3:
            kills(sandbox, ctl)


def consoles(ctl, program):
    """Two consoles, each with its window and its rows, and a command beside them."""
    look = [program, "--connection", "sandbox", "--tour", str(HOME / "pictures"), "--tour-part", "look"]
    met = 0
    for turn in range(CONSOLE_ROUNDS):
        said, together = all_at_once([look, look, ctl.command("whoami")])
        met += together
        for out in said[:2]:
            assert re.search(r"^page: approvals, rows: [1-9]", out, re.M) and "session" not in out, (turn, out)
    assert met > 0, "they never met: nothing is proved"
    print(f"two consoles and a command met in {met} of {CONSOLE_ROUNDS} rounds; no session was lost")


def kills(sandbox, ctl):
    def start():
        return subprocess.Popen(ctl.command("whoami"), stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)

    # kill -9 anywhere between asking, being answered, storing and using.
    seed = random.randrange(2**32)
    moments = random.Random(seed)
    took = time.monotonic()
    assert ctl.run("whoami")[0] == 0
    took = time.monotonic() - took
    lost = 0
    for _ in range(KILLS):
        process = start()
        try:
            process.communicate(timeout=moments.uniform(0, took))
        except subprocess.TimeoutExpired:
            process.kill()
            process.communicate()
        code, out, err = ctl.run("whoami")
        assert code in (0, 3), (seed, code, out, err)
        if code == 3:  # rotated, and died before it was stored: said, and mended by signing in
            lost += 1
            assert "sign in" in err.lower() or "signin" in err.lower(), (seed, err)
            code, out, err = ctl.run("signin")
            assert code == 0, (seed, code, out, err)
    print(f"{2 * ROUNDS} refreshes, {KILLS} kills (seed {seed}), {lost} sessions lost to them")
    killed_between(sandbox, ctl, start)


def killed_between(sandbox, ctl, start):
    """kill -9 exactly between rotation and storing: the provider has spent the old token and its answer, with the new
    one, is on its way. By the provider's rule the family ends at the next use; that has to be said, once, and signing
    in mends it."""
    sandbox.stop()
    sandbox.start("idp-hold=5000")
    used = count(sandbox, "used")
    process = start()
    deadline = time.monotonic() + 20
    while count(sandbox, "used") == used:
        assert time.monotonic() < deadline and process.poll() is None, "nothing was rotated"
    process.kill()
    process.communicate()
    sandbox.stop()
    sandbox.start()
    code, out, err = ctl.run("whoami")
    assert code == 3, (code, out, err)
    assert "sign in" in err.lower() or "signin" in err.lower(), err
    assert ctl.run("signin")[0] == 0 and ctl.run("whoami")[0] == 0
    print("killed between rotation and storing: said, and mended by signing in")


main()
