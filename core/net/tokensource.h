// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/async.h"
#include "core/base/secret.h"

#include <stop_token>

namespace gatehouse::net {

struct AccessToken
{
    Secret value;
    QByteArray scheme = "Bearer";
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
    // The only origin (scheme, host, port) the token may be sent to.
    [[nodiscard]] virtual bool allows(const QUrl &url) const = 0;
};

} // namespace gatehouse::net
