// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/net/httpmessage.h"
#include "core/net/tokensource.h"

namespace gatehouse::test {

// Somebody who is signed in and stays so: always the same token, for one origin.
class OneToken final : public net::TokenSource
{
public:
    explicit OneToken(const QUrl &api, const QByteArray &token = "the-token")
        : m_origin(net::originOf(api))
        , m_token(token)
    {}

    [[nodiscard]] Async<net::AccessToken> fresh(std::stop_token) override
    {
        return ready<net::AccessToken>(net::AccessToken{.value = Secret(QByteArrayView(m_token))});
    }
    void reject(const net::AccessToken &) override {}
    [[nodiscard]] bool allows(const QUrl &url) const override { return net::originOf(url) == m_origin; }

private:
    QByteArray m_origin;
    QByteArray m_token;
};

} // namespace gatehouse::test
