// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/net/tlspolicy.h"
#include "core/net/httpclient.h"

#include <QHostAddress>
#include <QSslSocket>

using namespace Qt::StringLiterals;

namespace gatehouse::net {

QSslConfiguration tlsConfiguration(const Trust &trust)
{
    QSslConfiguration configuration = QSslConfiguration::defaultConfiguration();
    configuration.setProtocol(QSsl::TlsV1_2OrLater);
    configuration.setPeerVerifyMode(QSslSocket::VerifyPeer);
    if (!trust.authorities.isEmpty())
        configuration.addCaCertificates(trust.authorities);
    return configuration;
}

std::optional<Error> refusalOf(const QUrl &url)
{
    const bool http = url.scheme() == u"http"_s;
    if (!url.isValid() || url.host().isEmpty() || !url.userInfo().isEmpty() ||
        (!http && url.scheme() != u"https"_s))
        return Error{.kind = Error::Kind::Configuration,
                     .title = url.host(),
                     .detail = u"not an http address without user name: "_s +
                               url.toDisplayString(QUrl::RemoveUserInfo | QUrl::RemoveQuery)};
    if (http && !isLoopback(url))
        return Error{
            .kind = Error::Kind::Tls, .title = url.host(), .detail = u"plain http beyond the loopback"_s};
    return {};
}

bool isLoopback(const QUrl &url)
{
    const QString host = url.host();
    if (host == u"localhost"_s)
        return true;
    QHostAddress address;
    return address.setAddress(host) && address.isLoopback();
}

} // namespace gatehouse::net
