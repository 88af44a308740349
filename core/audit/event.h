// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDateTime>
#include <QList>
#include <QString>

namespace gatehouse::audit {

// Who or what an event is about, as its source names it.
struct Party
{
    QString id = {};
    QString type = {}; // the source's own word: "User", "AppInstance"
    QString name = {}; // to show; may be empty
    bool operator==(const Party &) const = default;
};

enum class Outcome { Success, Failure, Denied, Challenged, Skipped, Unknown };

// Something that happened, told by somebody else. All text is the source's and may have been chosen by an
// attacker (a user agent, a name): plain text, at most 1024 characters each.
struct Event
{
    QString id = {};     // unique at its source
    QDateTime time = {}; // UTC, milliseconds
    QString type = {};   // a machine word: "user.session.start"
    QString message = {};
    Party actor = {};
    QList<Party> targets = {}; // at most 64
    Outcome outcome = Outcome::Unknown;
    QString reason = {}; // of the outcome
    QString address = {};
    QString place = {}; // "Lagos, Nigeria"; may be empty
    QString client = {};
    bool operator==(const Event &) const = default;
};

// One answer of a source. The cursor is opaque; null: that was all.
struct EventPage
{
    QList<Event> events;
    QString cursor = {};
    bool operator==(const EventPage &) const = default;
};

} // namespace gatehouse::audit
