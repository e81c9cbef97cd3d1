package io.strowger.smpp.codec;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** PDUs drawn at random over the whole range of every field. */
final class RandomPdus {
  private static final int KINDS = 24;

  private final SplittableRandom random;

  RandomPdus(long seed) {
    this.random = new SplittableRandom(seed);
  }

  Pdu next() {
    int sequence = random.nextInt();
    int status = random.nextBoolean() ? 0 : random.nextInt();
    return switch (random.nextInt(KINDS)) {
      case 0 -> new Pdu.SubmitSm(sequence, message(random.nextInt(256)));
      case 1 -> new Pdu.SubmitSmResp(sequence, status, text(65));
      case 2 -> new Pdu.DeliverSm(sequence, message(random.nextInt(256)));
      case 3 -> new Pdu.DeliverSmResp(sequence, status, text(65));
      case 4 -> new Pdu.DataSm(sequence, dataMessage());
      case 5 -> new Pdu.DataSmResp(sequence, status, text(65));
      case 6 -> new Pdu.Bind(sequence, bindType(), text(16), text(9), text(13), octet(), address());
      case 7 ->
          new Pdu.BindResp(
              sequence, status, bindType(), text(16), random.nextBoolean() ? null : octet());
      case 8 -> new Pdu.Outbind(sequence, text(16), text(9));
      case 9 -> new Pdu.Unbind(sequence);
      case 10 -> new Pdu.UnbindResp(sequence, status);
      case 11 -> new Pdu.EnquireLink(sequence);
      case 12 -> new Pdu.EnquireLinkResp(sequence, status);
      case 13 -> new Pdu.GenericNack(sequence, status);
      case 14 -> new Pdu.QuerySm(sequence, text(65), address());
      case 15 -> new Pdu.QuerySmResp(sequence, status, text(65), text(17), octet(), octet());
      case 16 -> new Pdu.CancelSm(sequence, text(6), text(65), address(), address());
      case 17 -> new Pdu.CancelSmResp(sequence, status);
      case 18 -> new Pdu.AlertNotification(sequence, address(), address());
      case 19 -> new Pdu.SubmitMulti(sequence, multiMessage(), destinations());
      case 20 -> new Pdu.SubmitMultiResp(sequence, status, text(65), unsuccessful());
      case 21 -> replace(sequence);
      case 22 -> new Pdu.ReplaceSmResp(sequence, status);
      default -> new Pdu.Unsupported(sequence, 0x0111 + random.nextInt(100), status);
    };
  }

  private ShortMessage message(int octets) {
    byte[] text = new byte[octets];
    random.nextBytes(text);
    return new ShortMessage(
        text(6), address(), address(), octet(), octet(), octet(), text(17), text(17), octet(),
        octet(), octet(), octet(), text, tlvs());
  }

  private ShortMessage multiMessage() {
    byte[] text = new byte[random.nextInt(256)];
    random.nextBytes(text);
    return new ShortMessage(
        text(6),
        address(),
        Address.EMPTY,
        octet(),
        octet(),
        octet(),
        text(17),
        text(17),
        octet(),
        octet(),
        octet(),
        octet(),
        text,
        tlvs());
  }

  private List<MultiDestination> destinations() {
    List<MultiDestination> destinations = new ArrayList<>();
    for (int i = random.nextInt(256); i > 0; i--) {
      destinations.add(
          random.nextInt(10) == 0
              ? new MultiDestination.DistributionList(text(21))
              : new MultiDestination.Sme(address()));
    }
    return destinations;
  }

  private List<UnsuccessSme> unsuccessful() {
    List<UnsuccessSme> unsuccessful = new ArrayList<>();
    for (int i = random.nextInt(256); i > 0; i--) {
      unsuccessful.add(new UnsuccessSme(address(), random.nextInt()));
    }
    return unsuccessful;
  }

  private Pdu replace(int sequence) {
    byte[] text = new byte[random.nextInt(256)];
    random.nextBytes(text);
    return new Pdu.ReplaceSm(
        sequence, text(65), address(), text(17), text(17), octet(), octet(), text, tlvs());
  }

  /** data_sm has neither the times nor the flags of submit_sm (SMPP 3.4 section 4.7.1). */
  private ShortMessage dataMessage() {
    return new ShortMessage(
        text(6),
        address(),
        address(),
        octet(),
        0,
        0,
        "",
        "",
        octet(),
        0,
        octet(),
        0,
        new byte[0],
        tlvs());
  }

  private List<Tlv> tlvs() {
    List<Tlv> tlvs = new ArrayList<>();
    for (int i = random.nextInt(4); i > 0; i--) {
      byte[] value = new byte[random.nextInt(10) == 0 ? random.nextInt(3000) : random.nextInt(20)];
      random.nextBytes(value);
      tlvs.add(new Tlv(random.nextInt(0x10000), value));
    }
    return tlvs;
  }

  private BindType bindType() {
    return List.of(BindType.values()).get(random.nextInt(3));
  }

  private Address address() {
    return new Address(octet(), octet(), text(21));
  }

  private int octet() {
    return random.nextInt(256);
  }

  private String text(int lengthBound) {
    int length = random.nextInt(lengthBound);
    StringBuilder text = new StringBuilder(length);
    for (int i = 0; i < length; i++) {
      text.append((char) random.nextInt(1, 256));
    }
    return text.toString();
  }
}
