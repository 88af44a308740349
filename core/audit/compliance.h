// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/audit/trailline.h"

#include <QList>
#include <QMap>
#include <QStringList>

#include <chrono>
#include <optional>

namespace gatehouse::audit {

// One decision as an auditor reads it.
struct DecisionFact
{
    QDateTime at = {}; // when it was recorded at the gateway
    QString verdict = {};
    QString actor = {};
    QString actorName = {};
    QString connection = {};
    QString subscription = {};
    QString application = {};
    QString api = {};
    QString tenant = {};
    QString requester = {};
    QString reason = {};
    std::optional<std::chrono::milliseconds> took =
        {}; // from the request to the decision, where both are known
    int requiredApprovals = 1;
    bool operator==(const DecisionFact &) const = default;
};

// Something an auditor asks about. The words are fixed: "own-request", "reason-missing", "late",
// "not-effective", "one-person", "not-recorded", "decided-elsewhere".
struct ComplianceException
{
    QString what = {};
    DecisionFact decision = {};
    QString detail = {}; // plain text; may be empty
    bool operator==(const ComplianceException &) const = default;
};

struct ComplianceReport
{
    QDateTime from = {};
    QDateTime to = {};                  // exclusive
    QList<DecisionFact> decisions = {}; // recorded ones, oldest first
    QMap<QString, qsizetype> byVerdict = {};
    QMap<QString, qsizetype> byActor = {};                      // by name, or id where there is none
    std::optional<std::chrono::milliseconds> medianTook = {};   // of the decisions on requests
    std::optional<std::chrono::milliseconds> slowestTenth = {}; // 90 % were decided within this
    qsizetype fourEyesAsked = 0; // requests granted whose API or tenant wants more than one person
    qsizetype fourEyesKept = 0;  // of those, by as many different people as wanted
    QList<ComplianceException> exceptions = {};
    bool isVerified = false;    // the whole trail held when this was made
    QString verifiedWords = {}; // "412 records, last hash 9f…"
    bool operator==(const ComplianceReport &) const = default;
};

// Of the lines of a trail, in order; what lies outside [from, to) is left out. It knows what this trail
// knows: what was decided with this console, on this computer, by whoever used it.
[[nodiscard]] ComplianceReport complianceOf(const QList<TrailLine> &lines, const QDateTime &from,
                                            const QDateTime &to);

} // namespace gatehouse::audit
