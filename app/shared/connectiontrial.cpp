// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/shared/connectiontrial.h"

#include "core/gateway/adapters/contract/contractgateway.h"

namespace gatehouse::app {

// The connection was checked when it was read. A file of authorities that has gone since adds nobody: what
// needs them is refused.
net::HttpClient::Options providerOptions(const workspace::Connection &connection)
{
    net::HttpClient::Options options;
    if (!connection.caFile.isEmpty())
        options.trust.authorities =
            net::readAuthorities(connection.caFile).value_or(QList<QSslCertificate>());
    options.trust.proxy = net::readProxy(connection.proxy).value_or(std::nullopt);
    return options;
}

net::HttpClient::Options gatewayOptions(const workspace::Connection &connection)
{
    net::HttpClient::Options options = providerOptions(connection);
    options.trust.pins = connection.pins;
    return options;
}

struct ConnectionTrial::Private
{
    Private(const workspace::Connection &connection, const Clock &clock)
        : providerHttp(clock, nullptr, once(providerOptions(connection)))
        , gatewayHttp(clock, nullptr, once(gatewayOptions(connection)))
        , gateway(connection.api, gatewayHttp)
        , check(connection, providerHttp, gateway, clock)
    {}

    // Somebody is looking: an answer now is better than a fourth attempt.
    static net::HttpClient::Options once(net::HttpClient::Options options)
    {
        options.attempts = 1;
        return options;
    }

    net::HttpClient providerHttp;
    net::HttpClient gatewayHttp;
    gateway::contract::ContractGateway gateway;
    workspace::ConnectionCheck check;
};

ConnectionTrial::ConnectionTrial(const workspace::Connection &connection, const Clock &clock)
    : d(std::make_unique<Private>(connection, clock))
{}

ConnectionTrial::~ConnectionTrial() = default;

workspace::ConnectionCheck &ConnectionTrial::check()
{
    return d->check;
}

} // namespace gatehouse::app
