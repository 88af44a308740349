// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/net/httpclient.h"
#include "core/workspace/connectioncheck.h"
#include "core/workspace/connectionjson.h"
#include "tests/pages/pagefixture.h"
#include "ui/models/connectionmodel.h"
#include "ui/pages/connections/connectionform.h"
#include "ui/pages/connections/connectionspage.h"
#include "ui/widgets/keybutton.h"
#include "ui/widgets/plainlabel.h"
#include "ui/widgets/tableview.h"

#include <QCheckBox>
#include <QLineEdit>

using namespace gatehouse;
using namespace gatehouse::ui;
using namespace Qt::StringLiterals;

namespace {

workspace::Connection connectionNamed(const QString &name)
{
    workspace::Connection connection;
    connection.name = name;
    connection.stage = workspace::Stage::Staging;
    connection.api = QUrl(u"https://gw.example.com"_s);
    connection.issuer = QUrl(u"https://id.example.com"_s);
    connection.clientId = u"gatehouse"_s;
    return connection;
}

struct Rig : test::PageFixture
{
    workspace::ConnectionBook book{dir.filePath(u"config/connections.json"_s)};
    ConnectionsPage page{book};

    void open(const QStringList &names = {})
    {
        for (const QString &name : names)
            QVERIFY(book.put(connectionNamed(name)));
        show(page, {1268, 700});
        page.activate();
    }
    [[nodiscard]] ConnectionForm &form() const { return *page.form(); }
    [[nodiscard]] TableView *table() const { return page.findChild<TableView *>(); }
    [[nodiscard]] KeyButton *button(const QString &text) const
    {
        for (KeyButton *each : page.findChildren<KeyButton *>())
            if (each->isVisible() && each->text() == text)
                return each;
        return nullptr;
    }
    [[nodiscard]] QStringList names() const
    {
        QStringList all;
        for (const workspace::Connection &each : book.connections())
            all.append(each.name);
        return all;
    }
    [[nodiscard]] QString typed(const QString &field) const { return form().field(field)->text(); }
    [[nodiscard]] QString words() const
    {
        QStringList all;
        for (const PlainLabel *label : page.findChildren<PlainLabel *>())
            if (label->isVisible())
                all.append(label->text());
        return all.join(u'\n');
    }
    void key(int code, Qt::KeyboardModifiers modifiers = Qt::NoModifier)
    {
        QTest::keyClick(page.windowHandle(), Qt::Key(code), modifiers);
    }
    void type(const QString &text)
    {
        for (const QChar c : text)
            QTest::keyClick(page.windowHandle(), c.toLatin1());
    }
    // Replaces what the field that has the focus holds.
    void retype(const QString &text)
    {
        key(Qt::Key_A, Qt::ControlModifier);
        key(Qt::Key_Delete);
        type(text);
    }
    // The four fields from the first, by Tab.
    void fill(const QStringList &values)
    {
        form().field(u"name"_s)->setFocus();
        for (const QString &value : values) {
            retype(value);
            key(Qt::Key_Tab);
        }
    }
    // Tab until the button has the focus, then Space.
    void press(const QString &text)
    {
        KeyButton *wanted = button(text);
        QVERIFY2(wanted, qPrintable(text));
        for (int i = 0; i < 40 && !wanted->hasFocus(); ++i)
            key(Qt::Key_Tab);
        QVERIFY2(wanted->hasFocus(), qPrintable(text));
        key(Qt::Key_Space);
    }
};

const QString good = u"https://gw.example.com"_s;
const QString goodIssuer = u"https://id.example.com"_s;

} // namespace

class ConnectionsPageTest : public QObject
{
    Q_OBJECT

private slots:
    void init() { test::failOnWarnings(); }

    void withoutAnyTheFormIsReady()
    {
        Rig rig;
        rig.open();
        QVERIFY(rig.form().field(u"name"_s)->hasFocus());
        QVERIFY(rig.words().contains(u"New connection"_s));
        QVERIFY(!rig.button(u"Remove"_s)); // there is nothing to remove
        rig.picture(rig.page, u"connections-empty"_s);
    }

    void addsOneFromTheKeyboard()
    {
        Rig rig;
        rig.open();
        rig.type(u"Production EU"_s);
        rig.key(Qt::Key_Tab);
        rig.type(good);
        rig.key(Qt::Key_Tab);
        rig.type(goodIssuer);
        rig.key(Qt::Key_Tab);
        rig.type(u"gatehouse"_s);
        rig.key(Qt::Key_Return); // saves from any field
        QCOMPARE(rig.names(), QStringList{u"Production EU"_s});
        QCOMPARE(rig.book.connections().first().api, QUrl(good));
        QCOMPARE(rig.book.connections().first().stage, workspace::Stage::Production);
        QVERIFY(rig.words().contains(u"Saved."_s));
        rig.picture(rig.page, u"connections-saved"_s);
    }

