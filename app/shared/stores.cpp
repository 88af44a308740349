// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/shared/stores.h"

#ifdef Q_OS_WIN
#include "core/store/chunkedsecretstore.h"
#endif
#include "core/store/keychainsecretstore.h"

namespace gatehouse::app {

using namespace Qt::StringLiterals;

namespace {

std::optional<Error> makeDirectories(const store::Places &places)
{
    for (const QString &path : {places.config, places.data, places.cache})
        if (const Result<void> made = store::makePrivateDirectory(path); !made)
            return made.error();
    return std::nullopt;
}

std::unique_ptr<store::SecretStore> systemStore(const QString &markerFile)
{
    auto keychain = std::make_unique<store::KeychainSecretStore>(markerFile);
#ifdef Q_OS_WIN
    return std::make_unique<store::ChunkedSecretStore>(std::move(keychain));
#else
    return keychain;
#endif
}

} // namespace

Stores::Stores(store::Places places, std::unique_ptr<store::SecretStore> secrets)
    : m_places(std::move(places))
    , m_problem(makeDirectories(m_places))
    , m_connections(m_places.config + u"/connections.json"_s)
    , m_settings(std::make_unique<store::Settings>(m_places.config + u"/gatehouse.ini"_s))
    , m_secrets(std::move(secrets))
    , m_cache(std::make_unique<store::Cache>(m_places.cache + u"/cache.sqlite"_s))
    , m_journal(std::make_unique<store::Journal>(m_places.data + u"/journal.sqlite"_s))
{
    // Asked for again by whoever loads the connections; what is wrong with the policy is said there.
    (void)m_connections.setPolicy(store::ManagedPolicy::read(store::ManagedPolicy::standardPath()));
}

Stores::~Stores() = default;

store::Trail &Stores::trail()
{
    if (!m_trail)
        m_trail = std::make_unique<store::Trail>(m_places.data + u"/journal.sqlite"_s,
                                                 m_places.data + u"/trail-end"_s);
    return *m_trail;
}

std::unique_ptr<Stores> Stores::standard()
{
    const store::Places places = store::Places::standard();
    return std::make_unique<Stores>(places, systemStore(places.data + u"/kept-secrets"_s));
}

} // namespace gatehouse::app
