// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/dossierwords.h"

#include "ui/models/figures.h"
#include "ui/models/requestwords.h"

#include <QCoreApplication>

using namespace Qt::StringLiterals;

namespace gatehouse::ui {

using gateway::Verdict;
using workspace::Caution;

namespace {

QString tr(const char *text, int n = -1)
{
    return QCoreApplication::translate("Dossier", text, nullptr, n);
}

// The scopes for which `flag` is set, by name.
QString named(const QList<gateway::Scope> &scopes, bool gateway::Scope::*flag)
{
    QStringList names;
    for (const gateway::Scope &scope : scopes)
        if (scope.*flag)
            names.append(scope.name);
    return names.join(u", "_s);
}

QString percent(int value)
{
    return u"%1\u2009%"_s.arg(figures::count(value));
}

} // namespace

ToneText textOf(Caution caution, const gateway::Subscription &request, const workspace::Dossier &dossier)
{
    const QString &tenant = request.tenantName;
    switch (caution) {
    case Caution::OwnRequest:
        return {Tone::Wrong, tr("This is your own request: somebody else has to decide it.")};
    case Caution::BudgetAlreadyOver:
        return {Tone::Wrong, tr("%1 is over its budget of %2 a month already: %3 are spent.")
                                 .arg(tenant, figures::money(dossier.budget->budget),
                                      figures::money(dossier.budget->spent))};
    case Caution::BudgetGoesOver:
        return {Tone::Wrong,
                tr("%1 would reach %2 of its budget of %3 a month (now %4).")
                    .arg(tenant, percent(dossier.budget->percentAfter()),
                         figures::money(dossier.budget->budget), percent(dossier.budget->percentNow()))};
    case Caution::WideScope:
        return {Tone::Look, tr("%1 reaches further than the tenant's own data.")
                                .arg(named(dossier.scopes, &gateway::Scope::wide))};
    case Caution::OtherTenantsData:
        return {Tone::Look, tr("The API belongs to another tenant than the application.")};
    case Caution::SensitiveScope:
        return {Tone::Look, tr("%1 is sensitive.").arg(named(dossier.scopes, &gateway::Scope::sensitive))};
    case Caution::DormantApplication:
        return {Tone::Look, tr("The application has rights already and has made no call for 30 days.")};
    }
    return {};
}

QStringList scopeLines(const workspace::Dossier &dossier)
{
    QStringList lines;
    for (const gateway::Scope &scope : dossier.scopes)
        lines.append(scope.description.isEmpty() ? scope.name : scope.name + u" — "_s + scope.description);
    return lines;
}

QString budgetText(const workspace::BudgetEffect &effect)
{
    return tr("%1 of %2 a month (now %3)")
        .arg(percent(effect.percentAfter()), figures::money(effect.budget), percent(effect.percentNow()));
}

QString planText(const gateway::Plan &plan)
{
    const QString calls = plan.monthlyCalls ? tr("%1 calls a month").arg(figures::count(*plan.monthlyCalls))
                                            : tr("unlimited calls");
    return plan.monthlyFee ? tr("%1, fee %2").arg(calls, figures::money(*plan.monthlyFee)) : calls;
}

QString callsText(const workspace::ApplicationUse &use)
{
    if (use.totalCalls == 0)
        return tr("no calls");
    return tr("%1 calls · %2 errors")
        .arg(figures::compact(use.totalCalls), figures::share(use.totalErrors, use.totalCalls));
}

QString holdersText(const workspace::Holders &holders)
{
    if (holders.isAtLeast)
        return tr("at least %1 applications").arg(figures::count(holders.applications));
    if (holders.applications == 0)
        return tr("nobody yet");
    if (holders.applications == 1)
        return tr("one application");
    return holders.tenants == 1
               ? tr("%1 applications of one tenant").arg(figures::count(holders.applications))
               : tr("%1 applications in %2 tenants")
                     .arg(figures::count(holders.applications), figures::count(holders.tenants));
}

QString decidedWord(Verdict verdict)
{
    switch (verdict) {
    case Verdict::Approve:
        return tr("approved");
    case Verdict::Reject:
        return tr("rejected");
    case Verdict::AskBack:
        return tr("asked back");
    case Verdict::Revoke:
        return tr("revoked");
    case Verdict::Extend:
        return tr("extended");
    case Verdict::Suspend:
        return tr("suspended");
    case Verdict::Resume:
        return tr("resumed");
    }
    return {};
}

QString pastText(const workspace::PastDecision &past)
{
    const gateway::Decision &decision = past.decision;
    const QString who = decision.byName.isEmpty() ? decision.bySubject : decision.byName;
    const QString text =
        tr("%1 for %2 by %3, %4")
            .arg(decidedWord(decision.verdict), past.application, who, figures::moment(decision.at));
    return decision.reason.isEmpty() ? text : text + u" — “%1”"_s.arg(decision.reason);
}

QString rightText(const gateway::Subscription &right)
{
    const QStringList scopes = right.grantedScopes.value_or(right.scopes);
    const QString text =
        scopes.isEmpty() ? apiTitle(right) : u"%1 (%2)"_s.arg(apiTitle(right), scopes.join(u", "_s));
    return right.state == gateway::SubscriptionState::Suspended ? tr("%1, suspended").arg(text) : text;
}

} // namespace gatehouse::ui
