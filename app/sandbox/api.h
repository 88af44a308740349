// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/sandbox/applicant.h"
#include "app/sandbox/changes.h"
#include "app/sandbox/decisions.h"
#include "app/sandbox/proof.h"
#include "app/sandbox/ratelimiter.h"
#include "app/sandbox/subscriptions.h"
#include "app/sandbox/upkeep.h"

#include <QDeadlineTimer>
#include <QPointer>
#include <QTimer>

#include <functional>

namespace gatehouse::sandbox {

// The management API below /v1: finds who asks and what, and answers, a question for changes when there are
// some.
class Api : public QObject
{
    Q_OBJECT
public:
    using Say = std::function<void(const Answer &)>;

    // `origin`: where it is served, e.g. http://127.0.0.1:8080; `issuer`: whose tokens it takes.
    Api(Database &database, Signer &signer, ProofChecker &proofs, const Options &options, QString origin,
        QString issuer, QObject *parent = nullptr);

    // Calls `say` once, now or later, unless `context` is gone by then.
    void answer(const Request &request, QObject *context, const Say &say);

private:
    struct Asked
    {
        const Request &request;
        const Caller &caller;
        QString id;
        QDateTime now;
    };
    struct Route
    {
        QByteArray method;
        QStringList path; // after v1; "*" is any one segment
        QString scope;
        std::function<std::optional<Answer>(Api &, const Asked &)> handle; // nothing: later
    };
    // Somebody who waits for something to change.
    struct Waiting
    {
        QPointer<QObject> context;
        Request request;
        Caller caller;
        QDeadlineTimer until;
        Say say;
    };

    [[nodiscard]] static const QList<Route> &routes();
    [[nodiscard]] static QList<Route> routesTo(const QStringList &segments);
    [[nodiscard]] Answer health() const;
    [[nodiscard]] std::optional<Answer> handle(const QList<Route> &found, const Request &request,
                                               const Caller &caller, const QDateTime &now);
    void hold(const Request &request, const Caller &caller, QObject *context, const Say &say);
    void tellWaiting();
    void tick();
    void schedule();
    void arrive();

    Database &m_database;
    Signer &m_signer;
    ProofChecker &m_proofs;
    Options m_options;
    QString m_origin;
    QString m_issuer;
    Subscriptions m_subscriptions;
    Decisions m_decisions;
    Applicant m_applicant;
    Changes m_changes;
    Upkeep m_upkeep;
    RateLimiter m_limiter;
    QList<Waiting> m_waiting;
    QTimer m_tick;
};

[[nodiscard]] Answer tooMany(int seconds);

} // namespace gatehouse::sandbox
