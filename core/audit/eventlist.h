// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/audit/event.h"

#include <QSet>

namespace gatehouse::audit {

// What was read so far: newest first, each event once whatever page it came with, the oldest forgotten over
// `most`.
class EventList
{
public:
    explicit EventList(qsizetype most = 10'000);

    // How many of them were new.
    qsizetype add(const QList<Event> &events);
    [[nodiscard]] const QList<Event> &events() const { return m_events; }

private:
    qsizetype m_most;
    QList<Event> m_events;
    QSet<QString> m_known;
};

} // namespace gatehouse::audit
