// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/workspace/connection.h"
#include "ui/pages/connections/formfield.h"

#include <QHash>
#include <QWidget>

class QCheckBox;
class QVBoxLayout;

namespace gatehouse::ui {

class PlainLabel;

// What few connections need: how the sign-in is asked for, who may do what, whom the network trusts, and the
// System Log.
class ConnectionExtras : public QWidget
{
    Q_OBJECT
public:
    explicit ConnectionExtras(QWidget *parent = nullptr);

    void show(const workspace::Connection &connection);
    using QWidget::show;
    // As typed, into the rest of the connection. Invalid, with the field, for what cannot be read at all;
    // check() says the rest.
    [[nodiscard]] Result<workspace::Connection> appliedTo(workspace::Connection connection) const;
    // Whether a connection says anything here.
    [[nodiscard]] static bool areOf(const workspace::Connection &connection);

    [[nodiscard]] const QHash<QString, FormField> &fields() const { return m_fields; }
    void setReadOnly(bool readOnly);
    // What it forbids is shown disabled; its reason stands in the form.
    void setPolicy(const store::ManagedPolicy &policy);

signals:
    void edited();

private:
    void addField(QVBoxLayout *to, const QString &path, const QString &label, const QString &example,
                  const QString &help = {});
    [[nodiscard]] QCheckBox *addSwitch(QVBoxLayout *to, const QString &name, const QString &text,
                                       const QString &help);
    [[nodiscard]] QString text(const QString &path) const;
    void showRights();
    void followScopes();

    bool m_isReadOnly = false;
    store::ManagedPolicy m_policy;
    QHash<QString, FormField> m_fields;
    QCheckBox *m_stays = nullptr; // a view of the scopes
    QCheckBox *m_okta = nullptr;
    QCheckBox *m_push = nullptr;
    QCheckBox *m_device = nullptr;
    QCheckBox *m_dpop = nullptr;
    QCheckBox *m_consent = nullptr;
    QCheckBox *m_ownPath = nullptr;
};

} // namespace gatehouse::ui
