// SPDX-License-Identifier: GPL-3.0-or-later
// What the console does as the signed-in person changes. The rest of Console is in console.cpp.
#include "app/console/attention.h"
#include "app/console/console.h"

#include "core/base/follow.h"
#include "ui/pages/approvals/approvalspage.h"
#include "ui/pages/audit/auditpage.h"
#include "ui/pages/settings/settingspage.h"
#include "ui/pages/signin/signinpage.h"
#include "ui/pages/usage/usagepage.h"
#include "ui/shell/errortext.h"
#include "ui/widgets/messagebar.h"

using namespace Qt::StringLiterals;

namespace gatehouse::console {

using State = workspace::Account::State;

namespace {

const QString endedMessage = u"session-ended"_s;

QString roleText(const gateway::Person &person)
{
    if (person.roles.isEmpty())
        return Console::tr("no role");
    QString text = person.roles.first(); // "platform-admin": the gateway's own word, made readable
    text.replace(u'-', u' ');
    text[0] = text.at(0).toUpper();
    return text;
}

bool needsPerson(const QString &pageId)
{
    return pageId == "approvals"_L1 || pageId == "usage"_L1 || pageId == "audit"_L1;
}

} // namespace

void Console::followPerson()
{
    lookAtSessionLimit(); // before anything of the person is shown
    showPerson();
    workspace::ApprovalDesk *desk = m_link->desk();
    if (std::exchange(m_opened[m_link], desk) != desk && desk)
        desk->open();
    else if (desk)
        desk->refresh();
    showLock();
    showRightPage();
}

void Console::showPerson()
{
    workspace::ApprovalDesk *desk = m_link->desk();
    workspace::Account &account = m_link->account();
    m_approvals->setConnectionName(m_link->connection().name);
    m_approvals->setDesk(desk, desk ? &account : nullptr);
    m_approvals->setDossiers(m_link->dossiers());
    m_usage->setBoard(m_link->usageBoard(), desk ? &account : nullptr);
    m_audit->setTrail(m_link->auditTrail());
    m_attention->follow(m_link->connection().name, desk);
}

void Console::followAccount()
{
    workspace::Account &account = m_link->account();
    const State state = account.state();
    if (state == State::SignedIn && !account.isLocked())
        noteUnlocked(m_link->connection());
    lookAtSessionLimit();
    showLock();
    if (state != m_lastState) {
        const State before = std::exchange(m_lastState, state);
        if (state == State::Ended && m_link->desk())
            m_window.messageBar()->show(
                {.id = endedMessage,
                 .tone = ui::Tone::Look,
                 .title = tr("Your session has ended"),
                 .text = tr("What is below is what was read last. Sign in again to go on; "
                            "nothing is lost."),
                 .actionText = tr("Sign in"),
                 .action = [this] { m_link->account().signIn(); }});
        else
            m_window.messageBar()->dismiss(endedMessage);
        if (state == State::SignedIn)
            m_window.messageBar()->dismiss(u"signed-out"_s);
        if (state == State::SignedIn && before == State::WaitingForBrowser && m_link->desk())
            m_approvals->refresh();
        showRightPage();
    }
    showPersonAndKeyStore();
}

void Console::showRightPage()
{
    const State state = m_link ? m_link->account().state() : State::SignedOut;
    const bool hasPages = m_link && m_link->desk() && state != State::WaitingForBrowser;
    // While the key store is asked at the start, the page that is about to come stands there already.
    const bool isComing = state == State::Restoring && m_link;
    ui::Page *current = m_window.currentPage();
    const QString id = current ? current->about().id : QString();
    if (hasPages || isComing) {
        m_window.setRailVisible(true);
        if (id == "signin"_L1 || id.isEmpty())
            m_window.showPage(m_wantedPage);
        return;
    }
    if (id.isEmpty() || needsPerson(id))
        m_window.showPage(u"signin"_s);
    else
        m_window.setRailVisible(id != "signin"_L1);
    if (id == "signin"_L1)
        m_signIn->activate();
}

void Console::showPageOrSignIn(const QString &id)
{
    const State state = m_link ? m_link->account().state() : State::SignedOut;
    const bool hasPages =
        m_link && (m_link->desk() || state == State::Restoring) && state != State::WaitingForBrowser;
    if (needsPerson(id)) {
        m_wantedPage = id;
        if (!hasPages)
            return m_window.showPage(u"signin"_s);
    }
    m_window.setRailVisible(id != "signin"_L1);
}

void Console::showPersonAndKeyStore()
{
    const workspace::Account &account = m_link->account();
    const bool present = account.state() == State::SignedIn || account.state() == State::Ended;
    m_window.setPerson(present ? account.name() : QString(),
                       account.person() ? roleText(*account.person()) : QString());
    const store::Places &places = m_stores.places();
    QString keyStore =
        tr("Kept in the key store of this computer: you stay signed in when you close Gatehouse.");
    const std::optional<Error> error = account.error();
    if (account.keptForThisRunOnly())
        keyStore = tr("Not kept: no key store took it. The session ends with the program.");
    else if (error && error->kind == Error::Kind::SecretsLocked)
        keyStore = tr("The key store is locked. Unlock it to stay signed in.");
    else if (error && error->kind == Error::Kind::NoSecretStore)
        keyStore = tr("There is no key store on this computer. The session ends with the program.");
    else if (!present)
        keyStore = tr("Nobody is signed in.");
    m_settings->setFacts({.keyStore = keyStore,
                          .cacheFile = places.cache + u"/cache.sqlite"_s,
                          .journalFile = places.data + u"/journal.sqlite"_s,
                          .settingsFile = places.config + u"/gatehouse.ini"_s});
    if (account.state() == State::SignedIn && account.keptForThisRunOnly())
        m_window.messageBar()->show(
            {.id = u"key-store"_s,
             .tone = ui::Tone::Look,
             .title = tr("Signed in for this run only"),
             .text = tr("No key store took the session, so it ends with the program. Unlock or "
                        "start the key store of this computer, then keep it there."),
             .actionText = tr("Keep it now"),
             .action = [this] { m_link->account().keepAgain(); }});
    else
        m_window.messageBar()->dismiss(u"key-store"_s);
}

// T8: here it is over at once; the browser may still be signed in at the provider, which only the person can
// end.
void Console::signOut()
{
    if (!m_link)
        return;
    follow(m_link->account().signOut(), m_link, [this, link = m_link](const Result<void> &signedOut) {
        if (!signedOut)
            report(signedOut.error(), u"sign-out"_s,
                   tr("The session was ended at the provider, but what the key store has of it is still "
                      "there. Unlock the key store and sign out again."));
        const QUrl page = link->account().endSessionUrl();
        if (page.isEmpty())
            return;
        m_window.messageBar()->show(
            {.id = u"signed-out"_s,
             .tone = ui::Tone::Accent,
             .title = tr("You are signed out here"),
             .text = tr("Your browser may still be signed in at %1.").arg(page.host()),
             .actionText = tr("Sign out there too"),
             .action = [this, page] {
                 m_window.messageBar()->dismiss(u"signed-out"_s);
                 m_browser.open(page);
             }});
    });
}

void Console::eraseLocalData()
{
    if (!m_link || m_link->account().scopeKey().isEmpty())
        return m_settings->setErased(tr("Nobody is signed in, so there is nothing of yours to erase."));
    m_stores.cache().forget(m_link->account().scopeKey()).then(this, [this](const Result<void> &forgotten) {
        m_settings->setErased(forgotten ? tr("The lists were erased and the session is being ended.")
                                        : ui::describe(forgotten.error()).sentence());
        m_link->account().signOut();
    });
}

} // namespace gatehouse::console
