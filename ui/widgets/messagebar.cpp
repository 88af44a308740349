// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/messagebar.h"

#include "ui/widgets/messagerow.h"

#include <QVBoxLayout>

namespace gatehouse::ui {

using namespace Qt::StringLiterals;

MessageBar::MessageBar(QWidget *parent)
    : QWidget(parent)
    , m_layout(new QVBoxLayout(this))
{
    setObjectName(u"messages"_s);
    setAccessibleName(tr("Messages"));
    m_layout->setContentsMargins(0, 0, 0, 0);
    m_layout->setSpacing(4);
    hide();
}

void MessageBar::show(const Message &message)
{
    int place = m_layout->count();
    if (!message.id.isEmpty()) {
        for (int i = 0; i < m_rows.size(); ++i) {
            if (m_rows.at(i)->message().id != message.id)
                continue;
            if (m_rows.at(i)->takesOver(message))
                return; // told once; what is counted down goes on
            place = i;
        }
        dismiss(message.id);
    }
    auto *row = new MessageRow(message, this);
    connect(row, &MessageRow::dismissed, this, [this, row] {
        const std::function<void()> dismissed = row->message().dismissed;
        remove(row);
        if (dismissed)
            dismissed();
    });
    m_rows.insert(place, row);
    m_layout->insertWidget(place, row);
    setVisible(true);
}

void MessageBar::dismiss(const QString &id)
{
    const QList<MessageRow *> rows = m_rows;
    for (MessageRow *row : rows) {
        if (row->message().id == id)
            remove(row);
    }
}

void MessageBar::clear()
{
    const QList<MessageRow *> rows = m_rows;
    for (MessageRow *row : rows)
        remove(row);
}

bool MessageBar::has(const QString &id) const
{
    return std::any_of(m_rows.begin(), m_rows.end(),
                       [&](const MessageRow *row) { return row->message().id == id; });
}

void MessageBar::remove(MessageRow *row)
{
    m_rows.removeOne(row);
    m_layout->removeWidget(row);
    row->hide();
    row->deleteLater(); // its own button may be what calls us
    setVisible(!m_rows.isEmpty());
}

} // namespace gatehouse::ui
