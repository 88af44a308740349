// SPDX-License-Identifier: GPL-3.0-or-later
// The certified provider of the npm package oidc-provider, on a loopback port of the system's choice.
//   node provider.mjs <directory of scripts/install-peers> <8 or 9>       version 9 needs Node.js 22
// Prints one JSON line when it listens (see tests/peers/oidc/peer.h) and runs until its standard input ends.
// Nobody sits in front of it: the person agrees to everything, or refuses when the browser says so with the
// header "Person: refuses"; "Person: weak" has no second factor.
import { generateKeyPairSync } from 'node:crypto';
import http from 'node:http';
import path from 'node:path';
import { pathToFileURL } from 'node:url';

const [directory, major] = process.argv.slice(2);
const entry = path.join(directory, 'node_modules', `oidc-provider-${major}`, 'lib', 'index.js');
const module = await import(pathToFileURL(entry));
const Provider = module.Provider ?? module.default; // 8 exports it as the default

const clientId = 'console';
const strictClientId = 'console-strict';
const boundClientId = 'console-bound'; // its tokens are bound to a key, and it has to push its requests
const strongAcr = 'urn:example:two-factors';
const lifetime = 3600;
const signingKey = {
  ...generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey.export({ format: 'jwk' }),
  kid: 'signing-1', alg: 'RS256', use: 'sig',
};

const client = (id, further = {}) => ({
  client_id: id,
  application_type: 'native', // any loopback port; consent is asked for each time
  token_endpoint_auth_method: 'none',
  response_types: ['code'],
  grant_types: ['authorization_code', 'refresh_token', 'urn:ietf:params:oauth:grant-type:device_code'],
  redirect_uris: ['http://127.0.0.1/callback'],
  post_logout_redirect_uris: [],
  ...further,
});

// Of itself it only says what the sign-in was like; a stronger one is asked for by a check of ours.
const { Check, base } = module.interactionPolicy;
const policy = base();
policy.get('login').checks.add(new Check('acr', 'a stronger sign-in is needed', 'login_required', (ctx) => {
  const wanted = (ctx.oidc.params.acr_values ?? '').split(' ').filter(Boolean);
  return wanted.length && !wanted.includes(ctx.oidc.acr) ? Check.REQUEST_PROMPT : Check.NO_NEED_TO_PROMPT;
}));

const configuration = {
  clients: [
    client(clientId),
    client(strictClientId),
    client(boundClientId, { dpop_bound_access_tokens: true, require_pushed_authorization_requests: true }),
  ],
  acrValues: [strongAcr],
  jwks: { keys: [signingKey] },
  pkce: { required: () => true },
  scopes: ['openid', 'offline_access', 'profile', 'email'],
  claims: { openid: ['sub'], profile: ['name'], email: ['email'], acr: null, auth_time: null },
  conformIdTokenClaims: false, // the scopes' claims are in the ID token, as Okta does it
  features: {
    devInteractions: { enabled: false },
    deviceFlow: { enabled: true },
    dPoP: { enabled: true, nonceSecret: Buffer.alloc(32, 7), requireNonce: () => true },
    pushedAuthorizationRequests: { enabled: true },
    revocation: { enabled: true },
    rpInitiatedLogout: { enabled: true },
  },
  // By default it follows Core 11 to the letter: offline_access counts with prompt=consent only, which the
  // console does not send. Most providers leave it to the client's registration, as here for the first client.
  issueRefreshToken: (ctx, { clientId: id }, code) => id !== strictClientId || code.scopes.has('offline_access'),
  rotateRefreshToken: () => true,
  ttl: {
    AccessToken: lifetime, AuthorizationCode: 60, Grant: lifetime, IdToken: lifetime, Interaction: 60,
    RefreshToken: lifetime, Session: lifetime,
  },
  interactions: { policy, url: (ctx, interaction) => `/interaction/${interaction.uid}` },
  cookies: { keys: ['of the test only'] },
  findAccount: async (ctx, id) => ({
    accountId: id,
    claims: () => ({ sub: id, name: 'Ada Okafor', email: `${id}@example.test` }),
  }),
};

async function consentTo(provider, { grantId, session, params, prompt }) {
  const grant = grantId
    ? await provider.Grant.find(grantId)
    : new provider.Grant({ accountId: session.accountId, clientId: params.client_id });
  if (prompt.details.missingOIDCScope) grant.addOIDCScope(prompt.details.missingOIDCScope.join(' '));
  return { consent: { grantId: await grant.save() } };
}

const server = http.createServer();
await new Promise((ready) => { server.listen(0, '127.0.0.1', ready); });
const issuer = `http://127.0.0.1:${server.address().port}`;
const provider = new Provider(issuer, configuration);
const protocol = provider.callback();

async function interact(request, response) {
  const details = await provider.interactionDetails(request, response);
  let result;
  if (request.headers.person === 'refuses') {
    result = { error: 'access_denied', error_description: 'The person refused' };
  } else if (details.prompt.name === 'login') {
    const wanted = (details.params.acr_values ?? '').split(' ').filter(Boolean);
    if (wanted.length && request.headers.person === 'weak') {
      result = { error: 'unmet_authentication_requirements', error_description: 'There is no second factor' };
    } else {
      result = { login: { accountId: 'ada', acr: wanted[0] } };
    }
  } else {
    result = await consentTo(provider, details);
  }
  await provider.interactionFinished(request, response, result, { mergeWithLastSubmission: true });
}

server.on('request', (request, response) => {
  if (!request.url.startsWith('/interaction/')) {
    protocol(request, response);
    return;
  }
  interact(request, response).catch((error) => {
    process.stderr.write(`${error.stack}\n`);
    response.writeHead(500).end();
  });
});

// Its test is gone, however it went.
process.stdin.resume().on('end', () => process.exit(0));
process.stdout.write(`${JSON.stringify({
  issuer, client_id: clientId, client_without_refresh: strictClientId, client_bound: boundClientId, acr: strongAcr,
  subject: 'ada',
})}\n`);
