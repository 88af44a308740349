// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/workspace/audittrail.h"
#include "ui/widgets/panel.h"

#include <optional>

class QStackedWidget;

namespace gatehouse::ui {

class KeyValueList;
class Pill;
class PlainLabel;

// One event with all that its source said of it.
class AuditDetail : public Panel
{
    Q_OBJECT
public:
    explicit AuditDetail(QWidget *parent = nullptr);

    void show(const std::optional<workspace::AuditTrail::Row> &row);
    using Panel::show;

private:
    QStackedWidget *m_stack = nullptr;
    PlainLabel *m_what = nullptr;
    Pill *m_outcome = nullptr;
    KeyValueList *m_facts = nullptr;
};

} // namespace gatehouse::ui