    void theStageIsChosenFromTheKeyboard()
    {
        Rig rig;
        rig.open();
        rig.fill({u"Test"_s, good, goodIssuer, u"gatehouse"_s});
        QVERIFY(rig.button(u"production"_s)->hasFocus()); // Tab comes to the chosen one, arrows choose
        rig.key(Qt::Key_Right);
        rig.key(Qt::Key_Right);
        QVERIFY(rig.button(u"development"_s)->isChecked());
        rig.press(u"Save"_s);
        QCOMPARE(rig.names(), QStringList{u"Test"_s});
        QCOMPARE(rig.book.connections().first().stage, workspace::Stage::Development);
    }

    void badInputIsSaidAtItsFieldAndNothingTypedIsLost_data()
    {
        QTest::addColumn<QStringList>("values"); // name, API, issuer, client id
        QTest::addColumn<QString>("field");
        QTest::addColumn<QString>("sentence"); // a part of it
        const QString client = u"gatehouse"_s;
        QTest::newRow("no name") << QStringList{{}, good, goodIssuer, client} << u"name"_s
                                 << u"needs a name"_s;
        QTest::newRow("a name of spaces")
            << QStringList{u"   "_s, good, goodIssuer, client} << u"name"_s << u"needs a name"_s;
        QTest::newRow("too long a name")
            << QStringList{QString(65, u'x'), good, goodIssuer, client} << u"name"_s << u"longer than 64"_s;
        QTest::newRow("a name that is taken")
            << QStringList{u"Taken"_s, good, goodIssuer, client} << u"name"_s << u"There is a connection"_s;
        QTest::newRow("a taken name with spaces around it")
            << QStringList{u" Taken "_s, good, goodIssuer, client} << u"name"_s << u"There is a connection"_s;
        QTest::newRow("plain http to another computer")
            << QStringList{u"A"_s, u"http://gw.example.com"_s, goodIssuer, client} << u"api"_s
            << u"use https"_s;
        QTest::newRow("plain http for the issuer")
            << QStringList{u"A"_s, good, u"http://id.example.com"_s, client} << u"issuer"_s << u"use https"_s;
        QTest::newRow("no address") << QStringList{u"A"_s, {}, goodIssuer, client} << u"api"_s
                                    << u"not a full address"_s;
        QTest::newRow("no URL") << QStringList{u"A"_s, u"not a url"_s, goodIssuer, client} << u"api"_s
                                << u"not a full address"_s;
        QTest::newRow("a host alone") << QStringList{u"A"_s, u"gw.example.com"_s, goodIssuer, client}
                                      << u"api"_s << u"not a full address"_s;
        QTest::newRow("another scheme") << QStringList{u"A"_s, u"ftp://gw.example.com"_s, goodIssuer, client}
                                        << u"api"_s << u"start with https"_s;
        QTest::newRow("a password in it")
            << QStringList{u"A"_s, u"https://me:pw@gw.example.com"_s, goodIssuer, client} << u"api"_s
            << u"user name or password"_s;
        QTest::newRow("no client id")
            << QStringList{u"A"_s, good, goodIssuer, {}} << u"client_id"_s << u"client id is missing"_s;
    }
    void badInputIsSaidAtItsFieldAndNothingTypedIsLost()
    {
        QFETCH(const QStringList, values);
        QFETCH(const QString, field);
        QFETCH(const QString, sentence);
        Rig rig;
        rig.open({u"Taken"_s});
        rig.press(u"New"_s);
        rig.fill(values);
        rig.press(u"Save"_s);
        const QString problem = rig.form().problem(field);
        QVERIFY2(problem.contains(sentence), qPrintable(problem));
        QVERIFY(problem.endsWith(u'.'));
        QCOMPARE(rig.form().field(field)->accessibleDescription(), problem);
        QVERIFY(rig.form().field(field)->hasFocus()); // where the work goes on
        const QStringList paths{u"name"_s, u"api"_s, u"issuer"_s, u"client_id"_s};
        for (int i = 0; i < 4; ++i) {
            QCOMPARE(rig.typed(paths.at(i)), values.at(i));
            if (paths.at(i) != field)
                QCOMPARE(rig.form().problem(paths.at(i)), QString());
        }
        QCOMPARE(rig.names(), QStringList{u"Taken"_s});
        rig.picture(rig.page, u"connections-bad-"_s + QString::fromLatin1(QTest::currentDataTag()));
    }

