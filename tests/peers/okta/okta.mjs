// SPDX-License-Identifier: GPL-3.0-or-later
// A stand-in for Okta, which cannot be reached from here: the npm package oidc-provider behind Okta's addresses
// and habits, as Okta's documentation describes them (identity.md 2 and 8.7). It is not Okta.
//   node okta.mjs <directory of scripts/install-peers>
// - two authorization servers: the org (opaque tokens, okta.logs.read) and a custom one below /oauth2/aus1 (JWTs
//   with scp, cid and uid)
// - redirect addresses are compared with their port; a wrong one is told on a page of its own
// - refresh tokens rotate with a leeway
// - GET /api/v1/logs with Link paging, polling, rate-limit headers, and errors as E00000xx
// - POST /control {...} makes it err, see `ctl`
// Unlike Okta it says "iss" on the way back (RFC 9207).
// Prints one JSON line when it listens and runs until its standard input ends.
import { generateKeyPairSync } from 'node:crypto';
import http from 'node:http';
import path from 'node:path';
import { pathToFileURL } from 'node:url';

const [directory] = process.argv.slice(2);
const library = path.join(directory, 'node_modules', 'oidc-provider-8', 'lib');
const load = (name) => import(pathToFileURL(path.join(library, name)));
const { default: Provider } = await load('index.js');
const { default: MemoryAdapter } = await load('adapters/memory_adapter.js');

// Two that are free now, and registered from here on.
async function freePort() {
  const taken = http.createServer();
  await new Promise((ready) => { taken.listen(0, '127.0.0.1', ready); });
  const { port } = taken.address();
  await new Promise((closed) => { taken.close(closed); });
  return port;
}
const ports = [await freePort(), await freePort()];
const custom = '/oauth2/aus1';
const now = () => Math.floor(Date.now() / 1000);

const quiet = {
  authorize_error: null, // {error, error_description}: how every sign-in ends
  token: null, // {status, headers, body, times}: the next answers of the token endpoints
  logs: null, // likewise, of the log
  leeway: 30, // seconds in which a rotated refresh token is still good
  elsewhere: false, // the next page of the log is said to be on another host
};
const ctl = { ...quiet };

class Adapter extends MemoryAdapter {
  async find(id) {
    const found = await super.find(id);
    const mayComeAgain = this.model === 'RefreshToken' && found?.consumed && now() - found.consumed < ctl.leeway;
    return mayComeAgain ? { ...found, consumed: undefined } : found;
  }
}

const server = http.createServer();
await new Promise((ready) => { server.listen(0, '127.0.0.1', ready); });
const org = `http://127.0.0.1:${server.address().port}`;

const routes = (prefix) => ({
  authorization: `${prefix}/v1/authorize`,
  code_verification: `${prefix}/device`,
  device_authorization: `${prefix}/v1/device/authorize`,
  end_session: `${prefix}/v1/logout`,
  jwks: `${prefix}/v1/keys`,
  pushed_authorization_request: `${prefix}/v1/par`,
  revocation: `${prefix}/v1/revoke`,
  token: `${prefix}/v1/token`,
  userinfo: `${prefix}/v1/userinfo`,
});

const key = (kid) => ({
  ...generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey.export({ format: 'jwk' }),
  kid, alg: 'RS256', use: 'sig',
});

