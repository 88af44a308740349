// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/workspace/logreader.h"

#include "core/base/follow.h"

namespace gatehouse::workspace {

namespace {

constexpr int pageSize = 500;
constexpr std::chrono::minutes mayComeLate{5};
constexpr std::chrono::minutes afterFailure{1};

} // namespace

LogReader::LogReader(audit::EventSource &source, const Clock &clock, std::chrono::milliseconds every,
                     QObject *parent)
    : QObject(parent)
    , m_source(source)
    , m_clock(clock)
    , m_every(every)
{
    m_next.setSingleShot(true);
    connect(&m_next, &QTimer::timeout, this, [this] {
        if (m_isWatched)
            refresh();
    });
}

void LogReader::read(const QDateTime &since, const QString &words)
{
    forget();
    m_query = {.since = since, .until = m_clock.now(), .words = words, .pageSize = pageSize};
    m_freshness.loading = true;
    emit changed();
    ask(m_source.events(m_query, m_lifetime.token()), true);
}

void LogReader::refresh()
{
    if (!m_query.since.isValid() || m_isAsking)
        return;
    if (!m_isRangeRead)
        return readAgain();
    askNews();
}

void LogReader::readAgain()
{
    const audit::EventQuery query = m_query;
    read(query.since, query.words);
}

void LogReader::forget()
{
    m_lifetime.restart();
    m_next.stop();
    m_query = {};
    m_cursor.clear();
    m_list = audit::EventList(most);
    m_freshness = {};
    m_read = 0;
    m_isRangeRead = false;
    m_isAsking = false;
}

void LogReader::setWatched(bool watched)
{
    if (m_isWatched == watched)
        return;
    m_isWatched = watched;
    if (watched && m_isRangeRead && !m_next.isActive())
        waitFor(std::chrono::milliseconds(0));
}

void LogReader::ask(Async<audit::EventPage> page, bool isRange)
{
    m_isAsking = true;
    const std::stop_token stop = m_lifetime.token();
    follow(std::move(page), this, [this, stop, isRange](const Result<audit::EventPage> &answer) {
        if (stop.stop_requested())
            return; // it was on its way already
        m_isAsking = false;
        if (!answer)
            return fail(answer.error(), isRange);
        if (isRange)
            takeRange(*answer);
        else
            takeNews(*answer);
    });
}

void LogReader::takeRange(const audit::EventPage &page)
{
    m_list.add(page.events);
    m_read += page.events.size();
    const bool more = !page.cursor.isEmpty() && !page.events.isEmpty() && m_read < most;
    if (more) {
        ask(m_source.more(page.cursor, m_lifetime.token()), true);
    } else {
        m_isRangeRead = true;
        m_freshness = {.readAt = m_clock.now(), .complete = page.cursor.isEmpty() || page.events.isEmpty()};
        waitFor(m_every);
    }
    emit changed();
}

// Not said to be loading: every half minute a line would run for nothing.
void LogReader::askNews()
{
    if (!m_cursor.isEmpty())
        return ask(m_source.more(m_cursor, m_lifetime.token()), false);
    audit::EventQuery news = m_query;
    news.since = m_query.until.addSecs(-std::chrono::seconds(mayComeLate).count());
    news.until = {};
    ask(m_source.events(news, m_lifetime.token()), false);
}

void LogReader::takeNews(const audit::EventPage &page)
{
    m_list.add(page.events);
    m_cursor = page.cursor;
    m_freshness.error.reset();
    m_freshness.readAt = m_clock.now();
    if (page.events.size() >= pageSize && !m_cursor.isEmpty())
        askNews();
    else
        waitFor(m_every);
    emit changed();
}

void LogReader::fail(const Error &error, bool isRange)
{
    m_freshness.loading = false;
    m_freshness.error = error;
    if (!isRange && error.kind == Error::Kind::Decode)
        m_cursor.clear(); // where it led is not to be followed; from the last five minutes on again
    // What a person has to mend is not asked for again by itself.
    const bool mayPass = error.kind != Error::Kind::Unauthorized && error.kind != Error::Kind::Forbidden &&
                         error.kind != Error::Kind::Invalid;
    if (mayPass)
        waitFor(std::max<std::chrono::milliseconds>(error.retryAfter.value_or(std::chrono::seconds(0)),
                                                    afterFailure));
    emit changed();
}

void LogReader::waitFor(std::chrono::milliseconds time)
{
    m_next.start(time);
}

} // namespace gatehouse::workspace
