// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/sandbox/api.h"

#include "app/sandbox/arrivals.h"
#include "app/sandbox/catalog.h"

using namespace Qt::StringLiterals;

namespace gatehouse::sandbox {

namespace {

bool fits(const QStringList &pattern, const QStringList &segments)
{
    if (segments.size() != pattern.size() + 1 || segments.first() != u"v1"_s)
        return false;
    for (qsizetype i = 0; i < pattern.size(); ++i) {
        if (pattern.at(i) != u"*"_s && pattern.at(i) != segments.at(i + 1))
            return false;
    }
    return true;
}

Headers standing(const RateLimiter::Standing &standing)
{
    return {{"X-RateLimit-Limit", QByteArray::number(standing.limit)},
            {"X-RateLimit-Remaining", QByteArray::number(standing.remaining)},
            {"X-RateLimit-Reset", QByteArray::number(standing.resetSeconds)},
            {"X-Request-Id", "req_" + randomWord(9)}};
}

} // namespace

Answer tooMany(int seconds)
{
    Answer answer = problem(429, u"rate-limited"_s, u"Too many requests; try again in %1 s."_s.arg(seconds));
    if (seconds > 0)
        answer.headers.append({"Retry-After", QByteArray::number(seconds)});
    return answer;
}

Api::Api(Database &database, Signer &signer, ProofChecker &proofs, const Options &options, QString origin,
         QString issuer, QObject *parent)
    : QObject(parent)
    , m_database(database)
    , m_signer(signer)
    , m_proofs(proofs)
    , m_options(options)
    , m_origin(std::move(origin))
    , m_issuer(std::move(issuer))
    , m_subscriptions(database)
    , m_decisions(database, options)
    , m_applicant(database)
    , m_changes(database)
    , m_upkeep(database, options)
    , m_limiter(options.rateLimit)
{
    m_tick.setSingleShot(true);
    connect(&m_tick, &QTimer::timeout, this, &Api::tick);
    schedule();
    if (options.arrivals.count() > 0) {
        auto *arriving = new QTimer(this);
        connect(arriving, &QTimer::timeout, this, &Api::arrive);
        arriving->start(options.arrivals);
    }
}

// What is exact stands before what has a place for an id.
const QList<Api::Route> &Api::routes()
{
    using Later = std::optional<Answer>;
    static const QString read = u"gw:read"_s;
    static const QString decide = u"gw:decide"_s;
    static const QList<Route> all{
        {"GET", {u"me"_s}, read, [](Api &, const Asked &a) -> Later { return whoAmI(a.request, a.caller); }},
        {"GET",
         {u"tenants"_s},
         read,
         [](Api &api, const Asked &a) -> Later {
             return listTenants(api.m_database, a.request, a.caller, a.now);
         }},
        {"GET",
         {u"apis"_s},
         read,
         [](Api &api, const Asked &a) -> Later { return listApis(api.m_database, a.request); }},
        {"GET",
         {u"scopes"_s},
         read,
         [](Api &api, const Asked &a) -> Later { return listScopes(api.m_database, a.request); }},
        {"GET",
         {u"subscriptions"_s},
         read,
         [](Api &api, const Asked &a) -> Later { return api.m_subscriptions.list(a.request, a.caller); }},
        {"POST",
         {u"subscriptions"_s},
         read,
         [](Api &api, const Asked &a) -> Later { return api.m_applicant.apply(a.request, a.caller, a.now); }},
        {"GET",
         {u"subscriptions"_s, u"changes"_s},
         read,
         [](Api &api, const Asked &a) {
             const auto wait = Changes::waitOf(a.request);
             return api.m_changes.since(a.request, a.caller, wait && wait->count() > 0);
         }},
        {"GET",
         {u"subscriptions"_s, u"*"_s},
         read,
         [](Api &api, const Asked &a) -> Later {
             return api.m_subscriptions.get(a.request, a.caller, a.id);
         }},
        {"POST",
         {u"subscriptions"_s, u"*"_s, u"decision"_s},
         decide,
         [](Api &api, const Asked &a) -> Later {
             return api.m_decisions.decide(a.request, a.caller, a.id, a.now);
         }},
        {"POST",
         {u"subscriptions"_s, u"*"_s, u"answer"_s},
         read,
         [](Api &api, const Asked &a) -> Later {
             return api.m_applicant.reply(a.request, a.caller, a.id, a.now);
         }},
        {"POST",
         {u"subscriptions"_s, u"*"_s, u"withdraw"_s},
         read,
         [](Api &api, const Asked &a) -> Later { return api.m_applicant.withdraw(a.caller, a.id); }},
        {"POST",
         {u"decisions"_s},
         decide,
         [](Api &api, const Asked &a) -> Later {
             return api.m_decisions.decideAll(a.request, a.caller, a.now);
         }},
        {"GET",
         {u"analytics"_s, u"usage"_s},
         u"gw:usage"_s,
         [](Api &api, const Asked &a) -> Later {
             return usage(api.m_database, api.m_options.seed, a.request, a.caller);
         }},
    };
    return all;
}

QList<Api::Route> Api::routesTo(const QStringList &segments)
{
    QList<Route> found;
    for (const Route &route : routes()) {
        // The first that fits names the resource; others are the same with another method.
        if (fits(route.path, segments) && (found.isEmpty() || found.first().path == route.path))
            found.append(route);
    }
    return found;
}

Answer Api::health() const
{
    return json({{u"status"_s, u"ok"_s}, {u"version"_s, QStringLiteral(GATEHOUSE_VERSION)}});
}

void Api::answer(const Request &request, QObject *context, const Say &say)
{
    const QDateTime now = QDateTime::currentDateTimeUtc();
    RateLimiter::Standing mark{
        .limit = m_limiter.limit(), .remaining = m_limiter.limit(), .resetSeconds = 60};
    const auto finish = [say](Answer answer, const RateLimiter::Standing &where) {
        answer.headers.append(standing(where));
        say(answer);
    };
    if (request.path == "/v1/health" && request.method == "GET")
        return finish(health(), mark);
    const QStringList segments = request.segments();
    const QList<Route> found = routesTo(segments);
    if (found.isEmpty() && segments.value(0) != u"v1"_s)
        return finish(problem(404, u"not-found"_s, u"There is nothing here."_s), mark);
    const auto who = authenticate(request, m_origin + QString::fromUtf8(request.path), m_signer, m_proofs,
                                  m_issuer, found.isEmpty() ? u"gw:read"_s : found.first().scope, now);
    if (const auto *refused = std::get_if<Answer>(&who))
        return finish(*refused, mark);
    const Caller &caller = std::get<Caller>(who);
    mark = m_limiter.count(caller.person.subject, now.toSecsSinceEpoch());
    if (mark.isOver)
        return finish(tooMany(mark.resetSeconds), mark);
    if (m_upkeep.advance(now))
        tellWaiting();
    if (const std::optional<Answer> answer = handle(found, request, caller, now))
        finish(*answer, mark);
    else
        hold(request, caller, context, [finish, mark](const Answer &later) { finish(later, mark); });
    if (request.method == "POST") {
        schedule();
        tellWaiting();
    }
}

std::optional<Answer> Api::handle(const QList<Route> &found, const Request &request, const Caller &caller,
                                  const QDateTime &now)
{
    if (found.isEmpty())
        return problem(404, u"not-found"_s, u"There is nothing here."_s);
    QByteArrayList allowed;
    for (const Route &route : found) {
        if (route.method == request.method)
            return route.handle(*this, {request, caller, request.segments().value(2), now});
        allowed.append(route.method);
    }
    Answer answer = problem(405, u"method-not-allowed"_s, u"This cannot be done here."_s);
    answer.headers.append(std::pair<QByteArray, QByteArray>("Allow", allowed.join(", ")));
    return answer;
}

void Api::hold(const Request &request, const Caller &caller, QObject *context, const Say &say)
{
    const std::chrono::milliseconds wait = *Changes::waitOf(request);
    m_waiting.append({context, request, caller, QDeadlineTimer(wait, Qt::PreciseTimer), say});
    // A little later than that, so that the time is over then in any case.
    QTimer::singleShot(wait + std::chrono::milliseconds(5), Qt::PreciseTimer, context,
                       [this] { tellWaiting(); });
}

// Those for whom something changed, and those who waited long enough.
void Api::tellWaiting()
{
    QList<Waiting> still;
    for (const Waiting &one : std::exchange(m_waiting, {})) {
        if (!one.context)
            continue;
        if (const auto answer = m_changes.since(one.request, one.caller, !one.until.hasExpired()))
            one.say(*answer);
        else
            still.append(one);
    }
    m_waiting = still + m_waiting;
}

void Api::tick()
{
    if (m_upkeep.advance(QDateTime::currentDateTimeUtc()))
        tellWaiting();
    schedule();
}

void Api::schedule()
{
    // A timer has no more than 24 days; looking again each hour is soon enough to set one.
    constexpr qint64 longest = 3'600'000;
    const std::optional<qint64> next = m_upkeep.nextAt();
    const qint64 left = next ? *next - QDateTime::currentMSecsSinceEpoch() : longest;
    m_tick.start(std::chrono::milliseconds(std::clamp<qint64>(left, 0, longest)));
}

void Api::arrive()
{
    (void)m_database.begin();
    requestArrives(m_database, m_options.seed, QDateTime::currentDateTimeUtc());
    m_database.commit();
    tellWaiting();
}

} // namespace gatehouse::sandbox
