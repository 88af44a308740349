// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/analytics/source.h"
#include "core/net/httpclient.h"

#include <QObject>

namespace gatehouse::analytics::contract {

// The analytics of a gateway that speaks docs/gateway-contract.yaml (GET /v1/analytics/usage).
class ContractSource final : public QObject, public Source
{
    Q_OBJECT
public:
    ContractSource(QUrl api, net::HttpClient &http, QObject *parent = nullptr);
    [[nodiscard]] Async<UsageTable> usage(const UsageQuery &query, std::stop_token stop) override;

private:
    QUrl m_api;
    net::HttpClient &m_http;
};

} // namespace gatehouse::analytics::contract
