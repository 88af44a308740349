// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>

class QApplication;

namespace gatehouse::ui {

struct Tokens;

// Dresses the application: style, palette and fonts. One for the program, made before the first widget.
class Theme : public QObject
{
    Q_OBJECT
public:
    enum class Scheme { System, Light, Dark };
    Q_ENUM(Scheme)

    explicit Theme(QApplication &application, QObject *parent = nullptr);

    [[nodiscard]] Scheme scheme() const { return m_scheme; }
    void setScheme(Scheme scheme);
    [[nodiscard]] bool isHighContrast() const { return m_isHighContrast; }
    void setHighContrast(bool on);

    [[nodiscard]] bool isDark() const; // what is shown, whatever was asked for
    [[nodiscard]] const Tokens &tokens() const;

    // "system", "light", "dark", as the preferences keep it; anything else is System.
    [[nodiscard]] static Scheme schemeOf(const QString &word);
    [[nodiscard]] static QString wordOf(Scheme scheme);

signals:
    void changed();

private:
    void apply();

    QApplication &m_application;
    bool m_isSystemDark = false; // of the palette found at the start
    bool m_isHighContrast = false;
    Scheme m_scheme = Scheme::System;
};

} // namespace gatehouse::ui
