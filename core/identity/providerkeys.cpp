// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/identity/providerkeys.h"

#include "core/base/follow.h"

using namespace Qt::StringLiterals;

namespace gatehouse::identity {

namespace {

constexpr qint64 RefetchSeconds = 60;

// What the provider said before still holds; a document that is refused does not.
bool isOutage(const Error &error)
{
    return error.kind == Error::Kind::Offline || error.kind == Error::Kind::Timeout ||
           error.kind == Error::Kind::Server || error.kind == Error::Kind::RateLimited;
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

Async<Jwks> ProviderKeys::keysFor(const ProviderMetadata &provider, const QByteArray &kid,
                                  std::stop_token stop)
{
    const qint64 age = m_keysReadAt.secsTo(m_clock.now());
    const bool isKnown = m_keys && (kid.isEmpty() || m_keys->hasKid(kid));
    if (m_keys && ((isKnown && age < m_keepKeysFor.count()) || (!isKnown && age < RefetchSeconds)))
        return ready<Jwks>(*m_keys);
    net::Request request;
    request.url = provider.jwksUri;
    request.accept = {}; // application/jwk-set+json by some
    request.timeout = std::chrono::seconds(10);
    request.maxResponseBytes = 256 * 1024;
    return follow(m_http.send(std::move(request), stop), this,
                  [this](const Result<net::Response> &response) -> Result<Jwks> {
                      Result<Jwks> keys(tl::unexpect,
                                        Error{.kind = Error::Kind::SignInRefused, .code = u"jwks"_s});
                      if (!response)
                          keys = failure(response.error());
                      else if (response->status == 200)
                          keys = readJwks(response->body);
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
