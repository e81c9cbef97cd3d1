package io.strowger.smpp.session;

import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import io.strowger.smpp.codec.Address;
import io.strowger.smpp.codec.BindType;
import io.strowger.smpp.codec.Pdu;
import io.strowger.smpp.codec.ShortMessage;
import java.util.ArrayList;
import java.util.List;

/** A session that a test steps by hand, collecting its commands. */
final class Sessions {
  static final long START = 1_000_000;
  static final SessionSettings SETTINGS = settings(BindType.TRANSCEIVER, 0x34);
  static final ShortMessage MESSAGE =
      new ShortMessage(
          "",
          Address.EMPTY,
          new Address(1, 1, "393331234567"),
          0,
          0,
          0,
          "",
          "",
          1,
          0,
          0,
          0,
          new byte[] {1},
          List.of());

  LinkState state;
  long now = START;
  private final List<LinkCommand> commands = new ArrayList<>();

  Sessions(SessionSettings settings) {
    state = LinkSession.begin(settings, now);
  }

  static SessionSettings settings(BindType type, int version) {
    return new SessionSettings(
        type,
        "strowger",
        "secret",
        "",
        version,
        "",
        5_000,
        10_000,
        15_000,
        8_000,
        60_000,
        2_000,
        3,
        4);
  }

  static Sessions bound() {
    return bound(SETTINGS);
  }

  static Sessions bound(SessionSettings settings) {
    Sessions session = new Sessions(settings);
    session.step(new LinkEvent.Connected());
    session.receive(new Pdu.BindResp(1, 0, settings.bindType(), "smsc", null));
    session.taken();
    assertInstanceOf(LinkState.Bound.class, session.state);
    return session;
  }

  void step(LinkEvent event) {
    Transition transition = LinkSession.step(state, event, now);
    state = transition.next();
    commands.addAll(transition.commands());
  }

  void receive(Pdu pdu) {
    step(new LinkEvent.Received(pdu));
  }

  void submit(String handle) {
    step(new LinkEvent.Submit(MESSAGE, handle));
  }

  /** Moves the clock to the next alarm and rings it. */
  void ring() {
    now = state.nextAlarmMillis();
    step(new LinkEvent.Tick());
  }

  /** The commands since the last call. */
  List<LinkCommand> taken() {
    List<LinkCommand> all = List.copyOf(commands);
    commands.clear();
    return all;
  }

  List<Pdu> written() {
    return taken().stream()
        .filter(LinkCommand.Write.class::isInstance)
        .map(command -> ((LinkCommand.Write) command).pdu())
        .toList();
  }
}
