// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/gateway/gateway.h"
#include "core/store/journal.h"
#include "core/workspace/settlement.h"

#include <QMap>

namespace gatehouse::workspace {

// Why a decision would not be sent. Only what can be known before: the gateway has the last word.
enum class Obstacle {
    None,
    NotRead,       // the request is not known here
    UnderWay,      // a decision of ours is on its way already
    NotOffered,    // the gateway does not take this kind of decision
    Decided,       // it is decided, or no longer in a state for this
    Changed,       // it is another request than the one that was looked at
    OwnRequest,    // nobody decides on their own
    NoRight,       //
    ReasonMissing, //
    SecondPerson,  // it is kept on this computer until another person agrees
};

struct Check
{
    Obstacle obstacle = Obstacle::None;
    QString why = {};           // a whole sentence, plain text
    bool isConsoleRule = false; // the console's own: the gateway would not refuse it
    bool operator==(const Check &) const = default;
};

// Rules that the console keeps by itself where the gateway has none (design.md 14).
struct ConsoleRules
{
    int approvals = 1; // people who must agree, where the gateway asks for no second one
    bool operator==(const ConsoleRules &) const = default;
};

// Whether a reason must be given, and whether that is only our own rule.
[[nodiscard]] Check checkReason(const DecisionDraft &draft, const gateway::Subscription &request);

// Everything that can be known of one decision before it is sent, the gravest first. `seen` is the ETag of
// what was looked at, empty when it is looked at now; `others` are the people who agreed on this computer.
[[nodiscard]] Check check(const DecisionDraft &draft, const gateway::Subscription &request,
                          const QByteArray &seen, const gateway::Capabilities &can, const QString &subject,
                          const ConsoleRules &rules, const QStringList &others);

// What refuses a decision here and now, so that it is not even sent: what the gateway cannot take, a missing
// reason, and the console's own rules. States, rights and changes are the gateway's to refuse.
[[nodiscard]] Check checkHere(const DecisionDraft &draft, const gateway::Subscription &request,
                              const gateway::Capabilities &can, const QString &subject,
                              const ConsoleRules &rules, const QStringList &others);

// Who agreed to `request` as it is now on this computer, by their subjects.
[[nodiscard]] QStringList approversOf(const gateway::Subscription &request,
                                      const QList<store::Journal::Staged> &firstApprovals);

// What a bulk decision will do, in numbers and one by one.
struct Preview
{
    struct Line
    {
        DecisionDraft draft;
        Check check;
        bool operator==(const Line &) const = default;
    };
    QString connection = {};
    QList<Line> lines = {}; // in the order they were asked for

    [[nodiscard]] QMap<gateway::Verdict, int> sends() const;
    [[nodiscard]] QMap<Obstacle, int> obstacles() const;
    [[nodiscard]] QList<DecisionDraft> sendable() const;
};

} // namespace gatehouse::workspace
