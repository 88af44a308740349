// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

class QLineEdit;
class QVBoxLayout;
class QWidget;

namespace gatehouse::ui {

class PlainLabel;

// A label, what is typed, and below it what is wrong with it.
struct FormField
{
    QLineEdit *edit = nullptr;
    PlainLabel *problem = nullptr;
};

// `path` is what errors call the field.
[[nodiscard]] FormField addFormField(QWidget *parent, QVBoxLayout *to, const QString &path,
                                     const QString &label, const QString &example);

} // namespace gatehouse::ui
