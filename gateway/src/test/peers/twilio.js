'use strict';
// Twilio's helper library against a gateway in the shape of Twilio's API.
// node twilio.js BASE SID TOKEN KEYSID KEYSECRET; one JSON line for each step.

const http = require('http');
const querystring = require('querystring');
const twilio = require('twilio');

const [base, sid, token, keySid, keySecret] = process.argv.slice(2);
const tell = (step, values) => process.stdout.write(JSON.stringify({step, ...values}) + '\n');

// The library has no option for a host, but takes a client that sends its requests.
class ToUs extends twilio.RequestClient {
  request(options) {
    return super.request({...options, uri: options.uri.replace('https://api.twilio.com', base)});
  }
}

const shown = message => ({
  sid: message.sid,
  status: message.status,
  to: message.to,
  from: message.from,
  segments: message.numSegments,
  direction: message.direction,
  error: message.errorCode,
  created: message.dateCreated.getTime(),
  sent: message.dateSent === null ? null : message.dateSent.getTime(),
});

async function attempt(step, action) {
  try {
    tell(step, shown(await action()));
  } catch (e) {
    tell(step, {code: e.code, httpStatus: e.status, moreInfo: e.moreInfo, message: e.message});
  }
}

const sleep = millis => new Promise(resolve => setTimeout(resolve, millis));

async function main(callback) {
  const client = twilio(sid, token, {httpClient: new ToUs()});
  const messages = client.messages;
  const text = {from: 'ACME', body: 'Your code is 407401234'};
  const sent = await messages.create({to: '+393471234501', statusCallback: callback, ...text});
  tell('create', shown(sent));
  for (let i = 0; i < 100; i++) {
    const now = await messages(sent.sid).fetch();
    if (now.status === 'delivered') {
      break;
    }
    await sleep(100);
  }
  await attempt('fetch', () => messages(sent.sid).fetch());
  const feedback = await messages(sent.sid).feedback.create({outcome: 'confirmed'});
  tell('feedback', {outcome: feedback.outcome, messageSid: feedback.messageSid});
  await attempt('late', () => messages(sent.sid).update({status: 'canceled'}));
  const waiting = await messages.create({to: '+40721234504', validityPeriod: 60, ...text});
  await attempt('cancel', () => messages(waiting.sid).update({status: 'canceled'}));
  await attempt('cancelled', () => messages(waiting.sid).fetch());
  const listed = await messages.list({from: 'ACME', pageSize: 1, limit: 10});
  tell('list', {sids: listed.map(message => message.sid), made: [waiting.sid, sent.sid]});
  const none = await messages.list({to: '+390000000', limit: 10});
  tell('list-none', {count: none.length});
  const keyed = twilio(keySid, keySecret, {accountSid: sid, httpClient: new ToUs()});
  await attempt('keyed', () => keyed.messages(sent.sid).fetch());
  tell('remove', {removed: await messages(waiting.sid).remove()});
  await attempt('removed', () => messages(waiting.sid).fetch());
  await attempt('number', () => messages.create({to: '12', ...text}));
  await attempt('region', () => messages.create({to: '+33612345678', ...text}));
  await attempt('nobody', () => messages('SM0192f0c1d2e37abc8def0123456789ab').fetch());
  const stranger = twilio(sid, 'another-token', {httpClient: new ToUs()});
  await attempt('stranger', () => stranger.messages.create({to: '+393471234501', ...text}));
  for (let i = 0; i < 200 && !toldStatuses.includes('delivered'); i++) {
    await sleep(100);
  }
  tell('end', {});
}

// Callbacks are judged by the library as well.
const toldStatuses = [];
const receiver = http.createServer((request, response) => {
  let body = '';
  request.on('data', chunk => (body += chunk));
  request.on('end', () => {
    const url = `http://127.0.0.1:${receiver.address().port}${request.url}`;
    const form = {...querystring.parse(body)};
    const signature = request.headers['x-twilio-signature'] || '';
    tell('callback', {
      valid: twilio.validateRequest(token, signature, url, form),
      sid: form.MessageSid,
      status: form.MessageStatus,
    });
    toldStatuses.push(form.MessageStatus);
    response.writeHead(204).end();
  });
});
receiver.listen(0, '127.0.0.1', () => {
  main(`http://127.0.0.1:${receiver.address().port}/status?tenant=7`)
    .then(() => process.stdin.resume())
    .catch(e => {
      tell('failed', {message: String(e)});
      process.exit(1);
    });
});
process.stdin.on('end', () => process.exit(0));
