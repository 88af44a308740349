// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/sandbox/pages.h"

using namespace Qt::StringLiterals;

namespace gatehouse::sandbox {

namespace {

const QString Style = uR"(
:root{color-scheme:light dark;--bg:#F6F7F9;--card:#FFF;--line:#E1E5EB;--text:#1A2130;--muted:#5C6675;--accent:#2660DC;--on:#FFF}
@media(prefers-color-scheme:dark){:root{--bg:#12151A;--card:#191D24;--line:#2A303A;--text:#E5E9F0;--muted:#9BA5B4;--accent:#6E9CFF;--on:#12151A}}
*{box-sizing:border-box}body{margin:0;background:var(--bg);color:var(--text);font:15px/1.45 Inter,system-ui,sans-serif}
main{max-width:480px;margin:8vh auto;padding:0 16px}h1{font-size:22px;margin:0 0 4px}p{margin:0 0 20px;color:var(--muted)}
.card{display:block;width:100%;text-align:left;background:var(--card);color:inherit;border:1px solid var(--line);border-radius:10px;padding:12px 16px;margin:0 0 8px;font:inherit;cursor:pointer}
.card:hover,.card:focus-visible{border-color:var(--accent);outline:2px solid var(--accent);outline-offset:-1px}.card b{display:block;font-weight:600}.card span{color:var(--muted);font-size:13px}
ul{background:var(--card);border:1px solid var(--line);border-radius:10px;padding:12px 16px 12px 32px;margin:0 0 20px}li{margin:4px 0}
button.go,button.no{font:inherit;font-weight:600;border-radius:8px;padding:9px 18px;border:1px solid var(--line);background:var(--card);color:inherit;cursor:pointer}
button.go{background:var(--accent);color:var(--on);border-color:var(--accent);margin-right:8px}label{display:block;margin:0 0 20px}footer{margin-top:32px;color:var(--muted);font-size:13px})"_s;

QString words(const QString &scope)
{
    static const QHash<QString, QString> known{
        {u"openid"_s, u"Know who you are"_s},
        {u"profile"_s, u"Read your name"_s},
        {u"email"_s, u"Read your e-mail address"_s},
        {u"groups"_s, u"Read your groups"_s},
        {u"offline_access"_s, u"Keep you signed in when the console is closed"_s},
        {u"gw:read"_s, u"Read APIs, tenants and requests"_s},
        {u"gw:decide"_s, u"Approve and reject requests in your name"_s},
        {u"gw:usage"_s, u"Read usage and cost"_s},
    };
    return known.value(scope, scope);
}

Answer page(int status, const QString &title, const QString &body)
{
    Answer answer{.status = status, .contentType = "text/html; charset=utf-8", .body = {}, .headers = {}};
    answer.body =
        (u"<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width\"><title>"_s +
         title.toHtmlEscaped() + u"</title><style>"_s + Style + u"</style></head><body><main>"_s + body +
         u"<footer>Gatehouse sandbox on this computer. Nobody here has a password.</footer></main></body></html>\n"_s)
            .toUtf8();
    // No form-action: browsers apply it to the redirect that ends the form, which goes to the console's own
    // port.
    answer.headers = {
        {"Content-Security-Policy",
         "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'; base-uri 'none'"},
        {"Referrer-Policy", "no-referrer"},
        {"X-Content-Type-Options", "nosniff"},
        {"Cache-Control", "no-store"}};
    return answer;
}

QString hidden(const QString &interaction, const QString &csrf)
{
    return u"<input type=\"hidden\" name=\"interaction\" value=\"%1\"><input type=\"hidden\" name=\"csrf\" value=\"%2\">"_s
        .arg(interaction.toHtmlEscaped(), csrf.toHtmlEscaped());
}

} // namespace

Answer peoplePage(const QString &interaction, const QString &csrf)
{
    QString body =
        u"<h1>Sign in to the sandbox</h1><p>Choose who you are.</p><form method=\"post\" action=\"/oidc/login\">"_s +
        hidden(interaction, csrf);
    for (const Person &person : people())
        body +=
            u"<button class=\"card\" name=\"subject\" value=\"%1\"><b>%2</b><span>%3</span></button>"_s.arg(
                person.subject.toHtmlEscaped(), person.name.toHtmlEscaped(), person.role.toHtmlEscaped());
    return page(200, u"Sign in to the sandbox"_s, body + u"</form>"_s);
}

Answer consentPage(const QString &interaction, const QString &csrf, const Person &person,
                   const QStringList &scopes, bool asksSecondFactor)
{
    QString body = u"<h1>Let Gatehouse act for you?</h1><p>You are %1. The console asks to:</p><ul>"_s.arg(
        person.name.toHtmlEscaped());
    for (const QString &scope : scopes)
        body += u"<li>%1</li>"_s.arg(words(scope).toHtmlEscaped());
    body += u"</ul><form method=\"post\" action=\"/oidc/consent\">"_s + hidden(interaction, csrf);
    if (asksSecondFactor)
        body +=
            u"<label><input type=\"checkbox\" name=\"second_factor\" value=\"yes\" required> Pretend to touch the security key (second factor)</label>"_s;
    body +=
        u"<button class=\"go\" name=\"answer\" value=\"allow\">Allow</button><button class=\"no\" name=\"answer\" value=\"deny\" formnovalidate>Deny</button></form>"_s;
    return page(200, u"Let Gatehouse act for you?"_s, body);
}

Answer messagePage(int status, const QString &title, const QString &text)
{
    return page(status, title, u"<h1>%1</h1><p>%2</p>"_s.arg(title.toHtmlEscaped(), text.toHtmlEscaped()));
}

Answer redirectTo(const QByteArray &address, const QString &says)
{
    Answer answer = messagePage(303, u"Going back to Gatehouse"_s, says);
    answer.headers.append({"Location", address});
    return answer;
}

} // namespace gatehouse::sandbox
