// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/shared/stores.h"
#include "core/analytics/source.h"
#include "core/base/clock.h"
#include "core/identity/browseropener.h"
#include "core/workspace/account.h"
#include "core/workspace/approvaldesk.h"
#include "core/workspace/audittrail.h"
#include "core/workspace/connection.h"
#include "core/workspace/dossierreader.h"
#include "core/workspace/usageboard.h"

#include <QObject>

#include <memory>

namespace gatehouse::app {

// The chain of objects for one connection, in the order in which they can die: HTTP client for the provider,
// session, HTTP client for the gateway, adapter and analytics source, account, and, once the person is known,
// desk, board and trail (their cache and journal are the person's). Main thread.
class GatewayLink : public QObject
{
    Q_OBJECT
public:
    // All references outlive the link.
    GatewayLink(workspace::Connection connection, Stores &stores, identity::BrowserOpener &browser,
                const Clock &clock, QObject *parent = nullptr);
    ~GatewayLink() override;

    [[nodiscard]] const workspace::Connection &connection() const;
    [[nodiscard]] workspace::Account &account() const;
    // For a range that the board does not offer.
    [[nodiscard]] analytics::Source &source() const;
    // Null until somebody is signed in, and again after signing out. They stay when the session has ended by
    // itself, so that the last good data stays on the page until the same person signs in again.
    [[nodiscard]] workspace::ApprovalDesk *desk() const;
    [[nodiscard]] workspace::DossierReader *dossiers() const;
    [[nodiscard]] workspace::UsageBoard *usageBoard() const;
    [[nodiscard]] workspace::AuditTrail *auditTrail() const;
    // T14, of every session there is.
    void lock();
    // T8, of every session there is, in memory or in the key store.
    Async<void> signOut();
    // A session that no key store has ends with the program: it must not live on at the provider.
    [[nodiscard]] bool isForThisRunOnly() const;

signals:
    // desk(), usageBoard() and auditTrail() are others now, or null; the old ones live until the event loop
    // runs again.
    void personChanged();

private:
    void followAccount();

    struct Private;
    std::unique_ptr<Private> d;
};

} // namespace gatehouse::app
