// An auth server played by the Node.js smpp library. Submits a short, a long, a Unicode and a
// segmented message, takes their receipts, then queries and cancels. Prints one JSON object per
// line and ends by itself.
//
//   node esme.js --port N [--system-id idp] [--password secret08] [--silent 40721234500]
//
// --silent is a number whose carrier never reports, so that its message can be cancelled.
'use strict';

const smpp = require('smpp');

const options = {port: '', 'system-id': 'idp', password: 'secret08', silent: '40721234500'};
for (let i = 2; i < process.argv.length; i += 2) {
  const name = process.argv[i].replace(/^--/, '');
  if (!(name in options) || i + 1 >= process.argv.length) {
    process.stderr.write(`esme.js: unknown or incomplete option ${process.argv[i]}\n`);
    process.exit(2);
  }
  options[name] = process.argv[i + 1];
}

const LONG = 'Code 407401234. ' + 'A long tail of words. '.repeat(12);
const receipts = new Map(); // message id -> stat

function tell(event, fields) {
  process.stdout.write(JSON.stringify({event, ...fields}) + '\n');
}

const session = smpp.connect({url: `smpp://127.0.0.1:${options.port}`});

function request(command, fields) {
  return new Promise((resolve) => session[command](fields, resolve));
}

session.on('error', (error) => {
  tell('error', {text: String(error)});
  process.exit(1);
});
session.on('deliver_sm', (pdu) => {
  session.send(pdu.response());
  const content = pdu.short_message && pdu.short_message.message;
  const text = Buffer.isBuffer(content) ? content.toString('latin1') : String(content);
  const id = /id:(\S+)/.exec(text);
  const stat = /stat:(\S+)/.exec(text);
  if (id && stat) {
    receipts.set(id[1], stat[1]);
    tell('receipt', {id: id[1], stat: stat[1], state: pdu.message_state, text});
  }
});

function until(test, what) {
  return new Promise((resolve, reject) => {
    const began = Date.now();
    const timer = setInterval(() => {
      if (test()) {
        clearInterval(timer);
        resolve();
      } else if (Date.now() - began > 20000) {
        clearInterval(timer);
        reject(new Error('still waiting for ' + what));
      }
    }, 20);
  });
}

async function submit(kind, fields) {
  const pdu = await request('submit_sm', {
    source_addr_ton: 5,
    source_addr: 'IDP',
    dest_addr_ton: 1,
    dest_addr_npi: 1,
    registered_delivery: 1,
    ...fields,
  });
  tell('submitted', {kind, status: pdu.command_status, id: pdu.message_id});
  return pdu.message_id;
}

async function run() {
  const bound = await request('bind_transceiver', {
    system_id: options['system-id'],
    password: options.password,
    interface_version: 0x34,
  });
  tell('bound', {status: bound.command_status, systemId: bound.system_id});
  if (bound.command_status !== 0) {
    process.exit(1);
  }
  const ids = [];
  ids.push(await submit('short', {destination_addr: '393471234601', short_message: 'Your code is 407401234'}));
  ids.push(await submit('payload', {destination_addr: '393471234602', short_message: '', message_payload: LONG}));
  ids.push(await submit('ucs2', {destination_addr: '393471234603', data_coding: 8, short_message: 'Ваш код 407401234'}));
  // In parts, one after the other: the second is sent only after the first was answered.
  for (let part = 1; part <= 2; part++) {
    const udh = Buffer.from([5, 0, 3, 77, 2, part]);
    const message = part === 1 ? 'Your code is 40' : '7401234, in two parts';
    ids.push(await submit('part' + part, {
      destination_addr: '393471234604', esm_class: 0x40, short_message: {udh, message},
    }));
  }
  await until(() => ids.every((id) => receipts.has(id)), 'receipts');
  const query = await request('query_sm', {message_id: ids[0], source_addr_ton: 5, source_addr: 'IDP'});
  tell('queried', {status: query.command_status, state: query.message_state, date: query.final_date});
  const silent = await submit('silent', {destination_addr: options.silent, short_message: 'Your code is 407406543'});
  const cancelled = await request('cancel_sm', {
    message_id: silent, source_addr_ton: 5, source_addr: 'IDP', dest_addr_ton: 1, dest_addr_npi: 1,
    destination_addr: options.silent,
  });
  tell('cancelled', {status: cancelled.command_status});
  await until(() => receipts.get(silent) === 'DELETED', 'the receipt of the cancelled message');
  const late = await request('submit_sm', {
    dest_addr_ton: 1, dest_addr_npi: 1, destination_addr: '393471234605', short_message: 'x',
    validity_period: '000002000000000R',
  });
  tell('too-long-validity', {status: late.command_status});
  const nobody = await request('submit_sm', {
    dest_addr_ton: 1, dest_addr_npi: 1, destination_addr: '39', short_message: 'x',
  });
  tell('impossible-number', {status: nobody.command_status});
  const unbound = await request('unbind', {});
  tell('unbound', {status: unbound.command_status});
  session.close();
  process.exit(0);
}

run().catch((error) => {
  tell('error', {text: String(error)});
  process.exit(1);
});
