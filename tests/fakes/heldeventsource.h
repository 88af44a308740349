// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/audit/source.h"

#include <QFuture>

#include <deque>

namespace gatehouse::test {

// A log that answers when told, in any order, and does not heed a stop.
class HeldEventSource final : public audit::EventSource
{
public:
    QList<audit::EventQuery> asked; // for events()
    QStringList cursors;            // for more()

    [[nodiscard]] Async<audit::EventPage> events(const audit::EventQuery &query, std::stop_token) override
    {
        asked.append(query);
        return hold();
    }
    [[nodiscard]] Async<audit::EventPage> more(const QString &cursor, std::stop_token) override
    {
        cursors.append(cursor);
        return hold();
    }
    // The question that was asked first and has no answer yet.
    void answer(Result<audit::EventPage> result)
    {
        auto &promise = m_held[m_answered++];
        promise.addResult(std::move(result));
        promise.finish();
    }
    [[nodiscard]] qsizetype waiting() const { return qsizetype(m_held.size() - m_answered); }

private:
    [[nodiscard]] Async<audit::EventPage> hold()
    {
        m_held.emplace_back().start();
        return m_held.back().future();
    }

    std::deque<QPromise<Result<audit::EventPage>>> m_held;
    std::size_t m_answered = 0;
};

inline audit::Event eventAt(const QString &id, const QDateTime &time)
{
    return {.id = id, .time = time, .type = QStringLiteral("user.session.start")};
}

} // namespace gatehouse::test
