package io.strowger.smpp.codec;

import com.cloudhopper.smpp.SmppConstants;
import com.cloudhopper.smpp.type.RecoverablePduException;
import com.cloudhopper.smpp.type.UnrecoverablePduException;
import io.netty.buffer.ByteBuf;

/** Octets to {@link Pdu} and back, one whole frame at a time (SMPP 3.4 section 3.2). */
public final class PduCodec {
  /** command_length, command_id, command_status, sequence_number: four octets each. */
  public static final int HEADER_OCTETS = 16;

  private PduCodec() {}

  /**
   * Appends one PDU to {@code out}; on failure {@code out} is as it was.
   *
   * @throws IllegalArgumentException when a field cannot be written: text with a NUL or beyond
   *     Latin-1, short_message above 255 octets, a TLV above 65535; the text is never quoted
   */
  public static void encode(Pdu pdu, ByteBuf out) {
    int start = out.writerIndex();
    try {
      out.writeInt(0)
          .writeInt(CommandId.of(pdu))
          .writeInt(pdu.commandStatus())
          .writeInt(pdu.sequenceNumber());
      BodyWriter.write(pdu, out);
      out.setInt(start, out.writerIndex() - start);
    } catch (RecoverablePduException | UnrecoverablePduException | RuntimeException e) {
      out.writerIndex(start);
      throw e instanceof IllegalArgumentException refused
          ? refused
          : new IllegalArgumentException("a PDU that cannot be encoded: " + e.getClass().getName());
    }
  }

  /**
   * Reads one frame, from command_length to its last octet, and moves its reader index to the end.
   * Whatever the octets are, the answer is a value: nothing is thrown and nothing larger than the
   * frame is allocated. A response whose tail is unreadable is forgiven, since it cannot be
   * refused.
   */
  public static Decoded decode(ByteBuf frame) {
    if (frame.readableBytes() < HEADER_OCTETS) {
      frame.skipBytes(frame.readableBytes());
      return new MalformedPdu(0, 0, SmppConstants.STATUS_INVCMDLEN, false);
    }
    int end = frame.writerIndex();
    frame.skipBytes(Integer.BYTES);
    int commandId = frame.readInt();
    int commandStatus = frame.readInt();
    int sequenceNumber = frame.readInt();
    try {
      return BodyReader.read(commandId, commandStatus, sequenceNumber, frame);
    } catch (MalformedBody e) {
      return new MalformedPdu(commandId, sequenceNumber, e.commandStatus(), true);
    } catch (RuntimeException e) {
      // The transcoder's own oversights must not reach the event loop.
      return new MalformedPdu(commandId, sequenceNumber, SmppConstants.STATUS_SYSERR, true);
    } finally {
      frame.readerIndex(end);
    }
  }
}
