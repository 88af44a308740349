// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/store/cache.h"
#include "core/store/journal.h"
#include "core/store/secretstore.h"
#include "core/store/settings.h"
#include "core/store/trail.h"
#include "core/workspace/connection.h"

#include <memory>

namespace gatehouse::app {

// Everything this computer keeps, opened once per program: console and gatehousectl share all of it.
class Stores
{
public:
    // Makes the directories (0700), opens the files. What cannot be opened says so at its first use, except
    // the directories: problem().
    Stores(store::Places places, std::unique_ptr<store::SecretStore> secrets);
    ~Stores();
    Stores(const Stores &) = delete;
    Stores &operator=(const Stores &) = delete;

    // The key store of the system, below the standard places.
    [[nodiscard]] static std::unique_ptr<Stores> standard();

    [[nodiscard]] const std::optional<Error> &problem() const { return m_problem; }
    [[nodiscard]] const store::Places &places() const { return m_places; }
    [[nodiscard]] workspace::ConnectionBook &connections() { return m_connections; }
    [[nodiscard]] store::Settings &settings() { return *m_settings; }
    [[nodiscard]] store::SecretStore &secrets() { return *m_secrets; }
    [[nodiscard]] store::Cache &cache() { return *m_cache; }
    [[nodiscard]] store::Journal &journal() { return *m_journal; }
    // Opened at the first use: most runs only write to it, through the journal.
    [[nodiscard]] store::Trail &trail();

private:
    store::Places m_places;
    std::optional<Error> m_problem;
    workspace::ConnectionBook m_connections;
    std::unique_ptr<store::Settings> m_settings;
    std::unique_ptr<store::SecretStore> m_secrets;
    std::unique_ptr<store::Cache> m_cache;
    std::unique_ptr<store::Journal> m_journal;
    std::unique_ptr<store::Trail> m_trail;
};

} // namespace gatehouse::app
