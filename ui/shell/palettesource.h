// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/theme/icons.h"

#include <QList>
#include <QString>

#include <functional>

namespace gatehouse::ui {

// One thing the command palette can find and do.
struct PaletteEntry
{
    QString title = {};   // what is searched: "support-copilot"
    QString detail = {};  // muted, beside it: "LLM Chat v5 · Customer Support"
    QString section = {}; // "Requests"
    Icon icon = Icon::ChevronRight;
    QString keys = {}; // shown at the right end
    std::function<void()> run = {};
};

class PaletteSource
{
public:
    virtual ~PaletteSource() = default;
    // Asked when the palette opens, so keep it cheap: values at hand, no request.
    [[nodiscard]] virtual QList<PaletteEntry> paletteEntries() const = 0;
};

} // namespace gatehouse::ui
