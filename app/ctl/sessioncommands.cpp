// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/ctl/sessioncommands.h"

#include "app/ctl/texttable.h"

#include <QJsonArray>

namespace gatehouse::ctl {

using namespace Qt::StringLiterals;

void SignInCommand::start()
{
    workspace::Account &who = m_link.account();
    if (m_arguments.isElsewhere)
        connect(&who, &workspace::Account::changed, this, &SignInCommand::tellCode);
    follow(m_arguments.isElsewhere ? who.signInElsewhere() : who.signIn(), this,
           [this](const Result<void> &signedIn) {
               if (!signedIn) {
                   fail(signedIn.error());
                   return;
               }
               // The gateway's word on who this is comes last, after the key store's on whether the session
               // is kept.
               connect(&m_link.account(), &workspace::Account::changed, this, &SignInCommand::report);
               report();
           });
}

// Whoever types a code that somebody else sent signs that somebody in (RFC 8628 5.4).
void SignInCommand::tellCode()
{
    const workspace::Account &account = m_link.account();
    if (account.userCode().isEmpty() || std::exchange(m_hasToldCode, true))
        return;
    m_output.note(u"On any device, open %1 and enter the code %2"_s.arg(
        account.signInUrl().toString(QUrl::FullyEncoded), escaped(account.userCode())));
    m_output.note(
        u"Only because you have just asked for it here: never enter a code that somebody sent you."_s);
}

void SignInCommand::report()
{
    const workspace::Account &account = m_link.account();
    if (!account.person() && !account.personError())
        return;
    disconnect(&account, nullptr, this, nullptr);
    if (account.keptForThisRunOnly()) {
        giveUpSession();
        return;
    }
    if (m_output.isJson())
        m_output.json({{u"subject"_s, account.subject()}, {u"name"_s, account.name()}});
    else
        m_output.text(u"Signed in as %1.\n"_s.arg(escaped(account.name())));
    if (account.personError())
        m_output.note(u"The gateway could not be asked yet who you are to it."_s);
    emit finished(ExitCode::Done);
}

// One process is one command: a session that no key store keeps ends here, so it is ended at the provider
// too.
void SignInCommand::giveUpSession()
{
    m_output.note(u"The sign-in worked, but no key store took the session, so it cannot be kept for the next "
                  "command. Start or unlock a key store, such as gnome-keyring, and sign in again."_s);
    follow(m_link.account().signOut(), this,
           [this](const Result<void> &) { emit finished(ExitCode::Other); });
}

void SignOutCommand::start()
{
    follow(m_link.account().signOut(), this, [this](const Result<void> &signedOut) {
        if (!signedOut) {
            fail(signedOut.error());
            return;
        }
        if (!m_output.isJson())
            m_output.text(u"Signed out.\n"_s);
        emit finished(ExitCode::Done);
    });
}

void WhoAmICommand::start()
{
    connect(&m_link.account(), &workspace::Account::changed, this, &WhoAmICommand::report);
    report();
}

void WhoAmICommand::report()
{
    const workspace::Account &account = m_link.account();
    if (account.personError()) {
        disconnect(&account, nullptr, this, nullptr);
        if (account.personError()->kind != Error::Kind::Unauthorized)
            m_output.note(u"Signed in as %1 on this computer."_s.arg(escaped(account.name())));
        fail(*account.personError());
        return;
    }
    if (!account.person())
        return;
    disconnect(&account, nullptr, this, nullptr);
    const gateway::Person &person = *account.person();
    QStringList may; // what the connection's role rules leave
    QStringList denied;
    for (const QString &right : person.may)
        (account.isDeniedByRoles(right) ? denied : may).append(right);
    if (m_output.isJson()) {
        m_output.json({{u"connection"_s, m_link.connection().name},
                       {u"subject"_s, person.subject},
                       {u"name"_s, person.name},
                       {u"email"_s, person.email},
                       {u"roles"_s, QJsonArray::fromStringList(person.roles)},
                       {u"scopes"_s, QJsonArray::fromStringList(person.scopes)},
                       {u"tenants"_s, QJsonArray::fromStringList(person.tenants)},
                       {u"may"_s, QJsonArray::fromStringList(may)},
                       {u"denied_by_roles"_s, QJsonArray::fromStringList(denied)}});
    } else {
        TextTable table({u"Connection"_s, m_link.connection().name});
        table.add({u"Name"_s, person.name});
        table.add({u"Subject"_s, person.subject});
        table.add({u"Email"_s, person.email});
        table.add({u"Roles"_s, person.roles.join(", "_L1)});
        table.add({u"Tenants"_s, person.tenants.isEmpty() ? u"all"_s : person.tenants.join(", "_L1)});
        table.add({u"May"_s, may.join(", "_L1)});
        if (!denied.isEmpty())
            table.add({u"Denied by the connection's role rules"_s, denied.join(", "_L1)});
        m_output.text(table.text());
    }
    emit finished(ExitCode::Done);
}

} // namespace gatehouse::ctl
