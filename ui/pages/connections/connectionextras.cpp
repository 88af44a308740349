// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/connections/connectionextras.h"

#include "core/workspace/roletext.h"
#include "ui/theme/metrics.h"
#include "ui/widgets/plainlabel.h"

#include <QCheckBox>
#include <QLineEdit>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace gatehouse::ui {
namespace {

QString joined(const QByteArrayList &pins)
{
    return QString::fromLatin1(pins.join(' '));
}

QString joined(const QList<quint16> &ports)
{
    QStringList texts;
    for (const quint16 port : ports)
        texts.append(QString::number(port));
    return texts.join(u' ');
}

QStringList words(const QString &text)
{
    return text.simplified().split(u' ', Qt::SkipEmptyParts);
}

tl::unexpected<Error> unreadable(const QString &path, const QString &message)
{
    return failure(Error{.kind = Error::Kind::Invalid, .fields = {{.path = path, .message = message}}});
}

} // namespace

ConnectionExtras::ConnectionExtras(QWidget *parent)
    : QWidget(parent)
{
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins({});
    layout->setSpacing(6);
    const auto section = [this, layout](const QString &title) {
        layout->addSpacing(metrics::unit);
        layout->addWidget(new PlainLabel(title, Type::CaptionStrong, Tone::Muted, this));
    };
    section(tr("Sign-in"));
    m_stays = addSwitch(layout, u"stay_signed_in"_s, tr("Stay signed in"),
                        tr("Asks for offline_access: the session outlives the program, in the key store"));
    m_okta = addSwitch(layout, u"profile"_s, tr("The provider is Okta"),
                       tr("Fixed ports, Okta's error messages and rate limits"));
    m_push = addSwitch(layout, u"pushed_request"_s, tr("Push the request first"),
                       tr("RFC 9126: the browser carries only a reference to it"));
    m_device = addSwitch(layout, u"device_grant"_s, tr("Allow signing in on another device"), tr("RFC 8628"));
    m_dpop = addSwitch(layout, u"dpop"_s, tr("Bind tokens to a key of this computer"),
                       tr("DPoP, RFC 9449: a stolen token is worth nothing"));
    m_consent = addSwitch(layout, u"ask_consent"_s, tr("Ask for consent each time"),
                          tr("Some providers give a refresh token only then"));
    m_ownPath = addSwitch(layout, u"own_callback_path"_s, tr("A redirect path of its own"),
                          tr("A response of one provider can then never pass for another's"));
    addField(layout, u"ports"_s, tr("Ports to come back to"), u"18181 19191 24242 28282"_s,
             tr("In order of preference; 0 is any free one"));
    addField(layout, u"scopes"_s, tr("Scopes"), u"openid profile email offline_access"_s);
    followScopes();
    addField(layout, u"resource"_s, tr("Resource"), u"https://gw.example.com"_s, tr("RFC 8707"));
    addField(layout, u"trusted_audiences"_s, tr("Further audiences"), {},
             tr("Beside the client id in an ID token"));
    addField(layout, u"clock_skew"_s, tr("Clocks may be apart, seconds"), u"60"_s, tr("0 to 300"));
    section(tr("Who may do what"));
    addField(layout, u"roles"_s, tr("Roles"), u"groups=gw-approvers: requests.decide"_s,
             tr("claim=value: right right; the next one after a semicolon. A claim inside others is named "
                "with dots: "
                "realm_access.roles. It narrows what the gateway allows."));
    section(tr("Network"));
    addField(layout, u"ca_file"_s, tr("File of further authorities"), u"/etc/ssl/corp.pem"_s, tr("PEM"));
    addField(layout, u"pins"_s, tr("Keys the gateway must have"), {},
             tr("SHA-256 of the public key in base64, one or more"));
    addField(layout, u"proxy"_s, tr("Proxy"), u"system"_s,
             tr("system, none, http://host:port or socks5://host:port"));
    section(tr("Okta System Log, on the audit page"));
    addField(layout, u"system_log"_s, tr("Okta org"), u"https://example.okta.com"_s);
    addField(layout, u"system_log_client_id"_s, tr("Client id there"), u"0oa…"_s);
}

// A19: the switch and the word among the scopes are one setting.
void ConnectionExtras::followScopes()
{
    QLineEdit *scopes = m_fields.value(u"scopes"_s).edit;
    connect(scopes, &QLineEdit::textChanged, this, [this](const QString &text) {
        const QSignalBlocker quiet(m_stays);
        m_stays->setChecked(workspace::staysSignedIn(words(text)));
    });
    connect(m_stays, &QCheckBox::toggled, this, [this, scopes](bool stays) {
        scopes->setText(workspace::withStaying(words(scopes->text()), stays).join(u' '));
    });
}

void ConnectionExtras::addField(QVBoxLayout *to, const QString &path, const QString &label,
                                const QString &example, const QString &help)
{
    const FormField field = addFormField(this, to, path, label, example);
    field.edit->setToolTip(asPlainToolTip(help));
    connect(field.edit, &QLineEdit::textEdited, this, &ConnectionExtras::edited);
    m_fields.insert(path, field);
}

