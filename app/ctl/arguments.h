// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/ctl/auditarguments.h"
#include "core/analytics/usage.h"
#include "core/base/result.h"
#include "core/gateway/subscription.h"
#include "core/identity/idtoken.h"
#include "core/workspace/connection.h"
#include "core/workspace/settlement.h"

#include <QStringList>

namespace gatehouse::ctl {

enum class Measure { Requests, Errors, Tokens, Cost };

// jws verify, idtoken verify: a token and what it is held against.
struct TokenQuestion
{
    QString jwks = {};                 // file
    QString token = {};                // itself; "-" or empty: standard input
    identity::IdTokenRules rules = {}; // of a JWS only the algorithms count
};

// Which requests are listed: each part that is given must be found in the name or be the id.
struct RequestFilter
{
    QString tenant = {};
    QString api = {};
    QString text = {}; // anywhere
};

// What gatehousectl was asked to do.
struct Arguments
{
    enum class Command {
        Help,
        Version,
        Connect,
        Connections,
        ExportConnection,
        ImportConnection,
        SignIn,
        WhoAmI,
        SignOut,
        ListRequests,
        ShowRequest,
        Decide,
        DecideMany,
        SettleRequests,
        WatchRequests,
        Usage,
        VerifyJws,
        VerifyIdToken,
        VerifyAudit,
        ListAudit,
        ExportAudit,
        ReportAudit,
    };

    Command command = Command::Help;
    bool isJson = false;
    QString connection = {};              // empty: the current one, or the only one
    workspace::Connection toConnect = {}; // Connect
    QString operand = {};                 // ExportConnection: name; ImportConnection, VerifyAudit: file
    bool opensBrowser = true;             // SignIn
    bool isElsewhere = false;             // SignIn: with a code on another device
    gateway::SubscriptionId request = {}; // ShowRequest, Decide
    gateway::Verdict verdict = gateway::Verdict::Approve;
    QString reason = {};
    gateway::Terms terms = {};        // Decide
    RequestFilter filter = {};        // ListRequests, WatchRequests
    bool isDryRun = false;            // Decide, DecideMany
    std::chrono::seconds wait{30};    // DecideMany, SettleRequests: for what the gateway has not confirmed
    analytics::UsageQuery usage = {}; // Usage
    Measure measure = Measure::Requests;
    TokenQuestion token = {}; // VerifyJws, VerifyIdToken
    AuditQuestion audit = {}; // ListAudit, ExportAudit, ReportAudit

    // Invalid, with a sentence as title, for what cannot be understood. `now` resolves the default range.
    [[nodiscard]] static Result<Arguments> parse(const QStringList &arguments, const QDateTime &now);
};

[[nodiscard]] QString helpText();

} // namespace gatehouse::ctl
