// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/json.h"

#include <QtTest>

using namespace Qt::StringLiterals;
using namespace gatehouse;

namespace {

QByteArray nested(int depth)
{
    return "{\"a\":" + QByteArray(depth - 1, '[') + '1' + QByteArray(depth - 1, ']') + '}';
}

// What `decode` complains about; empty when it does not.
template <typename Decode>
QString complaint(QByteArrayView json, Decode &&decode)
{
    const auto result = readJson(json, [&](JsonReader &reader) {
        decode(reader);
        return 0;
    });
    return result ? QString() : result.error().detail;
}

} // namespace

class TestJson : public QObject
{
    Q_OBJECT
private slots:
    void init() { QTest::failOnWarning(QRegularExpression(u".?"_s)); }
    void refuses_data();
    void refuses();
    void accepts_data();
    void accepts();
    void limits();
    void failureHasPath_data();
    void failureHasPath();
    void firstFailureWins();
    void fieldsInAnyOrder();
    void optionalFields();
    void readsValues();
    void integerRange();
    void time_data();
    void time();
    void rawKeepsEverything();
    void overlayKeepsUnknownMembers();
    void bigIntegersKeepTheirDigits();
    void documentCanBeReadAgain();
    void manyNames();
};

void TestJson::refuses_data()
{
    QTest::addColumn<QByteArray>("json");
    QTest::addColumn<QString>("detail");
    const auto row = [](const char *name, const QByteArray &json, const QString &detail) {
        QTest::newRow(name) << json << detail;
    };
    row("empty", "", u"empty"_s);
    row("no bytes at all", QByteArray(), u"empty"_s);
    row("only spaces", " \n ", u"empty"_s);
    row("byte-order mark", "\xEF\xBB\xBF{}", u"byte-order mark"_s);
    row("UTF-16", QByteArray("{\0}\0", 4), QString());
    row("trailing garbage", "{} x", QString());
    row("two values", "{}{}", QString());
    row("trailing NUL", QByteArray("{}\0", 3), QString());
    row("trailing comma", "{\"a\":1,}", QString());
    row("trailing comma in array", "{\"a\":[1,]}", QString());
    row("comment", "{/*x*/}", QString());
    row("single quotes", "{'a':1}", QString());
    row("bare name", "{a:1}", QString());
    row("unclosed", "{\"a\":1", QString());
    row("unclosed string", "{\"a\":\"b}", QString());
    row("NaN", "{\"a\":NaN}", QString());
    row("Infinity", "{\"a\":-Infinity}", QString());
    row("leading zero", "{\"a\":01}", QString());
    row("plus", "{\"a\":+1}", QString());
    row("bare point", "{\"a\":1.}", QString());
    row("hex", "{\"a\":0x1}", QString());
    row("number too great", "{\"a\":1e400}", u"number"_s);
    row("integer beyond 64 bits", "{\"a\":123456789012345678901234567890}", u"number"_s);
    row("invalid UTF-8", "{\"a\":\"\xff\"}", u"UTF-8"_s);
    row("overlong UTF-8", "{\"a\":\"\xc0\xaf\"}", u"UTF-8"_s);
    row("surrogate in UTF-8", "{\"a\":\"\xed\xa0\x80\"}", u"UTF-8"_s);
    row("cut UTF-8", "{\"a\":\"\xe2\x82\"}", u"UTF-8"_s);
    row("lone high surrogate", R"({"a":"\ud800"})", QString());
    row("lone low surrogate", R"({"a":"\udc00"})", QString());
    row("high surrogate and letter", R"({"a":"\ud800x"})", QString());
    row("high and high", R"({"a":"\ud800\ud800"})", QString());
    row("lone surrogate in a name", R"({"\ud800":1})", QString());
    row("control in string", "{\"a\":\"\n\"}", QString());
    row("NUL in string", QByteArray("{\"a\":\"\0\"}", 9), QString());
    row("unknown escape", R"({"a":"\x41"})", QString());
    row("root array", "[]", u"$: expected object"_s);
    row("root string", "\"a\"", u"$: expected object"_s);
    row("root null", "null", u"$: expected object"_s);
    row("duplicate", R"({"a":1,"b":2,"a":1})", u"$: duplicate name \"a\""_s);
    row("duplicate, escaped", R"({"state":1,"st\u0061te":2})", u"$: duplicate name \"state\""_s);
    row("duplicate, empty name", R"({"":1,"":2})", u"$: duplicate name \"\""_s);
    row("duplicate, long names", R"({"a_rather_long_name_1":1,"a_rather_long_name_1":2})",
        u"$: duplicate name \"a_rather_long_name_1\""_s);
    row("duplicate, deep", R"({"items":[{},{"x":{"y":[0,[{"b":1,"b":2}]]}}]})",
        u"$.items[1].x.y[1][0]: duplicate name \"b\""_s);
    row("duplicate after a nested object", R"({"a":{"b":1},"a":2})", u"$: duplicate name \"a\""_s);
    row("with a line", "{\n\"a\":1\n\"b\":2}", u"line 3, byte"_s);
}

