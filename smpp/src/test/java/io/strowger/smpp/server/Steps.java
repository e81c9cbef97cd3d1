package io.strowger.smpp.server;

import io.strowger.smpp.codec.Address;
import io.strowger.smpp.codec.BindType;
import io.strowger.smpp.codec.Pdu;
import io.strowger.smpp.server.ServerCommand.Write;
import java.util.ArrayList;
import java.util.List;

/** One session led step by step, and all the commands that came of it. */
final class Steps {
  static final EsmeTimers TIMERS = new EsmeTimers(5_000, 30_000, 10_000, 120_000, 3_000);
  static final int CHATTER_MAX = 20;

  ServerState state;
  long now;
  final List<ServerCommand> commands = new ArrayList<>();

  Steps() {
    state = ServerSession.begin(TIMERS, CHATTER_MAX, 0);
  }

  static SessionTerms terms(BindType type, int version) {
    return new SessionTerms(TIMERS, type, version, 3, 2, CHATTER_MAX);
  }

  static Pdu.Bind bindRequest(BindType type) {
    return new Pdu.Bind(1, type, "esme", "secret", "", 0x34, Address.EMPTY);
  }

  static Steps bound(BindType type) {
    Steps steps = new Steps();
    steps.receive(bindRequest(type));
    steps.happen(new ServerEvent.BindAccepted(terms(type, 0x34), "strowger"));
    steps.commands.clear();
    return steps;
  }

  Steps happen(ServerEvent event) {
    ServerTransition transition = ServerSession.step(state, event, now);
    state = transition.next();
    commands.addAll(transition.commands());
    return this;
  }

  Steps receive(Pdu pdu) {
    return happen(new ServerEvent.Received(pdu));
  }

  Steps submit(int sequence) {
    return receive(new Pdu.SubmitSm(sequence, RawEsme.message("39333", "Code 1")));
  }

  Steps deliver(Object handle) {
    return happen(new ServerEvent.Deliver(RawEsme.message("39333", "id:1"), handle));
  }

  Steps answer(int ticket, Reply reply) {
    return happen(new ServerEvent.Answer(ticket, reply));
  }

  /** Time passes; every alarm on the way rings. */
  Steps pass(long millis) {
    long until = now + millis;
    while (state.nextAlarmMillis() <= until) {
      now = Math.max(now, state.nextAlarmMillis());
      happen(new ServerEvent.Tick());
    }
    now = until;
    return this;
  }

  List<Pdu> written() {
    return commands.stream()
        .filter(Write.class::isInstance)
        .map(write -> ((Write) write).pdu())
        .toList();
  }

  List<ServerCommand> taken() {
    List<ServerCommand> all = List.copyOf(commands);
    commands.clear();
    return all;
  }
}
