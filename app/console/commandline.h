// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/workspace/deeplink.h"

#include <QString>
#include <QStringList>

namespace gatehouse::console {

// What the program was asked to do.
struct CommandLine
{
    enum class Mode { Window, Help, Version, SelfTest };

    Mode mode = Mode::Window;
    bool sandbox = false;                       // start the sandbox, connect to it and open
    QString connection;                         // name; empty: the one used last
    std::optional<workspace::DeepLink> link;    // the request to show
    bool measureStart = false;                  // print when the first usable frame was painted, then leave
    QString tourDirectory;                      // where the tour's pictures go; empty: no tour
    QString tourPart = QStringLiteral("first"); // "first", "again", "decide", "settled", "look"
    QString helpText;

    // Somebody looks at the window, as opposed to a tour or a measurement in a home of its own.
    [[nodiscard]] bool isForAPerson() const { return !measureStart && tourDirectory.isEmpty(); }

    // Invalid, with a sentence as title, for an option, link or value that is not known.
    [[nodiscard]] static Result<CommandLine> parse(const QStringList &arguments);
};

} // namespace gatehouse::console
