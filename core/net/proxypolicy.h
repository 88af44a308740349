// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QNetworkProxyFactory>

namespace gatehouse::net {

// The system's proxy, except for the loopback: what is sent there must not leave the machine.
class ProxyPolicy final : public QNetworkProxyFactory
{
public:
    [[nodiscard]] QList<QNetworkProxy> queryProxy(const QNetworkProxyQuery &query) override;
};

} // namespace gatehouse::net
