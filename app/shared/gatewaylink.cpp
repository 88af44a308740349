// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/shared/gatewaylink.h"

#include "app/shared/connectiontrial.h"
#include "core/analytics/sources/contract/contractsource.h"
#include "core/gateway/adapters/contract/contractgateway.h"
#include "core/identity/session.h"
#include "core/net/httpclient.h"

namespace gatehouse::app {

namespace {

identity::Session::Config sessionConfig(const workspace::Connection &connection, const Stores &stores)
{
    return {.connection = connection.name,
            .provider = workspace::providerOf(connection),
            .api = connection.api,
            .lockDirectory = stores.places().data};
}

} // namespace

// Members die from the last to the first: whoever uses another comes after it.
struct GatewayLink::Private
{
    Private(workspace::Connection theConnection, Stores &theStores, identity::BrowserOpener &browser,
            const Clock &theClock)
        : connection(std::move(theConnection))
        , stores(theStores)
        , clock(theClock)
        , providerHttp(clock, nullptr, providerOptions(connection))
        , session(sessionConfig(connection, stores), providerHttp, stores.secrets(), browser, clock)
        , gatewayHttp(clock, &session, gatewayOptions(connection))
        , gateway(connection.api, gatewayHttp)
        , source(connection.api, gatewayHttp)
        , account(session, gateway)
    {}

    const workspace::Connection connection;
    Stores &stores;
    const Clock &clock;
    net::HttpClient providerHttp;
    identity::Session session;
    net::HttpClient gatewayHttp;
    gateway::contract::ContractGateway gateway;
    analytics::contract::ContractSource source;
    workspace::Account account;
    QString scope; // of desk and board; empty while nobody is known
    std::unique_ptr<workspace::ApprovalDesk> desk;
    std::unique_ptr<workspace::UsageBoard> usageBoard;
    // Pages may be in the middle of a signal of the ones before: these live until the event loop runs again.
    std::unique_ptr<workspace::ApprovalDesk> oldDesk;
    std::unique_ptr<workspace::UsageBoard> oldUsageBoard;
};

GatewayLink::GatewayLink(workspace::Connection connection, Stores &stores, identity::BrowserOpener &browser,
                         const Clock &clock, QObject *parent)
    : QObject(parent)
    , d(std::make_unique<Private>(std::move(connection), stores, browser, clock))
{
    connect(&d->account, &workspace::Account::changed, this, &GatewayLink::followAccount);
}

GatewayLink::~GatewayLink() = default;

const workspace::Connection &GatewayLink::connection() const
{
    return d->connection;
}

workspace::Account &GatewayLink::account() const
{
    return d->account;
}

analytics::Source &GatewayLink::source() const
{
    return d->source;
}

workspace::ApprovalDesk *GatewayLink::desk() const
{
    return d->desk.get();
}

workspace::UsageBoard *GatewayLink::usageBoard() const
{
    return d->usageBoard.get();
}

void GatewayLink::followAccount()
{
    using State = workspace::Account::State;
    const State state = d->account.state();
    if (state == State::Ended || state == State::Restoring || state == State::WaitingForBrowser)
        return; // whoever was there stays until it is known who comes
    const QString scope = state == State::SignedIn ? d->account.scopeKey() : QString();
    if (scope == d->scope)
        return;
    d->scope = scope;
    d->oldDesk = std::move(d->desk);
    d->oldUsageBoard = std::move(d->usageBoard);
    QMetaObject::invokeMethod(
        this,
        [this] {
            d->oldDesk.reset();
            d->oldUsageBoard.reset();
        },
        Qt::QueuedConnection);
    if (!scope.isEmpty()) {
        d->desk =
            std::make_unique<workspace::ApprovalDesk>(d->gateway, d->stores.cache(), d->stores.journal(),
                                                      d->clock, scope, nullptr, d->account.subject());
        d->usageBoard =
            std::make_unique<workspace::UsageBoard>(d->source, d->stores.cache(), d->clock, scope);
    }
    emit personChanged();
}

} // namespace gatehouse::app
