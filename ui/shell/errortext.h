// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"

#include <QDateTime>
#include <QString>

namespace gatehouse::ui {

// An error for people: what happened, what it means for the work, what to do.
struct ErrorText
{
    QString title;       // "The server does not answer"
    QString explanation; // whole sentences
    QString whatToDo;    // whole sentences

    [[nodiscard]] QString sentence() const; // explanation and what to do, for one line of text
};

// The one place of the console that turns an Error into words. `impact` says in a sentence what it means for
// the person's work: "The list below is from 14:02."
[[nodiscard]] ErrorText describe(const Error &error, const QString &impact = {});

} // namespace gatehouse::ui
