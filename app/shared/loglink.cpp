// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/shared/loglink.h"

#include "app/shared/connectiontrial.h"

using namespace Qt::StringLiterals;

namespace gatehouse::app {

QString logSessionName(const workspace::Connection &connection)
{
    return connection.name + u" \u00b7 system log"_s;
}

namespace {

identity::Session::Config configOf(const workspace::Connection &connection, const Stores &stores)
{
    return {.connection = logSessionName(connection),
            .provider = workspace::logProviderOf(connection).value_or(identity::Provider()),
            .api = connection.systemLog,
            .lockDirectory = stores.places().data};
}

} // namespace

LogLink::LogLink(const workspace::Connection &connection, const Stores &stores, net::HttpClient &providerHttp,
                 store::SecretStore &secrets, identity::BrowserOpener &browser, const Clock &clock)
    : session(configOf(connection, stores), providerHttp, secrets, browser, clock)
    , http(clock, &session, providerOptions(connection))
    , source(connection.systemLog, http)
{}

} // namespace gatehouse::app
