// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/theme/theme.h"

#include "ui/theme/style.h"
#include "ui/theme/tokens.h"
#include "ui/theme/typography.h"

#include <QApplication>
#include <QToolTip>

namespace gatehouse::ui {

using namespace Qt::StringLiterals;

namespace {

bool isDarkPalette(const QPalette &palette)
{
    return palette.color(QPalette::Window).lightness() < palette.color(QPalette::WindowText).lightness();
}

} // namespace

Theme::Theme(QApplication &application, QObject *parent)
    : QObject(parent)
    , m_application(application)
    , m_isSystemDark(isDarkPalette(QGuiApplication::palette()))
{
    loadFonts();
    m_application.setStyle(new Style); // the application takes it
    m_application.setFont(font(Type::Body));
    QToolTip::setFont(font(Type::Caption));
    apply();
}

void Theme::setScheme(Scheme scheme)
{
    if (scheme == m_scheme)
        return;
    m_scheme = scheme;
    apply();
}

void Theme::setHighContrast(bool on)
{
    if (on == m_isHighContrast)
        return;
    m_isHighContrast = on;
    apply();
}

bool Theme::isDark() const
{
    return m_isHighContrast || (m_scheme == Scheme::System ? m_isSystemDark : m_scheme == Scheme::Dark);
}

const Tokens &Theme::tokens() const
{
    if (m_isHighContrast)
        return Tokens::highContrast();
    return isDark() ? Tokens::dark() : Tokens::light();
}

Theme::Scheme Theme::schemeOf(const QString &word)
{
    if (word == "light"_L1)
        return Scheme::Light;
    return word == "dark"_L1 ? Scheme::Dark : Scheme::System;
}

QString Theme::wordOf(Scheme scheme)
{
    switch (scheme) {
    case Scheme::System:
        return u"system"_s;
    case Scheme::Light:
        return u"light"_s;
    case Scheme::Dark:
        return u"dark"_s;
    }
    Q_UNREACHABLE();
}

void Theme::apply()
{
    const QPalette palette = tokens().palette();
    m_application.setPalette(palette);
    QToolTip::setPalette(palette);
    emit changed();
}

} // namespace gatehouse::ui
