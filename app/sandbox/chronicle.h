// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/sandbox/database.h"

namespace gatehouse::sandbox {

// A subscription that was decided in the past, and how it went on.
struct Past
{
    QString id, application, api, scopes, plan, tenant, subject, name, why;
    QString state; // today
    qint64 askedAt = 0;
    qint64 decidedAt = 0;
    qint64 endedAt = 0; // of a revoked or suspended one
    qint64 costMicros = 0;
    std::optional<qint64> expiresAt = {};
    std::optional<qint64> usedFrom = {}; // while calls came with it
    std::optional<qint64> usedUntil = {};
    QString granted = {}; // fewer scopes than asked for
    QString reason = {};
    QString firstSubject = {}; // who agreed before, where two have to
    QString firstName = {};
    QString bySubject = {};
    QString byName = {};
};

// Writes many quickly: its statements are prepared once.
class Chronicle
{
public:
    explicit Chronicle(Database &database);
    void add(const Past &past);

private:
    void decide(const Past &past, const QString &verdict, const QString &reason, const QString &subject,
                const QString &name, qint64 at, bool hasTerms);

    QSqlQuery m_insert;
    QSqlQuery m_decide;
};

} // namespace gatehouse::sandbox
