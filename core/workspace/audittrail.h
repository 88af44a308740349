// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/audit/event.h"
#include "core/store/journal.h"
#include "core/workspace/account.h"
#include "core/workspace/logreader.h"

#include <QObject>

#include <memory>
#include <optional>

namespace gatehouse::workspace {

// Whether two sign-ins are, as far as can be told, of one person: by the subject at the same provider, by the
// address at two; nothing when neither can be compared.
[[nodiscard]] std::optional<bool> areSamePerson(const identity::Account &a, const identity::Account &b);

// What happened, newest first: what was decided with this console by this person (the journal), and, where
// the connection names one, the provider's own log, which has a sign-in of its own. Each has its own state;
// one that fails does not hold the other up. Main thread.
class AuditTrail : public QObject
{
    Q_OBJECT
public:
    enum class Origin { Console, Log };

    // An event of the console has the types "request.approve" and "request.reject" (more as the journal knows
    // more), the person as the actor, and the reason given as the message.
    struct Row
    {
        Origin origin = Origin::Console;
        audit::Event event = {};
        QString folded = {}; // all that can be searched for, see foldedText()
        bool operator==(const Row &) const = default;
    };

    // The provider's log. Both outlive the trail; the session is for the log alone.
    struct Log
    {
        identity::Session *session;
        audit::EventSource *source;
        identity::Account owner = {}; // who signed in at the connection; nobody else may sign in here
        std::chrono::milliseconds pollEvery = std::chrono::seconds(30);
    };

    AuditTrail(store::Journal &journal, const Clock &clock, QString scope, audit::Party person,
               std::optional<Log> log, QObject *parent = nullptr);
    ~AuditTrail() override;

    // Reads both anew; the first time the log's session is looked for in the key store.
    void show(int days);
    void refresh();
    // Of what is here: every word must occur. Empty: all.
    void setWords(const QString &words);
    // Lets the log look for the words itself: it knows more than is kept here.
    void askLogForWords();
    // Asks for news while somebody looks.
    void setWatched(bool watched);

    [[nodiscard]] int days() const;
    [[nodiscard]] const QList<Row> &rows() const;
    [[nodiscard]] qsizetype count() const; // of rows before the words took some away
    [[nodiscard]] const Freshness &own() const;

    [[nodiscard]] bool hasLog() const;
    [[nodiscard]] const Freshness &log() const;
    [[nodiscard]] QString logHost() const;
    [[nodiscard]] Account::State logState() const; // SignedOut without a log
    [[nodiscard]] bool isLogLocked() const;    // T14: signed in, but to be read after a fresh sign-in only
    [[nodiscard]] QUrl logSignInUrl() const;   // while a sign-in is under way, to be copied
    [[nodiscard]] QString logUserCode() const; // likewise, with a code on another device
    [[nodiscard]] bool logAllowsElsewhere() const;
    [[nodiscard]] QString logPerson() const; // who is signed in there; empty: nobody
    // SignInRefused "log.person" (title: who it was) when it was somebody else than at the connection.
    [[nodiscard]] std::optional<Error> logSignInError() const;
    void signInToLog();
    void signInToLogElsewhere();
    void cancelSignInToLog();

signals:
    void changed();

private:
    struct Private;
    std::unique_ptr<Private> d;
};

} // namespace gatehouse::workspace
