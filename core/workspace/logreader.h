// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/audit/eventlist.h"
#include "core/audit/source.h"
#include "core/base/clock.h"
#include "core/base/lifetime.h"
#include "core/workspace/freshness.h"

#include <QObject>
#include <QTimer>

namespace gatehouse::workspace {

// Reads a source of events: first a range, newest first and page by page, then, while somebody looks, what
// came since. Events that come late or twice are found by asking again for the last five minutes. Main
// thread.
class LogReader : public QObject
{
    Q_OBJECT
public:
    static constexpr qsizetype most = 5'000; // events kept; older ones are not read

    // `source` outlives the reader. `every`: between two questions for what came since.
    LogReader(audit::EventSource &source, const Clock &clock,
              std::chrono::milliseconds every = std::chrono::seconds(30), QObject *parent = nullptr);

    // Everything anew. Words: left to the source to find; empty for all.
    void read(const QDateTime &since, const QString &words);
    // What came since, now; the whole range when it could not be read.
    void refresh();
    void forget();
    void setWatched(bool watched);

    [[nodiscard]] const QList<audit::Event> &events() const { return m_list.events(); }
    [[nodiscard]] const Freshness &freshness() const
    {
        return m_freshness;
    } // complete: the whole range is here

signals:
    void changed();

private:
    void readAgain();
    void ask(Async<audit::EventPage> page, bool isRange);
    void takeRange(const audit::EventPage &page);
    void takeNews(const audit::EventPage &page);
    void askNews();
    void fail(const Error &error, bool isRange);
    void waitFor(std::chrono::milliseconds time);

    audit::EventSource &m_source;
    const Clock &m_clock;
    const std::chrono::milliseconds m_every;
    audit::EventQuery m_query; // the range
    QString m_cursor;          // of what came since; empty: not asked yet
    audit::EventList m_list{most};
    Freshness m_freshness;
    Lifetime m_lifetime;
    QTimer m_next;
    qsizetype m_read = 0; // of the range
    bool m_isWatched = false;
    bool m_isRangeRead = false;
    bool m_isAsking = false;
};

} // namespace gatehouse::workspace
