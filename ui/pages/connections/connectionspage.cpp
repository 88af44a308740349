// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/connections/connectionspage.h"

#include "ui/delegates/rowdelegate.h"
#include "ui/models/connectionmodel.h"
#include "ui/pages/connections/connectionform.h"
#include "ui/theme/metrics.h"
#include "ui/widgets/panel.h"
#include "ui/widgets/plainlabel.h"
#include "ui/widgets/tableview.h"

#include <QHBoxLayout>
#include <QHeaderView>
#include <QLineEdit>
#include <QScrollArea>
#include <QScrollBar>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace gatehouse::ui {
namespace {

constexpr int formWidth = 400;

} // namespace

ConnectionsPage::ConnectionsPage(workspace::ConnectionBook &book, QWidget *parent)
    : Page({.id = u"connections"_s,
            .title = tr("Connections"),
            .icon = Icon::Plug,
            .key = u'c',
            .group = Group::Bottom},
           parent)
    , m_book(book)
    , m_model(new ConnectionModel(this))
{
    build();
    connect(&book, &workspace::ConnectionBook::changed, this, &ConnectionsPage::showRows);
    showRows();
}

void ConnectionsPage::build()
{
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins({});
    layout->setSpacing(0);
    auto *head = new Panel(Panel::Ground::Background, Qt::BottomEdge, this);
    auto *line = new QHBoxLayout(head);
    line->setContentsMargins(metrics::pageMargin, 14, metrics::pageMargin, 10);
    line->addWidget(new PlainLabel(about().title, Type::Title, Tone::Text, head));
    line->addStretch(1);
    line->addWidget(new PlainLabel(tr("Enter opens a connection"), Type::Caption, Tone::Muted, head));
    layout->addWidget(head);

    auto *row = new QHBoxLayout;
    row->setSpacing(0);
    m_table = new TableView(this);
    m_table->setModel(m_model);
    m_table->setItemDelegate(new RowDelegate(m_table));
    m_table->setAccessibleName(about().title);
    QHeaderView *header = m_table->horizontalHeader();
    header->resizeSection(ConnectionModel::Name, 180);
    header->resizeSection(ConnectionModel::Stage, 110);
    header->resizeSection(ConnectionModel::Api, 260);
    header->setStretchLastSection(true);
    m_form = new ConnectionForm(this);
    auto *place = new QScrollArea(this); // large fonts need more room than there may be
    place->setFrameShape(QFrame::NoFrame);
    place->setWidgetResizable(true);
    place->setFocusPolicy(Qt::NoFocus); // the fields inside take it
    place->setAccessibleName(tr("Connection"));
    place->setWidget(m_form);
    const int scrollBar = place->verticalScrollBar()->sizeHint().width();
    place->setMinimumWidth(formWidth);
    place->setMaximumWidth(std::max(formWidth, m_form->minimumSizeHint().width() + scrollBar));
    row->addWidget(m_table, 1);
    row->addWidget(place);
    layout->addLayout(row, 1);

    connect(m_table, &TableView::rowActivated, this,
            [this](const QModelIndex &index) { emit openRequested(m_model->at(index.row()).name); });
    connect(m_table->selectionModel(), &QItemSelectionModel::currentRowChanged, this,
            [this](const QModelIndex &current) {
                if (current.isValid())
                    m_form->edit(m_model->at(current.row()));
            });
    connect(m_form, &ConnectionForm::saveRequested, this, &ConnectionsPage::save);
    connect(m_form, &ConnectionForm::removeRequested, this, &ConnectionsPage::remove);
}

void ConnectionsPage::showRows()
{
    m_model->reconcile(m_book.connections());
}

void ConnectionsPage::save(const workspace::Connection &connection, const QString &formerName)
{
    if (connection.name != formerName && m_book.find(connection.name)) {
        Error taken;
        taken.kind = Error::Kind::Invalid;
        taken.fields = {{u"name"_s, tr("There is a connection of this name.")}};
        return m_form->showErrors(taken);
    }
    if (const Result<void> checked = workspace::check(connection); !checked)
        return m_form->showErrors(checked.error());
    if (const Result<void> kept = m_book.put(connection); !kept)
        return m_form->showErrors(kept.error());
    if (!formerName.isEmpty() && formerName != connection.name) {
        if (const Result<void> removed = m_book.remove(formerName); !removed)
            return m_form->showErrors(removed.error());
    }
    m_form->edit(connection);
    m_form->showSaved(tr("Saved. Open it with Enter in the list."));
}

void ConnectionsPage::remove(const QString &name)
{
    if (const Result<void> removed = m_book.remove(name); !removed)
        return m_form->showErrors(removed.error());
    m_form->startNew();
    m_form->showSaved(tr("%1 was removed from this computer. The gateway is not changed.").arg(name));
}

void ConnectionsPage::activate()
{
    if (m_model->rowCount() == 0)
        return m_form->field(u"name"_s)->setFocus(Qt::OtherFocusReason);
    m_table->setFocus(Qt::OtherFocusReason);
}

} // namespace gatehouse::ui
