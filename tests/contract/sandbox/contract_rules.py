#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""contract_rules.py SANDBOX: tokens that must not hold, what each person may see and decide, and the provider's rules."""
import concurrent.futures
import datetime
import http.client
import json
import sys
import tempfile
import time

from forge import Forger
from sandbox import REDIRECT, Sandbox, claims_of, decode64, encode64

PEOPLE = ("ada.okafor", "noor.haddad", "mikael.lindqvist", "ines.moreau", "kenji.watanabe")


class Person:
    """Somebody signed in, and what he or she does."""

    keys = 0

    def __init__(self, sandbox, subject):
        self.sandbox, self.subject = sandbox, subject
        self.token = sandbox.sign_in(person=subject)["access_token"]

    def get(self, address):
        return self.sandbox.ask("GET", address, self.token)

    def me(self):
        return self.get("/v1/me").json()

    def listed(self, query=""):
        return self.get("/v1/subscriptions?limit=1000" + query).json()["items"]

    def read(self, subscription):
        return self.get("/v1/subscriptions/" + subscription["id"])

    def decide(self, subscription, verdict="approve", reason="because", key=None, etag=None, **terms):
        Person.keys += 1
        return self.sandbox.ask(
            "POST", f"/v1/subscriptions/{subscription['id']}/decision", self.token,
            headers={"Content-Type": "application/json", "If-Match": etag or subscription["etag"],
                     "Idempotency-Key": key or f"rules-key-{Person.keys:08d}"},
            body=json.dumps({"verdict": verdict, "reason": reason, **terms}))

    def post(self, address, body=None):
        return self.sandbox.ask("POST", address, self.token, headers={"Content-Type": "application/json"},
                                body=json.dumps(body or {}))


def tokens(sandbox):
    """One claim wrong is enough; the same forger's honest token holds, so it is the claim that is refused."""
    issued = sandbox.sign_in(person="ada.okafor")
    good = issued["access_token"]
    head, body, signature = good.split(".")
    claims = claims_of(good)
    forger = Forger(sandbox.data, json.loads(decode64(head))["kid"])
    without = {name: {k: v for k, v in claims.items() if k != name} for name in ("exp", "aud", "iss", "sub", "scope")}
    now = int(time.time())

    def status(token):
        answer = sandbox.ask("GET", "/v1/me", token)
        assert answer.status != 401 or 'error="invalid_token"' in answer.headers["WWW-Authenticate"]
        return answer.status

    assert status(good) == 200 and status(forger.sign(claims)) == 200, "an honest token is refused"
    flipped = bytes([decode64(signature)[0] ^ 1]) + decode64(signature)[1:]
    refused = {
        "expired": forger.sign({**claims, "exp": now - 1}),
        "without an end": forger.sign(without["exp"]),
        "ending in words": forger.sign({**claims, "exp": "never"}),
        "not valid yet": forger.sign({**claims, "nbf": now + 600}),
        "of another audience": forger.sign({**claims, "aud": "urn:another"}),
        "of no audience": forger.sign(without["aud"]),
        "of another issuer": forger.sign({**claims, "iss": sandbox.issuer + "/"}),
        "of no issuer": forger.sign(without["iss"]),
        "of nobody": forger.sign(without["sub"]),
        "of a stranger": forger.sign({**claims, "sub": "mallory"}),
        "an ID token": issued["id_token"],
        "typed as an ID token": forger.sign(claims, kind="JWT"),
        "with alg none": forger.sign(claims, algorithm="none"),
        "with alg none and the signature": forger.sign(claims, algorithm="none") + signature,
        "with HS256 and the public key": forger.sign(claims, algorithm="HS256"),
        "with an unknown kid": forger.sign(claims, kid="0" * 16),
        "with a changed body": ".".join((head, encode64(json.dumps({**claims, "sub": "noor.haddad"}).encode()), signature)),
        "with a changed signature": ".".join((head, body, encode64(flipped))),
        "without a signature": f"{head}.{body}.",
        "of two parts": f"{head}.{body}",
        "of four parts": good + ".x",
        "empty": "",
        "a refresh token": issued["refresh_token"],
    }
    for what, token in refused.items():
        got = sandbox.ask("GET", "/v1/me", headers={"Authorization": "Bearer " + token}).status
        assert got == 401, f"a token {what} is answered {got}"
        if token.strip():
            status(token)
    assert sandbox.ask("GET", "/v1/me", headers={"Authorization": "Basic " + good}).status == 401
    assert sandbox.ask("GET", "/v1/me?access_token=" + good).status == 401, "a token in the address is taken"

    for scope, addresses in {"gw:read": ["/v1/me", "/v1/tenants", "/v1/apis", "/v1/subscriptions", "/v1/subscriptions/x"],
                             "gw:usage": ["/v1/analytics/usage"], "gw:decide": ["/v1/subscriptions/x/decision"]}.items():
        for token in (forger.sign({**claims, "scope": claims["scope"].replace(scope, scope + "er")}), forger.sign(without["scope"])):
            for address in addresses:
                answer = sandbox.ask("POST" if scope == "gw:decide" else "GET", address, token)
                assert answer.status == 403 and answer.word() == "insufficient-scope", f"{address} without {scope}: {answer.status}"


