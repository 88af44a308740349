// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/workspace/dossierreader.h"

#include "core/base/follow.h"

namespace gatehouse::workspace {

using namespace std::chrono_literals;
using Part = Dossier::Part;

namespace {

constexpr std::chrono::milliseconds LookedAt = 120ms;
constexpr qint64 KeptSeconds = 300;
constexpr qsizetype MostKept = 200;
constexpr int DaysOfUse = 30;
constexpr int MostHolders = 500; // read of them; the total says how many more there are

using State = gateway::SubscriptionState;

} // namespace

DossierReader::DossierReader(gateway::Gateway &gateway, analytics::Source &source, const Clock &clock,
                             QObject *parent)
    : QObject(parent)
    , m_gateway(gateway)
    , m_source(source)
    , m_clock(clock)
{
    m_pause.setSingleShot(true);
    m_pause.setInterval(LookedAt);
    connect(&m_pause, &QTimer::timeout, this, &DossierReader::read);
}

DossierReader::~DossierReader() = default;

void DossierReader::setPause(std::chrono::milliseconds pause)
{
    m_pause.setInterval(pause);
}

void DossierReader::look(const gateway::Subscription &request)
{
    if (request.id == m_request.id && request.etag == m_request.etag)
        return;
    m_lifetime.restart();
    m_request = request;
    const auto kept = m_kept.constFind(request.id);
    m_dossier = kept != m_kept.cend() && kept->first == request.etag ? kept->second : Dossier{};
    m_dossier.request = request.id;
    layCatalogue();
    m_pause.start();
}

void DossierReader::refresh()
{
    m_kept.remove(m_request.id);
    m_catalogue.readAt = {};
    m_dossier.freshness.clear();
    m_lifetime.restart();
    if (!m_request.id.isEmpty())
        read();
}

bool DossierReader::isFresh(const QDateTime &readAt) const
{
    return readAt.isValid() && readAt.secsTo(m_clock.now()) < KeptSeconds;
}

void DossierReader::read()
{
    const auto isDue = [this](Part part) { return !isFresh(m_dossier.freshness.value(part).readAt); };
    if (!isFresh(m_catalogue.readAt))
        readCatalogue();
    if (isDue(Part::Use) && m_gateway.capabilities().usage)
        readUse();
    if (isDue(Part::History) && m_gateway.capabilities().decisionHistory)
        readHistory();
    if (isDue(Part::Rights))
        readRights();
    if (isDue(Part::Holders))
        readHolders();
}

// Asks for one part of the request looked at; an answer that comes after somebody looked elsewhere is
// dropped.
template <typename T, typename Take>
void DossierReader::ask(Part part, Async<T> answer, Take takeIt)
{
    m_dossier.freshness[part].loading = true;
    follow(std::move(answer), this, [this, part, takeIt, stop = m_lifetime.token()](const Result<T> &result) {
        if (stop.stop_requested())
            return;
        const bool isComplete = result ? takeIt(*result) : false;
        take(part, result ? std::nullopt : std::optional(result.error()), isComplete);
    });
}

void DossierReader::readUse()
{
    const QDateTime now = m_clock.now().toUTC();
    analytics::UsageQuery query{.from = QDateTime(now.date().addDays(1 - DaysOfUse), QTime(0, 0), Qt::UTC),
                                .to = QDateTime(now.date().addDays(1), QTime(0, 0), Qt::UTC),
                                .bucket = analytics::Bucket::Day,
                                .by = analytics::Grouping::None};
    query.application = m_request.application.value;
    ask<analytics::UsageTable>(Part::Use, m_source.usage(query, m_lifetime.token()),
                               [this](const analytics::UsageTable &table) {
                                   m_dossier.use = applicationUse(table);
                                   return true;
                               });
}

void DossierReader::readHistory()
{
    const gateway::SubscriptionQuery query{.states = {State::Approved, State::Rejected, State::Revoked},
                                           .api = m_request.api.value,
                                           .latestDecisionFirst = true,
                                           .limit = 20};
    ask<Page<gateway::Subscription>>(Part::History, m_gateway.listSubscriptions(query, m_lifetime.token()),
                                     [this](const Page<gateway::Subscription> &page) {
                                         m_dossier.history = pastDecisions(page.items, m_request.id);
                                         return true; // the newest are all that is asked for
                                     });
}

void DossierReader::readRights()
{
    const gateway::SubscriptionQuery query{.states = {State::Approved, State::Suspended},
                                           .application = m_request.application.value,
                                           .limit = 100};
    ask<Page<gateway::Subscription>>(
        Part::Rights, m_gateway.listSubscriptions(query, m_lifetime.token()),
        [this](const Page<gateway::Subscription> &page) {
            QList<gateway::Subscription> others = page.items;
            others.removeIf([this](const gateway::Subscription &s) { return s.id == m_request.id; });
            m_dossier.rights = others;
            return !page.nextCursor;
        });
}

void DossierReader::readHolders()
{
    const gateway::SubscriptionQuery query{
        .states = {State::Approved}, .api = m_request.api.value, .limit = MostHolders};
    ask<Page<gateway::Subscription>>(Part::Holders, m_gateway.listSubscriptions(query, m_lifetime.token()),
                                     [this](const Page<gateway::Subscription> &page) {
                                         m_dossier.holders = holdersOf(page.items, m_request.tenant,
                                                                       page.total, !page.nextCursor);
                                         return !page.nextCursor;
                                     });
}

void DossierReader::take(Part part, const std::optional<Error> &error, bool isComplete)
{
    Freshness &freshness = m_dossier.freshness[part];
    freshness.loading = false;
    freshness.error = error;
    if (!error) {
        freshness.readAt = m_clock.now();
        freshness.complete = isComplete;
    }
    if (m_kept.size() >= MostKept)
        m_kept.clear();
    m_kept.insert(m_request.id, {m_request.etag, m_dossier});
    emit changed(m_dossier);
}

void DossierReader::readCatalogue()
{
    if (std::exchange(m_isReadingCatalogue, true))
        return;
    m_dossier.freshness[Part::Catalogue].loading = true;
    readScopes({}, std::make_shared<Catalogue>());
}

void DossierReader::readScopes(const QString &cursor, const std::shared_ptr<Catalogue> &into)
{
    follow(m_gateway.listScopes(cursor, m_catalogueLifetime.token()), this,
           [this, into](const Result<Page<gateway::Scope>> &page) {
               // A gateway may describe no scopes; what they are called is there all the same.
               for (const gateway::Scope &scope : page ? page->items : QList<gateway::Scope>())
                   into->scopes.insert(scope.name, scope);
               if (page && page->nextCursor)
                   return readScopes(*page->nextCursor, into);
               readApis({}, into);
           });
}

void DossierReader::readApis(const QString &cursor, const std::shared_ptr<Catalogue> &into)
{
    follow(m_gateway.listApis(cursor, m_catalogueLifetime.token()), this,
           [this, into](const Result<Page<gateway::Api>> &page) {
               if (!page) {
                   m_isReadingCatalogue = false;
                   return take(Part::Catalogue, page.error());
               }
               for (const gateway::Api &api : page->items)
                   into->apis.insert(api.id, api);
               if (page->nextCursor)
                   return readApis(*page->nextCursor, into);
               readTenants({}, into);
           });
}

void DossierReader::readTenants(const QString &cursor, const std::shared_ptr<Catalogue> &into)
{
    follow(m_gateway.listTenants(cursor, m_catalogueLifetime.token()), this,
           [this, into](const Result<Page<gateway::Tenant>> &page) {
               if (page) {
                   for (const gateway::Tenant &tenant : page->items)
                       into->tenants.insert(tenant.id, tenant);
                   if (page->nextCursor)
                       return readTenants(*page->nextCursor, into);
               }
               m_isReadingCatalogue = false;
               if (!page)
                   return take(Part::Catalogue, page.error());
               m_catalogue = *into;
               m_catalogue.readAt = m_clock.now();
               layCatalogue();
               take(Part::Catalogue, std::nullopt);
           });
}

void DossierReader::layCatalogue()
{
    m_dossier.scopes.clear();
    for (const QString &name : std::as_const(m_request.scopes)) {
        gateway::Scope scope = m_catalogue.scopes.value(name);
        scope.name = name;
        m_dossier.scopes.append(scope);
    }
    if (const auto api = m_catalogue.apis.constFind(m_request.api); api != m_catalogue.apis.cend()) {
        m_dossier.api = *api;
        for (const gateway::Plan &plan : api->plans)
            if (plan.name == m_request.plan)
                m_dossier.plan = plan;
    }
    if (const auto tenant = m_catalogue.tenants.constFind(m_request.tenant);
        tenant != m_catalogue.tenants.cend()) {
        m_dossier.tenant = *tenant;
        m_dossier.budget = budgetEffect(*tenant, m_request);
    }
    m_dossier.freshness[Part::Catalogue].readAt = m_catalogue.readAt;
}

} // namespace gatehouse::workspace
