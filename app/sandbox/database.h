// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/sandbox/options.h"

#include <QSqlDatabase>
#include <QSqlQuery>

namespace gatehouse::sandbox {

// The sandbox's one SQLite file, 0600 in a 0700 directory. Filled once, for one scale and seed, and kept.
class Database
{
public:
    // Storage when it cannot be opened; Configuration when it was made for another scale or seed.
    [[nodiscard]] static Result<std::unique_ptr<Database>> open(const Options &options);
    ~Database();
    Database(const Database &) = delete;
    Database &operator=(const Database &) = delete;

    // Prepared, bound in order and run; a failing statement is a defect of the sandbox and ends it with a
    // message.
    QSqlQuery run(const QString &statement, const QVariantList &values = {});
    [[nodiscard]] QVariant value(const QString &statement, const QVariantList &values = {});
    [[nodiscard]] QString meta(const QString &key);
    void setMeta(const QString &key, const QString &value);
    [[nodiscard]] QSqlQuery prepared(const QString &statement);
    [[nodiscard]] bool begin() { return m_database.transaction(); }
    void commit();
    void rollback() { m_database.rollback(); }
    // Within the transaction that fills them: a start that is stopped leaves nothing behind. What an older
    // sandbox told is forgotten; its sessions, keys and port are kept.
    void createTables();
    [[nodiscard]] bool isNew() const { return m_isNew; }

private:
    Database() = default;

    QSqlDatabase m_database;
    bool m_isNew = false;
    bool m_isOlder = false;
};

} // namespace gatehouse::sandbox
