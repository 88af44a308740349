// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/net/exchange.h"
#include "core/base/logging.h"
#include "core/net/mediatype.h"
#include "core/net/oncedevice.h"
#include "core/net/peerchain.h"
#include "core/net/retrypolicy.h"
#include "core/net/tlspolicy.h"

#include <QNetworkAccessManager>
#include <QNetworkReply>
#include <QNetworkRequest>

using namespace Qt::StringLiterals;

namespace gatehouse::net {

namespace {

QNetworkRequest prepared(const Request &request, const QByteArray &userAgent, const Trust &trust,
                         const AccessToken *token)
{
    QNetworkRequest prepared(request.url);
    // Qt would follow redirects by itself and send the Authorization header along to another origin.
    prepared.setAttribute(QNetworkRequest::RedirectPolicyAttribute, QNetworkRequest::ManualRedirectPolicy);
    prepared.setAttribute(QNetworkRequest::CookieLoadControlAttribute, QNetworkRequest::Manual);
    prepared.setAttribute(QNetworkRequest::CookieSaveControlAttribute, QNetworkRequest::Manual);
    prepared.setAttribute(QNetworkRequest::AuthenticationReuseAttribute, QNetworkRequest::Manual);
    prepared.setAttribute(QNetworkRequest::CacheLoadControlAttribute, QNetworkRequest::AlwaysNetwork);
    prepared.setAttribute(QNetworkRequest::CacheSaveControlAttribute, false);
    prepared.setAttribute(QNetworkRequest::HttpPipeliningAllowedAttribute, false);
    // In the clear it would mean an Upgrade header that old servers stumble over.
    prepared.setAttribute(QNetworkRequest::Http2AllowedAttribute, request.url.scheme() == u"https"_s);
    prepared.setSslConfiguration(tlsConfiguration(trust));
    // Zeros compress a thousandfold and are no attack; maxResponseBytes counts what comes out.
    prepared.setDecompressedSafetyCheckThreshold(-1);
    prepared.setRawHeader("User-Agent", userAgent);
    if (!request.accept.isEmpty())
        prepared.setRawHeader("Accept", request.accept + ", application/problem+json");
    if (!request.contentType.isEmpty())
        prepared.setRawHeader("Content-Type", request.contentType);
    for (const auto &[name, value] : request.headers)
        prepared.setRawHeader(name, value);
    if (token)
        prepared.setRawHeader("Authorization", token->scheme + ' ' + token->value.reveal().toByteArray());
    return prepared;
}

Error::Kind kindOf(QNetworkReply::NetworkError error)
{
    switch (error) {
    case QNetworkReply::TimeoutError:
    case QNetworkReply::ProxyTimeoutError:
        return Error::Kind::Timeout;
    case QNetworkReply::SslHandshakeFailedError:
        return Error::Kind::Tls;
    case QNetworkReply::ProxyAuthenticationRequiredError: // no password for it is kept: asking again is vain
        return Error::Kind::Configuration;
    case QNetworkReply::ProtocolUnknownError:
    case QNetworkReply::ProtocolInvalidOperationError:
    case QNetworkReply::ProtocolFailure:
    case QNetworkReply::UnknownContentError:
        return Error::Kind::Decode;
    default:
        return Error::Kind::Offline;
    }
}

// Qt calls many statuses errors, and a 307 to a write whose body it may not send again; to us they are
// answers, unless the line broke before their end.
bool isWholeAnswer(int status, QNetworkReply::NetworkError error)
{
    return error == QNetworkReply::NoError || (status >= 300 && error > QNetworkReply::UnknownNetworkError);
}

} // namespace

Exchange::Exchange(QNetworkAccessManager &manager, const Request &request, const QByteArray &userAgent,
                   const Trust &trust, const AccessToken *token, QObject *parent)
    : QObject(parent)
    , m_request(request)
{
    QNetworkRequest outgoing = prepared(request, userAgent, trust, token);
    if (isRepeatable(request)) {
        m_reply = manager.sendCustomRequest(outgoing, request.method, request.body);
    } else {
        auto *body = new OnceDevice(request.body);
        outgoing.setAttribute(QNetworkRequest::DoNotBufferUploadDataAttribute, true);
        outgoing.setHeader(QNetworkRequest::ContentLengthHeader, request.body.size());
        m_reply = manager.sendCustomRequest(outgoing, request.method, body);
        body->setParent(m_reply);
    }
    // After the handshake and before a byte of the request; a kept-alive connection was looked at then.
    connect(m_reply, &QNetworkReply::encrypted, this, [this, pins = trust.pins] {
        if (pins.isEmpty() || fitsPins(verifiedChain(m_reply->sslConfiguration()), pins))
            return;
        m_certificate = fieldsOf(m_reply->sslConfiguration().peerCertificate());
        giveUp(Error::Kind::Tls, u"none of the pinned keys is in the server's chain"_s);
    });
    // To show it; not answered, an error of the certificate ends the connection.
    connect(m_reply, &QNetworkReply::sslErrors, this, [this](const QList<QSslError> &errors) {
        const QSslCertificate own = m_reply->sslConfiguration().peerCertificate();
        m_certificate = fieldsOf(own.isNull() && !errors.isEmpty() ? errors.first().certificate() : own);
    });
    connect(m_reply, &QNetworkReply::metaDataChanged, this, &Exchange::onMetaData);
    connect(m_reply, &QNetworkReply::readyRead, this, &Exchange::onReadyRead);
    connect(m_reply, &QNetworkReply::finished, this, &Exchange::onFinished, Qt::QueuedConnection);

    // Over the whole exchange: a byte now and then does not keep it alive. Qt's own time limit would, and
    // ends looking like any other abort.
    m_deadline.setSingleShot(true);
    connect(&m_deadline, &QTimer::timeout, this,
            [this] { giveUp(Error::Kind::Timeout, u"no whole answer in time"_s); });
    m_deadline.start(request.timeout);
    m_elapsed.start();
}

Exchange::~Exchange()
{
    if (!m_reply)
        return;
    m_reply->disconnect(this);
    m_reply->abort();
    m_reply->deleteLater();
}

void Exchange::onMetaData()
{
    const qint64 promised = m_reply->header(QNetworkRequest::ContentLengthHeader).toLongLong();
    if (promised > m_request.maxResponseBytes && m_request.method != "HEAD")
        giveUp(Error::Kind::TooLarge, u"%1 bytes announced"_s.arg(promised));
}

void Exchange::onReadyRead()
{
    if (m_gaveUp)
        return;
    m_body += m_reply->readAll();
    if (m_body.size() > m_request.maxResponseBytes)
        giveUp(Error::Kind::TooLarge, u"more than %1 bytes"_s.arg(m_request.maxResponseBytes));
}

void Exchange::giveUp(Error::Kind kind, const QString &detail)
{
    if (m_gaveUp)
        return;
    m_gaveUp = Error{.kind = kind, .title = m_request.url.host(), .detail = detail};
    if (kind == Error::Kind::Tls) {
        m_gaveUp->code = u"pins"_s;
        m_gaveUp->fields = m_certificate;
    }
    m_body.clear();
    m_reply->abort();
}

void Exchange::onFinished()
{
    m_deadline.stop();
    const Result<Response> result = outcome();
    qCDebug(log::net).noquote() << m_request.method << originOf(m_request.url) + m_request.url.path().toUtf8()
                                << (result ? QString::number(result->status) : name(result.error().kind))
                                << m_elapsed.elapsed() << "ms";
    emit finished(result);
}

Result<Response> Exchange::outcome() const
{
    if (m_gaveUp)
        return failure(*m_gaveUp);
    const int status = m_reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt();
    if (status == 0 || !isWholeAnswer(status, m_reply->error()))
        return failure(transportError());

    Response response{
        .status = status, .headers = m_reply->rawHeaderPairs(), .body = m_body, .url = m_request.url};
    const QByteArray type = response.header("content-type");
    const bool success = status >= 200 && status < 300;
    if (success && !response.body.isEmpty() && !accepts(m_request.accept, type)) {
        const QString wanted = QString::fromLatin1(m_request.accept);
        const QString got = QString::fromLatin1(mediaType(type).left(100));
        const bool page = mediaType(type) == "text/html";
        return failure(
            Error{.kind = Error::Kind::Decode,
                  .httpStatus = status,
                  .title = m_request.url.host(),
                  .detail = u"expected %1, got %2%3"_s.arg(
                      wanted, got.isEmpty() ? u"no content type"_s : got,
                      page ? u": a web page, perhaps the sign-in page of this network"_s : QString())});
    }
    return response;
}

Error Exchange::transportError() const
{
    const QNetworkReply::NetworkError error = m_reply->error();
    Error told{.kind = error == QNetworkReply::NoError ? Error::Kind::Decode : kindOf(error),
               .title = m_request.url.host(),
               .detail = u"network error %1: %2"_s.arg(int(error)).arg(m_reply->errorString())};
    if (error == QNetworkReply::ProxyAuthenticationRequiredError)
        told.code = u"proxy.authentication"_s;
    if (told.kind == Error::Kind::Tls && !m_certificate.isEmpty()) {
        told.code = u"certificate"_s;
        told.fields = m_certificate;
    }
    return told;
}

} // namespace gatehouse::net