    void everyWrongFieldIsSaidAtOnce()
    {
        Rig rig;
        rig.open();
        rig.key(Qt::Key_Return);
        for (const QString &path : {u"name"_s, u"api"_s, u"issuer"_s, u"client_id"_s})
            QVERIFY2(!rig.form().problem(path).isEmpty(), qPrintable(path));
        QVERIFY(rig.form().field(u"name"_s)->hasFocus());
    }

    void aMendedFieldIsNoLongerBlamed()
    {
        Rig rig;
        rig.open();
        rig.fill({u"A"_s, u"nonsense"_s, goodIssuer, u"gatehouse"_s});
        rig.press(u"Save"_s);
        QVERIFY(!rig.form().problem(u"api"_s).isEmpty());
        rig.retype(good);
        rig.key(Qt::Key_Return);
        QCOMPARE(rig.form().problem(u"api"_s), QString());
        QCOMPARE(rig.form().field(u"api"_s)->accessibleDescription(), QString());
        QCOMPARE(rig.names(), QStringList{u"A"_s});
    }

    void spacesAroundWhatIsTypedDoNotCount()
    {
        Rig rig;
        rig.open();
        rig.fill({u" A "_s, good + u"  "_s, u" "_s + goodIssuer, u"gatehouse "_s});
        rig.press(u"Save"_s);
        QCOMPARE(rig.names(), QStringList{u"A"_s});
        QCOMPARE(rig.book.connections().first().api, QUrl(good));
        QCOMPARE(rig.book.connections().first().clientId, u"gatehouse"_s);
    }

    void plainHttpIsAcceptedForThisComputer()
    {
        Rig rig;
        rig.open();
        rig.fill({u"Local"_s, u"http://127.0.0.1:8080"_s, u"http://localhost:8081"_s, u"gatehouse"_s});
        rig.press(u"Save"_s);
        QCOMPARE(rig.names(), QStringList{u"Local"_s});
    }

    void opensAndEditsFromTheList()
    {
        Rig rig;
        rig.open({u"Alpha"_s, u"Beta"_s});
        QVERIFY(rig.table()->hasFocus());
        QSignalSpy opened(&rig.page, &ConnectionsPage::openRequested);
        rig.key(Qt::Key_Home);
        rig.key(Qt::Key_Down);
        const QString current = rig.typed(u"name"_s);
        QVERIFY(rig.names().contains(current));
        rig.key(Qt::Key_Return);
        QCOMPARE(opened.count(), 1);
        QCOMPARE(opened.first().first().toString(), current);
        rig.picture(rig.page, u"connections"_s);
    }

    void aRenameKeepsOneConnection()
    {
        Rig rig;
        rig.open({u"Alpha"_s, u"Beta"_s});
        rig.form().edit(*rig.book.find(u"Beta"_s));
        rig.form().field(u"name"_s)->setFocus();
        rig.retype(u"Gamma"_s);
        rig.key(Qt::Key_Return);
        QCOMPARE(rig.names(), (QStringList{u"Alpha"_s, u"Gamma"_s}));
        QCOMPARE(rig.typed(u"name"_s), u"Gamma"_s);
    }

    void removingAsksFirst()
    {
        Rig rig;
        rig.open({u"Alpha"_s, u"Beta"_s});
        rig.form().edit(*rig.book.find(u"Beta"_s));
        rig.press(u"Remove"_s);
        QCOMPARE(rig.names().size(), 2);
        QVERIFY(rig.button(u"Keep"_s)->hasFocus()); // Enter or Space by habit destroys nothing
        QVERIFY(rig.words().contains(u"The gateway is not changed."_s));
        rig.picture(rig.page, u"connections-remove"_s);
        rig.key(Qt::Key_Space);
        QCOMPARE(rig.names().size(), 2);
        QVERIFY(rig.button(u"Remove"_s)->hasFocus());

        rig.press(u"Remove"_s);
        rig.press(u"Remove from this computer"_s);
        QCOMPARE(rig.names(), QStringList{u"Alpha"_s});
        QVERIFY2(rig.words().contains(u"Beta was removed from this computer."_s), qPrintable(rig.words()));
    }