def tenants(people):
    """Each sees the own tenants and nothing of the others'; platform admin and auditor see all."""
    ada, noor, ines, kenji = (people[s] for s in ("ada.okafor", "noor.haddad", "ines.moreau", "kenji.watanabe"))
    everything = ada.listed()
    assert {s["tenant"]["id"] for s in everything} == {"ten_fraud", "ten_market", "ten_support"}
    assert {s["id"] for s in ines.listed()} == {s["id"] for s in everything}
    for person in people.values():
        own = set(person.me()["tenants"]) or {"ten_fraud", "ten_market", "ten_support"}
        seen = person.listed()
        assert {s["id"] for s in seen} == {s["id"] for s in everything if s["tenant"]["id"] in own}, person.subject
        assert {t["id"] for t in person.get("/v1/tenants").json()["items"]} == own
    foreign = next(s for s in everything if s["tenant"]["id"] == "ten_market" and s["state"] == "pending")
    unknown = noor.get("/v1/subscriptions/sub_none")
    for person in (noor, kenji):
        for answer in (person.read(foreign), person.decide(foreign)):
            assert answer.status == 404 and answer.word() == "not-found"
            assert answer.json()["title"] == unknown.json()["title"], "the answer tells that it exists"
        assert person.listed("&tenant=ten_market") == []
    assert ada.read(foreign).json()["decisions"] == []


def usage(people):
    until = people["ada.okafor"].get("/v1/analytics/usage?from=2026-01-01T00:00:00Z&to=2026-01-02T00:00:00Z").json()["complete_until"]
    start = datetime.date.fromisoformat(until[:10]) - datetime.timedelta(days=365)
    span = f"from={start}T00:00:00Z&to={until}&bucket=day&top=50"

    def series(subject, by):
        table = people[subject].get(f"/v1/analytics/usage?{span}&by={by}").json()
        return {s["key"]: sum(s["requests"]) for s in table["series"]}

    whole = series("ada.okafor", "tenant")
    assert set(whole) == {"ten_fraud", "ten_market", "ten_support"} and whole == series("ines.moreau", "tenant")
    assert series("noor.haddad", "tenant") == {"ten_fraud": whole["ten_fraud"]}
    assert series("noor.haddad", "none") == {"all": whole["ten_fraud"]}, "the sum shows what others used"
    assert sum(series("kenji.watanabe", "api").values()) == whole["ten_support"]

    ada, kenji = people["ada.okafor"], people["kenji.watanabe"]
    own = kenji.listed("&tenant=ten_support")
    of_each = [series("kenji.watanabe", "none&subscription=" + s["id"]) for s in own]
    assert sum(sum(one.values()) for one in of_each) == whole["ten_support"], "the shares are not the whole"
    used = [s for s, one in zip(own, of_each) if one]
    assert used and all("last_used_at" in s for s in used), "used, and nobody knows when"
    some = used[0]["application"]["id"]
    assert series("ada.okafor", "api&application=" + some) == series("kenji.watanabe", "api&application=" + some) != {}
    assert series("noor.haddad", "api&application=" + some) == {}, "others' use is shown"
    assert ada.get(f"/v1/analytics/usage?{span}&subscription=sub_none").json()["series"] == []


