// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/identity/discovery.h"
#include "core/identity/jose.h"

namespace gatehouse::identity {

// One provider's metadata and keys, fetched when first needed and kept for this run. An unknown key id
// fetches the keys once more, at most once a minute (J3); a failed fetch keeps the old set.
class ProviderKeys : public QObject
{
    Q_OBJECT
public:
    ProviderKeys(QUrl issuer, net::HttpClient &http, const Clock &clock, QObject *parent = nullptr);

    [[nodiscard]] Async<ProviderMetadata> metadata(std::stop_token stop = {});
    // Keys that know `kid`, if the provider has them; else whatever there is.
    [[nodiscard]] Async<Jwks> keysFor(const ProviderMetadata &provider, const QByteArray &kid,
                                      std::stop_token stop = {});

private:
    QUrl m_issuer;
    net::HttpClient &m_http;
    const Clock &m_clock;
    std::optional<ProviderMetadata> m_metadata;
    std::optional<Jwks> m_keys;
    QDateTime m_keysReadAt;
};

} // namespace gatehouse::identity
