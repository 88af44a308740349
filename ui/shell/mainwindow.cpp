// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/mainwindow.h"

#include "ui/shell/cheatsheet.h"
#include "ui/shell/commandpalette.h"
#include "ui/shell/connectionbutton.h"
#include "ui/shell/lockscreen.h"
#include "ui/shell/personbutton.h"
#include "ui/shell/rail.h"
#include "ui/shell/shortcuts.h"
#include "ui/shell/stageline.h"
#include "ui/theme/metrics.h"
#include "ui/widgets/messagebar.h"
#include "ui/widgets/searchfield.h"

#include <QApplication>
#include <QDialog>
#include <QHBoxLayout>
#include <QMenu>
#include <QStackedWidget>
#include <QToolTip>
#include <QVBoxLayout>

namespace gatehouse::ui {

using namespace Qt::StringLiterals;

MainWindow::MainWindow(Theme &theme, QWidget *parent)
    : QMainWindow(parent)
    , m_theme(theme)
    , m_rail(new Rail)
    , m_stageLine(new StageLine)
    , m_messages(new MessageBar)
    , m_stack(new QStackedWidget)
{
    setObjectName(u"main-window"_s);
    setMinimumSize(900, 600);
    resize(1480, 850);
    m_body = new QWidget;
    auto *column = new QVBoxLayout(m_body);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(m_stageLine);
    auto *row = new QHBoxLayout;
    row->setSpacing(0);
    row->addWidget(m_rail);
    auto *content = new QVBoxLayout;
    content->setSpacing(0);
    m_messages->layout()->setContentsMargins(metrics::pageMargin, metrics::gap, metrics::pageMargin, 0);
    content->addWidget(m_messages);
    content->addWidget(m_stack, 1);
    row->addLayout(content, 1);
    column->addLayout(row, 1);
    m_root = new QStackedWidget;
    m_root->addWidget(m_body);
    m_lock = new LockScreen;
    m_root->addWidget(m_lock);
    setCentralWidget(m_root);
    connect(m_lock, &LockScreen::unlockRequested, this, &MainWindow::unlockRequested);
    connect(m_lock, &LockScreen::signOutRequested, this, &MainWindow::signOutRequested);
    m_palette = new CommandPalette(this);
    m_cheatSheet = new CheatSheet(this);
    connectRail();
    connectKeys();
    updateTitle();
}

MainWindow::~MainWindow()
{
    if (!m_body->parent())
        delete m_body;
}

void MainWindow::connectRail()
{
    connect(m_rail, &Rail::chosen, this, &MainWindow::showPage);
    connect(m_rail, &Rail::collapseToggled, this, &MainWindow::railCollapsedChanged);
    connect(m_rail->connectionButton(), &QAbstractButton::clicked, this, &MainWindow::openConnectionMenu);
    connect(m_rail->personButton(), &QAbstractButton::clicked, this, [this] {
        if (m_rail->personButton()->isSignedIn())
            openPersonMenu();
        else
            emit signInRequested();
    });
}

void MainWindow::connectKeys()
{
    const auto add = [this](const QString &id, const QString &text, const QKeySequence &key, auto run) {
        auto *action = new QAction(text, this);
        action->setObjectName(id);
        action->setShortcut(key);
        connect(action, &QAction::triggered, this, run);
        addAction(action);
    };
    add(u"find"_s, tr("Find and do"), QKeySequence(Qt::CTRL | Qt::Key_K), [this] { openCommandPalette(); });
    add(u"refresh"_s, tr("Read again"), QKeySequence(Qt::CTRL | Qt::Key_R), [this] {
        if (Page *page = currentPage())
            page->refresh();
    });
    add(u"collapse-rail"_s, tr("Collapse or expand the navigation"), QKeySequence(Qt::CTRL | Qt::Key_B),
        [this] {
            setRailCollapsed(!isRailCollapsed());
            emit railCollapsedChanged(isRailCollapsed());
        });
    add(u"lock"_s, tr("Lock"), QKeySequence(Qt::CTRL | Qt::Key_L), [this] { emit lockRequested(); });
    add(u"quit"_s, tr("Quit"), QKeySequence(Qt::CTRL | Qt::Key_Q), [this] { close(); });

    auto *shortcuts = m_shortcuts = new Shortcuts(this);
    connect(shortcuts, &Shortcuts::goTo, this, [this](QChar letter) {
        for (const Page *page : std::as_const(m_pages)) {
            if (page->about().key == letter && page->about().group != Page::Group::Hidden)
                showPage(page->about().id);
        }
    });
    connect(shortcuts, &Shortcuts::filterRequested, this, [this] {
        if (SearchField *field = currentPage() ? currentPage()->filterField() : nullptr) {
            field->setFocus(Qt::ShortcutFocusReason);
            field->selectAll();
        }
    });
    connect(shortcuts, &Shortcuts::helpRequested, this, &MainWindow::openCheatSheet);
}

void MainWindow::setLocked(bool isLocked)
{
    if (isLocked == this->isLocked())
        return;
    if (isLocked) {
        while (QWidget *popup = QApplication::activePopupWidget())
            popup->close();
        for (QDialog *dialog : findChildren<QDialog *>())
            dialog->reject();
        QToolTip::hideText();
        emptyTree();
    } else {
        m_root->insertWidget(0, m_body);
        m_root->setCurrentWidget(m_body);
    }
    updateTitle();
    m_shortcuts->setEnabled(!isLocked);
    for (QAction *action : actions())
        action->setEnabled(!isLocked || action->objectName() == "quit"_L1);
}

// What is only hidden is still read out: whoever walks the tree of accessible objects finds it.
void MainWindow::emptyTree()
{
    m_root->removeWidget(m_body);
    m_body->setParent(nullptr);
    m_root->setCurrentWidget(m_lock);
    for (Overlay *overlay : std::initializer_list<Overlay *>{m_palette, m_cheatSheet}) {
        overlay->hide();
        overlay->setParent(nullptr);
        overlay->deleteLater(); // it may be what asked for the lock
    }
    m_palette = new CommandPalette(this);
    m_cheatSheet = new CheatSheet(this);
}

void MainWindow::updateTitle()
{
    if (isLocked())
        setWindowTitle(tr("Gatehouse, locked"));
    else
        setWindowTitle(m_connection.isEmpty() ? tr("Gatehouse") : tr("%1 – Gatehouse").arg(m_connection));
}

bool MainWindow::isLocked() const
{
    return m_root->currentWidget() == m_lock;
}

void MainWindow::addPage(Page *page)
{
    m_pages.append(page);
    m_stack->addWidget(page);
    m_rail->addPage(page->about());
}

void MainWindow::removePage(const QString &id)
{
    Page *gone = page(id);
    if (!gone)
        return;
    m_pages.removeOne(gone);
    m_stack->removeWidget(gone);
    m_rail->removePage(id);
    gone->deleteLater();
}

void MainWindow::showPage(const QString &id)
{
    Page *next = page(id);
    if (!next)
        return;
    m_stack->setCurrentWidget(next);
    m_rail->setCurrent(id);
    next->setFocus(); // the page's keys work at once, and no control gets the focus by chance
    next->activate();
    emit pageShown(id);
}

Page *MainWindow::currentPage() const
{
    return qobject_cast<Page *>(m_stack->currentWidget());
}

Page *MainWindow::page(const QString &id) const
{
    const auto found = std::find_if(m_pages.begin(), m_pages.end(),
                                    [&](const Page *page) { return page->about().id == id; });
    return found == m_pages.end() ? nullptr : *found;
}

void MainWindow::setConnections(const QList<ConnectionItem> &connections, const QString &current)
{
    m_connections = connections;
    ConnectionItem shown;
    for (const ConnectionItem &each : connections) {
        if (each.name == current)
            shown = each;
    }
    m_connection = shown.name;
    m_rail->connectionButton()->setConnection(shown.name, shown.detail, shown.stage);
    m_stageLine->setStage(shown.stage);
    updateTitle();
}

void MainWindow::setPerson(const QString &name, const QString &role)
{
    m_rail->personButton()->setPerson(name, role);
}

void MainWindow::setBadge(const QString &pageId, int count)
{
    m_rail->setBadge(pageId, count);
}

void MainWindow::setRailVisible(bool visible)
{
    m_rail->setVisible(visible);
}

void MainWindow::setRailCollapsed(bool collapsed)
{
    m_rail->setCollapsed(collapsed);
}

bool MainWindow::isRailCollapsed() const
{
    return m_rail->isCollapsed();
}

void MainWindow::openConnectionMenu()
{
    auto *menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    for (const ConnectionItem &each : std::as_const(m_connections)) {
        const QIcon dot = icon(Icon::Dot, m_theme.tokens().color(toneOf(each.stage)));
        // A name may hold an ampersand or a tab; neither is a mnemonic or a column here.
        QString name = each.name;
        QAction *action = menu->addAction(dot, name.replace(u'&', u"&&"_s).replace(u'\t', u' ') + u'\t' +
                                                   nameOf(each.stage));
        connect(action, &QAction::triggered, this, [this, each] { emit connectionChosen(each.name); });
    }
    if (!m_connections.isEmpty())
        menu->addSeparator();
    connect(menu->addAction(icon(Icon::Gear, m_theme.tokens().muted), tr("Manage connections…")),
            &QAction::triggered, this, &MainWindow::connectionsRequested);
    const QWidget *button = m_rail->connectionButton();
    menu->setMinimumWidth(std::max(button->width(), 240));
    menu->popup(button->mapToGlobal(QPoint(0, button->height() + 4)));
}

void MainWindow::openPersonMenu()
{
    auto *menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    const std::pair<Theme::Scheme, QString> schemes[] = {{Theme::Scheme::System, tr("Colours of the system")},
                                                         {Theme::Scheme::Light, tr("Light")},
                                                         {Theme::Scheme::Dark, tr("Dark")}};
    for (const auto &[scheme, text] : schemes) {
        QAction *action = menu->addAction(text);
        action->setCheckable(true);
        action->setChecked(m_theme.scheme() == scheme);
        connect(action, &QAction::triggered, this, [this, wanted = scheme] { emit themeRequested(wanted); });
    }
    menu->addSeparator();
    connect(menu->addAction(icon(Icon::Question, m_theme.tokens().muted), tr("Keys") + u"\t?"_s),
            &QAction::triggered, this, &MainWindow::openCheatSheet);
    connect(menu->addAction(icon(Icon::SignOut, m_theme.tokens().muted), tr("Sign out")), &QAction::triggered,
            this, &MainWindow::signOutRequested);
    const QWidget *button = m_rail->personButton();
    menu->popup(button->mapToGlobal(QPoint(0, -menu->sizeHint().height() - 4)));
}

} // namespace gatehouse::ui