def deciding(people):
    ada, noor, mikael, ines, kenji = (people[s] for s in PEOPLE)
    pending = ada.listed("&state=pending")
    fraud = [s for s in pending if s["tenant"]["id"] == "ten_fraud"]
    support = [s for s in pending if s["tenant"]["id"] == "ten_support"]

    for person, subscription in ((ines, fraud[0]), (kenji, support[0])):
        assert "requests.decide" not in person.me()["may"] and not person.read(subscription).json()["may_decide"]
        refused = person.decide(subscription)
        assert refused.status == 403 and refused.word() == "forbidden", (person.subject, refused.body)
    own = next(s for s in fraud if s["requester"]["subject"] == "ada.okafor")
    assert not ada.read(own).json()["may_decide"]
    refused = ada.decide(own)
    assert refused.status == 403 and refused.word() == "own-request"

    double = next(s for s in support if s["required_approvals"] == 2 and not s["decisions"])
    first = mikael.decide(double).json()
    assert first["state"] == "pending" and len(first["decisions"]) == 1 and not first["may_decide"]
    again = mikael.decide(first)
    assert again.status == 403 and again.word() == "already-given", "one person counts twice"
    assert ada.decide(double).word() == "changed", "the second approval did not see the first"
    second = ada.decide(first).json()
    assert second["state"] == "approved" and [d["by"]["subject"] for d in second["decisions"]] == [mikael.subject, ada.subject]
    assert mikael.decide(second, "reject", "too late").word() == "already-decided"
    vetoed = next(s for s in support if s["required_approvals"] == 2 and not s["decisions"] and s["id"] != double["id"])
    assert mikael.decide(vetoed, "reject", "no").json()["state"] == "rejected", "one rejection is enough"

    simple = next(s for s in fraud if s["required_approvals"] == 1 and s["id"] != own["id"])
    assert noor.decide(simple, key="a-key-of-two-people").status == 200
    assert mikael.decide(simple, key="a-key-of-two-people").status == 409, "the key of one person answered another"


def at_once(people):
    """Eight at the same time, with keys of their own: one decides, the others hear that it is decided."""
    ada = people["ada.okafor"]
    subscription = next(s for s in ada.listed("&state=pending") if s["may_decide"] and s["required_approvals"] == 1)
    with concurrent.futures.ThreadPoolExecutor(8) as pool:
        statuses = sorted(a.status for a in pool.map(lambda _: ada.decide(subscription), range(8)))
        assert statuses == [200] + [409] * 7, statuses
        subscription = next(s for s in ada.listed("&state=pending") if s["may_decide"] and s["required_approvals"] == 1)
        same = list(pool.map(lambda _: ada.decide(subscription, key="one-key-for-all-8"), range(8)))
    assert {a.status for a in same} == {200} and len({a.body for a in same}) == 1
    assert len(ada.read(subscription).json()["decisions"]) == 1


