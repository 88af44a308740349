// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFont>

namespace gatehouse::ui {

// The type scale in pixels at 96 dpi: 11, 13, 15, 20, 26; mono 12. Figures are tabular. Sizes are set in
// points, so the system's font scale applies.
enum class Type {
    Caption, // 11
    CaptionStrong,
    Body, // 13
    BodyMedium,
    BodyStrong,
    Section, // 15, 600
    Title,   // 20, 600
    Number,  // 26, 600
    Mono,    // 12
    Key,     // 10 mono, for keys on buttons
};

[[nodiscard]] QFont font(Type type);
// Registers the bundled families; idempotent. Theme does it.
void loadFonts();

} // namespace gatehouse::ui
