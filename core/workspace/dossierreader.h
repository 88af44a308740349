// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/analytics/source.h"
#include "core/base/clock.h"
#include "core/base/lifetime.h"
#include "core/gateway/gateway.h"
#include "core/workspace/dossier.h"

#include <QHash>
#include <QObject>
#include <QTimer>

namespace gatehouse::workspace {

// Reads what stands beside a request, each part on its own: a slow or failing one holds up no other, and says
// so in the dossier. What was read is kept for a while, so that going back and forth asks nobody. Only the
// request looked at last is read, and only after a moment: whoever walks the list with J does not ask for
// every row. Main thread.
class DossierReader : public QObject
{
    Q_OBJECT
public:
    // Both outlive the reader.
    DossierReader(gateway::Gateway &gateway, analytics::Source &source, const Clock &clock,
                  QObject *parent = nullptr);
    ~DossierReader() override;

    // dossier() is at once what is known of it; changed() tells of more.
    void look(const gateway::Subscription &request);
    [[nodiscard]] const Dossier &dossier() const { return m_dossier; }
    // Reads the request looked at anew, whatever is kept.
    void refresh();
    // How long somebody must look before the gateway is asked; 0 for tests.
    void setPause(std::chrono::milliseconds pause);

signals:
    void changed(const gatehouse::workspace::Dossier &dossier);

private:
    struct Catalogue
    {
        QHash<gateway::ApiId, gateway::Api> apis;
        QHash<gateway::TenantId, gateway::Tenant> tenants;
        QHash<QString, gateway::Scope> scopes;
        QDateTime readAt;
    };

    void read();
    void readCatalogue();
    void readScopes(const QString &cursor, const std::shared_ptr<Catalogue> &into);
    void readApis(const QString &cursor, const std::shared_ptr<Catalogue> &into);
    void readTenants(const QString &cursor, const std::shared_ptr<Catalogue> &into);
    void readUse();
    void readHistory();
    void readRights();
    void readHolders();
    void take(Dossier::Part part, const std::optional<Error> &error, bool isComplete = true);
    void layCatalogue();
    [[nodiscard]] bool isFresh(const QDateTime &readAt) const;
    template <typename T, typename Take>
    void ask(Dossier::Part part, Async<T> answer, Take take);

    gateway::Gateway &m_gateway;
    analytics::Source &m_source;
    const Clock &m_clock;
    gateway::Subscription m_request;
    Dossier m_dossier;
    Catalogue m_catalogue;
    bool m_isReadingCatalogue = false;
    QHash<gateway::SubscriptionId, std::pair<QByteArray, Dossier>> m_kept; // by the request's ETag
    QTimer m_pause;
    Lifetime m_lifetime;          // of the request looked at
    Lifetime m_catalogueLifetime; // of the reader
};

} // namespace gatehouse::workspace