    void anotherRowEndsTheQuestion()
    {
        Rig rig;
        rig.open({u"Alpha"_s, u"Beta"_s});
        rig.form().edit(*rig.book.find(u"Beta"_s));
        rig.press(u"Remove"_s);
        rig.form().edit(*rig.book.find(u"Alpha"_s));
        QVERIFY(!rig.button(u"Keep"_s));
        QVERIFY(rig.button(u"Remove"_s));
        QCOMPARE(rig.names().size(), 2);
    }

    void hostileNamesStayText()
    {
        Rig rig;
        workspace::Connection hostile = connectionNamed(u"<b>x</b> & y"_s);
        QVERIFY(rig.book.put(hostile));
        rig.open();
        rig.form().edit(hostile);
        for (const PlainLabel *label : rig.page.findChildren<PlainLabel *>())
            QCOMPARE(label->textFormat(), Qt::PlainText);
        QVERIFY(rig.words().contains(hostile.name));
        QCOMPARE(rig.table()->model()->index(0, ConnectionModel::Name).data().toString(), hostile.name);
    }

    void everySettingComesBackAsItWasTyped()
    {
        Rig rig;
        rig.open({u"Alpha"_s});
        rig.form().edit(*rig.book.find(u"Alpha"_s));
        QVERIFY(!rig.form().field(u"ports"_s)->isVisible()); // few need them
        rig.press(u"More settings"_s);
        QVERIFY(rig.form().field(u"ports"_s)->isVisible());
        const QString ca = rig.dir.filePath(u"ca.pem"_s);
        QFile file(ca);
        QVERIFY(file.open(QIODevice::WriteOnly));
        const QString pin = QString::fromLatin1(QByteArray(32, 'k').toBase64());
        const std::pair<QString, QString> typed[] = {
            {u"ports"_s, u"18181 19191"_s},
            {u"scopes"_s, u"openid gw:read"_s},
            {u"resource"_s, u"https://gw.example.com"_s},
            {u"trusted_audiences"_s, u"gateway"_s},
            {u"clock_skew"_s, u"30"_s},
            {u"roles"_s, u"groups=gw-approvers: requests.read requests.decide; roles=auditor: audit.read"_s},
            {u"ca_file"_s, ca},
            {u"pins"_s, pin},
            {u"proxy"_s, u"socks5://127.0.0.1:1080"_s},
            {u"system_log"_s, u"https://example.okta.com"_s},
            {u"system_log_client_id"_s, u"0oa1log"_s}};
        for (const auto &[path, text] : typed) {
            rig.form().field(path)->setFocus();
            rig.retype(text);
        }
        for (QCheckBox *box : rig.form().findChildren<QCheckBox *>()) {
            box->setFocus();
            rig.key(Qt::Key_Space);
        }
        rig.picture(rig.page, u"connections-more"_s);
        rig.press(u"Save"_s);
        const workspace::Connection kept = *rig.book.find(u"Alpha"_s);
        QCOMPARE(kept.ports, (QList<quint16>{18181, 19191}));
        // The switch adds its word to what was typed.
        QCOMPARE(kept.scopes, (QStringList{u"openid"_s, u"gw:read"_s, u"offline_access"_s}));
        QCOMPARE(kept.skew, std::chrono::seconds(30));
        QCOMPARE(kept.roles.size(), 2);
        QCOMPARE(
            kept.roles.at(0),
            (identity::RoleRule{u"groups"_s, u"gw-approvers"_s, {u"requests.read"_s, u"requests.decide"_s}}));
        QCOMPARE(kept.caFile, ca);
        QCOMPARE(kept.pins, QByteArrayList{pin.toLatin1()});
        QCOMPARE(kept.proxy, u"socks5://127.0.0.1:1080"_s);
        QCOMPARE(kept.systemLog, QUrl(u"https://example.okta.com"_s));
        QCOMPARE(kept.systemLogClientId, u"0oa1log"_s);
        QCOMPARE(kept.profile, identity::Profile::Okta);
        QVERIFY(kept.pushesRequest && kept.allowsDeviceGrant && kept.provesPossession && kept.asksConsent &&
                kept.ownPath);
        // And it is shown again, with what is to be registered.
        rig.form().startNew();
        rig.form().edit(kept);
        for (const auto &[path, text] : typed)
            QCOMPARE(rig.typed(path), path == "scopes"_L1 ? text + u" offline_access"_s : text);
        for (const QString &uri : workspace::redirectUrisOf(kept))
            QVERIFY2(rig.words().contains(uri), qPrintable(uri));
        QVERIFY(rig.words().contains(u"http://127.0.0.1:18181/callback/"_s));
    }

