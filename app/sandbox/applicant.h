// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/sandbox/subscriptionrow.h"

namespace gatehouse::sandbox {

// The side of those who ask: POST /v1/subscriptions, and below one of their own answer and withdraw.
class Applicant
{
public:
    explicit Applicant(Database &database)
        : m_database(database)
        , m_reader(database)
    {}

    [[nodiscard]] Answer apply(const Request &request, const Caller &caller, const QDateTime &now);
    [[nodiscard]] Answer reply(const Request &request, const Caller &caller, const QString &id,
                               const QDateTime &now);
    [[nodiscard]] Answer withdraw(const Caller &caller, const QString &id);

private:
    // The row, when it is this person's to answer for; a 404 or 403 otherwise.
    [[nodiscard]] std::variant<SubscriptionRow, Answer> own(const QString &id, const Caller &caller);
    void moveTo(const QString &state, const QString &id);
    [[nodiscard]] Answer shown(const QString &id, const Caller &caller, int status);

    Database &m_database;
    SubscriptionReader m_reader;
};

// A new request, pending: an id of its own and the next change number.
struct NewRequest
{
    QString application = {};
    QString api = {};
    QString plan = {};
    QString tenant = {};
    QString subject = {};
    QString name = {};
    QString justification = {};
    QStringList scopes = {};
};
QString insertRequest(Database &database, const NewRequest &request, qint64 at);

} // namespace gatehouse::sandbox
