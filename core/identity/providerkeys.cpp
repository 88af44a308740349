// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/identity/providerkeys.h"

#include "core/base/follow.h"
using namespace Qt::StringLiterals;

namespace gatehouse::identity {

namespace {

constexpr qint64 RefetchSeconds = 60;
constexpr qint64 KeepSeconds = 24 * 3600;

} // namespace

ProviderKeys::ProviderKeys(QUrl issuer, net::HttpClient &http, const Clock &clock, QObject *parent)
    : QObject(parent)
    , m_issuer(std::move(issuer))
    , m_http(http)
    , m_clock(clock)
{}

Async<ProviderMetadata> ProviderKeys::metadata(std::stop_token stop)
{
    if (m_metadata)
        return ready<ProviderMetadata>(*m_metadata);
    return follow(discover(m_http, m_issuer, this, stop), this,
                  [this](const Result<ProviderMetadata> &found) {
                      if (found)
                          m_metadata = *found;
                      return found;
                  });
}

Async<Jwks> ProviderKeys::keysFor(const ProviderMetadata &provider, const QByteArray &kid,
                                  std::stop_token stop)
{
    const qint64 age = m_keysReadAt.isValid() ? m_keysReadAt.secsTo(m_clock.now()) : KeepSeconds;
    const bool isKnown = m_keys && (kid.isEmpty() || m_keys->hasKid(kid));
    if (m_keys && ((isKnown && age < KeepSeconds) || (!isKnown && age < RefetchSeconds)))
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
                      } else if (m_keys) {
                          return *m_keys;
                      }
                      return keys;
                  });
}

} // namespace gatehouse::identity
