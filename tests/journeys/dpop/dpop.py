#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""T9, T10: a connection whose tokens are bound to a key of this computer's: sign-in, reading, a decision, a restart and
a refresh; the sandbox asks for its nonce each time. A refresh token taken to another key is worth nothing.

dpop.py GATEHOUSECTL GATEHOUSE_SANDBOX   (inside tests/peers/keychain/with-keyring)
"""
import json
import pathlib
import sqlite3
import sys

sys.path.insert(0, str(pathlib.Path(__file__).parents[1]))
from program import HOME, Ctl, Sandbox  # noqa: E402


def main():
    with Sandbox(sys.argv[2]) as sandbox:
        ctl = Ctl(sys.argv[1])
        ready = sandbox.start()

        def run(*arguments):
            code, out, err = ctl.run(*arguments)
            assert code == 0, (arguments, code, out[-500:], err[-2000:])
            return out

        run("connect", "sandbox", "--api", ready["api"], "--issuer", ready["issuer"], "--client-id", ready["client_id"],
            "--ports", "0")
        exported = json.loads(run("connections", "export", "sandbox"))
        file = HOME / "bound.json"
        file.write_text(json.dumps({**exported, "dpop": True, "name": "bound"}))
        run("connections", "import", str(file))
        ctl.command = lambda *arguments: [ctl.program, "--connection", "bound", *arguments]

        run("signin")
        run("whoami")  # another process: the kept key, and a refresh with it
        request = next(json.loads(line)["id"] for line in run("--json", "requests", "list").splitlines()
                       if json.loads(line)["may_decide"])
        run("requests", "approve", request)
        assert json.loads(run("--json", "requests", "show", request))["state"] == "approved"

        database = next(sandbox.data.glob("*.sqlite*"))
        with sqlite3.connect(f"file:{database}?mode=ro", uri=True) as connection:
            families = {row[0] for row in connection.execute("SELECT family FROM refresh_tokens")}
            bound = {row[0] for row in connection.execute("SELECT family FROM bound_families")}
            used = connection.execute("SELECT COUNT(*) FROM refresh_tokens WHERE used").fetchone()[0]
        assert families and families == bound, (families, bound)
        assert used >= 3, used

        # The key is of this computer; another one cannot go on with its refresh token.
        with sqlite3.connect(database) as connection:
            connection.execute("UPDATE bound_families SET key = 'of-somebody-else'")
        code, out, err = ctl.run("whoami")
        assert code == 3, (code, out, err)


main()