    void A19_staySignedInIsAWordAmongTheScopes()
    {
        Rig rig;
        rig.open({u"Alpha"_s});
        rig.form().edit(*rig.book.find(u"Alpha"_s));
        rig.press(u"More settings"_s);
        auto *stays = rig.form().findChild<QCheckBox *>(u"stay_signed_in"_s);
        QVERIFY(stays && stays->isChecked());
        stays->setFocus();
        rig.key(Qt::Key_Space);
        QVERIFY(!rig.typed(u"scopes"_s).contains(u"offline_access"_s));
        rig.press(u"Save"_s);
        QVERIFY(!rig.book.find(u"Alpha"_s)->scopes.contains(u"offline_access"_s));
        QVERIFY(!stays->isChecked());
        rig.form().field(u"scopes"_s)->setFocus();
        rig.retype(u"openid offline_access"_s);
        QVERIFY(stays->isChecked());
        rig.press(u"Save"_s);
        QVERIFY(workspace::staysSignedIn(rig.book.find(u"Alpha"_s)->scopes));
    }

    void A7_aNewConnectionHasTheFourPorts()
    {
        Rig rig;
        rig.open();
        QCOMPARE(rig.typed(u"ports"_s), u"18181 19191 24242 28282"_s);
        for (const QString &port : {u"18181"_s, u"19191"_s, u"24242"_s, u"28282"_s})
            QVERIFY(rig.words().contains(u"http://127.0.0.1:%1/callback"_s.arg(port)));
    }

    void whatThePolicyForbidsIsDisabledWithTheReason()
    {
        Rig rig;
        QVERIFY(rig.book.put(connectionNamed(u"Alpha"_s)));
        store::ManagedPolicy policy;
        policy.allowsImport = false;
        policy.allowsExport = false;
        policy.allowsDeviceGrant = false;
        policy.allowsOwnAuthorities = false;
        policy.allowsOwnProxy = false;
        policy.allowsOwnPins = false;
        policy.allowsSystemLog = false;
        QVERIFY(rig.book.setPolicy(policy));
        rig.open();
        rig.table()->selectRow(0);
        rig.press(u"More settings"_s);
        QVERIFY(!rig.button(u"Import…"_s)->isEnabled()); // before anybody has looked for a file
        QVERIFY(!rig.button(u"Export…"_s)->isEnabled());
        QVERIFY(rig.button(u"Save"_s)->isEnabled() && rig.button(u"New"_s)->isEnabled());
        QVERIFY(!rig.form().findChild<QCheckBox *>(u"device_grant"_s)->isEnabled());
        for (const QString &path :
             {u"ca_file"_s, u"proxy"_s, u"pins"_s, u"system_log"_s, u"system_log_client_id"_s})
            QVERIFY2(!rig.form().field(path)->isEnabled(), qPrintable(path));
        for (const QString &reason :
             {u"The administrator of this computer forbids"_s, u"import"_s, u"export"_s, u"another device"_s,
              u"authorities"_s, u"proxy"_s, u"keys"_s, u"System Log"_s})
            QVERIFY2(rig.words().contains(reason), qPrintable(reason));
        policy.allowsOtherConnections = false;
        QVERIFY(rig.book.setPolicy(policy));
        QVERIFY(!rig.button(u"Save"_s)->isEnabled() && !rig.button(u"New"_s)->isEnabled());
        QVERIFY(rig.book.setPolicy(store::ManagedPolicy{}));
        QVERIFY(rig.button(u"Import…"_s)->isEnabled() && rig.button(u"Save"_s)->isEnabled());
        QVERIFY(!rig.words().contains(u"forbids"_s));
    }

