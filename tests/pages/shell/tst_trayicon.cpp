// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/trayicon.h"
#include "ui/theme/theme.h"
#include "ui/theme/tokens.h"

#include <QApplication>
#include <QRegularExpression>
#include <QSignalSpy>
#include <QTest>

using namespace gatehouse::ui;
using namespace Qt::StringLiterals;

class TrayIconTest : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase() { m_theme = std::make_unique<Theme>(*qApp); }
    void init() { QTest::failOnWarning(QRegularExpression(u"^(?!This plugin).?"_s)); }
    void cleanupTestCase() { m_theme.reset(); }

    void theCountIsDrawn_data()
    {
        QTest::addColumn<int>("size");
        for (const int size : {16, 22, 24, 32, 64})
            QTest::addRow("%d", size) << size;
    }
    void theCountIsDrawn()
    {
        QFETCH(const int, size);
        const auto drawn = [size](int count) {
            return TrayIcon::picture(count, Tokens::light(), size).toImage();
        };
        QCOMPARE(drawn(3).size(), QSize(size, size));
        QVERIFY(drawn(0) != drawn(1));
        QVERIFY(drawn(3) != drawn(8));
        QVERIFY(drawn(3) != drawn(33));
        QVERIFY(drawn(99) != drawn(100));
        QCOMPARE(drawn(100), drawn(5000)); // "99+"
        // The number stands on a ground of its own, whatever the tray's colour is.
        const QColor ground = Tokens::light().wrong;
        const QImage image = drawn(3);
        int pixels = 0;
        for (int y = 0; y < size; ++y)
            for (int x = 0; x < size; ++x)
                pixels += image.pixelColor(x, y) == ground;
        QVERIFY2(pixels > size * size / 20, qPrintable(QString::number(pixels)));
        if (const QString folder = qEnvironmentVariable("GATEHOUSE_PICTURES"); !folder.isEmpty())
            for (const int count : {0, 3, 42, 100})
                QVERIFY(drawn(count).save(u"%1/tray-%2-%3.png"_s.arg(folder).arg(size).arg(count)));
    }

    void theToolTipSaysTheNumberAndNoName()
    {
        TrayIcon icon(*m_theme);
        QCOMPARE(icon.toolTip(), u"Gatehouse: no request waits for you."_s);
        icon.setCount(1);
        QCOMPARE(icon.toolTip(), u"Gatehouse: one request waits for you."_s);
        icon.setCount(1200);
        QCOMPARE(icon.toolTip(), u"Gatehouse: 1200 requests wait for you."_s);
    }

    void theMenuOpensShowsApprovalsAndQuits()
    {
        TrayIcon icon(*m_theme);
        QSignalSpy open(&icon, &TrayIcon::openRequested), approvals(&icon, &TrayIcon::approvalsRequested),
            quit(&icon, &TrayIcon::quitRequested);
        const auto trigger = [&icon](const QString &id) { icon.menu()->findChild<QAction *>(id)->trigger(); };
        trigger(u"open"_s);
        QCOMPARE(open.size(), 1);
        trigger(u"approvals"_s);
        QCOMPARE(approvals.size(), 1);
        trigger(u"quit"_s);
        QCOMPARE(quit.size(), 1);
    }

    void aDesktopWithoutATrayIsNoTrouble()
    {
        TrayIcon icon(*m_theme);
        icon.show();
        icon.setCount(5);
        icon.tell(u"5 new requests"_s, u"<b>"_s);
    }

private:
    std::unique_ptr<Theme> m_theme;
};

QTEST_MAIN(TrayIconTest)
#include "tst_trayicon.moc"
