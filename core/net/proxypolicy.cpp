// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/net/proxypolicy.h"
#include "core/net/httpclient.h"

namespace gatehouse::net {

QList<QNetworkProxy> ProxyPolicy::queryProxy(const QNetworkProxyQuery &query)
{
    if (isLoopback(query.url()))
        return {QNetworkProxy(QNetworkProxy::NoProxy)};
    if (m_proxy)
        return {*m_proxy};
    return systemProxyForQuery(query);
}

} // namespace gatehouse::net