void TestJson::refuses()
{
    QFETCH(QByteArray, json);
    QFETCH(QString, detail);
    const Result<int> result = readJson(json, [](JsonReader &) { return 1; });
    QVERIFY(!result);
    QCOMPARE(result.error().kind, Error::Kind::Decode);
    QVERIFY2(result.error().detail.contains(detail), qPrintable(result.error().detail));
    QVERIFY(!result.error().detail.isEmpty());
}

void TestJson::accepts_data()
{
    QTest::addColumn<QByteArray>("json");
    QTest::addColumn<QString>("value");
    QTest::newRow("plain") << QByteArray(R"({"a":"b"})") << u"b"_s;
    QTest::newRow("spaces around") << QByteArray(" \r\n\t{ \"a\" : \"b\" } \n") << u"b"_s;
    QTest::newRow("surrogate pair") << QByteArray(R"({"a":"\ud83d\ude00"})") << u"\U0001F600"_s;
    QTest::newRow("UTF-8") << QByteArray("{\"a\":\"Gr\xc3\xbc\xc3\x9f\"}") << u"Grüß"_s;
    QTest::newRow("NUL, escaped") << QByteArray(R"({"a":"x\u0000y"})") << QString(u"x"_s + QChar(0) + u'y');
    QTest::newRow("U+FEFF in a string") << QByteArray(R"({"a":"\ufeffb"})") << QString(u"\uFEFF"_s + u'b');
    QTest::newRow("escaped name") << QByteArray(R"({"\u0061":"b"})") << u"b"_s;
    QTest::newRow("equal names in different objects")
        << QByteArray(R"({"a":"b","c":{"a":1},"d":[{"a":1},{"a":2}]})") << u"b"_s;
    QTest::newRow("names that differ in case") << QByteArray(R"({"A":1,"a":"b"})") << u"b"_s;
    QTest::newRow("one name begins the other")
        << QByteArray(R"({"aa":1,"a":"b","aaaaaaaaaaaa":1,"aaaaaaaaaaab":1})") << u"b"_s;
}

void TestJson::accepts()
{
    QFETCH(QByteArray, json);
    QFETCH(QString, value);
    const Result<QString> result = readJson(json, [](JsonReader &reader) { return reader.string("a"); });
    QVERIFY2(result, qPrintable(result ? QString() : result.error().detail));
    QCOMPARE(*result, value);
}

