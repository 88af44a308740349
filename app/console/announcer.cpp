// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/console/announcer.h"

#include "core/workspace/approvaldesk.h"
#include "core/workspace/preferences.h"
#include "ui/models/requestwords.h"
#include "ui/models/visibletext.h"

using namespace std::chrono_literals;

namespace gatehouse::console {

using workspace::Notice;

Announcer::Announcer(const Clock &clock, workspace::Preferences &preferences, QObject *parent)
    : QObject(parent)
    , m_clock(clock)
    , m_preferences(preferences)
{
    m_minute.setInterval(1min);
    connect(&m_minute, &QTimer::timeout, this, &Announcer::look);
}

void Announcer::follow(workspace::ApprovalDesk *desk)
{
    if (m_desk)
        m_desk->disconnect(this);
    m_desk = desk;
    m_told = {};
    if (m_desk) {
        connect(m_desk, &workspace::ApprovalDesk::rowsChanged, this, &Announcer::look);
        connect(m_desk, &workspace::ApprovalDesk::freshnessChanged, this, &Announcer::look);
        m_minute.start();
    } else {
        m_minute.stop();
    }
    look();
}

void Announcer::look()
{
    static const QList<workspace::QueueRow> nothing;
    const QList<workspace::QueueRow> &rows = m_desk ? m_desk->rows() : nothing;
    const int waiting = int(std::count_if(rows.cbegin(), rows.cend(), workspace::asksForDecision));
    if (std::exchange(m_waiting, waiting) != waiting)
        emit waitingChanged(waiting);
    // A list that only begins to come in would make its rest look new. What an earlier run kept is a list to
    // compare with: what came meanwhile is new.
    if (!m_desk || !m_desk->freshness().readAt.isValid() ||
        (!m_told.isPrimed && m_desk->freshness().loading && !m_desk->freshness().fromCache))
        return;
    const workspace::NoticeRound round =
        workspace::noticesFor(rows, m_told, m_clock.now().toLocalTime(), m_preferences.notices(), m_isLocked);
    m_told = round.told;
    for (const Notice &notice : round.notices)
        tell(notice);
}

void Announcer::tell(const Notice &notice)
{
    const bool isNew = notice.kind == Notice::Kind::New;
    DesktopNotice told;
    if (notice.count == 1)
        told.title = isNew ? tr("A new request waits for you.") : tr("A request is overdue.");
    else
        told.title =
            (isNew ? tr("%1 new requests wait for you.") : tr("%1 requests are overdue.")).arg(notice.count);
    if (notice.only) {
        told.request = notice.only->id;
        told.text =
            tr("%1 asks for %2 (%3).")
                .arg(ui::visibleText(notice.only->applicationName),
                     ui::visibleText(ui::apiTitle(*notice.only)), ui::visibleText(notice.only->tenantName));
    } else {
        told.text = m_isLocked ? tr("Unlock Gatehouse to see more.") : tr("Open Gatehouse to see them.");
    }
    emit noticed(told);
}

} // namespace gatehouse::console
