// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/workspace/audittrail.h"

#include "core/base/follow.h"
#include "core/identity/session.h"
#include "core/workspace/foldedtext.h"

namespace gatehouse::workspace {

using namespace Qt::StringLiterals;

namespace {

constexpr int mostDecisions = 5'000;

audit::Outcome outcomeOf(store::Journal::State state)
{
    switch (state) {
    case store::Journal::State::Prepared:
    case store::Journal::State::Held:
        return audit::Outcome::Unknown;
    case store::Journal::State::Recorded:
        return audit::Outcome::Success;
    case store::Journal::State::NotRecorded:
        return audit::Outcome::Failure;
    case store::Journal::State::DecidedElsewhere:
    case store::Journal::State::Withdrawn:
        return audit::Outcome::Skipped;
    }
    return audit::Outcome::Unknown;
}

audit::Event eventOf(const store::Journal::Entry &entry, const audit::Party &person)
{
    return {.id = entry.id,
            .time = entry.preparedAt,
            .type = u"request."_s + entry.order.verdict,
            .message = entry.order.reason,
            .actor = person,
            .targets = {{.id = entry.order.subscription, .type = u"Request"_s}},
            .outcome = outcomeOf(entry.state),
            .reason = entry.note};
}

QString searched(const audit::Event &event)
{
    QStringList parts{event.type,    event.message, event.actor.name, event.actor.id,
                      event.address, event.place,   event.reason,     event.client};
    for (const audit::Party &target : event.targets)
        parts << target.name << target.id;
    return foldedText(parts.join(u'\n'));
}

AuditTrail::Row rowOf(AuditTrail::Origin origin, const audit::Event &event)
{
    return {.origin = origin, .event = event, .folded = searched(event)};
}

bool isLater(const AuditTrail::Row &a, const AuditTrail::Row &b)
{
    return a.event.time > b.event.time;
}

} // namespace

std::optional<bool> areSamePerson(const identity::Account &a, const identity::Account &b)
{
    if (a.issuer == b.issuer)
        return a.subject == b.subject;
    if (a.email.isEmpty() || b.email.isEmpty())
        return std::nullopt;
    return a.email.compare(b.email, Qt::CaseInsensitive) == 0;
}

struct AuditTrail::Private
{
    AuditTrail *q;
    store::Journal &journal;
    const Clock &clock;
    const QString scope;
    const audit::Party person;
    const std::optional<Log> sourceOfLog;
    std::unique_ptr<LogReader> reader = {};

    int days = 0;
    QString words = {};
    QList<Row> ownRows = {};
    QList<Row> logRows = {};
    QList<Row> rows = {};
    Freshness own = {};
    std::optional<Error> signInError = {};
    bool isLogLookedFor = false;
    int reading = 0; // the journal takes no stop token: an answer to an earlier show() is dropped by this
    Lifetime signIn = {};

