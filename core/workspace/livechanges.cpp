// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/workspace/livechanges.h"

#include "core/base/follow.h"
#include "core/workspace/decisionrules.h"

namespace gatehouse::workspace {

using namespace std::chrono_literals;

namespace {

constexpr std::chrono::seconds kWait = 25s; // shorter than what a proxy cuts

} // namespace

LiveChanges::LiveChanges(gateway::Gateway &gateway, std::function<QByteArray()> etag,
                         std::chrono::milliseconds askEvery, QObject *parent)
    : QObject(parent)
    , m_gateway(gateway)
    , m_etag(std::move(etag))
    , m_askEvery(askEvery)
{
    m_pause.setSingleShot(true);
    connect(&m_pause, &QTimer::timeout, this, [this] {
        if (m_gateway.capabilities().changes)
            waitForChanges();
        else
            askFirstPage();
    });
}

void LiveChanges::start()
{
    if (std::exchange(m_isOn, true))
        return;
    m_attempt = 0;
    if (m_gateway.capabilities().changes)
        waitForChanges();
    else
        m_pause.start(m_askEvery);
}

void LiveChanges::stop()
{
    m_isOn = false;
    m_pause.stop();
    m_lifetime.restart();
}

void LiveChanges::waitForChanges()
{
    const std::chrono::seconds wait = m_cursor.isEmpty() ? 0s : kWait;
    follow(m_gateway.changes(m_cursor, wait, m_lifetime.token()), this,
           [this, stop = m_lifetime.token()](const Result<gateway::SubscriptionChanges> &changes) {
               if (stop.stop_requested())
                   return;
               if (changes)
                   take(*changes);
               else
                   m_pause.start(pauseBefore(m_attempt++, changes.error()));
           });
}

void LiveChanges::take(const gateway::SubscriptionChanges &changes)
{
    m_attempt = 0;
    const bool isFirst = m_cursor.isEmpty();
    const bool isStill = changes.items.isEmpty() && changes.cursor == m_cursor;
    m_cursor = changes.isReset ? QString() : changes.cursor;
    // Between the list that is shown and the first point in time anything may have happened.
    if (isFirst || changes.isReset)
        emit listIsOld();
    if (!changes.items.isEmpty())
        emit changed(changes.items);
    // Through the event loop, and at ease with a gateway that answers "nothing" without waiting.
    if (m_isOn)
        m_pause.start(isStill || changes.isReset ? 1000ms : 0ms);
}

void LiveChanges::askFirstPage()
{
    gateway::SubscriptionQuery query;
    query.ifNoneMatch = m_etag();
    follow(m_gateway.listSubscriptions(query, m_lifetime.token()), this,
           [this, stop = m_lifetime.token()](const Result<Page<gateway::Subscription>> &page) {
               if (stop.stop_requested())
                   return;
               if (page && !page->notModified)
                   emit listIsOld();
               m_attempt = page ? 0 : m_attempt + 1;
               m_pause.start(page ? m_askEvery : std::max(m_askEvery, pauseBefore(m_attempt, page.error())));
           });
}

} // namespace gatehouse::workspace
