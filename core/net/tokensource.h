// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/async.h"
#include "core/base/secret.h"
#include "core/net/httpmessage.h"

#include <stop_token>

namespace gatehouse::net {

struct AccessToken
{
    Secret value;
    QByteArray scheme = "Bearer"; // or "DPoP" (RFC 9449 7.1)
};

// Where HttpClient gets the bearer from. The one inversion: net declares it, identity::Session implements it.
class TokenSource
{
public:
    virtual ~TokenSource() = default;
    // A token with enough life left; refreshes when needed, one refresh for all callers. Unauthorized when
    // nobody is signed in or the session has ended.
    [[nodiscard]] virtual Async<AccessToken> fresh(std::stop_token stop) = 0;
    // The server answered 401 invalid_token to this one: the next fresh() must not hand it out again.
    virtual void reject(const AccessToken &token) = 0;
    // What goes beside the token on this one request; made anew for each attempt. Nothing for a bearer.
    [[nodiscard]] virtual Headers proofFor(const AccessToken &token, const QByteArray &method,
                                           const QUrl &url)
    {
        Q_UNUSED(token)
        Q_UNUSED(method)
        Q_UNUSED(url)
        return {};
    }
    // Sees every answer to a request that carried its token. True when the request was refused for the want
    // of something that came with the answer (a nonce, RFC 9449 9): it may go once more, whatever its method.
    [[nodiscard]] virtual bool learnFrom(const Response &response)
    {
        Q_UNUSED(response)
        return false;
    }
    // The only origin (scheme, host, port) the token may be sent to.
    [[nodiscard]] virtual bool allows(const QUrl &url) const = 0;
};

} // namespace gatehouse::net
