# SPDX-License-Identifier: GPL-3.0-or-later
"""gatehousectl jws verify and idtoken verify as a script calls them: exit code, payload, the one rule that failed."""
import base64
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


def encoded(data):
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def signed(folder, claims):
    """A key of its own and an ES256 token by it, made with the openssl program."""
    pem = str(Path(folder, "key.pem"))
    openssl = lambda *arguments, data=None: subprocess.run(["openssl", *arguments], input=data, capture_output=True,
                                                           check=True, timeout=30).stdout
    openssl("ecparam", "-name", "prime256v1", "-genkey", "-noout", "-out", pem)
    point = openssl("ec", "-in", pem, "-pubout", "-outform", "DER")[-64:]
    text = encoded(b'{"alg":"ES256","kid":"made"}') + "." + encoded(json.dumps(claims).encode())
    der = openssl("dgst", "-sha256", "-sign", pem, data=text.encode())
    numbers, at = [], 2  # SEQUENCE { INTEGER r, INTEGER s }
    for _ in range(2):
        size = der[at + 1]
        numbers.append(int.from_bytes(der[at + 2:at + 2 + size], "big").to_bytes(32, "big"))
        at += 2 + size
    key = {"kty": "EC", "crv": "P-256", "kid": "made", "x": encoded(point[:32]), "y": encoded(point[32:])}
    return key, text + "." + encoded(b"".join(numbers))


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
    # Whoever allows what is never accepted is told the rule, not that the line is wrong.
    for alg in "none", "HS256", "HS512,none":
        refused("jws.alg", *verify, "--alg", alg, TOKEN)
        refused("jws.alg", *verify, "--alg", alg, "eyJhbGciOiJub25lIn0.e30.")
        refused("jws.alg", *verify, "--alg", alg, "eyJhbGciOiJIUzI1NiJ9.e30.AAAA")
    code, out, _ = run(*verify, "--json", TOKEN + "=")
    assert code == 1 and json.loads(out)["rule"] == "jws.format", out

    # Every rule of a sign-in; this payload has no audience.
    hold = ["idtoken", "verify", "--jwks", jwks, "--issuer", "joe", "--client-id", "c", "--nonce", "n",
            "--at", "1300819000"]
    refused("idtoken.claims", *hold, "--alg", "ES256", TOKEN)
    refused("jws.alg", *hold, TOKEN)

    # And one that fits them all.
    claims = {"iss": "https://id.example", "sub": "ada", "aud": "gatehouse", "nonce": "n-1",
              "iat": 1300819000, "exp": 1300819300, "auth_time": 1300818990, "acr": "mfa"}
    key, token = signed(folder, claims)
    Path(jwks).write_text(json.dumps({"keys": [KEY, key]}))
    fits = ["idtoken", "verify", "--jwks", jwks, "--alg", "ES256", "--issuer", "https://id.example",
            "--client-id", "gatehouse", "--at", "2011-03-22T18:36:50Z", "--acr", "mfa", "--max-age", "120"]
    code, out, err = run(*fits, "--nonce", "n-1", token)
    assert code == 0 and json.loads(out) == claims and not err, (code, out, err)
    refused("idtoken.nonce", *fits, "--nonce", "n-2", token)
    refused("idtoken.acr", *["phr" if word == "mfa" else word for word in fits], "--nonce", "n-1", token)
    refused("idtoken.sub", *fits, "--nonce", "n-1", "--subject", "ben", token)
    key, token = signed(folder, {name: claims[name] for name in claims if name != "nonce"})
    Path(jwks).write_text(json.dumps({"keys": [KEY, key]}))
    assert run(*fits, "--no-nonce", token)[0] == 0 # as the device grant gives it
    refused("idtoken.nonce", *fits, "--nonce", "n-1", token)
    Path(jwks).write_text(json.dumps({"keys": [KEY]}))

    for wrong in (["jws", "verify", TOKEN], [*verify, "--alg", "RS265", TOKEN], [*verify, "--nonce", "n", TOKEN],
                  ["idtoken", "verify", "--jwks", jwks, TOKEN],
                  [*hold[:-4], TOKEN], [*hold, "--no-nonce", TOKEN], [*hold[:-1], "yesterday", TOKEN]):
        code, out, err = run(*wrong)
        assert code == 2 and not out and err, (wrong, code, out, err)
    code, out, err = run("jws", "verify", "--jwks", jwks + ".absent", TOKEN)
    assert code == 1 and not out and "keys.json.absent" in err, (code, out, err)
    Path(jwks).write_text('{"keys":[{"kty":"oct","k":"AAAA"}]}')
    code, out, err = run(*verify, TOKEN)
    assert code == 1 and not out and err.startswith("jwks"), (code, out, err)
