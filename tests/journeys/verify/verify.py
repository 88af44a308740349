# SPDX-License-Identifier: GPL-3.0-or-later
"""gatehousectl jws verify and idtoken verify as a script calls them: exit code, payload, the one rule that failed."""
import json
import subprocess
import sys
import tempfile
from pathlib import Path

CTL = sys.argv[1]

# RFC 7515, appendix A.3.
KEY = {"kty": "EC", "crv": "P-256", "x": "f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU",
       "y": "x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0"}
TOKEN = ("eyJhbGciOiJFUzI1NiJ9"
         ".eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ"
         ".DtEhU3ljbEg8L38VWAfUAqOyKAM6-Xx-F4GawxaepmXFCgfTjDxw5djxLa8ISlSApmWQxfKTUJqPP3-Kg6NU1Q")
PAYLOAD = '{"iss":"joe",\r\n "exp":1300819380,\r\n "http://example.com/is_root":true}'


def run(*arguments, stdin=""):
    done = subprocess.run([CTL, *arguments], input=stdin.encode(), capture_output=True, timeout=30)
    return done.returncode, done.stdout.decode(), done.stderr.decode()


def refused(rule, *arguments, **more):
    code, out, err = run(*arguments, **more)
    assert code == 1 and not out and err.split(":")[0].strip() == rule, (rule, code, out, err)


with tempfile.TemporaryDirectory() as folder:
    jwks = str(Path(folder, "keys.json"))
    Path(jwks).write_text(json.dumps({"keys": [KEY]}))
    verify = ["jws", "verify", "--jwks", jwks]

    assert run(*verify, TOKEN) == (0, PAYLOAD + "\n", "")
    assert run(*verify, "--alg", "RS256,ES256", "-", stdin=TOKEN + "\n") == (0, PAYLOAD + "\n", "")
    assert run(*verify, stdin=TOKEN) == (0, PAYLOAD + "\n", "")
    code, out, _ = run(*verify, "--json", TOKEN)
    assert code == 0 and json.loads(out) == {"valid": True, "alg": "ES256", "kid": "", "payload": PAYLOAD}, out

    refused("jws.alg", *verify, "--alg", "RS256", TOKEN)
    refused("jws.signature", *verify, TOKEN[:-4] + "AAAA")
    refused("jws.format", *verify, TOKEN + "=")
    refused("jws.format", *verify, stdin=TOKEN + "\n\n")
    refused("jws.format", *verify, TOKEN + ".")
    refused("jws.alg", *verify, "eyJhbGciOiJub25lIn0.e30.")
    code, out, _ = run(*verify, "--json", TOKEN + "=")
    assert code == 1 and json.loads(out)["rule"] == "jws.format", out

    # Every rule of a sign-in; this payload has no audience.
    hold = ["idtoken", "verify", "--jwks", jwks, "--issuer", "joe", "--client-id", "c", "--at", "1300819000"]
    refused("idtoken.claims", *hold, "--alg", "ES256", TOKEN)
    refused("jws.alg", *hold, TOKEN)

    for wrong in (["jws", "verify", TOKEN], [*verify, "--alg", "HS256", TOKEN], [*verify, "--nonce", "n", TOKEN],
                  ["idtoken", "verify", "--jwks", jwks, TOKEN], [*hold[:-1], "yesterday", TOKEN]):
        code, out, err = run(*wrong)
        assert code == 2 and not out and err, (wrong, code, out, err)
    code, out, err = run("jws", "verify", "--jwks", jwks + ".absent", TOKEN)
    assert code == 1 and not out and "keys.json.absent" in err, (code, out, err)
    Path(jwks).write_text('{"keys":[{"kty":"oct","k":"AAAA"}]}')
    code, out, err = run(*verify, TOKEN)
    assert code == 1 and not out and err.startswith("jwks"), (code, out, err)