    void whatCannotBeReadIsSaidAtItsField_data()
    {
        QTest::addColumn<QString>("path");
        QTest::addColumn<QString>("text");
        QTest::newRow("a word for a port") << u"ports"_s << u"18181 many"_s;
        QTest::newRow("a port too large") << u"ports"_s << u"65536"_s;
        QTest::newRow("no port") << u"ports"_s << QString();
        QTest::newRow("no number") << u"clock_skew"_s << u"soon"_s;
        QTest::newRow("too many seconds") << u"clock_skew"_s << u"301"_s;
        QTest::newRow("a role without rights") << u"roles"_s << u"groups=gw-approvers"_s;
        QTest::newRow("a role without a claim") << u"roles"_s << u"=x: requests.read"_s;
        QTest::newRow("a file that is not there") << u"ca_file"_s << u"/nowhere/ca.pem"_s;
        QTest::newRow("no pin") << u"pins"_s << u"abc"_s;
        QTest::newRow("no proxy") << u"proxy"_s << u"ftp://proxy:1"_s;
        QTest::newRow("an org with a path") << u"system_log"_s << u"https://example.okta.com/oauth2"_s;
        QTest::newRow("a quote in a scope") << u"scopes"_s << u"openid a\"b"_s;
    }
    void whatCannotBeReadIsSaidAtItsField()
    {
        QFETCH(QString, path);
        QFETCH(QString, text);
        Rig rig;
        rig.open({u"Alpha"_s});
        rig.form().edit(*rig.book.find(u"Alpha"_s));
        rig.press(u"More settings"_s);
        rig.form().field(path)->setFocus();
        rig.retype(text);
        rig.press(u"Save"_s);
        QVERIFY2(!rig.form().problem(path).isEmpty(), qPrintable(rig.words()));
        QVERIFY(rig.form().field(path)->hasFocus());
        QCOMPARE(rig.typed(path), text); // nothing typed is lost
        QVERIFY(*rig.book.find(u"Alpha"_s) == connectionNamed(u"Alpha"_s));
    }

    void importedIsShownBeforeItIsKept()
    {
        Rig rig;
        rig.open({u"A"_s});
        rig.page.takeImported(workspace::exported(connectionNamed(u"B"_s)));
        QCOMPARE(rig.typed(u"name"_s), u"B"_s);
        QCOMPARE(rig.names(), QStringList{u"A"_s});
        rig.press(u"Save"_s);
        QCOMPARE(rig.names(), (QStringList{u"A"_s, u"B"_s}));
        rig.page.takeImported("{\"evil\": true}");
        QVERIFY(!rig.form().problem(u"elsewhere"_s).isEmpty());
        QCOMPARE(rig.names().size(), 2);
    }

    void managedConnectionCannotBeChanged()
    {
        Rig rig;
        store::ManagedPolicy policy;
        policy.connections = {workspace::membersOf(connectionNamed(u"Fixed"_s))};
        QVERIFY(rig.book.setPolicy(policy));
        rig.open();
        rig.table()->selectRow(0);
        QVERIFY(rig.words().contains(u"administrator of this computer"_s));
        QVERIFY(rig.form().field(u"api"_s)->isReadOnly());
        QVERIFY(!rig.button(u"Save"_s) && !rig.button(u"Remove"_s));
        rig.picture(rig.page, u"connections-managed"_s);
    }

    void checkIsToldLineByLine()
    {
        Rig rig;
        rig.open({u"A"_s});
        rig.table()->selectRow(0);
        QSignalSpy asked(&rig.page, &ConnectionsPage::checkRequested);
        rig.press(u"Check"_s);
        QCOMPARE(asked.size(), 1);
        net::HttpClient http(rig.clock, nullptr, net::HttpClient::Options{.attempts = 1});
        workspace::Connection hostile = connectionNamed(u"A"_s);
        hostile.issuer = QUrl(u"https://id.example.com/<b>x</b>?q"_s);
        workspace::ConnectionCheck check(hostile, http, rig.gateway, rig.clock);
        rig.form().setCheck(&check);
        QTRY_VERIFY(rig.words().contains(u"Being checked"_s));
        check.start();
        QTRY_VERIFY(check.isFinished());
        QTRY_VERIFY(!rig.words().contains(u"Being checked"_s));
        QTRY_VERIFY(rig.words().contains(u"The gateway answers"_s));
        QVERIFY(rig.words().contains(u"must be an https address"_s));
        rig.picture(rig.page, u"connections-check"_s);
        rig.form().setCheck(nullptr);
    }

    void aFileThatCannotBeWrittenIsReportedAndNothingIsLost()
    {
        Rig rig;
        rig.open();
        QFile blocker(rig.dir.filePath(u"config"_s)); // where the folder would have to be
        QVERIFY(blocker.open(QIODevice::WriteOnly));
        blocker.close();
        rig.fill({u"A"_s, good, goodIssuer, u"gatehouse"_s});
        rig.press(u"Save"_s);
        QVERIFY(!rig.form().problem(u"elsewhere"_s).isEmpty());
        QCOMPARE(rig.typed(u"api"_s), good);
        QVERIFY(rig.names().isEmpty());
    }
};

QTEST_MAIN(ConnectionsPageTest)
#include "tst_connectionspage.moc"
