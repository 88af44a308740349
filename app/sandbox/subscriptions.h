// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/sandbox/subscriptionrow.h"

namespace gatehouse::sandbox {

// GET /v1/subscriptions and GET /v1/subscriptions/{id}.
class Subscriptions
{
public:
    explicit Subscriptions(Database &database)
        : m_database(database)
        , m_reader(database)
    {}

    [[nodiscard]] Answer list(const Request &request, const Caller &caller);
    [[nodiscard]] Answer get(const Request &request, const Caller &caller, const QString &id);

private:
    Database &m_database;
    SubscriptionReader m_reader;
};

} // namespace gatehouse::sandbox
