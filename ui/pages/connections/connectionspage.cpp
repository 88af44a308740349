// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/connections/connectionspage.h"

#include "core/workspace/connectionjson.h"
#include "ui/delegates/rowdelegate.h"
#include "ui/models/connectionmodel.h"
#include "ui/pages/connections/connectionform.h"
#include "ui/theme/metrics.h"
#include "ui/widgets/panel.h"
#include "ui/widgets/plainlabel.h"
#include "ui/widgets/tableview.h"

#include <QFile>
#include <QFileDialog>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLineEdit>
#include <QSaveFile>
#include <QScrollArea>
#include <QScrollBar>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace gatehouse::ui {
namespace {

constexpr int formWidth = 400;
constexpr qint64 mostImportBytes = 64 * 1024 + 1; // one more than is taken

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
    connect(m_form, &ConnectionForm::checkRequested, this, &ConnectionsPage::check);
    connect(m_form, &ConnectionForm::exportRequested, this, &ConnectionsPage::exportTo);
    connect(m_form, &ConnectionForm::importRequested, this, &ConnectionsPage::importFrom);
}

void ConnectionsPage::showRows()
{
    m_form->setPolicy(m_book.policy());
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
    const std::optional<workspace::Connection> before = m_book.find(formerName);
    if (const Result<void> kept = m_book.put(connection); !kept)
        return m_form->showErrors(kept.error());
    if (!formerName.isEmpty() && formerName != connection.name) {
        if (const Result<void> gone = m_book.remove(formerName); !gone)
            return m_form->showErrors(gone.error());
    }
    if (before && *before != connection)
        emit replaced(*before, connection);
    m_form->edit(connection);
    m_form->showSaved(tr("Saved. Open it with Enter in the list."));
}

void ConnectionsPage::remove(const QString &name)
{
    const std::optional<workspace::Connection> connection = m_book.find(name);
    if (const Result<void> gone = m_book.remove(name); !gone)
        return m_form->showErrors(gone.error());
    if (connection)
        emit removed(*connection);
    m_form->startNew();
    m_form->showSaved(tr("%1 was removed from this computer. The gateway is not changed.").arg(name));
}

// What cannot be right is said at its field; the network is not asked about it.
void ConnectionsPage::check(const workspace::Connection &connection)
{
    if (const Result<void> checked = workspace::check(connection); !checked)
        return m_form->showErrors(checked.error());
    emit checkRequested(connection);
}

void ConnectionsPage::exportTo(const QString &name)
{
    const std::optional<workspace::Connection> connection = m_book.find(name);
    if (!connection || !m_book.policy().allowsExport)
        return;
    auto *dialog = new QFileDialog(this, tr("Export the connection"), {}, tr("Connection (*.json)"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->setDefaultSuffix(u"json"_s);
    dialog->selectFile(u"gatehouse-connection.json"_s); // not the name: it may be no file name
    connect(dialog, &QFileDialog::fileSelected, this, [this, connection](const QString &path) {
        QSaveFile file(path);
        const QByteArray bytes = workspace::exported(*connection);
        if (file.open(QIODevice::WriteOnly) && file.write(bytes) == bytes.size() && file.commit())
            m_form->showSaved(tr("Exported. The file holds no secrets."));
        else
            m_form->showErrors({.kind = Error::Kind::Storage, .title = path, .detail = file.errorString()});
    });
    dialog->open();
}

void ConnectionsPage::importFrom()
{
    if (!m_book.policy().allowsImport)
        return;
    auto *dialog = new QFileDialog(this, tr("Import a connection"), {}, tr("Connection (*.json)"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::ExistingFile);
    connect(dialog, &QFileDialog::fileSelected, this, [this](const QString &path) {
        QFile file(path);
        if (!file.open(QIODevice::ReadOnly))
            return m_form->showErrors(
                {.kind = Error::Kind::Storage, .title = path, .detail = file.errorString()});
        takeImported(file.read(mostImportBytes));
    });
    dialog->open();
}

// Shown in the form first, where the addresses can be read before anything is kept.
void ConnectionsPage::takeImported(const QByteArray &bytes)
{
    if (!m_book.policy().allowsImport || !m_book.policy().allowsOtherConnections)
        return m_form->showErrors(
            {.kind = Error::Kind::Configuration,
             .fields = {{.path = {}, .message = tr("The administrator of this computer forbids it.")}}});
    const Result<workspace::Connection> connection = workspace::imported(bytes);
    if (!connection)
        return m_form->showErrors(
            {.kind = Error::Kind::Invalid,
             .fields = {
                 {.path = {},
                  .message = tr("This file is not a connection that was exported, so nothing was taken "
                                "from it.")}}});
    m_form->propose(*connection);
    m_form->showSaved(tr("Read from the file. Look at the addresses, then save it."));
}

void ConnectionsPage::activate()
{
    if (m_model->rowCount() == 0)
        return m_form->field(u"name"_s)->setFocus(Qt::OtherFocusReason);
    m_table->setFocus(Qt::OtherFocusReason);
}

} // namespace gatehouse::ui
