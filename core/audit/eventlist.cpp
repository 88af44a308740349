// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/audit/eventlist.h"

#include <algorithm>

namespace gatehouse::audit {

EventList::EventList(qsizetype most)
    : m_most(most)
{}

qsizetype EventList::add(const QList<Event> &events)
{
    qsizetype added = 0;
    for (const Event &event : events) {
        if (m_known.contains(event.id))
            continue;
        m_known.insert(event.id);
        m_events.append(event);
        ++added;
    }
    if (added == 0)
        return 0;
    std::stable_sort(m_events.begin(), m_events.end(),
                     [](const Event &a, const Event &b) { return a.time > b.time; });
    while (m_events.size() > m_most)
        m_known.remove(m_events.takeLast().id);
    return added;
}

} // namespace gatehouse::audit