void TestJson::limits()
{
    const QByteArray json = nested(5);
    QVERIFY(JsonDocument::parse(json, {.depth = 5}));
    const auto deep = JsonDocument::parse(json, {.depth = 4});
    QVERIFY(!deep);
    QCOMPARE(deep.error().kind, Error::Kind::Decode);
    QVERIFY2(deep.error().detail.contains(u"deep"_s), qPrintable(deep.error().detail));

    QVERIFY(JsonDocument::parse(json, {.bytes = json.size()}));
    const auto large = JsonDocument::parse(json, {.bytes = json.size() - 1});
    QVERIFY(!large);
    QCOMPARE(large.error().kind, Error::Kind::TooLarge);

    QVERIFY(!JsonDocument::parse(nested(100'000)));
    QVERIFY(!JsonDocument::parse(QByteArray(1'000'000, '[')));
}

void TestJson::failureHasPath_data()
{
    QTest::addColumn<QByteArray>("json");
    QTest::addColumn<QString>("detail");
    const auto row = [](const char *name, const char *json, const QString &detail) {
        QTest::newRow(name) << QByteArray(json) << detail;
    };
    row("good", R"({"total":1,"items":[{"id":"a","tags":["x"],"api":{"n":1.5}}]})", QString());
    row("missing", R"({"items":[]})", u"$.total: expected integer"_s);
    row("null", R"({"total":null,"items":[]})", u"$.total: expected integer"_s);
    row("string for integer", R"({"total":"1","items":[]})", u"$.total: expected integer"_s);
    row("fraction for integer", R"({"total":1.0,"items":[]})", u"$.total: expected integer"_s);
    row("exponent for integer", R"({"total":1e3,"items":[]})", u"$.total: expected integer"_s);
    row("beyond signed", R"({"total":9223372036854775808,"items":[]})", u"$.total: expected integer"_s);
    row("out of range", R"({"total":-1,"items":[]})", u"$.total: expected integer from 0 to 100"_s);
    row("object for array", R"({"total":1,"items":{}})", u"$.items: expected array"_s);
    row("no array", R"({"total":1})", u"$.items: expected array"_s);
    row("string in array", R"({"total":1,"items":["a"]})", u"$.items[0]: expected object"_s);
    row("deep",
        R"({"total":1,"items":[{"id":"a","tags":[],"api":{"n":1}},{"id":2,"tags":[],"api":{"n":1}}]})",
        u"$.items[1].id: expected string"_s);
    row("in child", R"({"total":1,"items":[{"id":"a","tags":[],"api":{"n":true}}]})",
        u"$.items[0].api.n: expected number"_s);
    row("child missing", R"({"total":1,"items":[{"id":"a","tags":[]}]})",
        u"$.items[0].api: expected object"_s);
    row("in strings", R"({"total":1,"items":[{"id":"a","tags":["x",2],"api":{"n":1}}]})",
        u"$.items[0].tags[1]: expected string"_s);
}

void TestJson::failureHasPath()
{
    QFETCH(QByteArray, json);
    QFETCH(QString, detail);
    QCOMPARE(complaint(json,
                       [](JsonReader &reader) {
                           (void)reader.integer("total", 0, 100);
                           reader.objects("items", [](JsonReader &item) {
                               (void)item.string("id");
                               (void)item.strings("tags");
                               item.object("api", [](JsonReader &api) { (void)api.number("n"); });
                           });
                       }),
             detail);
}

void TestJson::firstFailureWins()
{
    QCOMPARE(complaint(R"({"b":1})",
                       [](JsonReader &reader) {
                           QVERIFY(reader.ok());
                           QCOMPARE(reader.string("a"), QString());
                           QVERIFY(!reader.ok());
                           QCOMPARE(reader.string("b"), QString());
                           reader.fail("c", "known word");
                       }),
             u"$.a: expected string"_s);
    QCOMPARE(complaint(R"({"c":"?"})", [](JsonReader &reader) { reader.fail("c", "known word"); }),
             u"$.c: expected known word"_s);
}

void TestJson::fieldsInAnyOrder()
{
    const QByteArray json = R"({"a":1,"b":{"a":9},"c":[1,2],"d":4.5,"e":5})";
    const QByteArrayList names = {"a", "e", "d", "e", "a", "a", "e"};
    const auto result = readJson(json, [&](JsonReader &reader) {
        QList<double> read;
        for (const QByteArray &name : names)
            read.append(reader.number(std::string_view(name.constData(), std::size_t(name.size()))));
        return read;
    });
    QVERIFY(result);
    QCOMPARE(*result, (QList<double>{1, 5, 4.5, 5, 1, 1, 5}));
}

void TestJson::optionalFields()
{
    const QByteArray json = R"({"null":null,"wrong":[]})";
    const auto result = readJson(json, [](JsonReader &reader) {
        bool absent = true;
        for (const char *name : {"null", "missing"}) {
            absent = absent && !reader.optionalString(name) && !reader.optionalInteger(name) &&
                     !reader.optionalBoolean(name) && !reader.optionalTime(name) &&
                     reader.optionalStrings(name).isEmpty() &&
                     !reader.optionalObject(name, [](JsonReader &) {});
            reader.optionalObjects(name, [&](JsonReader &) { absent = false; });
        }
        return absent && reader.has("null") && !reader.has("missing");
    });
    QVERIFY(result && *result);
    QCOMPARE(complaint(json, [](JsonReader &r) { (void)r.optionalString("wrong"); }),
             u"$.wrong: expected string"_s);
    QCOMPARE(complaint(json, [](JsonReader &r) { (void)r.optionalInteger("wrong"); }),
             u"$.wrong: expected integer"_s);
    QCOMPARE(complaint(json, [](JsonReader &r) { (void)r.optionalBoolean("wrong"); }),
             u"$.wrong: expected boolean"_s);
    QVERIFY(complaint(json, [](JsonReader &r) { (void)r.optionalTime("wrong"); }).contains(u"time"_s));
    QCOMPARE(complaint(json, [](JsonReader &r) { r.optionalObject("wrong", [](JsonReader &) {}); }),
             u"$.wrong: expected object"_s);
}

void TestJson::readsValues()
{
    const QByteArray json =
        R"({"t":true,"f":false,"n":-0.25,"i":7,"l":[1,-2,9007199254740993],"s":["a","ü"],"e":[]})";
    const auto result = readJson(json, [](JsonReader &reader) {
        return reader.boolean("t") && !reader.boolean("f") && reader.number("n") == -0.25 &&
               reader.number("i") == 7 && reader.integers("l") == QList<qint64>{1, -2, 9007199254740993} &&
               reader.strings("s") == QStringList{u"a"_s, u"ü"_s} && reader.strings("e").isEmpty() &&
               reader.memberNames() == u"t f n i l s e"_s.split(u' ');
    });
    QVERIFY(result && *result);
}

void TestJson::integerRange()
{
    const QByteArray json = R"({"least":-9223372036854775808,"most":9223372036854775807})";
    const auto result = readJson(json, [](JsonReader &reader) {
        return reader.integer("least") == std::numeric_limits<qint64>::min() &&
               reader.integer("most") == std::numeric_limits<qint64>::max();
    });
    QVERIFY(result && *result);
}

void TestJson::time_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("utc"); // empty: refused
    const auto row = [](const char *text, const char *utc) {
        QTest::newRow(text) << QString::fromLatin1(text) << QString::fromLatin1(utc);
    };
    row("2026-11-23T12:34:56Z", "2026-11-23T12:34:56.000Z");
    row("2026-11-23t12:34:56z", "2026-11-23T12:34:56.000Z");
    row("2026-11-23T12:34:56.7Z", "2026-11-23T12:34:56.700Z");
    row("2026-11-23T12:34:56.789999999Z", "2026-11-23T12:34:56.789Z");
    row("2026-11-23T00:30:00+01:00", "2026-11-22T23:30:00.000Z");
    row("2026-11-23T23:30:00-05:30", "2026-11-24T05:00:00.000Z");
    row("2024-02-29T00:00:00Z", "2024-02-29T00:00:00.000Z");
    row("1969-12-31T23:59:59.999Z", "1969-12-31T23:59:59.999Z");
    row("2016-12-31T23:59:60Z", "2017-01-01T00:00:00.000Z");
    row("2016-12-31T18:59:60-05:00", "2017-01-01T00:00:00.000Z");
    for (const char *bad : {"",
                            "2026-11-23",
                            "2026-11-23T12:34:56",
                            "2026-11-23 12:34:56Z",
                            "2026-11-23T12:34Z",
                            "2026-13-01T00:00:00Z",
                            "2026-02-29T00:00:00Z",
                            "2026-00-10T00:00:00Z",
                            "2026-11-00T00:00:00Z",
                            "2026-11-23T24:00:00Z",
                            "2026-11-23T12:60:00Z",
                            "2026-11-23T12:34:60Z",
                            "2026-11-23T12:34:61Z",
                            "2026-11-23T12:34:56.Z",
                            "2026-11-23T12:34:56+0100",
                            "2026-11-23T12:34:56+24:00",
                            "2026-11-23T12:34:56+01:60",
                            "2026-11-23T12:34:56ZZ",
                            "2026-11-23T12:34:56Z ",
                            "26-11-23T12:34:56Z",
                            "+026-11-23T12:34:56Z",
                            "1732365296"})
        row(bad, "");
}

void TestJson::time()
{
    QFETCH(QString, text);
    QFETCH(QString, utc);
    const QByteArray json = writeJson({{u"at"_s, text}});
    const Result<QDateTime> result = readJson(json, [](JsonReader &reader) { return reader.time("at"); });
    QCOMPARE(bool(result), !utc.isEmpty());
    if (!result)
        return;
    QCOMPARE(result->timeSpec(), Qt::UTC);
    QCOMPARE(result->toString(Qt::ISODateWithMs), utc);
}

void TestJson::rawKeepsEverything()
{
    const QByteArray json =
        R"({"a":[1,"x",null,true,{"b":2.5}],"big":9007199254740993,"empty":{},"z":"\u00fc"})";
    const auto result =
        readJson(json, [](JsonReader &reader) { return std::pair(reader.rawObject(), reader.raw("a")); });
    QVERIFY(result);
    QCOMPARE(writeJson(result->first), QByteArray("{\"a\":[1,\"x\",null,true,{\"b\":2.5}],\"big\":"
                                                  "9007199254740993,\"empty\":{},\"z\":\"\xc3\xbc\"}"));
    QVERIFY(result->second.isArray());
    const auto absent = readJson(json, [](JsonReader &reader) { return reader.raw("q").isUndefined(); });
    QVERIFY(absent && *absent);
}

void TestJson::overlayKeepsUnknownMembers()
{
    const QJsonObject asRead{{u"name"_s, u"old"_s},
                             {u"unknown"_s, QJsonObject{{u"deep"_s, 1}, {u"other"_s, 2}}},
                             {u"list"_s, QJsonArray{1, 2}},
                             {u"gone"_s, true}};
    const QJsonObject changes{{u"name"_s, u"new"_s},
                              {u"unknown"_s, QJsonObject{{u"deep"_s, 5}}},
                              {u"list"_s, QJsonArray{3}},
                              {u"gone"_s, QJsonValue::Null},
                              {u"fresh"_s, QJsonObject{{u"x"_s, 1}, {u"y"_s, QJsonValue::Null}}}};
    const QJsonObject expected{{u"name"_s, u"new"_s},
                               {u"unknown"_s, QJsonObject{{u"deep"_s, 5}, {u"other"_s, 2}}},
                               {u"list"_s, QJsonArray{3}},
                               {u"fresh"_s, QJsonObject{{u"x"_s, 1}}}};
    QCOMPARE(overlaid(asRead, changes), expected);
    QCOMPARE(overlaid(asRead, {}), asRead);
}

void TestJson::bigIntegersKeepTheirDigits()
{
    QCOMPARE(writeJson({{u"n"_s, qint64(9007199254740993)}}), QByteArray(R"({"n":9007199254740993})"));
}

void TestJson::documentCanBeReadAgain()
{
    Result<JsonDocument> document = JsonDocument::parse(R"({"a":1})");
    QVERIFY(document);
    QVERIFY(!document->read([](JsonReader &reader) { return reader.string("a"); }));
    const JsonDocument moved = std::move(*document);
    const Result<qint64> again = moved.read([](JsonReader &reader) { return reader.integer("a"); });
    QVERIFY(again);
    QCOMPARE(*again, 1);
}

void TestJson::manyNames()
{
    QByteArray members;
    for (int i = 0; i < 50'000; ++i)
        members += "\"name" + QByteArray::number(i) + "\":0,";
    QVERIFY(JsonDocument::parse('{' + members + "\"last\":0}"));
    const auto twice = JsonDocument::parse('{' + members + "\"name31415\":0}");
    QVERIFY(!twice);
    QCOMPARE(twice.error().detail, u"$: duplicate name \"name31415\""_s);
}

QTEST_GUILESS_MAIN(TestJson)
#include "tst_json.moc"
