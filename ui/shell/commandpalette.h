// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/shell/overlay.h"
#include "ui/shell/palettesource.h"

class QLineEdit;
class QListView;
class QStandardItemModel;

namespace gatehouse::ui {

// Ctrl+K: finds pages, actions and objects by a few letters, and does them.
class CommandPalette : public Overlay
{
    Q_OBJECT
public:
    explicit CommandPalette(QWidget *window);

    void open(const QList<PaletteEntry> &entries);
    // Best first; at most `most`. An empty query keeps the order.
    [[nodiscard]] static QList<PaletteEntry> ranked(const QList<PaletteEntry> &entries, const QString &query,
                                                    int most);

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void find(const QString &query);
    void move(int rows);
    void run(int row);

    QLineEdit *m_field = nullptr;
    QListView *m_list = nullptr;
    QStandardItemModel *m_model = nullptr;
    QList<PaletteEntry> m_entries;
    QList<PaletteEntry> m_found;
};

} // namespace gatehouse::ui
