// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/ctl/requestarguments.h"

#include "core/base/json.h"

#include <QCommandLineParser>

namespace gatehouse::ctl {

using namespace Qt::StringLiterals;
using gateway::Verdict;

namespace {

constexpr int kLongestWait = 86'400;

Error usageError(const QString &sentence)
{
    return {.kind = Error::Kind::Invalid, .title = sentence};
}

std::optional<Verdict> verdictFor(QString word)
{
    return gateway::verdictOf(word.replace(u'-', u'_'));
}

Result<void> readWait(Arguments &arguments, const QCommandLineParser &parser)
{
    if (!parser.isSet(u"wait"_s))
        return {};
    bool isNumber = false;
    const int value = parser.value(u"wait"_s).toInt(&isNumber);
    if (!isNumber || value < 0 || value > kLongestWait)
        return failure(usageError(u"--wait takes a number of seconds."_s));
    arguments.wait = std::chrono::seconds(value);
    return {};
}

workspace::DecisionDraft readDraft(JsonReader &r)
{
    workspace::DecisionDraft draft;
    draft.id = {r.string("id")};
    const std::optional<Verdict> verdict = verdictFor(r.string("verdict"));
    if (!verdict)
        r.fail("verdict", "approve, reject, ask_back, revoke, extend, suspend or resume");
    draft.verdict = verdict.value_or(Verdict::Reject);
    draft.reason = r.optionalString("reason").value_or(QString());
    draft.terms.expiresAt = r.optionalTime("expires_at").value_or(QDateTime());
    if (const QStringList scopes = r.optionalStrings("scopes"); !scopes.isEmpty())
        draft.terms.scopes = scopes;
    draft.terms.plan = r.optionalString("plan").value_or(QString());
    return draft;
}

} // namespace

QStringList filterOptions()
{
    return {u"tenant"_s, u"api"_s, u"find"_s};
}

QStringList decisionOptions(const QString &word)
{
    QStringList options{u"reason"_s, u"dry-run"_s};
    if (word == "approve"_L1)
        options += {u"expires"_s, u"scopes"_s, u"plan"_s};
    if (word == "extend"_L1)
        options += {u"until"_s};
    if (word == "resume"_L1)
        options += {u"wait"_s};
    return options;
}

void readFilter(Arguments &arguments, const QCommandLineParser &parser)
{
    arguments.filter = {
        .tenant = parser.value(u"tenant"_s), .api = parser.value(u"api"_s), .text = parser.value(u"find"_s)};
}

Result<void> readDecision(Arguments &arguments, const QCommandLineParser &parser, const QString &word,
                          const QString &operand)
{
    if (operand.isEmpty()) { // "requests resume" alone: with what an earlier run left
        arguments.command = Arguments::Command::SettleRequests;
        return readWait(arguments, parser);
    }
    arguments.request = {operand};
    arguments.verdict = verdictFor(word).value_or(Verdict::Reject);
    arguments.reason = parser.value(u"reason"_s);
    arguments.isDryRun = parser.isSet(u"dry-run"_s);
    if (arguments.verdict == Verdict::Reject && arguments.reason.trimmed().isEmpty())
        return failure(usageError(u"A rejection needs a reason: --reason \"…\"."_s));
    for (const QString &option : {u"expires"_s, u"until"_s}) {
        if (!parser.isSet(option))
            continue;
        const std::optional<QDateTime> time = timeFrom(parser.value(option));
        if (!time)
            return failure(usageError(u"--%1 takes a day or a time with its zone, such as 2026-11-01 or "
                                      "2026-11-01T08:00:00Z."_s.arg(option)));
        arguments.terms.expiresAt = *time;
    }
    if (arguments.verdict == Verdict::Extend && !arguments.terms.expiresAt.isValid())
        return failure(usageError(u"Extending needs a new end: --until DAY."_s));
    if (parser.isSet(u"scopes"_s))
        arguments.terms.scopes = splitAll(parser.values(u"scopes"_s));
    arguments.terms.plan = parser.value(u"plan"_s);
    return {};
}

Result<void> readBulk(Arguments &arguments, const QCommandLineParser &parser)
{
    if (!parser.isSet(u"from-stdin"_s))
        return failure(usageError(u"\"requests decide\" reads its decisions with --from-stdin."_s));
    arguments.isDryRun = parser.isSet(u"dry-run"_s);
    return readWait(arguments, parser);
}

std::optional<QDateTime> timeFrom(const QString &text)
{
    if (const QDate date = QDate::fromString(text, Qt::ISODate); date.isValid() && text.size() == 10)
        return QDateTime(date, QTime(0, 0), Qt::UTC);
    const QDateTime time = QDateTime::fromString(text, Qt::ISODate);
    if (!time.isValid() || time.timeSpec() == Qt::LocalTime)
        return std::nullopt; // a time without its zone means something else on every computer
    return time.toUTC();
}

QStringList splitAll(const QStringList &values)
{
    QStringList parts;
    for (const QString &value : values)
        parts += value.split(QRegularExpression(u"[\\s,]+"_s), Qt::SkipEmptyParts);
    return parts;
}

Result<QList<workspace::DecisionDraft>> readDrafts(const QByteArray &lines)
{
    QList<workspace::DecisionDraft> drafts;
    const QByteArrayList all = lines.split('\n');
    for (qsizetype i = 0; i < all.size(); ++i) {
        const QByteArray line = all.at(i).trimmed();
        if (line.isEmpty())
            continue;
        const Result<workspace::DecisionDraft> draft = readJson(line, readDraft);
        if (!draft)
            return failure(
                usageError(u"Line %1 is not a decision: %2."_s.arg(i + 1).arg(draft.error().detail)));
        drafts.append(*draft);
    }
    return drafts;
}

} // namespace gatehouse::ctl
