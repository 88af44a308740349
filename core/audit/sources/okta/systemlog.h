// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/audit/source.h"
#include "core/net/httpclient.h"

#include <QObject>

namespace gatehouse::audit::okta {

// Okta's System Log, GET /api/v1/logs, with a token of the org authorization server and the scope
// okta.logs.read. Written from Okta's documentation; it has not been tried on a real Okta org.
//  - With an end: newest first, page by page, until there is none. Without: polling, oldest first, which
//  always has a next page.
//  - The next page is where the Link header says, on the same origin and path only; a link elsewhere is a
//    Decode error and gets no token.
//  - Words: at most ten of forty characters; a page has 1 to 1000 events.
class SystemLog final : public QObject, public EventSource
{
    Q_OBJECT
public:
    // `org`: https://example.okta.com. `http` has the org's TokenSource and outlives this.
    SystemLog(QUrl org, net::HttpClient &http, QObject *parent = nullptr);

    [[nodiscard]] Async<EventPage> events(const EventQuery &query, std::stop_token stop) override;
    [[nodiscard]] Async<EventPage> more(const QString &cursor, std::stop_token stop) override;

private:
    [[nodiscard]] Async<EventPage> get(const QUrl &url, std::stop_token stop);

    QUrl m_address;
    net::HttpClient &m_http;
};

} // namespace gatehouse::audit::okta
