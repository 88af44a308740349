// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/sandbox/bearer.h"
#include "app/sandbox/database.h"

namespace gatehouse::sandbox {

// GET /v1/subscriptions, GET /v1/subscriptions/{id}, POST /v1/subscriptions/{id}/decision.
class Subscriptions
{
public:
    // `stepUp`: as in Options.
    Subscriptions(Database &database, std::chrono::seconds stepUp)
        : m_database(database)
        , m_stepUp(stepUp)
    {}

    [[nodiscard]] Answer list(const Request &request, const Caller &caller);
    [[nodiscard]] Answer get(const Request &request, const Caller &caller, const QString &id);
    [[nodiscard]] Answer decide(const Request &request, const Caller &caller, const QString &id,
                                const QDateTime &now);

private:
    struct Row;
    [[nodiscard]] std::optional<Row> find(const QString &id, const Caller &caller);
    [[nodiscard]] QJsonArray decisions(const QString &id);
    [[nodiscard]] QJsonObject toJson(const Row &row, const Caller &caller);
    [[nodiscard]] QString whyNot(const Row &row, const QJsonArray &given, const Caller &caller) const;
    [[nodiscard]] Answer record(const Row &row, const Caller &caller, const QString &verdict,
                                const QString &reason, const QString &key, const QByteArray &fingerprint,
                                const QDateTime &now);

    Database &m_database;
    std::chrono::seconds m_stepUp;
};

} // namespace gatehouse::sandbox
