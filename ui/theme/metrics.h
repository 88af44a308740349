// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// The 4-px grid and the shapes.
namespace gatehouse::ui::metrics {

inline constexpr int unit = 4;
inline constexpr int rowHeight = 32;
inline constexpr int controlHeight = 30;
inline constexpr int controlRadius = 6;
inline constexpr int fieldRadius = 8;
inline constexpr int cardRadius = 10;
inline constexpr int pageMargin = 20;
inline constexpr int cardMargin = 16;
inline constexpr int gap = 12;
inline constexpr int railWidth = 212;
inline constexpr int railCollapsedWidth = 56;
inline constexpr int overlayBelow = 1000; // narrower than this, the detail lies over the list
inline constexpr int motionMs = 150;      // at most

} // namespace gatehouse::ui::metrics
