'use strict';
// Twilio's helper library judges callbacks. One JSON line in: {token, signature, url, body};
// one JSON line out: {valid}.

const readline = require('readline');
const querystring = require('querystring');
const twilio = require('twilio');

readline.createInterface({input: process.stdin}).on('line', line => {
  const {token, signature, url, body} = JSON.parse(line);
  const form = {...querystring.parse(body)};
  const valid = twilio.validateRequest(token, signature, url, form);
  process.stdout.write(JSON.stringify({valid}) + '\n');
});
