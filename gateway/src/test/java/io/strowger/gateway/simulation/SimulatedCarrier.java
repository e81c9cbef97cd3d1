package io.strowger.gateway.simulation;

import io.strowger.smpp.link.CarrierSettings;
import io.strowger.smpp.link.CarrierSettings.Bind;
import io.strowger.smpp.link.CarrierSettings.BindMode;
import io.strowger.smpp.link.CarrierSettings.Credential;
import io.strowger.smpp.link.CarrierSettings.Flow;
import io.strowger.smpp.link.CarrierSettings.HostPort;
import io.strowger.smpp.link.CarrierSettings.Link;
import io.strowger.smpp.link.CarrierSettings.Profile;
import io.strowger.smpp.link.CarrierSettings.Timers;
import io.strowger.smpp.link.CarrierSettings.Validity;
import io.strowger.smpp.receipt.IdFormat;
import io.strowger.smpp.simulator.Arrival;
import io.strowger.smpp.simulator.Delay;
import io.strowger.smpp.simulator.Dials;
import io.strowger.smpp.simulator.Fate;
import io.strowger.smpp.simulator.MessageIdForm;
import io.strowger.smpp.simulator.ReceiptForm;
import io.strowger.smpp.simulator.ReceiptMode;
import io.strowger.smpp.simulator.SmscEngine;
import io.strowger.smpp.text.Encoding;
import io.strowger.smpp.text.Segmentation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Consumer;

/** A carrier with a character of its own: how it is reached, what it does wrong, and when. */
final class SimulatedCarrier {
  private static final int ESME_RSYSERR = 0x08;
  private static final int ESME_RSUBMITFAIL = 0x45;

  /** Of the credential that is kept beside the one in use. */
  static final String SECOND_PASSWORD = "second";

  final String id;
  final CarrierSettings settings;
  final SmscEngine smsc;
  private final SplittableRandom random;
  private final boolean idsInHex;
  private final boolean receiptsInHex;
  Consumer<Arrival> ownNumber = _ -> {};

  SimulatedCarrier(String id, SplittableRandom random, Timeline timeline, Witness witness) {
    this.id = id;
    this.random = random;
    this.idsInHex = random.nextBoolean();
    this.receiptsInHex = random.nextInt(4) == 0 ? !idsInHex : idsInHex;
    this.settings = settings();
    this.smsc =
        new SmscEngine(
            dials(true),
            random.split(),
            0,
            arrival -> {
              if (arrival.fate() == Fate.DELIVERED
                  && arrival.destination().equals(OwnNumber.DIGITS)) {
                ownNumber.accept(arrival);
              } else if (arrival.fate() == Fate.DELIVERED) {
                witness.copyArrives("+" + arrival.destination(), arrival.text());
              }
            },
            timeline.now() * 1_000);
  }

  private CarrierSettings settings() {
    List<Link> links = new ArrayList<>();
    int count = 1 + random.nextInt(3);
    for (int i = 1; i <= count; i++) {
      links.add(new Link(id + "-" + i, List.of(new HostPort("127.0.0.1", 2_775)), null, null));
    }
    Profile standard = Profile.DEFAULT;
    Segmentation[] segmentations = Segmentation.values();
    return new CarrierSettings(
        id,
        new Bind(
            "strowger",
            "secret",
            "",
            0x34,
            random.nextInt(4) == 0 ? BindMode.TRANSMITTER_AND_RECEIVER : BindMode.TRANSCEIVER,
            "",
            new Credential("strowger", SECOND_PASSWORD)),
        new Flow(
            1 + random.nextInt(32), random.nextBoolean() ? 0 : 20 + random.nextInt(200), 1_000),
        new Timers(
            Duration.ofSeconds(2),
            Duration.ofSeconds(2),
            Duration.ofSeconds(5),
            Duration.ofSeconds(3),
            Duration.ofSeconds(20),
            Duration.ofMillis(100),
            Duration.ofSeconds(2)),
        new Profile(
            standard.sender(),
            standard.sourceTon(),
            standard.sourceNpi(),
            standard.destinationTon(),
            standard.destinationNpi(),
            standard.serviceType(),
            standard.registeredDelivery(),
            segmentations[random.nextInt(segmentations.length)],
            random.nextInt(3) == 0 ? Validity.ABSOLUTE : Validity.RELATIVE,
            Encoding.AUTO,
            standard.extraTlvs(),
            idsInHex ? IdFormat.HEX : IdFormat.DECIMAL,
            receiptsInHex ? IdFormat.HEX : IdFormat.DECIMAL,
            standard.receiptsForParts(),
            random.nextBoolean(),
            standard.codeOverrides()),
        List.copyOf(links));
  }

  /** Other faults, or none: carriers get better and worse all the time. */
  void changeItsMind() {
    smsc.dials(dials(random.nextInt(3) == 0));
  }

  void recover() {
    smsc.restoreLinks();
    smsc.dials(dials(true));
  }

  private Dials dials(boolean healthy) {
    ReceiptForm[] forms = ReceiptForm.values();
    Dials.Builder dials =
        Dials.builder()
            .responseId(idsInHex ? MessageIdForm.HEX : MessageIdForm.DECIMAL)
            .receiptId(receiptsInHex ? MessageIdForm.HEX : MessageIdForm.DECIMAL)
            .receiptForm(forms[random.nextInt(forms.length)])
            .announceVersion(random.nextBoolean())
            .responseDelay(delay(1, 40))
            .receiptDelay(delay(20, 3_000))
            .receiptBeforeResponse(random.nextInt(4) == 0)
            .duplicateRatio(random.nextInt(3) == 0 ? 0.2 : 0);
    if (!healthy) {
      dials
          .errorRatio(chance(0.3))
          .errorStatus(random.nextBoolean() ? ESME_RSYSERR : ESME_RSUBMITFAIL)
          .throttleAbove(random.nextInt(4) == 0 ? 5 + random.nextInt(20) : 0)
          .unansweredRatio(chance(0.1))
          .disconnectEvery(random.nextInt(3) == 0 ? 5 + random.nextInt(40) : 0)
          .dropRatio(chance(0.5))
          .failRatio(chance(0.2))
          .receipts(random.nextInt(6) == 0 ? ReceiptMode.NONE : ReceiptMode.TRUE)
          .refuseBinds(random.nextInt(6) == 0 ? 0x0D : 0);
    }
    return dials.build();
  }

  private double chance(double most) {
    return random.nextInt(3) == 0 ? random.nextDouble() * most : 0;
  }

  private Delay delay(int least, int most) {
    long median = random.nextLong(least, most);
    return new Delay(Duration.ofMillis(median), Duration.ofMillis(median * 4));
  }
}
