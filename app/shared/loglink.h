// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/shared/stores.h"
#include "core/audit/sources/okta/systemlog.h"
#include "core/base/clock.h"
#include "core/identity/session.h"
#include "core/net/httpclient.h"
#include "core/workspace/connection.h"

namespace gatehouse::app {

// The name under which the key store has the second session.
[[nodiscard]] QString logSessionName(const workspace::Connection &connection);

// The second sign-in of a connection and what it is for: the org's own session, the client that carries its
// tokens, the System Log. Members die from the last to the first. Main thread.
struct LogLink
{
    // The connection names a System Log. All references outlive the link.
    LogLink(const workspace::Connection &connection, const Stores &stores, net::HttpClient &providerHttp,
            store::SecretStore &secrets, identity::BrowserOpener &browser, const Clock &clock);

    identity::Session session;
    net::HttpClient http;
    audit::okta::SystemLog source;
};

} // namespace gatehouse::app
