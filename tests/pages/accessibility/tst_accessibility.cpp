// SPDX-License-Identifier: GPL-3.0-or-later
// What everybody must be able to do in the real window: hear every name, reach everything by Tab, see where
// the focus is, and read every word. Runs twice: with large.json everything written is twice as large.
#include "tests/pages/accessibility/windowrig.h"
#include "ui/pages/listdetail.h"
#include "ui/widgets/keybutton.h"
#include "ui/widgets/plainlabel.h"

#include <QAbstractItemView>
#include <QAccessible>
#include <QButtonGroup>
#include <QHeaderView>
#include <QLineEdit>
#include <QSplitter>

using namespace gatehouse;
using namespace gatehouse::ui;
using namespace Qt::StringLiterals;
using Rig = test::WindowRig;

namespace {

const QStringList pageIds{u"signin"_s, u"approvals"_s,   u"usage"_s,
                          u"audit"_s,  u"connections"_s, u"settings"_s};
constexpr QSize least(900, 600);
constexpr QSize usual(1480, 900);

QString told(const QWidget *widget)
{
    return u"%1 %2 \"%3\" in %4"_s.arg(
        QString::fromLatin1(widget->metaObject()->className()), widget->objectName(),
        widget->accessibleName(), widget->parentWidget() ? widget->parentWidget()->objectName() : QString());
}

void visit(QAccessibleInterface *at, const std::function<void(QAccessibleInterface *)> &see)
{
    if (!at || !at->isValid() || at->state().invisible)
        return;
    see(at);
    for (int i = 0; i < at->childCount(); ++i)
        visit(at->child(i), see);
}

bool needsName(QAccessibleInterface *at)
{
    switch (at->role()) {
    case QAccessible::PushButton:
    case QAccessible::ButtonMenu:
    case QAccessible::ButtonDropDown:
    case QAccessible::CheckBox:
    case QAccessible::RadioButton:
    case QAccessible::EditableText:
    case QAccessible::Table:
    case QAccessible::List:
    case QAccessible::ColumnHeader:
        return true;
    default:
        const auto *widget = qobject_cast<const QWidget *>(at->object());
        return widget && at->state().focusable && !widget->focusProxy();
    }
}

bool isReachedByTab(const QWidget *widget)
{
    if (!widget->isVisible() || !widget->isEnabled() || widget->focusProxy() ||
        !(widget->focusPolicy() & Qt::TabFocus))
        return false;
    const auto *button = qobject_cast<const QAbstractButton *>(widget);
    const QButtonGroup *group = button ? button->group() : nullptr;
    return !group || !group->exclusive() || button->isChecked(); // arrows go to the others
}

// Siblings in a layout, not what lies over them by design.
QList<QWidget *> laidOut(const QWidget *parent)
{
    QList<QWidget *> all;
    if (qobject_cast<const QAbstractScrollArea *>(parent) || qobject_cast<const QLineEdit *>(parent) ||
        parent->objectName() == "qt_scrollarea_viewport"_L1) // what scrolls is larger than its place
        return all;
    const auto *split = qobject_cast<const ListDetail *>(parent);
    if (split && split->isOverlay())
        return all;
    for (QObject *child : parent->children()) {
        auto *widget = qobject_cast<QWidget *>(child);
        if (widget && widget->isVisible() && !widget->isWindow() && !widget->size().isEmpty() &&
            !qobject_cast<QSplitterHandle *>(widget)) // easier to grab than it looks
            all.append(widget);
    }
    return all;
}

} // namespace

class AccessibilityTest : public QObject
{
    Q_OBJECT

private slots:
    void init() { test::failOnWarnings(); }

    void everythingHasAName_data() { pages(); }
    void everythingHasAName()
    {
        QFETCH(const QString, page);
        Rig rig;
        rig.open(usual);
        rig.showPage(page);
        static const QRegularExpression markup(u"<[a-zA-Z/!][^>]*>|&[a-z]+;"_s);
        static const QRegularExpression rawId(u"sub_[0-9]+|app-[a-z]|t-[A-Z]|range-[0-9]"_s);
        QStringList nameless;
        int seen = 0;
        visit(QAccessible::queryAccessibleInterface(&rig.window), [&](QAccessibleInterface *at) {
            const QString name = at->text(QAccessible::Name);
            const auto *widget = qobject_cast<const QWidget *>(at->object());
            const QString who = widget ? told(widget) : u"role %1 \"%2\""_s.arg(at->role()).arg(name);
            if (name.contains(markup) || at->text(QAccessible::Description).contains(markup))
                nameless.append(u"markup: "_s + who);
            if (!needsName(at))
                return;
            ++seen;
            if (name.trimmed().isEmpty())
                nameless.append(u"no name: "_s + who);
            if (name.contains(rawId) && !qobject_cast<const QLabel *>(widget)) // a fact may be one
                nameless.append(u"an id: "_s + who);
        });
        QVERIFY(seen > 6);
        QVERIFY2(nameless.isEmpty(), qPrintable(nameless.join(u'\n')));
    }

