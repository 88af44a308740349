// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/connections/connectionform.h"

#include "ui/models/connectionmodel.h"
#include "ui/pages/connections/checklist.h"
#include "ui/pages/connections/connectionextras.h"
#include "ui/shell/errortext.h"
#include "ui/theme/metrics.h"
#include "ui/widgets/keybutton.h"
#include "ui/widgets/plainlabel.h"
#include "ui/widgets/segmentedcontrol.h"

#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLineEdit>
#include <QVBoxLayout>

#include <array>

using namespace Qt::StringLiterals;

namespace gatehouse::ui {
namespace {

constexpr std::array stages{workspace::Stage::Production, workspace::Stage::Staging,
                            workspace::Stage::Development, workspace::Stage::Sandbox};

} // namespace

ConnectionForm::ConnectionForm(QWidget *parent)
    : Panel(Ground::Surface, Qt::LeftEdge, parent)
{
    build();
    startNew();
}

void ConnectionForm::build()
{
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(18, 14, 18, 14);
    layout->setSpacing(6);
    m_heading = new PlainLabel({}, Type::Section, Tone::Text, this);
    m_heading->setElided(true);
    layout->addWidget(m_heading);
    addField(layout, u"name"_s, tr("Name"), tr("Production EU"));
    addField(layout, u"api"_s, tr("Gateway API"), u"https://gw.example.com"_s);
    addField(layout, u"issuer"_s, tr("Issuer of the identity provider"), u"https://id.example.com"_s);
    addField(layout, u"client_id"_s, tr("Client id"), u"gatehouse"_s);

    layout->addWidget(new PlainLabel(tr("Stage"), Type::Caption, Tone::Muted, this));
    m_stage = new SegmentedControl(tr("Stage"), this);
    for (const workspace::Stage stage : stages)
        m_stage->addChoice(QString::number(int(stage)), ConnectionModel::stageText(stage));
    layout->addWidget(m_stage, 0, Qt::AlignLeft);
    addExtras(layout);
    m_general = new PlainLabel({}, Type::Caption, Tone::Wrong, this);
    m_general->setWordWrap(true);
    layout->addWidget(m_general);
    layout->addSpacing(metrics::unit);

    auto *buttons = new QHBoxLayout;
    buttons->setSpacing(8);
    m_managed = new PlainLabel(tr("The administrator of this computer has fixed this connection."),
                               Type::Caption, Tone::Muted, this);
    m_managed->setWordWrap(true);
    layout->addWidget(m_managed);
    m_forbidden = new PlainLabel({}, Type::Caption, Tone::Muted, this);
    m_forbidden->setObjectName(u"forbidden"_s);
    m_forbidden->setWordWrap(true);
    layout->addWidget(m_forbidden);
    auto *keep = m_save = new KeyButton(tr("Save"), KeyButton::Kind::Primary, this);
    auto *fresh = m_new = new KeyButton(tr("New"), KeyButton::Kind::Secondary, this);
    m_remove = new KeyButton(tr("Remove"), KeyButton::Kind::Danger, this);
    buttons->addWidget(keep);
    buttons->addWidget(fresh);
    buttons->addStretch(1);
    buttons->addWidget(m_remove);
    layout->addLayout(buttons);
    m_question = makeQuestion();
    layout->addWidget(m_question);
    auto *further = new QHBoxLayout;
    further->setSpacing(8);
    auto *check = new KeyButton(tr("Check"), KeyButton::Kind::Secondary, this);
    check->setToolTip(tr("Looks at the provider and the gateway without signing in"));
    auto *import = m_import = new KeyButton(tr("Import…"), KeyButton::Kind::Secondary, this);
    m_export = new KeyButton(tr("Export…"), KeyButton::Kind::Secondary, this);
    further->addWidget(check);
    further->addWidget(import);
    further->addWidget(m_export);
    further->addStretch(1);
    layout->addLayout(further);
    m_check = new CheckList(this);
    layout->addWidget(m_check);
    connect(check, &KeyButton::clicked, this, &ConnectionForm::check);
    connect(import, &KeyButton::clicked, this, &ConnectionForm::importRequested);
    connect(m_export, &KeyButton::clicked, this, [this] { emit exportRequested(m_formerName); });
    layout->addStretch(1);
    connect(keep, &KeyButton::clicked, this, &ConnectionForm::save);
    connect(fresh, &KeyButton::clicked, this, &ConnectionForm::startNew);
    connect(m_remove, &KeyButton::clicked, this, [this] { ask(true); });
}

QWidget *ConnectionForm::makeQuestion()
{
    auto *question = new QWidget(this);
    auto *layout = new QVBoxLayout(question);
    layout->setContentsMargins({});
    layout->setSpacing(metrics::unit);
    auto *text = new PlainLabel(tr("Remove this connection from this computer? The gateway is not changed."),
                                question);
    text->setWordWrap(true);
    layout->addWidget(text);
    auto *buttons = new QHBoxLayout;
    buttons->setSpacing(8);
    auto *really = new KeyButton(tr("Remove from this computer"), KeyButton::Kind::Danger, question);
    m_keep = new KeyButton(tr("Keep"), KeyButton::Kind::Secondary, question);
    buttons->addWidget(really);
    buttons->addWidget(m_keep);
    buttons->addStretch(1);
    layout->addLayout(buttons);
    connect(really, &KeyButton::clicked, this, [this] {
        const QString name = m_formerName; // ours changes while it is taken out
        emit removeRequested(name);
    });
    connect(m_keep, &KeyButton::clicked, this, [this] { ask(false); });
    return question;
}

void ConnectionForm::ask(bool asking)
{
    const bool wasAsking = m_question->isVisibleTo(this);
    m_question->setVisible(asking);
    m_remove->setVisible(!asking && !m_formerName.isEmpty() && !m_edited.isManaged);
    // The answer that changes nothing has the focus; afterwards it goes back to where it came from.
    if (asking)
        m_keep->setFocus(Qt::OtherFocusReason);
    else if (wasAsking)
        m_remove->setFocus(Qt::OtherFocusReason);
}

void ConnectionForm::keyPressEvent(QKeyEvent *event)
{
    if (event->key() == Qt::Key_Escape && m_question->isVisible())
        return ask(false);
    Panel::keyPressEvent(event);
}

void ConnectionForm::addField(QVBoxLayout *to, const QString &path, const QString &label,
                              const QString &example)
{
    const FormField field = addFormField(this, to, path, label, example);
    connect(field.edit, &QLineEdit::textEdited, this, &ConnectionForm::showRedirects);
    m_fields.insert(path, field);
}

void ConnectionForm::addExtras(QVBoxLayout *to)
{
    m_more = new KeyButton({}, KeyButton::Kind::Quiet, this);
    m_more->setObjectName(u"more"_s);
    to->addWidget(m_more, 0, Qt::AlignLeft);
    m_extras = new ConnectionExtras(this);
    to->addWidget(m_extras);
    m_fields.insert(m_extras->fields());
    m_redirects = new PlainLabel({}, Type::Caption, Tone::Muted, this);
    m_redirects->setWordWrap(true);
    m_redirects->setSelectable(true);
    to->addWidget(m_redirects);
    for (const FormField &field : std::as_const(m_fields))
        connect(field.edit, &QLineEdit::returnPressed, this, &ConnectionForm::save);
    connect(m_more, &KeyButton::clicked, this, [this] { showExtras(m_extras->isHidden()); });
    connect(m_extras, &ConnectionExtras::edited, this, &ConnectionForm::showRedirects);
    showExtras(false);
}

void ConnectionForm::showExtras(bool shown)
{
    m_extras->setVisible(shown);
    m_more->setText(shown ? tr("Fewer settings") : tr("More settings"));
}

void ConnectionForm::showRedirects()
{
    const Result<workspace::Connection> connection = typed();
    const QStringList uris = connection ? workspace::redirectUrisOf(*connection) : QStringList();
    m_redirects->setText(uris.isEmpty() ? QString()
                                        : tr("To be registered at the provider: %1").arg(uris.join(u"  "_s)));
}

QString ConnectionForm::problem(const QString &path) const
{
    const PlainLabel *label = m_fields.value(path).problem;
    return label ? label->text() : m_general->text();
}

void ConnectionForm::edit(const workspace::Connection &connection)
{
    m_edited = connection;
    m_formerName = connection.name;
    m_heading->setText(connection.name.isEmpty() ? tr("New connection") : connection.name);
    field(u"name"_s)->setText(connection.name);
    field(u"api"_s)->setText(connection.api.toString());
    field(u"issuer"_s)->setText(connection.issuer.toString());
    field(u"client_id"_s)->setText(connection.clientId);
    m_stage->setCurrent(QString::number(int(connection.stage)));
    m_extras->show(connection);
    showExtras(ConnectionExtras::areOf(connection));
    showRedirects();
    setManaged(connection.isManaged);
    m_check->setCheck(nullptr);
    ask(false);
    clearErrors();
}

void ConnectionForm::startNew()
{
    workspace::Connection empty;
    empty.stage = workspace::Stage::Production;
    edit(empty);
    field(u"name"_s)->setFocus(Qt::OtherFocusReason);
}

void ConnectionForm::propose(const workspace::Connection &connection)
{
    edit(connection);
    m_formerName.clear();
    setManaged(false);
    ask(false);
}

void ConnectionForm::clearErrors()
{
    for (const FormField &field : std::as_const(m_fields)) {
        field.problem->clear();
        field.problem->hide();
        field.edit->setAccessibleDescription({});
    }
    m_general->clear();
}

void ConnectionForm::showErrors(const Error &error)
{
    clearErrors();
    QStringList elsewhere;
    QLineEdit *first = nullptr;
    for (const Error::Field &wrong : error.fields) {
        const FormField field = m_fields.value(wrong.path);
        if (!field.edit) {
            elsewhere.append(wrong.message);
            continue;
        }
        if (m_extras->isAncestorOf(field.edit))
            showExtras(true);
        field.problem->setText(wrong.message);
        field.problem->show();
        field.edit->setAccessibleDescription(wrong.message);
        if (!first)
            first = field.edit;
    }
    if (first)
        first->setFocus(Qt::OtherFocusReason);
    if (error.fields.isEmpty())
        elsewhere.append(describe(error).sentence());
    m_general->setTone(Tone::Wrong);
    m_general->setText(elsewhere.join(u' '));
}

void ConnectionForm::showSaved(const QString &sentence)
{
    m_general->setTone(Tone::Good);
    m_general->setText(sentence);
}

Result<workspace::Connection> ConnectionForm::typed() const
{
    workspace::Connection typed = m_edited;
    typed.name = field(u"name"_s)->text().trimmed();
    typed.api = QUrl(field(u"api"_s)->text().trimmed(), QUrl::StrictMode);
    typed.issuer = identity::Issuer(field(u"issuer"_s)->text().trimmed());
    typed.clientId = field(u"client_id"_s)->text().trimmed();
    typed.stage = workspace::Stage(m_stage->current().toInt());
    return m_extras->appliedTo(typed);
}

void ConnectionForm::save()
{
    if (m_edited.isManaged || !m_policy.allowsOtherConnections) // Return in a field, too
        return;
    const Result<workspace::Connection> connection = typed();
    if (!connection)
        return showErrors(connection.error());
    const QString formerName = m_formerName; // ours changes with the rows
    emit saveRequested(*connection, formerName);
}

void ConnectionForm::check()
{
    const Result<workspace::Connection> connection = typed();
    if (!connection)
        return showErrors(connection.error());
    emit checkRequested(*connection);
}

void ConnectionForm::setManaged(bool isManaged)
{
    for (const FormField &each : std::as_const(m_fields))
        each.edit->setReadOnly(isManaged);
    m_extras->setReadOnly(isManaged);
    m_stage->setEnabled(!isManaged);
    m_save->setVisible(!isManaged);
    m_managed->setVisible(isManaged);
    showRights();
}

void ConnectionForm::setPolicy(const store::ManagedPolicy &policy)
{
    m_policy = policy;
    m_extras->setPolicy(policy);
    showRights();
}

void ConnectionForm::showRights()
{
    QStringList forbidden;
    const auto note = [&forbidden](bool isAllowed, const QString &what) {
        if (!isAllowed)
            forbidden.append(what);
    };
    note(m_policy.allowsOtherConnections, tr("connections of your own"));
    note(m_policy.allowsImport, tr("import"));
    note(m_policy.allowsExport, tr("export"));
    note(m_policy.allowsDeviceGrant, tr("signing in on another device"));
    note(m_policy.allowsOwnAuthorities, tr("further authorities"));
    note(m_policy.allowsOwnProxy, tr("another proxy"));
    note(m_policy.allowsOwnPins, tr("other keys of the gateway"));
    note(m_policy.allowsSystemLog, tr("the Okta System Log"));
    m_forbidden->setText(
        forbidden.isEmpty()
            ? QString()
            : tr("The administrator of this computer forbids: %1.").arg(forbidden.join(u", "_s)));
    m_forbidden->setVisible(!forbidden.isEmpty());
    m_save->setEnabled(m_policy.allowsOtherConnections);
    m_new->setEnabled(m_policy.allowsOtherConnections);
    m_import->setEnabled(m_policy.allowsImport && m_policy.allowsOtherConnections);
    m_export->setEnabled(m_policy.allowsExport && !m_formerName.isEmpty());
}

void ConnectionForm::setCheck(workspace::ConnectionCheck *check)
{
    m_check->setCheck(check);
}

} // namespace gatehouse::ui
