// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QNetworkProxyFactory>

#include <optional>

namespace gatehouse::net {

// The given proxy, else the system's, except for the loopback: what is sent there must not leave the machine.
class ProxyPolicy final : public QNetworkProxyFactory
{
public:
    explicit ProxyPolicy(std::optional<QNetworkProxy> proxy)
        : m_proxy(std::move(proxy))
    {}
    [[nodiscard]] QList<QNetworkProxy> queryProxy(const QNetworkProxyQuery &query) override;

private:
    std::optional<QNetworkProxy> m_proxy;
};

} // namespace gatehouse::net
