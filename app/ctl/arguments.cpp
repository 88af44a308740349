// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/ctl/arguments.h"

#include "app/ctl/requestarguments.h"
#include "app/ctl/timeargument.h"

#include <QCommandLineParser>
#include <QHostAddress>

namespace gatehouse::ctl {

using namespace Qt::StringLiterals;
using Command = Arguments::Command;

namespace {

constexpr int kDefaultDays = 30;
constexpr int kHourlyUpToDays = 2;

struct Verb
{
    QStringList words;
    Command command;
    qsizetype operands; // after the words
    QStringList options;
    qsizetype optionalOperands = 0;
};

const QList<Verb> &verbs()
{
    static const QList<Verb> all{
        {{u"connect"_s},
         Command::Connect,
         1,
         {u"api"_s, u"issuer"_s, u"client-id"_s, u"scope"_s, u"ports"_s, u"stage"_s, u"no-offline"_s}},
        {{u"connections"_s, u"export"_s}, Command::ExportConnection, 1, {}},
        {{u"connections"_s, u"import"_s}, Command::ImportConnection, 1, {}},
        {{u"connections"_s}, Command::Connections, 0, {}},
        {{u"signin"_s}, Command::SignIn, 0, {u"no-browser"_s, u"device"_s}},
        {{u"whoami"_s}, Command::WhoAmI, 0, {}},
        {{u"signout"_s}, Command::SignOut, 0, {}},
        {{u"requests"_s, u"list"_s}, Command::ListRequests, 0, filterOptions()},
        {{u"requests"_s, u"watch"_s}, Command::WatchRequests, 0, filterOptions()},
        {{u"requests"_s, u"show"_s}, Command::ShowRequest, 1, {}},
        {{u"requests"_s, u"approve"_s}, Command::Decide, 1, decisionOptions(u"approve"_s)},
        {{u"requests"_s, u"reject"_s}, Command::Decide, 1, decisionOptions(u"reject"_s)},
        {{u"requests"_s, u"ask-back"_s}, Command::Decide, 1, decisionOptions(u"ask-back"_s)},
        {{u"requests"_s, u"revoke"_s}, Command::Decide, 1, decisionOptions(u"revoke"_s)},
        {{u"requests"_s, u"extend"_s}, Command::Decide, 1, decisionOptions(u"extend"_s)},
        {{u"requests"_s, u"suspend"_s}, Command::Decide, 1, decisionOptions(u"suspend"_s)},
        {{u"requests"_s, u"resume"_s}, Command::Decide, 0, decisionOptions(u"resume"_s), 1},
        {{u"requests"_s, u"decide"_s}, Command::DecideMany, 0, {u"from-stdin"_s, u"dry-run"_s, u"wait"_s}},
        {{u"audit"_s, u"verify"_s}, Command::VerifyAudit, 0, {}, 1},
        {{u"audit"_s, u"list"_s}, Command::ListAudit, 0, {u"from"_s, u"to"_s, u"actor"_s, u"action"_s}},
        {{u"audit"_s, u"export"_s},
         Command::ExportAudit,
         0,
         {u"from"_s, u"to"_s, u"actor"_s, u"action"_s, u"format"_s}},
        {{u"audit"_s, u"report"_s}, Command::ReportAudit, 0, {u"from"_s, u"to"_s, u"actor"_s}},
        {{u"usage"_s}, Command::Usage, 0, {u"from"_s, u"to"_s, u"by"_s, u"measure"_s}},
        {{u"jws"_s, u"verify"_s}, Command::VerifyJws, 0, {u"jwks"_s, u"alg"_s}, 1},
        {{u"idtoken"_s, u"verify"_s},
         Command::VerifyIdToken,
         0,
         {u"jwks"_s, u"alg"_s, u"issuer"_s, u"client-id"_s, u"nonce"_s, u"at"_s, u"skew"_s, u"subject"_s,
          u"access-token"_s, u"acr"_s, u"max-age"_s, u"audience"_s, u"no-nonce"_s},
         1},
    };
    return all;
}

Error usageError(const QString &sentence)
{
    return {.kind = Error::Kind::Invalid, .title = sentence};
}

void addOptions(QCommandLineParser &parser)
{
    parser.setSingleDashWordOptionMode(QCommandLineParser::ParseAsLongOptions);
    for (const QString &flag : {u"json"_s, u"help"_s, u"version"_s, u"no-browser"_s, u"device"_s,
                                u"no-offline"_s, u"no-nonce"_s, u"dry-run"_s, u"from-stdin"_s})
        parser.addOption(QCommandLineOption(flag));
    for (const QString &option :
         {u"connection"_s,   u"api"_s,     u"issuer"_s,  u"client-id"_s, u"scope"_s, u"ports"_s,
          u"stage"_s,        u"reason"_s,  u"from"_s,    u"to"_s,        u"by"_s,    u"measure"_s,
          u"jwks"_s,         u"alg"_s,     u"nonce"_s,   u"at"_s,        u"skew"_s,  u"subject"_s,
          u"access-token"_s, u"acr"_s,     u"max-age"_s, u"audience"_s,  u"actor"_s, u"action"_s,
          u"format"_s,       u"expires"_s, u"until"_s,   u"scopes"_s,    u"plan"_s,  u"tenant"_s,
          u"find"_s,         u"wait"_s})
        parser.addOption(QCommandLineOption(option, QString(), u"value"_s));
}

const Verb *verbFor(const QStringList &words)
{
    for (const Verb &verb : verbs())
        if (words.mid(0, verb.words.size()) == verb.words)
            return &verb;
    return nullptr;
}

Result<workspace::Stage> stageFor(const QCommandLineParser &parser, const QUrl &api)
{
    if (!parser.isSet(u"stage"_s)) {
        const bool isHere = api.host() == "localhost"_L1 || QHostAddress(api.host()).isLoopback();
        return isHere ? workspace::Stage::Sandbox : workspace::Stage::Production;
    }
    static const QHash<QString, workspace::Stage> stages{{u"production"_s, workspace::Stage::Production},
                                                         {u"staging"_s, workspace::Stage::Staging},
                                                         {u"development"_s, workspace::Stage::Development},
                                                         {u"sandbox"_s, workspace::Stage::Sandbox}};
    const auto stage = stages.constFind(parser.value(u"stage"_s));
    if (stage == stages.cend())
        return failure(usageError(u"--stage takes production, staging, development or sandbox."_s));
    return *stage;
}

Result<void> readConnection(Arguments &arguments, const QCommandLineParser &parser, const QString &name)
{
    workspace::Connection &connection = arguments.toConnect;
    connection.name = name;
    connection.api = QUrl(parser.value(u"api"_s), QUrl::StrictMode);
    connection.issuer = identity::Issuer(parser.value(u"issuer"_s));
    connection.clientId = parser.value(u"client-id"_s);
    if (parser.isSet(u"scope"_s))
        connection.scopes = splitAll(parser.values(u"scope"_s));
    // A19: a session that ends with the program asks for no refresh token.
    if (parser.isSet(u"no-offline"_s))
        connection.scopes = workspace::withStaying(connection.scopes, false);
    if (parser.isSet(u"ports"_s)) {
        connection.ports.clear();
        for (const QString &port : splitAll(parser.values(u"ports"_s))) {
            bool isNumber = false;
            connection.ports.append(port.toUShort(&isNumber));
            if (!isNumber)
                return failure(usageError(u"--ports takes port numbers, such as 18181,18182."_s));
        }
    }
    const Result<workspace::Stage> stage = stageFor(parser, connection.api);
    if (!stage)
        return failure(stage.error());
    connection.stage = *stage;
    return workspace::check(connection);
}

template <typename T>
Result<T> choice(const QCommandLineParser &parser, const QString &option, T otherwise,
                 const QList<std::pair<QString, T>> &choices)
{
    if (!parser.isSet(option))
        return otherwise;
    QStringList words;
    for (const auto &[word, value] : choices) {
        if (parser.value(option) == word)
            return value;
        words.append(word);
    }
    return failure(usageError(u"--%1 takes one of: %2."_s.arg(option, words.join(", "_L1))));
}

Result<void> readUsage(Arguments &arguments, const QCommandLineParser &parser, const QDateTime &now)
{
    const QDateTime tomorrow = QDateTime(now.toUTC().date(), QTime(0, 0), Qt::UTC).addDays(1);
    analytics::UsageQuery &query = arguments.usage;
    query.from = tomorrow.addDays(-kDefaultDays);
    query.to = tomorrow;
    for (const auto &[option, time] : {std::pair(u"from"_s, &query.from), std::pair(u"to"_s, &query.to)}) {
        if (!parser.isSet(option))
            continue;
        const std::optional<QDateTime> given = timeArgument(parser.value(option));
        if (!given)
            return failure(usageError(u"--%1 takes a day or a time with its zone, such as 2026-11-01 or "
                                      "2026-11-01T08:00:00Z."_s.arg(option)));
        *time = *given;
    }
    if (query.from >= query.to)
        return failure(usageError(u"--from must be before --to."_s));
    query.bucket =
        query.from.daysTo(query.to) <= kHourlyUpToDays ? analytics::Bucket::Hour : analytics::Bucket::Day;
    using analytics::Grouping;
    const Result<Grouping> by = choice<Grouping>(
        parser, u"by"_s, Grouping::Tenant,
        {{u"tenant"_s, Grouping::Tenant}, {u"api"_s, Grouping::Api}, {u"none"_s, Grouping::None}});
    if (!by)
        return failure(by.error());
    query.by = *by;
    const Result<Measure> measure = choice<Measure>(parser, u"measure"_s, Measure::Requests,
                                                    {{u"requests"_s, Measure::Requests},
                                                     {u"errors"_s, Measure::Errors},
                                                     {u"tokens"_s, Measure::Tokens},
                                                     {u"cost"_s, Measure::Cost}});
    if (!measure)
        return failure(measure.error());
    arguments.measure = *measure;
    return {};
}

Result<std::optional<std::chrono::seconds>> seconds(const QCommandLineParser &parser, const QString &option)
{
    if (!parser.isSet(option))
        return std::nullopt;
    bool isNumber = false;
    const int value = parser.value(option).toInt(&isNumber);
    if (!isNumber || value < 0)
        return failure(usageError(u"--%1 takes a number of seconds."_s.arg(option)));
    return std::chrono::seconds(value);
}

Result<void> readIdTokenRules(identity::IdTokenRules &rules, const QCommandLineParser &parser)
{
    for (const QString &needed : {u"issuer"_s, u"client-id"_s})
        if (!parser.isSet(needed))
            return failure(
                usageError(u"--%1 is missing: it is what the token is held against."_s.arg(needed)));
    // A sign-in always has one, unless it was made on another device (RFC 8628): that is to be said.
    if (parser.isSet(u"nonce"_s) == parser.isSet(u"no-nonce"_s))
        return failure(usageError(u"Give --nonce with the nonce of the sign-in, or --no-nonce for a token "
                                  "that has none."_s));
    rules.issuer = parser.value(u"issuer"_s);
    rules.clientId = parser.value(u"client-id"_s);
    rules.trustedAudiences = splitAll(parser.values(u"audience"_s));
    rules.expectedSubject = parser.value(u"subject"_s);
    rules.acr = splitAll(parser.values(u"acr"_s));
    if (parser.isSet(u"nonce"_s))
        rules.nonce = Secret(parser.value(u"nonce"_s).toUtf8());
    if (parser.isSet(u"access-token"_s))
        rules.accessToken = Secret(parser.value(u"access-token"_s).toUtf8());
    if (parser.isSet(u"at"_s)) {
        const QString text = parser.value(u"at"_s);
        bool isNumber = false;
        const qint64 epoch = text.toLongLong(&isNumber);
        const std::optional<QDateTime> time =
            isNumber ? QDateTime::fromSecsSinceEpoch(epoch, Qt::UTC) : timeArgument(text);
        if (!time)
            return failure(
                usageError(u"--at takes a time with its zone, such as 2026-11-01T08:00:00Z, or seconds "
                           "since 1970."_s));
        rules.now = *time;
    }
    const auto skew = seconds(parser, u"skew"_s);
    const auto maxAge = seconds(parser, u"max-age"_s);
    if (!skew || !maxAge)
        return failure(skew ? maxAge.error() : skew.error());
    rules.skew = skew->value_or(rules.skew);
    rules.maxAge = *maxAge;
    return {};
}

Result<void> readTokenQuestion(Arguments &arguments, const QCommandLineParser &parser)
{
    TokenQuestion &question = arguments.token;
    if (!parser.isSet(u"jwks"_s))
        return failure(usageError(u"--jwks is missing: the file with the key set."_s));
    question.jwks = parser.value(u"jwks"_s);
    if (arguments.command == Command::VerifyJws)
        question.rules.algorithms = identity::knownAlgorithms();
    if (parser.isSet(u"alg"_s)) {
        question.rules.algorithms.clear();
        for (const QString &algorithm : splitAll(parser.values(u"alg"_s)))
            question.rules.algorithms.append(algorithm.toUtf8());
        // What nothing is ever accepted with is a word all the same: it leaves the token refused by jws.alg.
        static const QByteArrayList never{"none", "HS256", "HS384", "HS512"};
        question.rules.algorithms.removeIf([](const QByteArray &word) { return never.contains(word); });
        for (const QByteArray &algorithm : std::as_const(question.rules.algorithms))
            if (!identity::knownAlgorithms().contains(algorithm))
                return failure(usageError(
                    u"--alg takes: %1."_s.arg(QString::fromLatin1(identity::knownAlgorithms().join(", ")))));
    }
    return arguments.command == Command::VerifyJws ? Result<void>{}
                                                   : readIdTokenRules(question.rules, parser);
}

Result<void> readOperands(Arguments &arguments, const QCommandLineParser &parser, const Verb &verb,
                          const QDateTime &now)
{
    const QString operand = parser.positionalArguments().value(verb.words.size());
    switch (verb.command) {
    case Command::Connect:
        return readConnection(arguments, parser, operand);
    case Command::Usage:
        return readUsage(arguments, parser, now);
    case Command::Decide:
        return readDecision(arguments, parser, verb.words.last(), operand);
    case Command::DecideMany:
        return readBulk(arguments, parser);
    case Command::ListRequests:
    case Command::WatchRequests:
        readFilter(arguments, parser);
        return {};
    case Command::ShowRequest:
        arguments.request = {operand};
        return {};
    case Command::VerifyJws:
    case Command::VerifyIdToken:
        arguments.token.token = operand;
        return readTokenQuestion(arguments, parser);
    case Command::ExportConnection:
    case Command::ImportConnection:
    case Command::VerifyAudit:
        arguments.operand = operand;
        return {};
    case Command::ListAudit:
    case Command::ExportAudit:
    case Command::ReportAudit:
        return readAuditQuestion(parser, verb.command == Command::ReportAudit, now)
            .map([&arguments](const AuditQuestion &question) { arguments.audit = question; });
    case Command::SignIn:
        arguments.opensBrowser = !parser.isSet(u"no-browser"_s);
        arguments.isElsewhere = parser.isSet(u"device"_s);
        return {};
    default:
        return {};
    }
}

} // namespace

Result<Arguments> Arguments::parse(const QStringList &given, const QDateTime &now)
{
    QCommandLineParser parser;
    addOptions(parser);
    if (!parser.parse(given))
        return failure(usageError(parser.errorText() + u'.'));
    Arguments arguments;
    if (parser.isSet(u"help"_s))
        return arguments;
    if (parser.isSet(u"version"_s)) {
        arguments.command = Command::Version;
        return arguments;
    }
    const QStringList words = parser.positionalArguments();
    const Verb *verb = verbFor(words);
    if (!verb)
        return failure(usageError(words.isEmpty() ? u"A command is missing."_s
                                                  : u"There is no command \"%1\"."_s.arg(words.join(u' '))));
    const QString name = verb->words.join(u' ');
    const qsizetype operands = words.size() - verb->words.size();
    if (operands < verb->operands || operands > verb->operands + verb->optionalOperands)
        return failure(usageError(u"\"%1\" takes %2 more word(s)."_s.arg(name).arg(verb->operands)));
    for (const QString &option : parser.optionNames())
        if (option != "json"_L1 && option != "connection"_L1 && !verb->options.contains(option))
            return failure(usageError(u"\"%1\" does not take --%2."_s.arg(name, option)));
    arguments.command = verb->command;
    arguments.isJson = parser.isSet(u"json"_s);
    arguments.connection = parser.value(u"connection"_s);
    if (const Result<void> read = readOperands(arguments, parser, *verb, now); !read)
        return failure(read.error());
    return arguments;
}

} // namespace gatehouse::ctl
