package io.strowger.smpp.codec;

import io.netty.channel.ChannelPipeline;

/** The codec's end of a Netty pipeline, the same for both sides of a link. */
public final class PduHandlers {
  /** Room for a message_payload of 64 KiB would be 65 553; no carrier sends one. */
  public static final int DEFAULT_MAX_PDU_OCTETS = 64 * 1024;

  private PduHandlers() {}

  /**
   * Appends framing and coding. Handlers behind receive {@link Decoded} objects and nothing to
   * release; {@link Pdu} objects written there leave in one buffer per flush. After a {@link
   * MalformedPdu} that is not in step nothing further is received.
   *
   * @param maxPduOctets greatest command_length accepted, at least 16
   */
  public static void install(ChannelPipeline pipeline, int maxPduOctets) {
    if (maxPduOctets < PduCodec.HEADER_OCTETS) {
      throw new IllegalArgumentException("maxPduOctets is below 16: " + maxPduOctets);
    }
    pipeline.addLast("pdu-decoder", new PduDecoder(maxPduOctets));
    pipeline.addLast("pdu-encoder", new PduEncoder());
  }

  /** Changes the greatest command_length accepted, from the next frame on. */
  public static void limit(ChannelPipeline pipeline, int maxPduOctets) {
    PduDecoder decoder = pipeline.get(PduDecoder.class);
    if (decoder != null) {
      decoder.limit(maxPduOctets);
    }
  }

  /** True while a peer has sent the beginning of a PDU and not its rest. */
  public static boolean isMidFrame(ChannelPipeline pipeline) {
    PduDecoder decoder = pipeline.get(PduDecoder.class);
    return decoder != null && decoder.isMidFrame();
  }
}
