// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/identity/discovery.h"
#include "core/identity/jose.h"
#include "core/identity/provider.h"

namespace gatehouse::identity {

// One provider's metadata and keys, fetched when first needed and kept as long as the provider says, within
// 5 minutes and 24 hours (D5, J2). An unknown key id fetches the keys once more, at most once a minute (J3)
// however that went; a failed fetch keeps the old set.
class ProviderKeys : public QObject
{
    Q_OBJECT
public:
    ProviderKeys(const Provider &provider, net::HttpClient &http, const Clock &clock,
                 QObject *parent = nullptr);

    [[nodiscard]] Async<ProviderMetadata> metadata(std::stop_token stop = {});
    // D5: an endpoint of the document is gone: it is asked for again when next needed.
    void distrust();
    // Keys that know `kid`, if the provider has them; else whatever there is.
    [[nodiscard]] Async<Jwks> keysFor(const ProviderMetadata &provider, const QByteArray &kid,
                                      std::stop_token stop = {});

private:
    [[nodiscard]] bool isWithin(const QDateTime &since, std::chrono::seconds span) const;

    Issuer m_issuer;
    QString m_clientId; // where the document depends on it (D6); empty otherwise
    net::HttpClient &m_http;
    const Clock &m_clock;
    std::optional<ProviderMetadata> m_metadata;
    std::optional<Jwks> m_keys;
    QDateTime m_metadataUntil;
    QDateTime m_keysReadAt;
    QDateTime m_keysAskedAt; // that an answer came, good or bad
    std::chrono::seconds m_keepKeysFor{0};
};

} // namespace gatehouse::identity