function configuration({ name, clientId, prefix, scopes, resource }) {
  const oneToken = {
    enabled: resource,
    defaultResource: () => 'api://default',
    useGrantedResource: () => true,
    getResourceServerInfo: () => ({
      scope: scopes.join(' '), audience: 'api://default', accessTokenTTL: 3600, accessTokenFormat: 'jwt',
      jwt: { sign: { alg: 'RS256' } },
    }),
  };
  return {
    adapter: Adapter,
    clients: [{
      client_id: clientId,
      application_type: 'web', // exact ports; Okta's native applications have them, too
      token_endpoint_auth_method: 'none',
      response_types: ['code'],
      grant_types: ['authorization_code', 'refresh_token'],
      redirect_uris: ports.map((port) => `http://127.0.0.1:${port}/callback`),
    }],
    jwks: { keys: [key(`${name}-1`)] },
    pkce: { required: () => true },
    routes: routes(prefix),
    scopes: ['openid', 'offline_access', 'profile', 'email', 'groups', ...scopes],
    claims: { openid: ['sub'], profile: ['name'], email: ['email'], groups: ['groups'], auth_time: null },
    conformIdTokenClaims: false,
    features: {
      devInteractions: { enabled: false },
      dPoP: { enabled: true, nonceSecret: Buffer.alloc(32, 7), requireNonce: () => true },
      revocation: { enabled: true },
      resourceIndicators: oneToken,
    },
    formats: {
      customizers: {
        jwt: (ctx, token, jwt) => {
          const { scope, client_id: cid, ...rest } = jwt.payload;
          jwt.payload = { ...rest, ver: 1, cid, uid: '00u1ada', scp: (scope ?? '').split(' ') };
        },
      },
    },
    issueRefreshToken: () => true, // as the application's grant types say
    rotateRefreshToken: () => true,
    ttl: {
      AccessToken: 3600, AuthorizationCode: 60, Grant: 3600, IdToken: 3600, Interaction: 60, RefreshToken: 3600,
      Session: 3600,
    },
    interactions: { url: (ctx, interaction) => `/interact/${name}/${interaction.uid}` },
    cookies: {
      keys: ['of the test only'],
      names: { session: `${name}_session`, interaction: `${name}_interaction`, resume: `${name}_resume` },
    },
    renderError: (ctx, out) => { // Okta's page; the console never hears of it
      ctx.type = 'html';
      ctx.body = `<h1>400 Bad Request</h1><p>Your request resulted in an error. ${out.error_description}</p>`;
    },
    findAccount: async (ctx, id) => ({
      accountId: id,
      claims: () => ({ sub: id, name: 'Ada Okafor', email: 'ada@example.test', groups: ['gw-approvers', 'Everyone'] }),
    }),
  };
}

const providers = {
  org: new Provider(org, configuration({
    name: 'org', clientId: '0oa1log', prefix: '/oauth2', scopes: ['okta.logs.read'], resource: false,
  })),
  aus1: new Provider(`${org}${custom}`, configuration({
    name: 'aus1', clientId: '0oa1console', prefix: '', scopes: ['gw:read', 'gw:decide'], resource: true,
  })),
};

async function interact(provider, request, response) {
  const { prompt, grantId, session, params } = await provider.interactionDetails(request, response);
  let result;
  if (ctl.authorize_error) {
    result = ctl.authorize_error;
  } else if (prompt.name === 'login') {
    result = { login: { accountId: '00u1ada' } };
  } else {
    const grant = grantId
      ? await provider.Grant.find(grantId)
      : new provider.Grant({ accountId: session.accountId, clientId: params.client_id });
    const { missingOIDCScope, missingResourceScopes } = prompt.details;
    if (missingOIDCScope) grant.addOIDCScope(missingOIDCScope.join(' '));
    for (const [resource, scopes] of Object.entries(missingResourceScopes ?? {}))
      grant.addResourceScope(resource, scopes.join(' '));
    result = { consent: { grantId: await grant.save() } };
  }
  await provider.interactionFinished(request, response, result, { mergeWithLastSubmission: true });
}

// As told for the next answers; true when there is one.
function errs(kind, response) {
  const told = ctl[kind];
  if (!told || told.times <= 0) return false;
  told.times -= 1;
  send(response, told.status, told.body, told.headers);
  return true;
}

function send(response, status, body, headers = {}) {
  response.writeHead(status, { 'content-type': 'application/json', ...headers });
  response.end(JSON.stringify(body));
}

const oktaError = (errorCode, errorSummary) =>
  ({ errorCode, errorSummary, errorLink: errorCode, errorId: 'oae-1', errorCauses: [] });

