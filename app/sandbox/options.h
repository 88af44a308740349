// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/sandbox/chaos.h"
#include "core/base/result.h"

#include <chrono>

namespace gatehouse::sandbox {

enum class Scale { Demo, Team, Enterprise };
[[nodiscard]] QString wordFor(Scale scale);

struct Options
{
    QString data;                // directory
    std::optional<quint16> port; // not given: the one of last time, if it is free
    quint32 seed = 1;
    Scale scale = Scale::Demo;
    Chaos chaos;
    QString loginAs; // subject; empty: the page asks
    std::chrono::seconds stepUp{
        0}; // how long a second factor lasts for decisions on sensitive APIs; 0: not asked
    std::chrono::milliseconds propagation{400}; // from a decision until the gateway enforces it
    int rateLimit = 600;                        // requests a minute for each person; 0: none
    std::chrono::seconds arrivals{0};           // a new request each so often; 0: none
};

// Error::title is the sentence for the person.
[[nodiscard]] Result<Options> readOptions(const QStringList &arguments);
[[nodiscard]] QString helpText();

} // namespace gatehouse::sandbox
