// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/workspace/courier.h"

#include "core/base/follow.h"

namespace gatehouse::workspace {

namespace {

constexpr int kUnderWay = 2; // requests at the same time
constexpr std::chrono::seconds kLongestPause = std::chrono::minutes(10);

std::optional<std::chrono::seconds> askedPause(const QList<Courier::Answer> &answers)
{
    std::optional<std::chrono::seconds> longest;
    for (const Courier::Answer &answer : answers)
        if (!answer.outcome && answer.outcome.error().retryAfter)
            longest = std::max(longest.value_or(std::chrono::seconds(0)), *answer.outcome.error().retryAfter);
    return longest;
}

} // namespace

Courier::Courier(gateway::Gateway &gateway, QObject *parent)
    : QObject(parent)
    , m_gateway(gateway)
{
    m_pause.setSingleShot(true);
    connect(&m_pause, &QTimer::timeout, this, &Courier::next);
}

void Courier::post(const QList<gateway::DecisionOrder> &orders)
{
    m_waiting += orders;
    next();
}

QStringList Courier::recall()
{
    QStringList keys;
    for (const gateway::DecisionOrder &order : std::as_const(m_waiting))
        keys.append(order.idempotencyKey);
    m_waiting.clear();
    return keys;
}

void Courier::next()
{
    while (m_underWay < kUnderWay && !m_waiting.isEmpty() && !m_pause.isActive()) {
        const int most = m_takesMany ? std::max(1, m_gateway.capabilities().decisionsAtOnce) : 1;
        const QList<gateway::DecisionOrder> orders = m_waiting.mid(0, most);
        m_waiting.remove(0, orders.size());
        ++m_underWay;
        QStringList keys;
        for (const gateway::DecisionOrder &order : orders)
            keys.append(order.idempotencyKey);
        emit left(keys);
        carry(orders);
    }
}

void Courier::carry(const QList<gateway::DecisionOrder> &orders)
{
    if (orders.size() == 1) {
        follow(
            m_gateway.decide(orders.constFirst(), m_lifetime.token()), this,
            [this, key = orders.constFirst().idempotencyKey](const Result<gateway::Subscription> &outcome) {
                finish({{.key = key, .outcome = outcome}});
            });
        return;
    }
    using Outcomes = QList<Result<gateway::Subscription>>;
    follow(m_gateway.decideAll(orders, m_lifetime.token()), this,
           [this, orders](const Result<Outcomes> &all) {
               if (!all && all.error().kind == Error::Kind::NotFound) {
                   // It does not know the way of asking for many; none of them was looked at.
                   m_takesMany = false;
                   --m_underWay;
                   m_waiting = orders + m_waiting;
                   next();
                   return;
               }
               QList<Answer> answers;
               for (qsizetype i = 0; i < orders.size(); ++i) {
                   const bool isAnswered = all && i < all->size();
                   answers.append({.key = orders.at(i).idempotencyKey,
                                   .outcome = isAnswered
                                                  ? all->at(i)
                                                  : Result<gateway::Subscription>(
                                                        tl::unexpect, all ? Error{.kind = Error::Kind::Server}
                                                                          : all.error())});
               }
               finish(answers);
           });
}

void Courier::finish(const QList<Answer> &answers)
{
    --m_underWay;
    if (const auto pause = askedPause(answers))
        m_pause.start(std::min(*pause, kLongestPause));
    next();
    emit answered(answers);
}

} // namespace gatehouse::workspace