// An event a minute, the newest last.
const started = Date.now();
const event = (number, at) => ({
  uuid: `e-${number}`,
  published: new Date(at).toISOString(),
  eventType: number % 10 ? 'user.session.start' : 'policy.evaluate_sign_on',
  severity: 'INFO',
  displayMessage: number % 10 ? 'User login to Okta' : 'Evaluation of sign-on policy',
  actor: { id: '00u1ada', type: 'User', alternateId: 'ada@example.test', displayName: 'Ada Okafor' },
  client: { ipAddress: '198.51.100.7', userAgent: { rawUserAgent: 'curl' }, geographicalContext: { city: 'Dublin', country: 'Ireland' } },
  outcome: { result: number % 10 ? 'SUCCESS' : 'DENY' },
  target: [{ id: '0oa1console', type: 'AppInstance', displayName: 'Gatehouse' }],
});
const events = Array.from({ length: 1200 }, (_, i) => event(i, started - (1200 - i) * 60000));

async function mayReadLogs(request) {
  const token = await providers.org.AccessToken.find((request.headers.authorization ?? '').replace(/^\w+ /, ''));
  if (!token) return 401;
  return token.scopes.has('okta.logs.read') ? 200 : 403;
}

async function logs(request, response) {
  if (errs('logs', response)) return;
  const status = await mayReadLogs(request);
  if (status === 401) { send(response, 401, oktaError('E0000011', 'Invalid token provided')); return; }
  if (status === 403) { send(response, 403, oktaError('E0000006', 'You do not have permission to perform the requested action')); return; }
  const query = new URL(request.url, org).searchParams;
  const polls = !query.has('until');
  const words = (query.get('q') ?? '').toLowerCase().split(' ').filter(Boolean);
  const found = events
    .filter((e) => Date.parse(e.published) >= Date.parse(query.get('since')))
    .filter((e) => polls || Date.parse(e.published) < Date.parse(query.get('until')))
    .filter((e) => words.every((word) => JSON.stringify(e).toLowerCase().includes(word)));
  if (query.get('sortOrder') === 'DESCENDING') found.reverse();
  const from = Number(query.get('after') ?? 0);
  const page = found.slice(from, from + Number(query.get('limit') ?? 100));
  const headers = {
    'x-rate-limit-limit': '60', 'x-rate-limit-remaining': '59', 'x-rate-limit-reset': String(now() + 42),
    link: `<${org}${request.url}>; rel="self"`,
  };
  if (polls || from + page.length < found.length) {
    query.set('after', String(from + page.length));
    headers.link += `, <${ctl.elsewhere ? 'http://localhost:1' : org}/api/v1/logs?${query}>; rel="next"`;
  }
  send(response, 200, page, headers);
}

async function control(request, response) {
  let text = '';
  for await (const piece of request) text += piece;
  const { happen = 0, ...rest } = JSON.parse(text);
  Object.assign(ctl, quiet, rest);
  for (let i = 0; i < happen; ++i) events.push(event(events.length, Date.now()));
  send(response, 200, {});
}

async function answer(request, response) {
  const interaction = request.url.match(/^\/interact\/(org|aus1)\//);
  if (request.url === '/control') await control(request, response);
  else if (request.url.startsWith('/api/v1/logs?')) await logs(request, response);
  else if (interaction) await interact(providers[interaction[1]], request, response);
  else if (request.url.endsWith('/v1/token') && errs('token', response)) return;
  else if (request.url.startsWith(`${custom}/`)) {
    request.originalUrl = request.url;
    request.url = request.url.slice(custom.length);
    providers.aus1.callback()(request, response);
  } else providers.org.callback()(request, response);
}

server.on('request', (request, response) => {
  answer(request, response).catch((error) => {
    process.stderr.write(`${error.stack}\n`);
    response.writeHead(500).end();
  });
});

process.stdin.resume().on('end', () => process.exit(0));
process.stdout.write(`${JSON.stringify({
  issuer: `${org}${custom}`, client_id: '0oa1console', org, org_client: '0oa1log', subject: '00u1ada', ports,
})}\n`);
