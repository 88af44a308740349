// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/net/httpclient.h"
#include "core/workspace/connectioncheck.h"

namespace gatehouse::app {

// How a connection's addresses are reached: its authorities and its proxy. Pins are for the gateway alone,
// since a provider changes its keys as it likes.
[[nodiscard]] net::HttpClient::Options providerOptions(const workspace::Connection &connection);
[[nodiscard]] net::HttpClient::Options gatewayOptions(const workspace::Connection &connection);

// A check of a connection, with clients of its own: nothing of the one that is open is touched.
class ConnectionTrial
{
public:
    ConnectionTrial(const workspace::Connection &connection, const Clock &clock);
    ~ConnectionTrial();
    [[nodiscard]] workspace::ConnectionCheck &check();

private:
    struct Private;
    std::unique_ptr<Private> d;
};

} // namespace gatehouse::app
