// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/sandbox/schema.h"

using namespace Qt::StringLiterals;

namespace gatehouse::sandbox {

// Lists are words with blanks between. Times are milliseconds of UTC, money micro-units.
const QStringList &schema()
{
    static const QStringList statements{
        u"CREATE TABLE IF NOT EXISTS meta (key TEXT PRIMARY KEY, value TEXT NOT NULL)"_s,
        u"CREATE TABLE tenants (id TEXT PRIMARY KEY, name TEXT NOT NULL, budget_micros INTEGER NOT NULL, "
        "reason_required TEXT NOT NULL, required_approvals INTEGER NOT NULL, answer_minutes INTEGER NOT NULL)"_s,
        u"CREATE TABLE scopes (name TEXT PRIMARY KEY, description TEXT NOT NULL, sensitive INTEGER NOT NULL, "
        "wide INTEGER NOT NULL) WITHOUT ROWID"_s,
        u"CREATE TABLE apis (id TEXT PRIMARY KEY, name TEXT NOT NULL, version TEXT NOT NULL, kind TEXT NOT "
        u"NULL, "
        "owner TEXT NOT NULL REFERENCES tenants, scopes TEXT NOT NULL, sensitive INTEGER NOT NULL, "
        "required_approvals INTEGER NOT NULL, plans TEXT NOT NULL)"_s,
        u"CREATE TABLE subscriptions (id TEXT PRIMARY KEY, state TEXT NOT NULL, version INTEGER NOT NULL, "
        "application_id TEXT NOT NULL, application TEXT NOT NULL, api TEXT NOT NULL REFERENCES apis, plan "
        "TEXT NOT "
        "NULL, scopes TEXT NOT NULL, tenant TEXT NOT NULL REFERENCES tenants, requester_subject TEXT NOT "
        "NULL, "
        "requester_name TEXT NOT NULL, justification TEXT NOT NULL, requested_at INTEGER NOT NULL, "
        "cost_micros INTEGER NOT NULL, granted TEXT, expires_at INTEGER, decided_at INTEGER NOT NULL DEFAULT "
        "0, "
        "change INTEGER NOT NULL DEFAULT 0, enforcement TEXT, enforced_since INTEGER, settles_at INTEGER, "
        "used_from INTEGER, used_until INTEGER) WITHOUT ROWID"_s,
        // Each order of a list has an index with what is counted under it.
        u"CREATE INDEX by_state ON subscriptions (state, requested_at, id, tenant)"_s,
        u"CREATE INDEX by_request ON subscriptions (requested_at, id, tenant)"_s,
        u"CREATE INDEX by_decision ON subscriptions (decided_at, id, state, tenant)"_s,
        u"CREATE INDEX by_api ON subscriptions (api, tenant, state)"_s,
        u"CREATE INDEX by_tenant ON subscriptions (tenant, state, requested_at, id)"_s,
        u"CREATE INDEX by_application ON subscriptions (application_id)"_s,
        u"CREATE INDEX by_change ON subscriptions (change)"_s,
        u"CREATE INDEX by_end ON subscriptions (expires_at) WHERE state = 'approved' AND expires_at IS NOT NULL"_s,
        u"CREATE INDEX by_settling ON subscriptions (settles_at) WHERE settles_at IS NOT NULL"_s,
        u"CREATE TABLE decisions (id INTEGER PRIMARY KEY, subscription TEXT NOT NULL REFERENCES "
        u"subscriptions, "
        "verdict TEXT NOT NULL, reason TEXT NOT NULL, by_subject TEXT NOT NULL, by_name TEXT NOT NULL, at "
        "INTEGER "
        "NOT NULL, idempotency_key TEXT NOT NULL, expires_at INTEGER, scopes TEXT, plan TEXT)"_s,
        u"CREATE INDEX by_subscription ON decisions (subscription)"_s,
        u"CREATE TABLE conversation (id INTEGER PRIMARY KEY, subscription TEXT NOT NULL REFERENCES "
        u"subscriptions, "
        "by_subject TEXT NOT NULL, by_name TEXT NOT NULL, at INTEGER NOT NULL, text TEXT NOT NULL)"_s,
        u"CREATE INDEX said_about ON conversation (subscription)"_s,
        u"CREATE TABLE idempotency (key TEXT NOT NULL, subject TEXT NOT NULL, request BLOB NOT NULL, "
        "status INTEGER NOT NULL, body BLOB NOT NULL, etag BLOB NOT NULL, at INTEGER NOT NULL, "
        "PRIMARY KEY (key, subject)) WITHOUT ROWID"_s,
        u"CREATE TABLE usage_hours (hour INTEGER NOT NULL, tenant TEXT NOT NULL, api TEXT NOT NULL, "
        "requests INTEGER NOT NULL, errors INTEGER NOT NULL, tokens_in INTEGER NOT NULL, tokens_out INTEGER "
        "NOT "
        "NULL, cost_micros INTEGER NOT NULL, PRIMARY KEY (hour, tenant, api)) WITHOUT ROWID"_s,
        u"CREATE TABLE usage_days (day INTEGER NOT NULL, tenant TEXT NOT NULL, api TEXT NOT NULL, "
        "requests INTEGER NOT NULL, errors INTEGER NOT NULL, tokens_in INTEGER NOT NULL, tokens_out INTEGER "
        "NOT "
        "NULL, cost_micros INTEGER NOT NULL, PRIMARY KEY (day, tenant, api)) WITHOUT ROWID"_s,
        u"CREATE TABLE traffic (tenant TEXT NOT NULL, api TEXT NOT NULL, calls REAL NOT NULL, token_share "
        u"REAL NOT "
        "NULL, micros_per_call INTEGER NOT NULL, PRIMARY KEY (tenant, api)) WITHOUT ROWID"_s,
        u"CREATE TABLE IF NOT EXISTS refresh_tokens (hash BLOB PRIMARY KEY, family TEXT NOT NULL, subject "
        u"TEXT NOT "
        "NULL, scope TEXT NOT NULL, acr TEXT NOT NULL, auth_time INTEGER NOT NULL, expires_at INTEGER NOT "
        "NULL, "
        "used INTEGER NOT NULL DEFAULT 0, revoked INTEGER NOT NULL DEFAULT 0) WITHOUT ROWID"_s,
        u"CREATE INDEX IF NOT EXISTS by_family ON refresh_tokens (family)"_s,
    };
    return statements;
}

// Those that refer to others go first.
const QStringList &forgettingTheStory()
{
    static const QStringList statements{
        u"DROP TABLE IF EXISTS decisions"_s,
        u"DROP TABLE IF EXISTS conversation"_s,
        u"DROP TABLE IF EXISTS subscriptions"_s,
        u"DROP TABLE IF EXISTS apis"_s,
        u"DROP TABLE IF EXISTS tenants"_s,
        u"DROP TABLE IF EXISTS scopes"_s,
        u"DROP TABLE IF EXISTS idempotency"_s,
        u"DROP TABLE IF EXISTS usage_hours"_s,
        u"DROP TABLE IF EXISTS usage_days"_s,
        u"DROP TABLE IF EXISTS traffic"_s,
        u"DELETE FROM meta WHERE key IN ('made', 'anchor', 'filled_until')"_s,
    };
    return statements;
}

} // namespace gatehouse::sandbox
