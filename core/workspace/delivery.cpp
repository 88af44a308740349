// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/workspace/delivery.h"

#include "core/base/follow.h"
#include "core/base/logging.h"

namespace gatehouse::workspace {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

// After a crash the decision may still be under way inside the gateway: only when this much time has passed
// since it was journalled does "pending without our key" mean that it did not arrive.
constexpr std::chrono::milliseconds kUnderWay = 10s;

store::Journal::State journalState(Sending sending)
{
    switch (sending) {
    case Sending::Recorded:
        return store::Journal::State::Recorded;
    case Sending::DecidedElsewhere:
        return store::Journal::State::DecidedElsewhere;
    default:
        return store::Journal::State::NotRecorded;
    }
}

} // namespace

Delivery::Delivery(gateway::Gateway &gateway, store::Journal &journal, const Clock &clock,
                   store::Journal::Entry entry, QString subject, Origin origin, QObject *parent)
    : QObject(parent)
    , m_gateway(gateway)
    , m_journal(journal)
    , m_clock(clock)
    , m_entry(std::move(entry))
    , m_subject(std::move(subject))
    , m_origin(origin)
    , m_since(std::min(m_entry.preparedAt, clock.now()))
{
    m_pause.setSingleShot(true);
    connect(&m_pause, &QTimer::timeout, this, [this] { readBack(Reason::Unknown); });
}

void Delivery::start()
{
    if (m_origin == Origin::EarlierRun) {
        readBack(Reason::Unknown);
        return;
    }
    follow(m_journal.prepare({m_entry}), this, [this](const Result<QStringList> &taken) {
        if (taken && taken->isEmpty()) {
            send();
            return;
        }
        // Nothing left this computer, and there is no entry of this id to settle.
        const QString note = taken ? u"Another decision of yours on this request is still open."_s
                                   : u"The decision could not be written to the journal on this computer, "
                                     "so it was not sent."_s;
        emit ended({.sending = Sending::NotRecorded,
                    .request = {},
                    .note = note,
                    .error = taken ? Error{.kind = Error::Kind::Conflict} : taken.error()});
    });
}

void Delivery::retry()
{
    if (!m_pause.isActive())
        return; // it is being asked already
    m_pause.stop();
    readBack(Reason::Unknown);
}

void Delivery::send()
{
    const std::optional<gateway::Verdict> verdict = gateway::verdictOf(m_entry.order.verdict);
    const gateway::DecisionOrder order{.subscription = {m_entry.order.subscription},
                                       .verdict = verdict.value_or(gateway::Verdict::Reject),
                                       .reason = m_entry.order.reason,
                                       .idempotencyKey = m_entry.id,
                                       .ifMatch = m_entry.order.etag};
    follow(m_gateway.decide(order, m_lifetime.token()), this,
           [this](const Result<gateway::Subscription> &answer) {
               if (answer) {
                   // The "ok" proves nothing: our decision must be in what the gateway shows.
                   if (judge(*answer, m_entry, m_gateway.capabilities(), m_subject).finding == Finding::Ours)
                       settle(Sending::Recorded, *answer, {});
                   else
                       readBack(Reason::Accepted);
                   return;
               }
               const Error &error = answer.error();
               if (error.kind == Error::Kind::Conflict)
                   readBack(Reason::Conflict);
               else if (isRefusal(error))
                   settle(Sending::NotRecorded, {},
                          error.title.isEmpty() ? u"The gateway refused the decision."_s : error.title,
                          error);
               else
                   waitForGateway(error, u"The gateway has not confirmed it yet."_s);
           });
}

void Delivery::readBack(Reason reason)
{
    follow(m_gateway.subscription({m_entry.order.subscription}, m_lifetime.token()), this,
           [this, reason](const Result<gateway::Subscription> &request) {
               if (request)
                   weigh(*request, reason);
               else if (request.error().kind == Error::Kind::NotFound)
                   settle(Sending::NotRecorded, {},
                          u"The gateway no longer shows this request, so nothing of yours stands on it."_s,
                          request.error());
               else
                   waitForGateway(request.error(), u"The gateway cannot be asked yet."_s);
           });
}

void Delivery::weigh(const gateway::Subscription &request, Reason reason)
{
    const Reading reading = judge(request, m_entry, m_gateway.capabilities(), m_subject);
    switch (reading.finding) {
    case Finding::Ours:
        settle(Sending::Recorded, request, {});
        return;
    case Finding::Elsewhere:
        settle(Sending::DecidedElsewhere, request, reading.note);
        return;
    case Finding::Closed:
        settle(Sending::NotRecorded, request, reading.note);
        return;
    case Finding::Pending:
        weighPending(request, reason);
        return;
    }
}

void Delivery::weighPending(const gateway::Subscription &request, Reason reason)
{
    if (m_origin == Origin::EarlierRun) {
        if (stillUnderWayFor() > 0ms)
            waitForGateway({}, u"It may still be under way inside the gateway; it is asked again."_s);
        else
            settle(Sending::NotRecorded, request, u"It did not reach the gateway; decide again."_s);
        return;
    }
    if (reason == Reason::Accepted) {
        settle(Sending::NotRecorded, request,
               u"The gateway accepted it but does not show it; decide again or ask its operator."_s);
        return;
    }
    const bool isChanged = reason == Reason::Conflict || request.etag != m_entry.order.etag;
    if (isChanged)
        settle(Sending::NotRecorded, request, u"The request changed meanwhile and is shown anew."_s);
    else if (m_gateway.capabilities().idempotentDecisions)
        send(); // the same key: it cannot be made twice
    else
        settle(Sending::NotRecorded, request, u"It did not reach the gateway; decide again."_s);
}

void Delivery::waitForGateway(const std::optional<Error> &error, const QString &note)
{
    std::chrono::milliseconds pause = pauseBefore(m_attempt++, error);
    if (!error)
        pause = std::max(pause, stillUnderWayFor());
    m_pause.start(pause);
    emit waiting({.sending = Sending::WaitingForNetwork, .request = {}, .note = note, .error = error});
}

void Delivery::settle(Sending sending, const gateway::Subscription &request, const QString &note,
                      const std::optional<Error> &error)
{
    const Settlement settlement{.sending = sending, .request = request, .note = note, .error = error};
    follow(
        m_journal.settle({{.id = m_entry.id, .state = journalState(sending), .note = note}}, m_clock.now()),
        this, [this, settlement](const Result<QStringList> &settled) {
            // It stays open and is read back again at the next start; what the gateway shows is true all the
            // same.
            if (!settled)
                qCWarning(log::workspace)
                    << "a settled decision could not be closed in the journal:" << settled.error().detail;
            emit ended(settlement);
        });
}

std::chrono::milliseconds Delivery::stillUnderWayFor() const
{
    return kUnderWay - std::chrono::milliseconds(m_since.msecsTo(m_clock.now()));
}

} // namespace gatehouse::workspace
