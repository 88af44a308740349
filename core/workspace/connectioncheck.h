// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/lifetime.h"
#include "core/gateway/gateway.h"
#include "core/identity/providerkeys.h"
#include "core/workspace/connection.h"

#include <QObject>

namespace gatehouse::workspace {

// One thing that was looked at, in the order of Step.
struct CheckLine
{
    enum class Step {
        Issuer,
        Document,
        Algorithms,
        Keys,
        Pkce,
        PushedRequest, // where the connection asks for it, as the next
        Possession,
        ResponseIssuer,
        Scopes,
        Gateway
    };
    enum class State { Good, Look, Bad }; // Look: it works, but is worth knowing

    Step step = Step::Issuer;
    State state = State::Good;
    QString fact = {}; // what was found: plain text, some of it the server's
    std::optional<Error> error = {};
    bool operator==(const CheckLine &) const = default;
};

// Tries a connection as far as it goes without signing anybody in: is the provider the one it is said to be,
// does it offer what a sign-in needs, does the gateway answer. A line is told as soon as it is known; what
// follows from a failed one is not tried. Main thread.
class ConnectionCheck : public QObject
{
    Q_OBJECT
public:
    // `http` has no TokenSource; all outlive the check.
    ConnectionCheck(Connection connection, net::HttpClient &http, gateway::Gateway &gateway,
                    const Clock &clock, QObject *parent = nullptr);

    void start();
    [[nodiscard]] const QList<CheckLine> &lines() const { return m_lines; }
    [[nodiscard]] bool isFinished() const { return m_underWay == 0; }

signals:
    void changed();

private:
    void add(const CheckLine &line);
    void end();
    void judge(const identity::ProviderMetadata &metadata);
    void readKeys(const identity::ProviderMetadata &metadata);

    Connection m_connection;
    identity::ProviderKeys m_keys;
    gateway::Gateway &m_gateway;
    QList<CheckLine> m_lines;
    int m_underWay = 2; // provider and gateway
    Lifetime m_lifetime;
};

} // namespace gatehouse::workspace
