// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/identity/providerkeys.h"

#include "core/base/follow.h"
#include "core/identity/oautherror.h"

using namespace Qt::StringLiterals;

namespace gatehouse::identity {

namespace {

constexpr std::chrono::seconds RefetchPause{60};

Result<Jwks> keysOf(const Result<net::Response> &response)
{
    const auto refused = [](const QString &why) {
        return failure(Error{.kind = Error::Kind::SignInRefused, .code = u"jwks"_s, .detail = why});
    };
    if (!response)
        return failure(response.error());
    if (response->status != 200)
        return refused(u"HTTP %1"_s.arg(response->status));
    if (!isOfType(*response, {"application/json", "application/jwk-set+json"}))
        return refused(u"not the media type of a key set"_s);
    return readJwks(response->body);
}

} // namespace

ProviderKeys::ProviderKeys(const Provider &provider, net::HttpClient &http, const Clock &clock,
                           QObject *parent)
    : QObject(parent)
    , m_issuer(provider.issuer)
    , m_clientId(provider.profile == Profile::Okta ? provider.clientId : QString())
    , m_http(http)
    , m_clock(clock)
{}

Async<ProviderMetadata> ProviderKeys::metadata(std::stop_token stop)
{
    if (m_metadata && m_clock.now() < m_metadataUntil)
        return ready<ProviderMetadata>(*m_metadata);
    return follow(discover(m_http, m_issuer, m_clientId, this, stop), this,
                  [this](const Result<ProviderMetadata> &found) -> Result<ProviderMetadata> {
                      if (found) {
                          m_metadata = *found;
                          m_metadataUntil = m_clock.now().addSecs(found->keepFor.count());
                      } else if (m_metadata && isOutage(found.error())) {
                          return *m_metadata;
                      }
                      return found;
                  });
}

void ProviderKeys::distrust()
{
    m_metadata.reset();
}

// A clock that was set back ends a pause too, or it would last until then.
bool ProviderKeys::isWithin(const QDateTime &since, std::chrono::seconds span) const
{
    const qint64 age = since.secsTo(m_clock.now());
    return since.isValid() && age >= 0 && age < span.count();
}

Async<Jwks> ProviderKeys::keysFor(const ProviderMetadata &provider, const QByteArray &kid,
                                  std::stop_token stop)
{
    const bool isKnown = m_keys && (kid.isEmpty() || m_keys->hasKid(kid));
    if (isKnown && isWithin(m_keysReadAt, m_keepKeysFor))
        return ready<Jwks>(*m_keys);
    // J3: however the last fetch went. Without any keys there is nothing to go on with, and no pause. Lookups
    // while a fetch is under way share it: the client makes one request of equal reads.
    if (m_keys && isWithin(m_keysAskedAt, RefetchPause))
        return ready<Jwks>(*m_keys);
    net::Request request;
    request.url = provider.jwksUri;
    request.accept = {}; // RFC 7517 8.5.1 or plain JSON: see keysOf()
    request.timeout = std::chrono::seconds(10);
    request.maxResponseBytes = 256 * 1024;
    return follow(m_http.send(std::move(request), stop), this,
                  [this](const Result<net::Response> &response) -> Result<Jwks> {
                      m_keysAskedAt = m_clock.now();
                      const Result<Jwks> keys = keysOf(response);
                      if (keys) {
                          m_keys = *keys;
                          m_keysReadAt = m_clock.now();
                          m_keepKeysFor = keptFor(*response);
                      } else if (m_keys) {
                          return *m_keys;
                      }
                      return keys;
                  });
}

} // namespace gatehouse::identity