def four_eyes(people):
    """Two people, on what they both saw; the later terms hold; a question makes earlier approvals void."""
    ada, noor, mikael = (people[s] for s in PEOPLE[:3])
    request = ada.post("/v1/subscriptions", {
        "application": "two-bot", "api": "api_chat_5", "plan": "Trial", "scopes": ["llm:chat"], "tenant": "ten_fraud",
        "justification": "Needs two."}).json()
    assert request["required_approvals"] == 2
    first = noor.decide(request, plan="Business", expires_at="2999-01-01T00:00:00.000Z").json()
    assert first["state"] == "pending" and first["plan"] == "Trial" and "expires_at" not in first
    asked = mikael.decide(first, "ask_back", "What for?").json()
    assert asked["state"] == "returned" and noor.decide(asked, "reject", "own words").status == 200
    request = ada.post("/v1/subscriptions", {
        "application": "two-bot", "api": "api_chat_5", "plan": "Trial", "scopes": ["llm:chat"], "tenant": "ten_fraud",
        "justification": "Still needs two."}).json()
    asked = mikael.decide(noor.decide(request).json(), "ask_back", "What for?").json()
    answered = ada.post(f"/v1/subscriptions/{asked['id']}/answer", {"text": "For cases."}).json()
    first = noor.decide(answered, plan="Business", expires_at="2999-01-01T00:00:00.000Z")
    assert first.status == 200, "an approval of before the question counts"
    second = mikael.decide(first.json(), expires_at="2998-01-01T00:00:00.000Z").json()
    assert second["state"] == "approved" and second["plan"] == "Business", "what the last one did not say is of the first"
    assert second["expires_at"] == "2998-01-01T00:00:00.000Z", "the last one's term does not hold"
    assert [r["by"]["subject"] for r in second["conversation"]] == [mikael.subject, ada.subject]


def asking(people):
    """Who asks: for the own tenant, and nobody answers or withdraws for another."""
    ada, noor, mikael, ines, kenji = (people[s] for s in PEOPLE)
    wanted = {"application": "kenji-bot", "api": "api_tickets_1", "plan": "Team", "scopes": ["tickets:read"],
              "justification": "Reads."}
    own = kenji.post("/v1/subscriptions", wanted)
    assert own.status == 201 and own.json()["tenant"]["id"] == "ten_support", "the one tenant of a person is not taken"
    assert ines.post("/v1/subscriptions", {**wanted, "tenant": "ten_support"}).word() == "forbidden"
    for person, tenant in ((kenji, "ten_market"), (noor, "ten_support")):
        assert person.post("/v1/subscriptions", {**wanted, "tenant": tenant}).word() == "unknown-tenant"
    assert mikael.post("/v1/subscriptions", wanted).word() == "tenant-required"
    request = own.json()
    address = f"/v1/subscriptions/{request['id']}/"
    for person, word, status in ((mikael, "not-requester", 403), (noor, "not-found", 404)):
        for what, body in (("withdraw", {}), ("answer", {"text": "x"})):
            refused = person.post(address + what, body)
            assert (refused.status, refused.word()) == (status, word), (person.subject, what)
    asked = mikael.decide(request, "ask_back", "Which ones?").json()
    assert kenji.post(address + "answer", {"text": "Mine."}).json()["state"] == "pending"
    assert mikael.decide(asked).word() == "changed", "an answer came that was not read"
    assert kenji.post(address + "withdraw").json()["state"] == "withdrawn"


