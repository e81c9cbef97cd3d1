package io.strowger.sip.media;

/** The two companding laws of ITU-T G.711, 8000 octets per second, by tables. */
@SuppressWarnings("ImmutableEnumChecker") // tables that nobody writes to after they are made
public enum G711 {
  /** µ-law, RTP payload type 0. */
  PCMU(0, (byte) 0xFF),
  /** A-law, RTP payload type 8. */
  PCMA(8, (byte) 0xD5);

  /** Samples, and thus octets, per second. */
  public static final int RATE = 8000;

  private static final int MU_BIAS = 0x84;
  private static final int MU_CLIP = 32_635;

  private final int payloadType;
  private final byte silence;
  private final short[] linear = new short[256];
  private final byte[] companded = new byte[1 << 16];

  G711(int payloadType, byte silence) {
    this.payloadType = payloadType;
    this.silence = silence;
    for (int octet = 0; octet < linear.length; octet++) {
      linear[octet] = (short) (payloadType == 0 ? muToLinear(octet) : aToLinear(octet));
    }
    for (int sample = Short.MIN_VALUE; sample <= Short.MAX_VALUE; sample++) {
      companded[sample & 0xFFFF] =
          (byte) (payloadType == 0 ? linearToMu(sample) : linearToA(sample));
    }
  }

  /** The static payload type of RFC 3551. */
  public int payloadType() {
    return payloadType;
  }

  /** The octet of digital silence. */
  public byte silence() {
    return silence;
  }

  /** A 16-bit sample as one octet. */
  public byte encode(int sample) {
    return companded[sample & 0xFFFF];
  }

  /** One octet as a 16-bit sample. */
  public short decode(byte octet) {
    return linear[octet & 0xFF];
  }

  /** Many octets as 16-bit samples. */
  void decode(byte[] octets, int offset, int count, float[] samples) {
    short[] table = linear;
    for (int i = 0; i < count; i++) {
      samples[i] = table[octets[offset + i] & 0xFF];
    }
  }

  private static int muToLinear(int octet) {
    int inverted = ~octet & 0xFF;
    int magnitude = ((((inverted & 0x0F) << 3) + MU_BIAS) << ((inverted & 0x70) >> 4)) - MU_BIAS;
    return (inverted & 0x80) != 0 ? -magnitude : magnitude;
  }

  private static int linearToMu(int sample) {
    int sign = sample < 0 ? 0x80 : 0;
    int magnitude = Math.min(Math.abs(sample), MU_CLIP) + MU_BIAS;
    int segment = 31 - Integer.numberOfLeadingZeros(magnitude) - 7;
    return ~(sign | (segment << 4) | ((magnitude >> (segment + 3)) & 0x0F)) & 0xFF;
  }

  private static int aToLinear(int octet) {
    int even = octet ^ 0x55;
    int segment = (even & 0x70) >> 4;
    int magnitude = ((even & 0x0F) << 4) + 8;
    if (segment > 0) {
      magnitude = (magnitude + 0x100) << (segment - 1);
    }
    return (even & 0x80) != 0 ? magnitude : -magnitude;
  }

  private static int linearToA(int sample) {
    int sign = sample >= 0 ? 0x80 : 0;
    // A-law has 13 bits, and no zero: -1 is the mirror of 0.
    int magnitude = (sample >= 0 ? sample : ~sample) >> 3;
    int segment = Math.max(0, 31 - Integer.numberOfLeadingZeros(magnitude | 1) - 4);
    int step = segment < 2 ? magnitude >> 1 : magnitude >> segment;
    return (sign | (segment << 4) | (step & 0x0F)) ^ 0x55;
  }
}