    void everyCellIsReadable_data() { pages({u"approvals"_s, u"usage"_s, u"connections"_s}); }
    void everyCellIsReadable()
    {
        QFETCH(const QString, page);
        Rig rig;
        rig.open(usual);
        rig.showPage(page);
        auto *view = rig.window.currentPage()->findChild<TableView *>();
        QAccessibleTableInterface *table = QAccessible::queryAccessibleInterface(view)->tableInterface();
        QVERIFY(table);
        QVERIFY(table->rowCount() > 0);
        QCOMPARE(table->rowCount(), view->model()->rowCount());
        for (int row = 0; row < table->rowCount(); ++row) {
            for (int column = 0; column < table->columnCount(); ++column) {
                QAccessibleInterface *cell = table->cellAt(row, column);
                QVERIFY(cell);
                const QModelIndex index = view->model()->index(row, column);
                const QVariant told =
                    index.data(Qt::AccessibleTextRole); // in words, what a colour or sign says
                QCOMPARE(cell->text(QAccessible::Name), (told.isValid() ? told : index.data()).toString());
                if (column == 0)
                    QVERIFY(!cell->text(QAccessible::Name).isEmpty());
            }
        }
        for (int column = 0; column < table->columnCount(); ++column)
            QVERIFY(!table->columnDescription(column).isEmpty());
    }

    void tabReachesEverythingAndComesBack_data() { pages(); }
    void tabReachesEverythingAndComesBack()
    {
        QFETCH(const QString, page);
        Rig rig;
        rig.open(usual);
        rig.showPage(page);
        rig.key(Qt::Key_Tab);
        QWidget *start = QApplication::focusWidget();
        QVERIFY(start);
        QSet<const QWidget *> visited;
        QStringList unseen;
        for (int i = 0; i < 80; ++i) {
            QWidget *now = QApplication::focusWidget();
            QVERIFY(now);
            QVERIFY2(now->isVisible(), qPrintable(told(now)));
            if (!visited.contains(now) && !showsFocus(rig.window, *now))
                unseen.append(told(now));
            visited.insert(now);
            rig.key(Qt::Key_Tab);
            if (QApplication::focusWidget() == start)
                break;
        }
        QCOMPARE(QApplication::focusWidget(), start); // no trap
        for (const QWidget *widget : rig.window.findChildren<QWidget *>()) {
            if (isReachedByTab(widget) && !visited.contains(widget))
                unseen.append(u"not reached: "_s + told(widget));
        }
        rig.key(Qt::Key_Tab, Qt::ShiftModifier); // and back
        QVERIFY(visited.contains(QApplication::focusWidget()));
        QVERIFY2(unseen.isEmpty(), qPrintable(unseen.join(u'\n')));
    }

    void wordsHaveRoom_data()
    {
        QTest::addColumn<QString>("page");
        QTest::addColumn<QSize>("size");
        for (const QString &page : pageIds) {
            QTest::newRow(qPrintable(page + u" least"_s)) << page << least;
            QTest::newRow(qPrintable(page + u" usual"_s)) << page << usual;
        }
    }
    void wordsHaveRoom()
    {
        QFETCH(const QString, page);
        QFETCH(const QSize, size);
        Rig rig;
        rig.open(size);
        rig.showPage(page);
        QTest::qWait(0);
        rig.picture(rig.window, u"room-%1-%2-%3"_s.arg(page).arg(size.width()).arg(rig.window.logicalDpiX()));
        QCOMPARE(rig.window.size(), size);
        QStringList wrong;
        for (const QAbstractButton *button : rig.window.findChildren<QAbstractButton *>()) {
            const QSize needed(button->sizeHint().width(), button->fontMetrics().height() + 4);
            if (button->isVisible() &&
                (button->width() < needed.width() || button->height() < needed.height()))
                wrong.append(u"cut: %1 %2×%3 of %4×%5"_s.arg(told(button))
                                 .arg(button->width())
                                 .arg(button->height())
                                 .arg(needed.width())
                                 .arg(needed.height()));
        }
        for (const PlainLabel *label : rig.window.findChildren<PlainLabel *>()) {
            if (!label->isVisible() || label->text().isEmpty())
                continue;
            const int height =
                label->wordWrap() ? label->heightForWidth(label->width()) : label->minimumSizeHint().height();
            if (label->height() < height ||
                (!label->wordWrap() && label->width() < label->minimumSizeHint().width()))
                wrong.append(
                    u"cut: \"%1\" %2×%3"_s.arg(label->text()).arg(label->width()).arg(label->height()));
        }
        for (const QWidget *parent : rig.window.findChildren<QWidget *>()) {
            const QList<QWidget *> siblings = laidOut(parent);
            for (qsizetype i = 0; parent->isVisible() && i < siblings.size(); ++i) {
                for (qsizetype k = i + 1; k < siblings.size(); ++k)
                    if (siblings.at(i)->geometry().intersects(siblings.at(k)->geometry()))
                        wrong.append(u"overlap: %1 and %2"_s.arg(told(siblings.at(i)), told(siblings.at(k))));
                if (!parent->rect().contains(siblings.at(i)->geometry()))
                    wrong.append(u"outside: %1, %2…%3 of %4"_s.arg(told(siblings.at(i)))
                                     .arg(siblings.at(i)->geometry().left())
                                     .arg(siblings.at(i)->geometry().right())
                                     .arg(parent->width()));
            }
        }
        QVERIFY2(wrong.isEmpty(), qPrintable(wrong.join(u'\n')));
    }

private:
    static void pages(const QStringList &ids = pageIds)
    {
        QTest::addColumn<QString>("page");
        for (const QString &id : ids)
            QTest::newRow(qPrintable(id)) << id;
    }
    // Whether its part of the window looks different without the focus.
    static bool showsFocus(QWidget &window, QWidget &widget)
    {
        const QRect place = QRect(widget.mapTo(&window, QPoint()), widget.size()).adjusted(-4, -4, 4, 4);
        const QImage with = window.grab(place).toImage();
        widget.clearFocus();
        const QImage without = window.grab(place).toImage();
        widget.setFocus(Qt::TabFocusReason);
        return with != without;
    }
};

QTEST_MAIN(AccessibilityTest)
#include "tst_accessibility.moc"