QCheckBox *ConnectionExtras::addSwitch(QVBoxLayout *to, const QString &name, const QString &text,
                                       const QString &help)
{
    auto *box = new QCheckBox(text, this);
    box->setObjectName(name);
    box->setToolTip(asPlainToolTip(help));
    to->addWidget(box);
    connect(box, &QCheckBox::toggled, this, &ConnectionExtras::edited);
    return box;
}

QString ConnectionExtras::text(const QString &path) const
{
    return m_fields.value(path).edit->text().trimmed();
}

void ConnectionExtras::show(const workspace::Connection &connection)
{
    m_okta->setChecked(connection.profile == identity::Profile::Okta);
    m_push->setChecked(connection.pushesRequest);
    m_device->setChecked(connection.allowsDeviceGrant);
    m_dpop->setChecked(connection.provesPossession);
    m_consent->setChecked(connection.asksConsent);
    m_ownPath->setChecked(connection.ownPath);
    const std::pair<QString, QString> texts[] = {
        {u"ports"_s, joined(connection.ports)},
        {u"scopes"_s, connection.scopes.join(u' ')},
        {u"resource"_s, connection.resource},
        {u"trusted_audiences"_s, connection.trustedAudiences.join(u' ')},
        {u"clock_skew"_s, QString::number(connection.skew.count())},
        {u"roles"_s, workspace::textOf(connection.roles)},
        {u"ca_file"_s, connection.caFile},
        {u"pins"_s, joined(connection.pins)},
        {u"proxy"_s, connection.proxy},
        {u"system_log"_s, connection.systemLog.toString()},
        {u"system_log_client_id"_s, connection.systemLogClientId}};
    for (const auto &[path, value] : texts) {
        m_fields.value(path).edit->setText(value);
        m_fields.value(path).edit->setCursorPosition(0);
    }
}

Result<workspace::Connection> ConnectionExtras::appliedTo(workspace::Connection connection) const
{
    connection.profile = m_okta->isChecked() ? identity::Profile::Okta : identity::Profile::Standard;
    connection.pushesRequest = m_push->isChecked();
    connection.allowsDeviceGrant = m_device->isChecked();
    connection.provesPossession = m_dpop->isChecked();
    connection.asksConsent = m_consent->isChecked();
    connection.ownPath = m_ownPath->isChecked();
    connection.ports.clear();
    for (const QString &word : words(text(u"ports"_s))) {
        bool isPort = false;
        connection.ports.append(word.toUShort(&isPort));
        if (!isPort)
            return unreadable(u"ports"_s, tr("Ports are numbers up to 65535, with spaces between them."));
    }
    bool isNumber = false;
    connection.skew = std::chrono::seconds(text(u"clock_skew"_s).toInt(&isNumber));
    if (!isNumber)
        return unreadable(u"clock_skew"_s, tr("This is a number of seconds."));
    const auto roles = workspace::readRoles(text(u"roles"_s));
    if (!roles)
        return failure(roles.error());
    connection.roles = *roles;
    connection.scopes = words(text(u"scopes"_s));
    connection.resource = text(u"resource"_s);
    connection.trustedAudiences = words(text(u"trusted_audiences"_s));
    connection.caFile = text(u"ca_file"_s);
    connection.pins.clear();
    for (const QString &pin : words(text(u"pins"_s)))
        connection.pins.append(pin.toLatin1());
    connection.proxy = text(u"proxy"_s);
    connection.systemLog = QUrl(text(u"system_log"_s), QUrl::StrictMode);
    connection.systemLogClientId = text(u"system_log_client_id"_s);
    return connection;
}

bool ConnectionExtras::areOf(const workspace::Connection &connection)
{
    workspace::Connection plain;
    plain.name = connection.name;
    plain.stage = connection.stage;
    plain.api = connection.api;
    plain.issuer = connection.issuer;
    plain.clientId = connection.clientId;
    plain.isManaged = connection.isManaged;
    return !(connection == plain);
}

void ConnectionExtras::setReadOnly(bool readOnly)
{
    m_isReadOnly = readOnly;
    showRights();
}

void ConnectionExtras::setPolicy(const store::ManagedPolicy &policy)
{
    m_policy = policy;
    showRights();
}

void ConnectionExtras::showRights()
{
    for (const FormField &field : std::as_const(m_fields))
        field.edit->setReadOnly(m_isReadOnly);
    for (QCheckBox *box : findChildren<QCheckBox *>())
        box->setEnabled(!m_isReadOnly);
    m_device->setEnabled(!m_isReadOnly && m_policy.allowsDeviceGrant);
    const std::pair<QString, bool> fields[] = {{u"ca_file"_s, m_policy.allowsOwnAuthorities},
                                               {u"proxy"_s, m_policy.allowsOwnProxy},
                                               {u"pins"_s, m_policy.allowsOwnPins},
                                               {u"system_log"_s, m_policy.allowsSystemLog},
                                               {u"system_log_client_id"_s, m_policy.allowsSystemLog}};
    for (const auto &[path, isAllowed] : fields)
        m_fields.value(path).edit->setEnabled(isAllowed);
}

} // namespace gatehouse::ui
