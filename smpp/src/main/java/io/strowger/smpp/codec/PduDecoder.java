package io.strowger.smpp.codec;

import com.cloudhopper.smpp.SmppConstants;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;
import java.util.List;

/**
 * Cuts the stream into frames and decodes each in place. command_length is judged before anything
 * is kept for it, so a peer that declares two gigabytes costs the octets it really sent.
 */
final class PduDecoder extends ByteToMessageDecoder {
  private int maxPduOctets;
  private boolean outOfStep;

  PduDecoder(int maxPduOctets) {
    this.maxPduOctets = maxPduOctets;
  }

  void limit(int octets) {
    maxPduOctets = octets;
  }

  /** True while the beginning of a frame waits for its rest. */
  boolean isMidFrame() {
    return actualReadableBytes() > 0;
  }

  @Override
  protected void decode(ChannelHandlerContext ctx, ByteBuf in, List<Object> out) {
    if (outOfStep) {
      in.skipBytes(in.readableBytes());
      return;
    }
    if (in.readableBytes() < Integer.BYTES) {
      return;
    }
    int start = in.readerIndex();
    int length = in.getInt(start);
    if (length < PduCodec.HEADER_OCTETS) {
      loseStep(new MalformedPdu(0, 0, SmppConstants.STATUS_INVCMDLEN, false), in, out);
    } else if (length > maxPduOctets) {
      // The header behind a mere oversize is real: wait for it, to name the PDU in the answer.
      if (in.readableBytes() >= PduCodec.HEADER_OCTETS) {
        int commandId = in.getInt(start + Integer.BYTES);
        int sequenceNumber = in.getInt(start + 3 * Integer.BYTES);
        loseStep(
            new MalformedPdu(commandId, sequenceNumber, SmppConstants.STATUS_INVCMDLEN, false),
            in,
            out);
      }
    } else if (in.readableBytes() >= length) {
      out.add(PduCodec.decode(in.readSlice(length)));
    }
  }

  private void loseStep(MalformedPdu malformed, ByteBuf in, List<Object> out) {
    outOfStep = true;
    in.skipBytes(in.readableBytes());
    out.add(malformed);
  }

  @Override
  protected void decodeLast(ChannelHandlerContext ctx, ByteBuf in, List<Object> out) {
    // A frame that the close cut short is nobody's: its sender could not have had an answer.
    while (in.isReadable()) {
      int before = in.readableBytes();
      decode(ctx, in, out);
      if (in.readableBytes() == before) {
        in.skipBytes(before);
      }
    }
  }
}
