// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/theme/tokens.h"

#include <QColor>
#include <QIcon>
#include <QPixmap>

namespace gatehouse::ui {

// Our own drawings in resources/icons: 16 × 16, lines of 1.5, one colour.
enum class Icon {
    Inbox,
    Chart,
    List,
    Code,
    People,
    Message,
    ShieldCheck,
    Gear,
    ChevronDown,
    ChevronRight,
    Search,
    Check,
    Cross,
    Refresh,
    Warning,
    Info,
    Error,
    SignOut,
    SignIn,
    Moon,
    Sun,
    Key,
    Plug,
    Lock,
    Clock,
    Collapse,
    Columns,
    Copy,
    External,
    Plus,
    Question,
    Dot,
};

// Drawn in the colour, sharp at the device pixel ratio, kept in Qt's pixmap cache.
[[nodiscard]] QPixmap pixmap(Icon icon, const QColor &color, int size = 16, qreal devicePixelRatio = 1);
// Normal and disabled from the palette; draws itself again for each ratio.
[[nodiscard]] QIcon icon(Icon icon, const QColor &color);
// The sign that goes with a tone: check, warning, error, info.
[[nodiscard]] Icon signOf(Tone tone);

} // namespace gatehouse::ui
