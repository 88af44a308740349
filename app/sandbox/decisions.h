// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/sandbox/rules.h"

namespace gatehouse::sandbox {

// POST /v1/subscriptions/{id}/decision and POST /v1/decisions.
class Decisions
{
public:
    Decisions(Database &database, const Options &options)
        : m_database(database)
        , m_reader(database)
        , m_stepUp(options.stepUp)
        , m_propagation(options.propagation)
    {}

    [[nodiscard]] Answer decide(const Request &request, const Caller &caller, const QString &id,
                                const QDateTime &now);
    // One transaction for all of them; each is answered for itself.
    [[nodiscard]] Answer decideAll(const Request &request, const Caller &caller, const QDateTime &now);

private:
    // As it was sent, alone or among others.
    struct Sent
    {
        QString id;
        QString key;
        QByteArray ifMatch;
        QJsonObject body;
    };
    [[nodiscard]] Answer judge(const Sent &sent, const Caller &caller, const QDateTime &now);
    [[nodiscard]] Answer record(const SubscriptionRow &row, const Order &order, const QJsonArray &before,
                                const Sent &sent, const QByteArray &fingerprint, const Caller &caller,
                                const QDateTime &now);
    void writeDecision(const Order &order, const Sent &sent, const Caller &caller, qint64 at);
    void writeState(const SubscriptionRow &row, const Order &order, const QJsonArray &before, qint64 at);

    Database &m_database;
    SubscriptionReader m_reader;
    std::chrono::seconds m_stepUp;
    std::chrono::milliseconds m_propagation;
};

} // namespace gatehouse::sandbox
