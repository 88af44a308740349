// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/console/selftest.h"

#include "app/console/console.h"
#include "app/console/desktopbrowser.h"
#include "core/store/keychainsecretstore.h"
#include "ui/theme/icons.h"
#include "ui/theme/tokens.h"
#include "ui/theme/typography.h"

#include <QApplication>
#include <QFile>
#include <QFontInfo>
#include <QTemporaryDir>
#include <QTextStream>

#include <cstdio>

using namespace Qt::StringLiterals;

namespace gatehouse::console {
namespace {

class Checks
{
public:
    void expect(bool holds, const QString &what)
    {
        ++m_count;
        if (holds)
            return;
        ++m_failed;
        QTextStream(stderr) << "self-test: failed: " << what << '\n';
    }
    [[nodiscard]] int report() const
    {
        if (m_failed > 0)
            return 1;
        QTextStream(stdout) << "self-test: " << m_count << " checks passed\n";
        return 0;
    }

private:
    int m_count = 0;
    int m_failed = 0;
};

void checkResources(Checks &checks)
{
    for (const ui::Type type : {ui::Type::Body, ui::Type::BodyStrong, ui::Type::Number, ui::Type::Mono}) {
        const QString family = ui::font(type).families().first();
        checks.expect(QFontInfo(ui::font(type)).family() == family, u"the bundled font %1"_s.arg(family));
    }
    const QColor colour = ui::Tokens::light().text;
    for (int i = 0; i <= int(ui::Icon::Dot); ++i) {
        const QImage image = ui::pixmap(ui::Icon(i), colour).toImage();
        bool drawn = false;
        for (int y = 0; y < image.height() && !drawn; ++y)
            for (int x = 0; x < image.width() && !drawn; ++x)
                drawn = qAlpha(image.pixel(x, y)) > 0;
        checks.expect(drawn, u"icon %1"_s.arg(i));
    }
}

void checkDatabase(Checks &checks, const QString &home)
{
    const QString path = home + u"/self-test.sqlite"_s;
    {
        store::Cache cache(path);
        // The file is the answer.
        std::ignore = cache.write(u"self-test"_s, u"key"_s, "value", QDateTime::currentDateTimeUtc());
    } // waits for what is under way
    QFile file(path);
    checks.expect(file.open(QIODevice::ReadOnly) && file.read(15) == "SQLite format 3", u"an SQLite file"_s);
}

void checkPages(Checks &checks, QApplication &application, const QString &home)
{
    ui::Theme theme(application);
    const store::Places places{home + u"/config"_s, home + u"/data"_s, home + u"/cache"_s};
    app::Stores stores(places, std::make_unique<store::KeychainSecretStore>(places.data + u"/keys"_s));
    checks.expect(!stores.problem(), u"directories for settings, journal and cache"_s);
    DesktopBrowser browser;
    Console console(CommandLine(), theme, stores, browser);
    for (const ui::Theme::Scheme scheme : {ui::Theme::Scheme::Light, ui::Theme::Scheme::Dark}) {
        theme.setScheme(scheme);
        for (ui::Page *page : console.window().pages()) {
            const QImage image = page->grab().toImage();
            checks.expect(!image.isNull(), u"page %1"_s.arg(page->about().id));
        }
    }
}

} // namespace

int selfTest(QApplication &application)
{
    Checks checks;
    QTemporaryDir home;
    checks.expect(home.isValid(), u"a temporary directory"_s);
    checkDatabase(checks, home.path());
    checkPages(checks, application, home.path());
    checkResources(checks);
    return checks.report();
}

} // namespace gatehouse::console
