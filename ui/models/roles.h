// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <Qt>

namespace gatehouse::ui {

// What models tell delegates, views and tests beyond Qt's own roles; nobody knows column numbers but the
// model.
enum Role : int {
    SortRole = Qt::UserRole + 1,   // what a column is ordered by: numbers and times as such, folded text
    KeyRole,                       // the row's key as text; the same in every column
    StateRole,                     // the row's state as a machine word ("pending")
    CellRole,                      // a Cell, as int: how the delegate draws the cell
    ToneRole,                      // a Tone, as int: its colour
    UserRole = Qt::UserRole + 100, // a model's own roles start here
};

enum class Cell {
    Text,
    Strong,  // the row's name
    Mono,    // scopes, ids
    Number,  // to the right, tabular
    Pill,    // a word on its tone's tint; nothing when empty
    Sign,    // the tone's sign on its tint; the text is for screen readers and the tooltip
    Heading, // the head of a group: the text of the first column, across the row
};

} // namespace gatehouse::ui
