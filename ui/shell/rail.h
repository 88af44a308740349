// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/shell/page.h"

class QVBoxLayout;

namespace gatehouse::ui {

class ConnectionButton;
class PersonButton;
class PlainLabel;
class RailItem;

// The navigation: what exists, under the headings that have pages.
class Rail : public QWidget
{
    Q_OBJECT
public:
    explicit Rail(QWidget *parent = nullptr);

    void addPage(const Page::About &about);
    void removePage(const QString &id);
    void setCurrent(const QString &id);
    void setBadge(const QString &id, int count);
    void setCollapsed(bool collapsed); // what the person wants
    [[nodiscard]] bool isCollapsed() const { return m_isCollapsed; }
    [[nodiscard]] ConnectionButton *connectionButton() const { return m_connection; }
    [[nodiscard]] PersonButton *personButton() const { return m_person; }

signals:
    void chosen(const QString &id);
    void collapseToggled(bool collapsed);

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    struct Section
    {
        PlainLabel *heading = nullptr; // none for the first and the last
        QVBoxLayout *items = nullptr;
    };

    [[nodiscard]] Section makeSection(const QString &heading);
    void updateHeadings();

    QVBoxLayout *m_column = nullptr;
    ConnectionButton *m_connection = nullptr;
    PersonButton *m_person = nullptr;
    RailItem *m_collapse = nullptr;
    QHash<int, Section> m_sections; // by Page::Group
    QHash<QString, RailItem *> m_items;
    bool m_isCollapsed = false;
};

} // namespace gatehouse::ui
