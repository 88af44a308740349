// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/net/trust.h"

#include <QCryptographicHash>
#include <QFile>
#include <QSslKey>
#include <QUrl>

using namespace Qt::StringLiterals;

namespace gatehouse::net {

namespace {

constexpr qint64 MostPemBytes = 1024 * 1024;

tl::unexpected<Error> unusable(const QString &title, const QString &detail)
{
    return failure(Error{.kind = Error::Kind::Configuration, .title = title, .detail = detail});
}

} // namespace

Result<QList<QSslCertificate>> readAuthorities(const QString &pemFile)
{
    QFile file(pemFile);
    if (!file.open(QIODevice::ReadOnly))
        return unusable(pemFile, file.errorString());
    const QList<QSslCertificate> found = QSslCertificate::fromData(file.read(MostPemBytes), QSsl::Pem);
    if (found.isEmpty())
        return unusable(pemFile, u"no certificate in PEM form"_s);
    return found;
}

Result<std::optional<QNetworkProxy>> readProxy(const QString &word)
{
    if (word.isEmpty() || word == "system"_L1)
        return std::optional<QNetworkProxy>();
    if (word == "none"_L1)
        return std::optional(QNetworkProxy(QNetworkProxy::NoProxy));
    const QUrl url(word, QUrl::StrictMode);
    const bool isHttp = url.scheme() == "http"_L1;
    if (!url.isValid() || url.host().isEmpty() || url.port() <= 0 || !url.userInfo().isEmpty() ||
        url.hasQuery() || url.hasFragment() || (!url.path().isEmpty() && url.path() != "/"_L1) ||
        (!isHttp && url.scheme() != "socks5"_L1))
        return unusable(url.host(), u"not system, none, http://host:port or socks5://host:port"_s);
    return std::optional(QNetworkProxy(isHttp ? QNetworkProxy::HttpProxy : QNetworkProxy::Socks5Proxy,
                                       url.host(), static_cast<quint16>(url.port())));
}

QByteArray pinOf(const QSslCertificate &certificate)
{
    return QCryptographicHash::hash(certificate.publicKey().toDer(), QCryptographicHash::Sha256).toBase64();
}

bool fitsPins(const QList<QSslCertificate> &chain, const QByteArrayList &pins)
{
    return pins.isEmpty() || std::any_of(chain.cbegin(), chain.cend(), [&pins](const QSslCertificate &c) {
               return pins.contains(pinOf(c));
           });
}

} // namespace gatehouse::net
