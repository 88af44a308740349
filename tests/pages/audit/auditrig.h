// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/workspace/audittrail.h"
#include "tests/fakes/heldeventsource.h"
#include "tests/pages/accountfixture.h"
#include "ui/pages/audit/auditpage.h"
#include "ui/widgets/emptystate.h"
#include "ui/widgets/messagerow.h"
#include "ui/widgets/tableview.h"

namespace gatehouse::test {

// What an Okta org says of a morning; times are before `now`.
inline QList<audit::Event> morning(const QDateTime &now)
{
    const audit::Party ada{.id = u"00u1"_s, .type = u"User"_s, .name = u"Ada Okafor"_s};
    const audit::Party mallory{.id = u"00u9"_s, .type = u"User"_s, .name = u"m\u202Eyrollam"_s};
    return {{.id = u"e3"_s,
             .time = now.addSecs(-240),
             .type = u"policy.evaluate_sign_on"_s,
             .message = u"Evaluation of sign-on policy"_s,
             .actor = mallory,
             .targets = {{.id = u"0oa1"_s, .type = u"AppInstance"_s, .name = u"Gatehouse"_s}},
             .outcome = audit::Outcome::Denied,
             .reason = u"Sign-on policy evaluation resulted in DENY"_s,
             .address = u"203.0.113.9"_s,
             .place = u"Lagos, Nigeria"_s,
             .client = u"<img src=x onerror=alert(1)>"_s},
            {.id = u"e2"_s,
             .time = now.addSecs(-1800),
             .type = u"group.user_membership.add"_s,
             .message = u"Add user to group membership"_s,
             .actor = ada,
             .targets = {{.id = u"00u2"_s, .type = u"User"_s, .name = u"Ben Castellano"_s},
                         {.id = u"00g1"_s, .type = u"UserGroup"_s, .name = u"gw-approvers"_s}},
             .outcome = audit::Outcome::Success,
             .address = u"198.51.100.7"_s,
             .place = u"Dublin, Ireland"_s},
            {.id = u"e1"_s,
             .time = now.addSecs(-7200),
             .type = u"user.session.start"_s,
             .message = u"User login to Okta"_s,
             .actor = ada,
             .outcome = audit::Outcome::Success,
             .address = u"198.51.100.7"_s}};
}

// The audit page on a real journal, a log whose answers come when told, and the log's own session.
struct AuditRig : AccountFixture
{
    HeldEventSource source;
    std::unique_ptr<workspace::AuditTrail> trail;
    ui::AuditPage page{clock};

    explicit AuditRig(bool hasLog = true)
    {
        std::optional<workspace::AuditTrail::Log> log;
        if (hasLog)
            log = {.session = &session, .source = &source};
        trail = std::make_unique<workspace::AuditTrail>(
            *journal, clock, scope, audit::Party{.id = u"me"_s, .name = u"Ada Okafor"_s}, log);
    }
    ~AuditRig() { page.setTrail(nullptr); }

    void open()
    {
        page.setTrail(trail.get());
        show(page);
        page.activate();
        QTRY_VERIFY(trail->own().readAt.isValid() || trail->own().error);
    }
    // Three decisions of an earlier day of work.
    void decide()
    {
        settled(u"sub_48210"_s, u"approve"_s, u"read-only use"_s, store::Journal::State::Recorded, 600);
        settled(u"sub_48211"_s, u"reject"_s, u"scope too wide"_s, store::Journal::State::DecidedElsewhere,
                5400);
        settled(u"sub_48212"_s, u"approve"_s, {}, store::Journal::State::Recorded, 40 * 86'400);
    }
    [[nodiscard]] ui::TableView *table() const { return page.findChild<ui::TableView *>(); }
    [[nodiscard]] int rowCount() const { return table()->model()->rowCount(); }
    [[nodiscard]] QString cell(int row, int column) const
    {
        return table()->model()->index(row, column).data().toString();
    }
    [[nodiscard]] ui::EmptyState *empty() const
    {
        auto *state = page.findChild<ui::EmptyState *>(u"list-state"_s);
        return state->isVisible() ? state : nullptr;
    }
    [[nodiscard]] ui::MessageRow *logMessage() const
    {
        for (ui::MessageRow *row : page.findChildren<ui::MessageRow *>(u"message-log"_s))
            if (row->isVisible())
                return row;
        return nullptr;
    }

private:
    void settled(const QString &subscription, const QString &verdict, const QString &reason,
                 store::Journal::State state, int ago)
    {
        const QString id = u"decision-"_s + subscription;
        const QDateTime at = clock.now().addSecs(-ago);
        const store::Journal::Order order{.scope = scope,
                                          .subscription = subscription,
                                          .verdict = verdict,
                                          .reason = reason,
                                          .etag = "\"1\""};
        QVERIFY(resultOf(journal->prepare({{.id = id, .order = order, .preparedAt = at}})));
        QVERIFY(resultOf(journal->settle({{.id = id, .state = state}}, at.addSecs(1))));
    }
};

} // namespace gatehouse::test
