// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QAbstractButton>

namespace gatehouse::ui {

// Who is signed in, at the foot of the rail; opens the menu with the theme and sign-out.
class PersonButton : public QAbstractButton
{
    Q_OBJECT
public:
    explicit PersonButton(QWidget *parent = nullptr);

    void setPerson(const QString &name, const QString &role); // no name: signed out
    [[nodiscard]] bool isSignedIn() const { return m_isSignedIn; }
    void setCollapsed(bool collapsed);
    [[nodiscard]] QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    QString m_role;
    QString m_initials;
    bool m_isSignedIn = false;
    bool m_isCollapsed = false;
};

} // namespace gatehouse::ui
