// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/commandpalette.h"

#include "ui/delegates/palettedelegate.h"
#include "ui/shell/fuzzy.h"
#include "ui/theme/metrics.h"
#include "ui/theme/typography.h"

#include <QKeyEvent>
#include <QLineEdit>
#include <QListView>
#include <QStandardItemModel>
#include <QVBoxLayout>

namespace gatehouse::ui {

using namespace Qt::StringLiterals;

CommandPalette::CommandPalette(QWidget *window)
    : Overlay(window, {560, 420})
    , m_field(new QLineEdit)
    , m_list(new QListView)
    , m_model(new QStandardItemModel(this))
{
    setObjectName(u"command-palette"_s);
    setAccessibleName(tr("Command palette"));
    auto *column = new QVBoxLayout(card());
    column->setContentsMargins(8, 8, 8, 8);
    column->setSpacing(8);
    m_field->setObjectName(u"command-palette-field"_s);
    m_field->setAccessibleName(tr("Find pages, actions and objects"));
    m_field->setPlaceholderText(tr("Find pages, actions and objects…"));
    m_field->setMinimumHeight(36);
    m_field->installEventFilter(this);
    m_list->setObjectName(u"command-palette-list"_s);
    m_list->setAccessibleName(tr("What was found"));
    m_list->setFrameShape(QFrame::NoFrame);
    m_list->setFocusPolicy(Qt::NoFocus);
    m_list->setUniformItemSizes(true);
    m_list->setEditTriggers(QAbstractItemView::NoEditTriggers);
    m_list->setItemDelegate(new PaletteDelegate(m_list));
    m_list->setModel(m_model);
    m_list->viewport()->setAutoFillBackground(false);
    column->addWidget(m_field);
    column->addWidget(m_list, 1);
    connect(m_field, &QLineEdit::textChanged, this, &CommandPalette::find);
    connect(m_list, &QListView::clicked, this, [this](const QModelIndex &index) { run(index.row()); });
}

void CommandPalette::open(const QList<PaletteEntry> &entries)
{
    m_entries = entries;
    m_field->clear();
    find({});
    Overlay::open();
    m_field->setFocus();
}

QList<PaletteEntry> CommandPalette::ranked(const QList<PaletteEntry> &entries, const QString &query, int most)
{
    QList<std::pair<int, qsizetype>> scored;
    for (qsizetype i = 0; i < entries.size(); ++i) {
        const std::optional<int> byTitle = fuzzyScore(query, entries.at(i).title);
        const std::optional<int> byAll = fuzzyScore(query, entries.at(i).title + u' ' + entries.at(i).detail);
        // A whole word in the detail says more than letters strewn over the title.
        constexpr int titleFirst = 50;
        if (byTitle || byAll)
            scored.append({-std::max(byTitle.value_or(-titleFirst) + titleFirst, byAll.value_or(0)), i});
    }
    std::stable_sort(scored.begin(), scored.end(),
                     [](const auto &a, const auto &b) { return a.first < b.first; });
    QList<PaletteEntry> result;
    for (const auto &[score, i] : scored.mid(0, most))
        result.append(entries.at(i));
    return result;
}

void CommandPalette::find(const QString &query)
{
    constexpr int most = 50;
    m_found = ranked(m_entries, query, most);
    m_model->clear();
    for (const PaletteEntry &entry : std::as_const(m_found)) {
        auto *item = new QStandardItem(entry.title);
        item->setData(entry.detail, PaletteDelegate::DetailRole);
        item->setData(entry.section, PaletteDelegate::SectionRole);
        item->setData(entry.keys, PaletteDelegate::KeysRole);
        item->setData(int(entry.icon), PaletteDelegate::IconRole);
        item->setData(QStringList{entry.title, entry.detail, entry.section}.join(u' '),
                      Qt::AccessibleTextRole);
        m_model->appendRow(item);
    }
    m_list->setCurrentIndex(m_model->index(0, 0));
    constexpr int rowsShown = 10;
    setCardHeight(52 + 8 +
                  std::clamp(m_model->rowCount(), 1, rowsShown) * std::max(m_list->sizeHintForRow(0), 0));
}

bool CommandPalette::eventFilter(QObject *watched, QEvent *event)
{
    if (watched != m_field || event->type() != QEvent::KeyPress)
        return Overlay::eventFilter(watched, event);
    switch (static_cast<QKeyEvent *>(event)->key()) {
    case Qt::Key_Down:
        move(1);
        return true;
    case Qt::Key_Up:
        move(-1);
        return true;
    case Qt::Key_Return:
    case Qt::Key_Enter:
        run(m_list->currentIndex().row());
        return true;
    default:
        return false; // Esc comes to the overlay
    }
}

void CommandPalette::move(int rows)
{
    if (m_found.isEmpty())
        return;
    const int count = int(m_found.size());
    m_list->setCurrentIndex(m_model->index((m_list->currentIndex().row() + rows + count) % count, 0));
}

void CommandPalette::run(int row)
{
    if (row < 0 || row >= m_found.size())
        return;
    const std::function<void()> action = m_found.at(row).run;
    close();
    if (action)
        action();
}

} // namespace gatehouse::ui
