#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""T4: two processes on one refresh token, both refreshing at once, a hundred times over. Every access token lives in
its process only, so each command refreshes; the provider rotates and ends the family at the first reuse. Then one of
them is killed at any moment, and what is left is a session or a plain demand to sign in.

race.py GATEHOUSECTL GATEHOUSE_SANDBOX   (inside tests/peers/keychain/with-keyring)
"""
import pathlib
import random
import sqlite3
import subprocess
import sys
import time

sys.path.insert(0, str(pathlib.Path(__file__).parents[1]))
from program import Ctl, Sandbox  # noqa: E402

ROUNDS = 100
KILLS = 12


def count(sandbox, condition):
    database = next(sandbox.data.glob("*.sqlite*"))
    with sqlite3.connect(f"file:{database}?mode=ro", uri=True, timeout=20) as connection:
        return connection.execute(f"SELECT COUNT(*) FROM refresh_tokens WHERE {condition}").fetchone()[0]


def main():
    with Sandbox(sys.argv[2]) as sandbox:
        ctl = Ctl(sys.argv[1])
        ctl.connect_and_sign_in(sandbox.start())

        def start():
            return subprocess.Popen(ctl.command("whoami"), stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)

        before = count(sandbox, "used")
        for turn in range(ROUNDS):
            pair = [start(), start()]
            for process in pair:
                _, err = process.communicate(timeout=60)
                assert process.returncode == 0, (turn, process.returncode, err)
        assert count(sandbox, "used") - before == 2 * ROUNDS, "a command did not refresh: nothing was proved"
        assert count(sandbox, "revoked") == 0, "the family was ended"

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
