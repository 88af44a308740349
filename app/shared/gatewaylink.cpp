// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/shared/gatewaylink.h"

#include "app/shared/connectiontrial.h"
#include "app/shared/loglink.h"
#include "core/analytics/sources/contract/contractsource.h"
#include "core/base/follow.h"
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
            .lockDirectory = stores.places().data,
            .stepUpAcr = workspace::stepUpAcrOf(connection)};
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
    {
        if (!connection.systemLog.isEmpty())
            log =
                std::make_unique<LogLink>(connection, stores, providerHttp, stores.secrets(), browser, clock);
    }

    void makeBoards();

    const workspace::Connection connection;
    Stores &stores;
    const Clock &clock;
    net::HttpClient providerHttp;
    identity::Session session;
    net::HttpClient gatewayHttp;
    gateway::contract::ContractGateway gateway;
    analytics::contract::ContractSource source;
    workspace::Account account;
    std::unique_ptr<LogLink> log; // where the connection names a System Log
    QString scope;                // of desk and board; empty while nobody is known
    std::unique_ptr<workspace::ApprovalDesk> desk;
    std::unique_ptr<workspace::DossierReader> dossiers;
    std::unique_ptr<workspace::UsageBoard> usageBoard;
    std::unique_ptr<workspace::AuditTrail> auditTrail;
    // Pages may be in the middle of a signal of the ones before: these live until the event loop runs again.
    std::unique_ptr<workspace::ApprovalDesk> oldDesk;
    std::unique_ptr<workspace::DossierReader> oldDossiers;
    std::unique_ptr<workspace::UsageBoard> oldUsageBoard;
    std::unique_ptr<workspace::AuditTrail> oldAuditTrail;
};

void GatewayLink::Private::makeBoards()
{
    desk = std::make_unique<workspace::ApprovalDesk>(gateway, stores.cache(), stores.journal(), clock, scope,
                                                     nullptr, account.subject());
    desk->setNames(connection.name, account.name());
    dossiers = std::make_unique<workspace::DossierReader>(gateway, source, clock);
    usageBoard = std::make_unique<workspace::UsageBoard>(source, stores.cache(), clock, scope);
    std::optional<workspace::AuditTrail::Log> itsLog;
    if (log)
        itsLog = {.session = &log->session,
                  .source = &log->source,
                  .owner = session.account().value_or(identity::Account())};
    auditTrail = std::make_unique<workspace::AuditTrail>(
        stores.journal(), clock, scope, audit::Party{.id = account.subject(), .name = account.name()},
        itsLog);
}

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

workspace::DossierReader *GatewayLink::dossiers() const
{
    return d->dossiers.get();
}

workspace::UsageBoard *GatewayLink::usageBoard() const
{
    return d->usageBoard.get();
}

workspace::AuditTrail *GatewayLink::auditTrail() const
{
    return d->auditTrail.get();
}

void GatewayLink::lock()
{
    d->account.lock();
    if (d->log)
        d->log->session.lock();
}

Async<void> GatewayLink::signOut()
{
    Async<QUrl> ofLog = d->log ? d->log->session.signOut() : ready<QUrl>(QUrl()); // both at once
    return follow(d->account.signOut(), this,
                  [this, ofLog](const Result<void> &signedOut) -> Async<void> {
                      return follow(ofLog, this, [signedOut](const Result<QUrl> &other) -> Result<void> {
                          return signedOut && !other ? Result<void>(tl::unexpect, other.error()) : signedOut;
                      });
                  })
        .unwrap();
}

bool GatewayLink::isForThisRunOnly() const
{
    return !d->account.isKept() || (d->log && !d->log->session.isKept());
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
    d->oldDossiers = std::move(d->dossiers);
    d->oldUsageBoard = std::move(d->usageBoard);
    d->oldAuditTrail = std::move(d->auditTrail);
    QMetaObject::invokeMethod(
        this,
        [this] {
            d->oldDesk.reset();
            d->oldDossiers.reset();
            d->oldUsageBoard.reset();
            d->oldAuditTrail.reset();
        },
        Qt::QueuedConnection);
    if (!scope.isEmpty())
        d->makeBoards();
    else if (d->log)
        (void)d->log->session.signOut(); // whoever goes takes the second sign-in along
    emit personChanged();
}

} // namespace gatehouse::app
