// A carrier's SMSC played by the Node.js smpp library. Prints one JSON object per line: first
// {"event":"listening","port":N}, then what it received. Ends when its standard input is closed.
//
//   node smsc.js [--port 0] [--system-id strowger] [--password secret] [--receipt-delay 20]
//                [--ids decimal|hex] [--receipt text|tlv] [--stat DELIVRD] [--err 000]
'use strict';

const smpp = require('smpp');

const options = {
  port: '0',
  'system-id': 'strowger',
  password: 'secret',
  'receipt-delay': '20',
  ids: 'decimal',
  receipt: 'text',
  stat: 'DELIVRD',
  err: '000',
};
for (let i = 2; i < process.argv.length; i += 2) {
  const name = process.argv[i].replace(/^--/, '');
  if (!(name in options) || i + 1 >= process.argv.length) {
    process.stderr.write(`smsc.js: unknown or incomplete option ${process.argv[i]}\n`);
    process.exit(2);
  }
  options[name] = process.argv[i + 1];
}

const BINDS = ['bind_transmitter', 'bind_receiver', 'bind_transceiver'];
const MESSAGE_STATES = {DELIVRD: 2, EXPIRED: 3, DELETED: 4, UNDELIV: 5, ACCEPTD: 6, REJECTD: 8};
const receivers = new Set(); // bound sessions that may be given a deliver_sm
let lastMessage = 1000;

function tell(event, fields) {
  process.stdout.write(JSON.stringify({event, ...fields}) + '\n');
}

// YYMMDDhhmm, as appendix B of SMPP 3.4 writes its dates.
function receiptDate(date) {
  return date.toISOString().replace(/[-T:]/g, '').slice(2, 12);
}

// A carrier that answers in hexadecimal and reports in decimal is an everyday one.
function idForResponse(number) {
  return options.ids === 'hex' ? number.toString(16) : String(number);
}

function sendReceipt(submit, number) {
  const session = receivers.values().next().value;
  if (!session) {
    tell('receipt-without-receiver', {id: String(number)});
    return;
  }
  const now = receiptDate(new Date());
  const fields = {
    source_addr_ton: submit.dest_addr_ton,
    source_addr_npi: submit.dest_addr_npi,
    source_addr: submit.destination_addr,
    destination_addr: submit.source_addr,
    esm_class: 0x04,
  };
  if (options.receipt === 'tlv') {
    fields.receipted_message_id = idForResponse(number);
    fields.message_state = MESSAGE_STATES[options.stat] || 7;
    fields.short_message = '';
  } else {
    fields.short_message =
      `id:${number} sub:001 dlvrd:001 submit date:${now} done date:${now} ` +
      `stat:${options.stat} err:${options.err} text:`;
  }
  session.deliver_sm(fields, (response) => {
    tell('receipt-answered', {id: String(number), status: response.command_status});
  });
}

function onSubmit(session, pdu) {
  const number = ++lastMessage;
  const content = pdu.message_payload || pdu.short_message || {};
  tell('submit', {
    id: String(number),
    source: pdu.source_addr,
    destination: pdu.destination_addr,
    destinationTon: pdu.dest_addr_ton,
    destinationNpi: pdu.dest_addr_npi,
    esmClass: pdu.esm_class,
    dataCoding: pdu.data_coding,
    protocolId: pdu.protocol_id,
    registeredDelivery: pdu.registered_delivery,
    validityPeriod: String(pdu.validity_period || ''),
    udh: (content.udh || []).map((part) => part.toString('hex')),
    sar: pdu.sar_total_segments
      ? [pdu.sar_msg_ref_num, pdu.sar_total_segments, pdu.sar_segment_seqnum]
      : [],
    payload: Boolean(pdu.message_payload),
    text: typeof content.message === 'string' ? content.message : '',
  });
  session.send(pdu.response({message_id: idForResponse(number)}));
  if (pdu.registered_delivery & 1) {
    setTimeout(sendReceipt, Number(options['receipt-delay']), pdu, number);
  }
}

function onBind(session, pdu) {
  if (pdu.system_id !== options['system-id'] || pdu.password !== options.password) {
    tell('bind-refused', {command: pdu.command, systemId: pdu.system_id});
    session.send(pdu.response({command_status: smpp.ESME_RINVPASWD}));
    session.close();
    return;
  }
  if (pdu.command !== 'bind_transmitter') {
    receivers.add(session);
  }
  session.bound = true;
  tell('bound', {
    command: pdu.command,
    systemId: pdu.system_id,
    interfaceVersion: pdu.interface_version,
  });
  session.send(pdu.response({system_id: 'NODESMSC', sc_interface_version: 0x34}));
}

const server = smpp.createServer((session) => {
  session.on('pdu', (pdu) => {
    if (BINDS.includes(pdu.command)) {
      onBind(session, pdu);
    } else if (pdu.isResponse()) {
      return; // the request's callback has it
    } else if (pdu.command === 'enquire_link') {
      session.send(pdu.response());
    } else if (pdu.command === 'unbind') {
      tell('unbound', {});
      session.send(pdu.response());
      session.close();
    } else if (!session.bound) {
      session.send(pdu.response({command_status: smpp.ESME_RINVBNDSTS}));
    } else if (pdu.command === 'submit_sm') {
      onSubmit(session, pdu);
    } else {
      tell('other', {command: pdu.command});
      session.send(pdu.response());
    }
  });
  session.on('close', () => {
    receivers.delete(session);
    tell('closed', {});
  });
  session.on('error', (error) => tell('error', {message: error.message}));
});

server.listen(Number(options.port), '127.0.0.1', () => {
  tell('listening', {port: server.address().port});
});

// The test that started this process closes the pipe when it ends, however it ends.
process.stdin.resume();
process.stdin.on('end', () => process.exit(0));
process.stdin.on('close', () => process.exit(0));
process.on('SIGTERM', () => process.exit(0));
