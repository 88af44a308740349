// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/sandbox/database.h"

#include <QDir>
#include <QFile>
#include <QSqlError>

using namespace Qt::StringLiterals;

namespace gatehouse::sandbox {

namespace {

constexpr auto ConnectionName = "sandbox"_L1;

const QStringList &schema()
{
    static const QStringList statements{
        u"CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL)"_s,
        u"CREATE TABLE tenants (id TEXT PRIMARY KEY, name TEXT NOT NULL, budget_micros INTEGER NOT NULL)"_s,
        u"CREATE TABLE apis (id TEXT PRIMARY KEY, name TEXT NOT NULL, version TEXT NOT NULL, kind TEXT NOT "
        u"NULL, "
        "owner TEXT NOT NULL REFERENCES tenants, scopes TEXT NOT NULL, sensitive INTEGER NOT NULL, "
        "required_approvals INTEGER NOT NULL)"_s,
        u"CREATE TABLE subscriptions (id TEXT PRIMARY KEY, state TEXT NOT NULL, version INTEGER NOT NULL, "
        "application_id TEXT NOT NULL, application TEXT NOT NULL, api TEXT NOT NULL REFERENCES apis, plan "
        "TEXT NOT NULL, "
        "scopes TEXT NOT NULL, tenant TEXT NOT NULL REFERENCES tenants, requester_subject TEXT NOT NULL, "
        "requester_name TEXT NOT NULL, justification TEXT NOT NULL, requested_at INTEGER NOT NULL, "
        "cost_micros INTEGER NOT NULL) WITHOUT ROWID"_s,
        u"CREATE INDEX by_state ON subscriptions (state, requested_at, id)"_s,
        u"CREATE INDEX by_request ON subscriptions (requested_at, id)"_s,
        u"CREATE TABLE decisions (id INTEGER PRIMARY KEY, subscription TEXT NOT NULL REFERENCES "
        u"subscriptions, "
        "verdict TEXT NOT NULL, reason TEXT NOT NULL, by_subject TEXT NOT NULL, by_name TEXT NOT NULL, "
        "at INTEGER NOT NULL, idempotency_key TEXT NOT NULL)"_s,
        u"CREATE INDEX by_subscription ON decisions (subscription)"_s,
        u"CREATE TABLE idempotency (key TEXT NOT NULL, subject TEXT NOT NULL, request BLOB NOT NULL, "
        "status INTEGER NOT NULL, body BLOB NOT NULL, etag BLOB NOT NULL, at INTEGER NOT NULL, "
        "PRIMARY KEY (key, subject)) WITHOUT ROWID"_s,
        u"CREATE TABLE usage_hours (hour INTEGER NOT NULL, tenant TEXT NOT NULL, api TEXT NOT NULL, "
        "requests INTEGER NOT NULL, errors INTEGER NOT NULL, tokens_in INTEGER NOT NULL, tokens_out INTEGER "
        "NOT NULL, "
        "cost_micros INTEGER NOT NULL, PRIMARY KEY (hour, tenant, api)) WITHOUT ROWID"_s,
        u"CREATE TABLE usage_days (day INTEGER NOT NULL, tenant TEXT NOT NULL, api TEXT NOT NULL, "
        "requests INTEGER NOT NULL, errors INTEGER NOT NULL, tokens_in INTEGER NOT NULL, tokens_out INTEGER "
        "NOT NULL, "
        "cost_micros INTEGER NOT NULL, PRIMARY KEY (day, tenant, api)) WITHOUT ROWID"_s,
        u"CREATE TABLE traffic (tenant TEXT NOT NULL, api TEXT NOT NULL, calls REAL NOT NULL, token_share "
        u"REAL NOT NULL, "
        "micros_per_call INTEGER NOT NULL, PRIMARY KEY (tenant, api)) WITHOUT ROWID"_s,
        u"CREATE TABLE refresh_tokens (hash BLOB PRIMARY KEY, family TEXT NOT NULL, subject TEXT NOT NULL, "
        "scope TEXT NOT NULL, acr TEXT NOT NULL, auth_time INTEGER NOT NULL, expires_at INTEGER NOT NULL, "
        "used INTEGER NOT NULL DEFAULT 0, revoked INTEGER NOT NULL DEFAULT 0) WITHOUT ROWID"_s,
        u"CREATE INDEX by_family ON refresh_tokens (family)"_s,
    };
    return statements;
}

} // namespace

Result<std::unique_ptr<Database>> Database::open(const Options &options)
{
    const QString path = options.data + u"/sandbox.sqlite"_s;
    const auto failed = [&](const QString &why) {
        return failure(Error::Kind::Storage, why,
                       u"The sandbox cannot keep its data in %1: %2"_s.arg(options.data, why));
    };
    if (!QDir().mkpath(options.data) ||
        !QFile::setPermissions(options.data,
                               QFileDevice::ReadOwner | QFileDevice::WriteOwner | QFileDevice::ExeOwner))
        return failed(u"the directory cannot be made."_s);
    QFile file(path);
    const bool exists = file.exists();
    if (!exists && !file.open(QIODevice::WriteOnly | QIODevice::NewOnly,
                              QFileDevice::ReadOwner | QFileDevice::WriteOwner))
        return failed(file.errorString() + u'.');
    file.close();

    std::unique_ptr<Database> self(new Database);
    self->m_database = QSqlDatabase::addDatabase(u"QSQLITE"_s, ConnectionName);
    self->m_database.setDatabaseName(path);
    if (!self->m_database.open())
        return failed(self->m_database.lastError().text() + u'.');
    QSqlQuery pragma(self->m_database);
    for (const auto &statement :
         {u"PRAGMA journal_mode = WAL"_s, u"PRAGMA synchronous = NORMAL"_s, u"PRAGMA foreign_keys = ON"_s})
        if (!pragma.exec(statement))
            return failed(pragma.lastError().text() + u'.');

    const QString made = u"%1/%2"_s.arg(wordFor(options.scale)).arg(options.seed);
    self->m_isNew = !self->m_database.tables().contains(u"meta"_s) || self->meta(u"made"_s).isEmpty();
    if (!self->m_isNew && self->meta(u"made"_s) != made)
        return failure(
            Error::Kind::Configuration, made,
            u"%1 was made with scale/seed %2, not %3. Name another --data, or remove the directory."_s.arg(
                options.data, self->meta(u"made"_s), made));
    return self;
}

Database::~Database()
{
    m_database.close();
    m_database = {};
    QSqlDatabase::removeDatabase(ConnectionName);
}

void Database::createTables()
{
    for (const QString &statement : schema())
        run(statement);
}

QSqlQuery Database::prepared(const QString &statement)
{
    QSqlQuery query(m_database);
    query.setForwardOnly(true);
    if (!query.prepare(statement))
        qFatal("sandbox database: %s", qPrintable(query.lastError().text()));
    return query;
}

QSqlQuery Database::run(const QString &statement, std::initializer_list<QVariant> values)
{
    QSqlQuery query = prepared(statement);
    for (const QVariant &value : values)
        query.addBindValue(value);
    if (!query.exec())
        qFatal("sandbox database: %s", qPrintable(query.lastError().text()));
    return query;
}

QVariant Database::value(const QString &statement, std::initializer_list<QVariant> values)
{
    QSqlQuery query = run(statement, values);
    return query.next() ? query.value(0) : QVariant();
}

QString Database::meta(const QString &key)
{
    return value(u"SELECT value FROM meta WHERE key = ?"_s, {key}).toString();
}

void Database::setMeta(const QString &key, const QString &text)
{
    run(u"INSERT INTO meta (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value"_s,
        {key, text});
}

void Database::commit()
{
    if (!m_database.commit())
        qFatal("sandbox database: %s", qPrintable(m_database.lastError().text()));
}

} // namespace gatehouse::sandbox
