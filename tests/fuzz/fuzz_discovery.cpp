// SPDX-License-Identifier: GPL-3.0-or-later
// The input is a provider's metadata, expected of the issuer it names.
#include "core/base/json.h"
#include "core/identity/discovery.h"
#include "core/identity/jose.h"
#include "tests/fuzz/target.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

using namespace gatehouse;
using namespace gatehouse::identity;
using namespace gatehouse::fuzz;
using namespace Qt::StringLiterals;

namespace {

// Looks at the text that will be sent, where the product looks at QUrl.
void checkAddress(const QUrl &url, const QString &issuer)
{
    const QByteArray text = url.toEncoded();
    const bool https = text.startsWith("https://");
    require(https || text.startsWith("http://"), "an endpoint is https or http");
    QByteArray authority = text.mid(https ? 8 : 7);
    for (const char end : {'/', '?', '#'})
        authority = authority.split(end).constFirst();
    require(!authority.isEmpty() && !authority.contains('@'), "there is a host and no user");
    require(!text.contains('#'), "there is no fragment");
    require(https || authority.startsWith("127.") || authority.startsWith("[::1]") ||
                authority.startsWith("[::ffff:127."),
            "plain http stays on this computer");
    require(https || issuer.startsWith(u"http:"_s, Qt::CaseInsensitive),
            "plain http is for a plain issuer only");
    require(QUrl::fromEncoded(text, QUrl::StrictMode) == url, "the text reads back as the same address");
}

QByteArray written(const ProviderMetadata &m)
{
    QJsonObject json{{u"issuer"_s, m.issuer},
                     {u"authorization_endpoint"_s, m.authorizationEndpoint.toString(QUrl::FullyEncoded)},
                     {u"token_endpoint"_s, m.tokenEndpoint.toString(QUrl::FullyEncoded)},
                     {u"jwks_uri"_s, m.jwksUri.toString(QUrl::FullyEncoded)},
                     {u"revocation_endpoint"_s, m.revocationEndpoint.toString(QUrl::FullyEncoded)},
                     {u"end_session_endpoint"_s, m.endSessionEndpoint.toString(QUrl::FullyEncoded)},
                     {u"response_types_supported"_s, QJsonArray{u"code"_s}},
                     {u"subject_types_supported"_s, QJsonArray{u"public"_s}},
                     {u"authorization_response_iss_parameter_supported"_s, m.issInResponse}};
    QJsonArray algorithms;
    for (const QByteArray &algorithm : m.idTokenAlgorithms)
        algorithms.append(QString::fromUtf8('x' + algorithm).sliced(1)); // it would drop a leading U+FEFF
    json.insert(u"id_token_signing_alg_values_supported"_s, algorithms);
    return writeJson(json);
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    const QByteArray input = bytesOf(data, size);
    const QString issuer = QJsonDocument::fromJson(input).object().value(u"issuer"_s).toString();
    const Result<ProviderMetadata> metadata = readMetadata(input, issuer);
    if (const QUrl url(issuer, QUrl::StrictMode); checkIssuer(url)) {
        checkAddress(url, issuer);
        require(discoveryUrl(url).host() == url.host() && discoveryUrl(url).port() == url.port(),
                "the issuer is asked, nobody else");
    }
    if (!metadata)
        return 0;
    require(metadata->issuer == issuer, "the issuer is the document's");
    for (const QString &other :
         {issuer + u'/', issuer.chopped(issuer.isEmpty() ? 0 : 1) + u'\u00df', u"x"_s + issuer})
        require(!readMetadata(input, other), "no other issuer will do");
    for (const QUrl &url : {metadata->authorizationEndpoint, metadata->tokenEndpoint, metadata->jwksUri})
        checkAddress(url, issuer);
    for (const QUrl &url : {metadata->revocationEndpoint, metadata->endSessionEndpoint})
        if (!url.isEmpty())
            checkAddress(url, issuer);
    for (const QByteArray &algorithm : metadata->allowedIdTokenAlgorithms())
        require(metadata->idTokenAlgorithms.contains(algorithm) && knownAlgorithms().contains(algorithm),
                "an algorithm is offered and known");
    const Result<ProviderMetadata> again = readMetadata(written(*metadata), issuer);
    require(again && *again == *metadata, "what was read can be written again");
    return 0;
}
