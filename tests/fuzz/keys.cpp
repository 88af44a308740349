// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/fuzz/keys.h"
#include "core/identity/pkce.h"

#include <openssl/evp.h>

#include <cstdlib>

namespace gatehouse::fuzz {

const identity::Jwks &standardKeys()
{
    static const identity::Jwks keys =
        identity::readJwks(
            R"({"keys":[{"kty":"RSA","n":"ofgWCuLjybRlzo0tZWJjNiuSfb4p4fAkd_wWJcyQoTbji9k0l8W26mPddx)"
            R"(HmfHQp-Vaw-4qPCJrcS2mJPMEzP1Pt0Bm4d4QlL-yRT-SFd2lZS-pCgNMsD1W_YpRPEwOWvG6b32690r2jZ4)"
            R"(7soMZo9wGzjb_7OMg0LOL-bSf63kpaSHSXndS5z5rexMdbBYUsLA9e-KXBdQOS-UTo7WTBEMa2R2CapHg665xs)"
            R"(mtdVMTBQY4uDZlxvb3qCo5ZwKh9kG4LT6_I5IhlJH7aGhyxXFvUK-DWNmoudF8NAco9_h9iaGNj8q2ethFkMLs)"
            R"(91kzk2PAcDTW9gb54h4FRWyuXpoQ","e":"AQAB"},)"
            R"({"kty":"EC","crv":"P-256","x":"f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU",)"
            R"("y":"x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0"},)"
            R"({"kty":"OKP","crv":"Ed25519","x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"}]})")
            .value();
    return keys;
}

const QByteArrayList &standardTexts()
{
    static const QByteArray payload =
        "eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ";
    static const QByteArrayList texts{"eyJhbGciOiJSUzI1NiJ9." + payload, "eyJhbGciOiJFUzI1NiJ9." + payload,
                                      "eyJhbGciOiJFZERTQSJ9.RXhhbXBsZSBvZiBFZDI1NTE5IHNpZ25pbmc"};
    return texts;
}

QByteArray signedWithEd25519(const QByteArray &headerJson, const QByteArray &payload)
{
    static const QByteArray secret =
        identity::fromBase64Url("nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A").value();
    static const std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)> key(
        EVP_PKEY_new_raw_private_key(EVP_PKEY_ED25519, nullptr,
                                     reinterpret_cast<const unsigned char *>(secret.constData()), 32),
        EVP_PKEY_free);
    const std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> context(EVP_MD_CTX_new(), EVP_MD_CTX_free);
    const QByteArray text = identity::base64Url(headerJson) + '.' + identity::base64Url(payload);
    QByteArray signature(64, '\0');
    std::size_t size = 64;
    if (EVP_DigestSignInit(context.get(), nullptr, nullptr, nullptr, key.get()) != 1 ||
        EVP_DigestSign(context.get(), reinterpret_cast<unsigned char *>(signature.data()), &size,
                       reinterpret_cast<const unsigned char *>(text.constData()),
                       static_cast<std::size_t>(text.size())) != 1)
        std::abort();
    return text + '.' + identity::base64Url(signature);
}

} // namespace gatehouse::fuzz