    [[nodiscard]] QDateTime since() const { return clock.now().addDays(-days); }
    void readOwn();
    void readLog(const QString &wordsForLog = {});
    void takeLog();
    void restoreLog();
    void signInToLog(bool elsewhere);
    [[nodiscard]] Result<void> checkPerson(const identity::Account &account);
    void arrange();
};

AuditTrail::AuditTrail(store::Journal &journal, const Clock &clock, QString scope, audit::Party person,
                       std::optional<Log> log, QObject *parent)
    : QObject(parent)
    , d(new Private{.q = this,
                    .journal = journal,
                    .clock = clock,
                    .scope = std::move(scope),
                    .person = std::move(person),
                    .sourceOfLog = log})
{
    if (!log)
        return;
    d->reader = std::make_unique<LogReader>(*log->source, clock, log->pollEvery);
    connect(d->reader.get(), &LogReader::changed, this, [this] { d->takeLog(); });
    connect(log->session, &identity::Session::stateChanged, this, &AuditTrail::changed);
}

AuditTrail::~AuditTrail() = default;

void AuditTrail::show(int days)
{
    d->days = days;
    d->readOwn();
    if (!d->isLogLookedFor && hasLog())
        d->restoreLog();
    else
        d->readLog();
}

void AuditTrail::refresh()
{
    if (d->days == 0)
        return; // nothing has been shown yet
    d->readOwn();
    if (d->reader && logState() == Account::State::SignedIn)
        d->reader->refresh();
}

void AuditTrail::setWords(const QString &words)
{
    if (words == d->words)
        return;
    d->words = words;
    d->arrange();
    emit changed();
}

void AuditTrail::askLogForWords()
{
    d->readLog(d->words);
}

void AuditTrail::setWatched(bool watched)
{
    if (d->reader)
        d->reader->setWatched(watched);
}

int AuditTrail::days() const
{
    return d->days;
}

const QList<AuditTrail::Row> &AuditTrail::rows() const
{
    return d->rows;
}

qsizetype AuditTrail::count() const
{
    return d->ownRows.size() + d->logRows.size();
}

const Freshness &AuditTrail::own() const
{
    return d->own;
}

bool AuditTrail::hasLog() const
{
    return d->reader != nullptr;
}

const Freshness &AuditTrail::log() const
{
    static const Freshness none;
    return d->reader ? d->reader->freshness() : none;
}

QString AuditTrail::logHost() const
{
    return hasLog() ? d->sourceOfLog->session->config().api.host() : QString();
}

Account::State AuditTrail::logState() const
{
    return hasLog() ? Account::stateOf(d->sourceOfLog->session->state()) : Account::State::SignedOut;
}

bool AuditTrail::isLogLocked() const
{
    return hasLog() && d->sourceOfLog->session->isLocked();
}

QUrl AuditTrail::logSignInUrl() const
{
    return hasLog() ? d->sourceOfLog->session->signInUrl() : QUrl();
}

QString AuditTrail::logUserCode() const
{
    return hasLog() ? d->sourceOfLog->session->userCode() : QString();
}

bool AuditTrail::logAllowsElsewhere() const
{
    return hasLog() && d->sourceOfLog->session->config().provider.allowsDeviceGrant;
}

QString AuditTrail::logPerson() const
{
    const std::optional<identity::Account> who = hasLog() ? d->sourceOfLog->session->account() : std::nullopt;
    if (!who)
        return {};
    return !who->email.isEmpty() ? who->email : !who->name.isEmpty() ? who->name : who->subject;
}

std::optional<Error> AuditTrail::logSignInError() const
{
    return d->signInError;
}

void AuditTrail::signInToLog()
{
    d->signInToLog(false);
}

void AuditTrail::signInToLogElsewhere()
{
    d->signInToLog(true);
}

void AuditTrail::Private::signInToLog(bool elsewhere)
{
    if (!sourceOfLog)
        return;
    signIn.restart();
    signInError.reset();
    identity::Session &session = *sourceOfLog->session;
    const std::stop_token stop = signIn.token();
    const bool isThere = session.state() == identity::Session::State::SignedIn;
    auto attempt = isThere     ? elsewhere ? session.unlockElsewhere(stop) : session.unlock(stop)
                       : elsewhere ? session.signInElsewhere(stop)
                               : session.signIn(stop);
    follow(std::move(attempt), q, [this, stop](const Result<identity::Account> &account) {
        if (stop.stop_requested())
            return;
        const Result<void> known =
            account ? checkPerson(*account) : Result<void>(tl::unexpect, account.error());
        if (known)
            readLog();
        else
            signInError = known.error();
        emit q->changed();
    });
    emit q->changed();
}

// The log is read as the person at the connection, or not at all: an address bar of a shared browser signs in
// whoever it remembers.
Result<void> AuditTrail::Private::checkPerson(const identity::Account &account)
{
    if (areSamePerson(sourceOfLog->owner, account).value_or(true))
        return {};
    const QString who = q->logPerson();
    (void)sourceOfLog->session->signOut();
    return failure(Error{.kind = Error::Kind::SignInRefused, .code = u"log.person"_s, .title = who});
}

void AuditTrail::cancelSignInToLog()
{
    d->signIn.restart();
    if (hasLog())
        d->sourceOfLog->session->cancelSignIn();
    emit changed();
}

void AuditTrail::Private::readOwn()
{
    own.loading = true;
    emit q->changed();
    follow(journal.recent(scope, mostDecisions), q,
           [this, mine = ++reading](const Result<QList<store::Journal::Entry>> &entries) {
               if (mine != reading)
                   return;
               own.loading = false;
               if (entries) {
                   ownRows.clear();
                   for (const store::Journal::Entry &entry : *entries)
                       if (entry.preparedAt >= since())
                           ownRows.append(rowOf(Origin::Console, eventOf(entry, person)));
                   own = {.readAt = clock.now(), .complete = entries->size() < mostDecisions};
               } else {
                   own.error = entries.error(); // what was shown stays
               }
               arrange();
               emit q->changed();
           });
}

// Whether the session is still good shows at the first question; until then it is taken for good.
void AuditTrail::Private::restoreLog()
{
    isLogLookedFor = true;
    if (sourceOfLog->session->state() == identity::Session::State::SignedIn)
        return readLog();
    follow(sourceOfLog->session->restore(), q, [this](const Result<identity::Account> &account) {
        const Result<void> known =
            account ? checkPerson(*account) : Result<void>(tl::unexpect, account.error());
        if (known)
            readLog();
        else if (known.error().kind != Error::Kind::NotFound)
            signInError = known.error();
        emit q->changed();
    });
}

void AuditTrail::Private::readLog(const QString &wordsForLog)
{
    if (reader && days > 0 && q->logState() == Account::State::SignedIn && !q->isLogLocked())
        reader->read(since(), wordsForLog);
}

void AuditTrail::Private::takeLog()
{
    const QList<audit::Event> &events = reader->events();
    QHash<QString, Row> known;
    for (const Row &row : std::as_const(logRows))
        known.insert(row.event.id, row);
    logRows.clear();
    for (const audit::Event &event : events) {
        const auto before = known.constFind(event.id);
        logRows.append(before != known.cend() ? *before : rowOf(Origin::Log, event));
    }
    arrange();
    emit q->changed();
}

void AuditTrail::Private::arrange()
{
    QList<Row> all;
    all.reserve(ownRows.size() + logRows.size());
    std::merge(ownRows.cbegin(), ownRows.cend(), logRows.cbegin(), logRows.cend(), std::back_inserter(all),
               isLater);
    const QStringList wanted = foldedText(words).split(u' ', Qt::SkipEmptyParts);
    if (!wanted.isEmpty())
        all.removeIf([&wanted](const Row &row) {
            return !std::all_of(wanted.cbegin(), wanted.cend(),
                                [&row](const QString &word) { return row.folded.contains(word); });
        });
    rows = std::move(all);
}

} // namespace gatehouse::workspace
