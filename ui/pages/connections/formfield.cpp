// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/connections/formfield.h"

#include "ui/widgets/plainlabel.h"

#include <QLineEdit>
#include <QVBoxLayout>

namespace gatehouse::ui {

FormField addFormField(QWidget *parent, QVBoxLayout *to, const QString &path, const QString &label,
                       const QString &example)
{
    auto *caption = new PlainLabel(label, Type::Caption, Tone::Muted, parent);
    FormField field{new QLineEdit(parent), new PlainLabel({}, Type::Caption, Tone::Wrong, parent)};
    field.edit->setAccessibleName(label);
    field.edit->setPlaceholderText(example);
    field.edit->setObjectName(path);
    field.problem->setWordWrap(true);
    field.problem->hide();
    caption->setBuddy(field.edit);
    to->addWidget(caption);
    to->addWidget(field.edit);
    to->addWidget(field.problem);
    return field;
}

} // namespace gatehouse::ui
