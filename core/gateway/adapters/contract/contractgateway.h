// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/gateway/gateway.h"
#include "core/net/httpclient.h"

#include <QByteArrayList>
#include <QObject>

namespace gatehouse::gateway::contract {

// A gateway that speaks docs/gateway-contract.yaml; the sandbox does. The credential is the provider's own
// bearer.
class ContractGateway final : public QObject, public Gateway
{
    Q_OBJECT
public:
    // `api`: the base URL, e.g. http://127.0.0.1:8080; `http` has the session as its TokenSource and outlives
    // this.
    ContractGateway(QUrl api, net::HttpClient &http, QObject *parent = nullptr);

    [[nodiscard]] Capabilities capabilities() const override;
    [[nodiscard]] Async<void> reach(std::stop_token stop) override;
    [[nodiscard]] Async<Person> whoAmI(std::stop_token stop) override;
    [[nodiscard]] Async<Page<Api>> listApis(const QString &cursor, std::stop_token stop) override;
    [[nodiscard]] Async<Page<Tenant>> listTenants(const QString &cursor, std::stop_token stop) override;
    [[nodiscard]] Async<Page<Subscription>> listSubscriptions(const SubscriptionQuery &query,
                                                              std::stop_token stop) override;
    [[nodiscard]] Async<Subscription> subscription(const SubscriptionId &id, std::stop_token stop) override;
    [[nodiscard]] Async<Subscription> decide(const DecisionOrder &order, std::stop_token stop) override;
    [[nodiscard]] Async<QList<Result<Subscription>>> decideAll(const QList<DecisionOrder> &orders,
                                                               std::stop_token stop) override;
    [[nodiscard]] Async<SubscriptionChanges> changes(const QString &cursor, std::chrono::seconds wait,
                                                     std::stop_token stop) override;
    [[nodiscard]] Async<Page<Scope>> listScopes(const QString &cursor, std::stop_token stop) override;

private:
    // `path` and `query` are already percent-encoded.
    [[nodiscard]] net::Request get(const QByteArray &path, const QByteArrayList &query = {}) const;

    QUrl m_api;
    net::HttpClient &m_http;
};

} // namespace gatehouse::gateway::contract