def followed(people):
    """Changes are told to those who may see them, and a decision takes effect by itself, under the same ETag."""
    ada, noor, kenji = (people[s] for s in ("ada.okafor", "noor.haddad", "kenji.watanabe"))
    points = {person: person.get("/v1/subscriptions/changes").json()["cursor"] for person in (ada, noor, kenji)}

    def since(person, cursor, wait):
        return person.get(f"/v1/subscriptions/changes?after={cursor}&wait={wait}").json()

    def until(person, cursor, subscription, holds):
        """The first change of the subscription that makes it so; others may change meanwhile."""
        while True:
            told = since(person, cursor, 30)
            assert told["items"], "nothing came of it"
            cursor = told["cursor"]
            for one in told["items"]:
                if one["id"] == subscription["id"] and holds(one):
                    return one

    market = next(s for s in ada.listed("&state=approved&tenant=ten_market") if s["may_decide"])
    held = ada.decide(market, "suspend", "for a day").json()
    assert held["enforcement"]["state"] == "waiting"
    settled = until(ada, points[ada], market, lambda s: s["enforcement"]["state"] == "effective")
    assert settled["etag"] == held["etag"], "taking effect is no decision"
    assert ada.decide(held, "resume", "explained").status == 200
    for person in (noor, kenji):
        tenants = {s["tenant"]["id"] for s in since(person, points[person], 0)["items"]}
        assert "ten_market" not in tenants, "told of another tenant"
    end = (datetime.datetime.now(datetime.timezone.utc) + datetime.timedelta(seconds=1)).isoformat(timespec="milliseconds")
    request = ada.post("/v1/subscriptions", {
        "application": "short-bot", "api": "api_fraud_3", "plan": "Team", "scopes": ["fraud:predict"],
        "justification": "One second.", "tenant": "ten_fraud"}).json()
    point = noor.get("/v1/subscriptions/changes").json()["cursor"]
    short = noor.decide(request, expires_at=end).json()
    assert short["state"] == "approved"
    over = until(noor, point, short, lambda s: s["state"] == "expired")
    assert over["etag"] != short["etag"] and over["possible"] == ["extend"]


def misbehaving(program):
    """--chaos decides what an answer looks like, and what was done all the same. The seed decides which it meets."""
    def statuses(seed):
        with tempfile.TemporaryDirectory() as data, \
                Sandbox(program, data, "--seed", seed, "--chaos", "error=30,429=20") as sandbox:
            return [sandbox.ask("GET", "/v1/health").status for _ in range(60)]

    once = statuses("7")
    assert once == statuses("7") and once != statuses("8") and set(once) == {200, 503, 429}, once

    for fault, is_done in (("done-cut", True), ("truncate", True), ("cut", False), ("error", False)):
        with tempfile.TemporaryDirectory() as data:
            with Sandbox(program, data, "--propagation", "0") as sandbox:
                ada = Person(sandbox, "ada.okafor")  # signs in each time: it is another port, so another issuer
                request = next(s for s in ada.listed("&state=pending") if s["may_decide"])
            with Sandbox(program, data, "--chaos", fault + "=100") as sandbox:
                ada = Person(sandbox, "ada.okafor")
                try:
                    answer = ada.decide(request, "reject", "no")
                    assert answer.status == (503 if fault == "error" else 200), answer.status
                    try:
                        answer.json()
                    except ValueError:
                        pass
                    else:
                        assert fault == "error", "the answer is whole"
                except (http.client.HTTPException, ConnectionError):
                    assert fault in ("done-cut", "cut"), fault
            with Sandbox(program, data) as sandbox:
                ada = Person(sandbox, "ada.okafor")
                assert (ada.read(request).json()["state"] == "rejected") == is_done, fault

    with tempfile.TemporaryDirectory() as data, \
            Sandbox(program, data, "--chaos", "enforce-fail=100", "--propagation", "0", "--rate-limit", "0",
                    "--arrivals", "1", "--step-up", "600") as sandbox:
        ada, noor = Person(sandbox, "ada.okafor"), Person(sandbox, "noor.haddad")
        point = ada.get("/v1/subscriptions/changes").json()["cursor"]
        came = ada.get(f"/v1/subscriptions/changes?after={point}&wait=30").json()["items"]
        assert came and came[0]["state"] == "pending", "nobody asks"
        plain = next(s for s in ada.listed("&state=approved&tenant=ten_fraud") if not s["api"]["sensitive"])
        ada.decide(plain, "suspend", "for a day")
        failed = ada.read(plain).json()["enforcement"]
        assert failed["state"] == "failed" and failed["detail"]
        sensitive = next(s for s in ada.listed("&state=approved") if s["api"]["sensitive"])
        assert ada.decide(sensitive, "revoke", "leaked").word() == "step-up-required"
        other = next(s for s in ada.listed("&state=pending") if s["may_decide"] and not s["api"]["sensitive"])
        orders = [{"subscription": s["id"], "if_match": s["etag"], "idempotency_key": f"step-up-key-{i:08d}", "verdict": v,
                   "reason": "because"} for i, (s, v) in enumerate(((other, "reject"), (sensitive, "revoke")))]
        refused = ada.post("/v1/decisions", {"orders": orders})
        assert refused.status == 401 and "insufficient_user_authentication" in refused.headers["WWW-Authenticate"]
        assert ada.read(other).json() == other, "a part of it was done"
        assert all(noor.get("/v1/me").status == 200 for _ in range(700)), "there is a limit"


