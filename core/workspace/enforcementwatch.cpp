// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/workspace/enforcementwatch.h"

#include "core/base/follow.h"
#include "core/base/logging.h"
#include "core/workspace/decisionrules.h"

namespace gatehouse::workspace {

using namespace Qt::StringLiterals;
using gateway::EnforcementState;
using store::Journal;

namespace {

constexpr int kMostResumed = 500;

Journal::Enforced stored(EnforcementState state)
{
    switch (state) {
    case EnforcementState::Unknown:
        return Journal::Enforced::Unknown;
    case EnforcementState::Waiting:
        return Journal::Enforced::Waiting;
    case EnforcementState::Effective:
        return Journal::Enforced::Effective;
    case EnforcementState::Failed:
        return Journal::Enforced::Failed;
    }
    return Journal::Enforced::Unknown;
}

} // namespace

EnforcementWatch::EnforcementWatch(gateway::Gateway &gateway, store::Journal &journal, const Clock &clock,
                                   QString subject, QObject *parent)
    : QObject(parent)
    , m_gateway(gateway)
    , m_journal(journal)
    , m_clock(clock)
    , m_subject(std::move(subject))
    , m_reader(gateway)
{
    m_timer.setSingleShot(true);
    connect(&m_timer, &QTimer::timeout, this, &EnforcementWatch::ask);
    connect(&m_reader, &BulkReader::answered, this, &EnforcementWatch::take);
}

void EnforcementWatch::add(const QList<std::pair<Journal::Entry, gateway::Subscription>> &recorded)
{
    if (!m_gateway.capabilities().enforcement || recorded.isEmpty())
        return;
    QList<Fact> facts;
    for (const auto &[entry, now] : recorded) {
        m_open.insert(now.id, entry);
        facts.append(factOf(entry, now));
    }
    m_attempt = 0;
    keep(facts);
}

void EnforcementWatch::resume(const QString &scope)
{
    if (!m_gateway.capabilities().enforcement)
        return;
    follow(m_journal.notEffective(scope, kMostResumed), this,
           [this](const Result<QList<Journal::Entry>> &entries) {
               if (!entries)
                   return; // what cannot be read is said where it matters: before a decision
               for (const Journal::Entry &entry : *entries)
                   if (!m_open.contains({entry.order.subscription}))
                       m_open.insert({entry.order.subscription}, entry);
               ask();
           });
}

void EnforcementWatch::retry()
{
    if (m_timer.isActive())
        ask();
}

// An enforcement speaks of the latest decision: when another one follows ours, ours is not asked about any
// more.
EnforcementWatch::Fact EnforcementWatch::factOf(const Journal::Entry &entry,
                                                const gateway::Subscription &now) const
{
    Fact fact{.entry = entry, .state = EnforcementState::Unknown, .note = {}, .now = now};
    gateway::Subscription latest = now;
    if (!latest.decisions.isEmpty())
        latest.decisions = {latest.decisions.constLast()};
    const bool isOurs = judge(latest, entry, m_gateway.capabilities(), m_subject).finding == Finding::Ours;
    if (isOurs && now.enforcement) {
        fact.state = now.enforcement->state.value;
        fact.note = now.enforcement->detail;
    }
    return fact;
}

void EnforcementWatch::ask()
{
    m_timer.stop();
    if (!m_open.isEmpty())
        m_reader.read(m_open.keys());
}

void EnforcementWatch::take(const QList<ReadBack> &answers)
{
    QList<Fact> facts;
    for (const ReadBack &answer : answers) {
        const auto entry = m_open.constFind(answer.id);
        if (entry == m_open.cend())
            continue;
        if (answer.now)
            facts.append(factOf(*entry, *answer.now));
        else if (answer.now.error().kind == Error::Kind::NotFound)
            facts.append({.entry = *entry, .state = EnforcementState::Unknown, .note = {}, .now = {}});
    }
    keep(facts);
}

void EnforcementWatch::keep(const QList<Fact> &facts)
{
    QList<Journal::Effect> effects;
    for (const Fact &fact : facts) {
        effects.append({.id = fact.entry.id, .enforced = stored(fact.state), .note = fact.note});
        if (fact.state == EnforcementState::Effective || fact.state == EnforcementState::Unknown)
            m_open.remove({fact.entry.order.subscription});
    }
    startTimer();
    if (facts.isEmpty())
        return;
    follow(m_journal.setEnforced(effects, m_clock.now()), this, [](const Result<void> &kept) {
        if (!kept)
            qCWarning(log::workspace)
                << "whether decisions are in force could not be kept:" << kept.error().detail;
    });
    emit learned(facts);
}

void EnforcementWatch::startTimer()
{
    if (m_open.isEmpty())
        m_timer.stop();
    else if (!m_timer.isActive())
        m_timer.start(pauseBefore(m_attempt++, {}));
}

} // namespace gatehouse::workspace
