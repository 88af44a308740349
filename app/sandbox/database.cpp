// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/sandbox/database.h"

#include "app/sandbox/schema.h"

#include <QDir>
#include <QFile>
#include <QRandomGenerator>
#include <QSqlError>

using namespace Qt::StringLiterals;

namespace gatehouse::sandbox {

namespace {

constexpr auto ConnectionName = "sandbox"_L1;

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
    const int version = self->m_isNew ? SchemaVersion : std::max(1, self->meta(u"schema"_s).toInt());
    if (version > SchemaVersion)
        return failure(
            Error::Kind::Configuration, u"schema"_s,
            u"%1 was made by a newer gatehouse-sandbox. Name another --data, or remove the directory."_s.arg(
                options.data));
    if (!self->m_isNew && self->meta(u"made"_s) != made)
        return failure(
            Error::Kind::Configuration, made,
            u"%1 was made with scale/seed %2, not %3. Name another --data, or remove the directory."_s.arg(
                options.data, self->meta(u"made"_s), made));
    self->m_isOlder = version < SchemaVersion;
    self->m_isNew = self->m_isNew || self->m_isOlder;
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
    if (m_isOlder) {
        for (const QString &statement : forgettingTheStory())
            run(statement);
    }
    for (const QString &statement : schema())
        run(statement);
    setMeta(u"schema"_s, QString::number(SchemaVersion));
    setMeta(u"epoch"_s, QString::number(QRandomGenerator::global()->generate64(), 36));
}

QSqlQuery Database::prepared(const QString &statement)
{
    QSqlQuery query(m_database);
    query.setForwardOnly(true);
    if (!query.prepare(statement))
        qFatal("sandbox database: %s", qPrintable(query.lastError().text()));
    return query;
}

QSqlQuery Database::run(const QString &statement, const QVariantList &values)
{
    QSqlQuery query = prepared(statement);
    for (const QVariant &value : values)
        query.addBindValue(value);
    if (!query.exec())
        qFatal("sandbox database: %s", qPrintable(query.lastError().text()));
    return query;
}

QVariant Database::value(const QString &statement, const QVariantList &values)
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