def provider(sandbox):
    """Codes hold once, refresh tokens rotate, and either used twice ends what came of it."""
    def refresh(token):
        return sandbox.post_form(sandbox.issuer + "/token", grant_type="refresh_token",
                                 client_id=sandbox.client_id, refresh_token=token)

    def is_dead(answer):
        return answer.status == 400 and answer.json()["error"] == "invalid_grant"

    first = sandbox.sign_in(person="noor.haddad")["refresh_token"]
    second = refresh(first).json()
    assert second["refresh_token"] != first and sandbox.ask("GET", "/v1/me", second["access_token"]).status == 200
    assert is_dead(refresh(first)) and is_dead(refresh(second["refresh_token"])), "reuse did not end the family"
    kept = sandbox.sign_in(person="noor.haddad")["refresh_token"]
    assert sandbox.post_form(sandbox.issuer + "/revoke", token=kept, client_id=sandbox.client_id).status == 200
    assert is_dead(refresh(kept)), "a revoked token holds"
    assert "refresh_token" not in sandbox.sign_in("openid gw:read", person="noor.haddad")

    asked = {"response_type": "code", "client_id": sandbox.client_id, "scope": "openid", "state": "s", "nonce": "n",
             "redirect_uri": REDIRECT, "code_challenge": "x" * 43, "code_challenge_method": "S256"}

    def authorize(**wrong):
        query = "&".join(f"{name}={value}" for name, value in {**asked, **wrong}.items())
        return sandbox.ask("GET", f"{sandbox.issuer}/authorize?{query}")

    assert authorize().status == 200
    for wrong in ({"client_id": "another"}, {"redirect_uri": "http://127.0.0.1.evil.test:1/callback"},
                  {"redirect_uri": "http://localhost:1/callback"}, {"redirect_uri": "https://evil.test/callback"},
                  {"redirect_uri": "http://127.0.0.1:1/callback/../x"}):
        answer = authorize(**wrong)
        assert answer.status == 400 and "Location" not in answer.headers, f"{wrong} is redirected"
    for wrong in ({"code_challenge_method": "plain"}, {"code_challenge": ""}, {"response_type": "token"}, {"scope": "gw:read"}):
        answer = authorize(**wrong)
        assert answer.status == 303 and "error=" in answer.headers["Location"] and "code=" not in answer.headers["Location"], wrong
    wrong_code = sandbox.post_form(sandbox.issuer + "/token", grant_type="authorization_code", code="x",
                                   client_id=sandbox.client_id, redirect_uri=REDIRECT, code_verifier="x" * 43)
    assert is_dead(wrong_code)


def main(program):
    with tempfile.TemporaryDirectory() as data, Sandbox(program, data) as sandbox:
        tokens(sandbox)
        people = {subject: Person(sandbox, subject) for subject in PEOPLE}
        tenants(people)
        usage(people)
        deciding(people)
        at_once(people)
        four_eyes(people)
        asking(people)
        followed(people)
        provider(sandbox)
    misbehaving(program)


if __name__ == "__main__":
    main(*sys.argv[1:])
