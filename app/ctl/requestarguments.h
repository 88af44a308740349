// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/ctl/arguments.h"

class QCommandLineParser;

namespace gatehouse::ctl {

// The options of the commands on requests.
[[nodiscard]] QStringList filterOptions();
[[nodiscard]] QStringList decisionOptions(const QString &word);

void readFilter(Arguments &arguments, const QCommandLineParser &parser);
// `word`: the command's own, such as "ask-back".
[[nodiscard]] Result<void> readDecision(Arguments &arguments, const QCommandLineParser &parser,
                                        const QString &word, const QString &operand);
[[nodiscard]] Result<void> readBulk(Arguments &arguments, const QCommandLineParser &parser);

// A day or a time with its zone.
[[nodiscard]] std::optional<QDateTime> timeFrom(const QString &text);
// May be given many times, or many at once.
[[nodiscard]] QStringList splitAll(const QStringList &values);

// JSON lines {"id", "verdict", "reason"?, "expires_at"?, "scopes"?, "plan"?}. Invalid names the line.
[[nodiscard]] Result<QList<workspace::DecisionDraft>> readDrafts(const QByteArray &lines);

} // namespace gatehouse::ctl
