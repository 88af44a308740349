// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/workspace/connection.h"
#include "ui/pages/connections/formfield.h"
#include "ui/widgets/panel.h"

#include <QHash>

class QLineEdit;
class QVBoxLayout;

namespace gatehouse::workspace {
class ConnectionCheck;
}

namespace gatehouse::ui {

class CheckList;
class ConnectionExtras;
class KeyButton;
class PlainLabel;
class SegmentedControl;

// The fields of one connection; what is wrong stands below its field.
class ConnectionForm : public Panel
{
    Q_OBJECT
public:
    explicit ConnectionForm(QWidget *parent = nullptr);

    void edit(const workspace::Connection &connection);
    void startNew();
    void propose(const workspace::Connection &connection); // as if somebody had typed it: not kept yet
    void showErrors(const Error &error);
    void showSaved(const QString &sentence);
    void setCheck(workspace::ConnectionCheck *check);
    // What the administrator of this computer forbids is shown disabled, with that as the reason.
    void setPolicy(const store::ManagedPolicy &policy);
    // `path`: the member of the connection file, "name", "api", "issuer", "client_id", "ports", …
    [[nodiscard]] QLineEdit *field(const QString &path) const { return m_fields.value(path).edit; }
    [[nodiscard]] QString problem(const QString &path) const;

signals:
    // `formerName` is empty for a new one.
    void saveRequested(const gatehouse::workspace::Connection &connection, const QString &formerName);
    void removeRequested(const QString &name);
    void checkRequested(const gatehouse::workspace::Connection &connection); // as it is typed
    void exportRequested(const QString &name);
    void importRequested();

protected:
    void keyPressEvent(QKeyEvent *event) override;

private:
    void build();
    void addField(QVBoxLayout *to, const QString &path, const QString &label, const QString &example);
    void addExtras(QVBoxLayout *to);
    void showExtras(bool shown);
    void showRedirects();
    [[nodiscard]] QWidget *makeQuestion();
    void ask(bool asking); // whether to remove
    void clearErrors();
    void save();
    void check();
    [[nodiscard]] Result<workspace::Connection> typed() const;
    void setManaged(bool isManaged);
    void showRights();

    workspace::Connection m_edited; // what has no field here survives
    QString m_formerName;
    PlainLabel *m_heading = nullptr;
    QHash<QString, FormField> m_fields; // the extras', too
    ConnectionExtras *m_extras = nullptr;
    KeyButton *m_more = nullptr;
    PlainLabel *m_redirects = nullptr;
    SegmentedControl *m_stage = nullptr;
    PlainLabel *m_general = nullptr; // what belongs to no field
    store::ManagedPolicy m_policy;
    PlainLabel *m_forbidden = nullptr; // why something is disabled
    KeyButton *m_save = nullptr;
    KeyButton *m_new = nullptr;
    KeyButton *m_import = nullptr;
    KeyButton *m_export = nullptr;
    CheckList *m_check = nullptr;
    PlainLabel *m_managed = nullptr;
    KeyButton *m_remove = nullptr;
    QWidget *m_question = nullptr; // in the place of m_remove
    KeyButton *m_keep = nullptr;
};

} // namespace gatehouse::ui
