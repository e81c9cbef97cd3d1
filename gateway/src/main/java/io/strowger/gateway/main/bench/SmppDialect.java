package io.strowger.gateway.main.bench;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.strowger.smpp.codec.Address;
import io.strowger.smpp.codec.BindType;
import io.strowger.smpp.codec.Pdu;
import io.strowger.smpp.codec.PduHandlers;
import io.strowger.smpp.codec.ShortMessage;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An auth server's SMPP: transceiver binds with a window, one submit_sm a request, receipts taken
 * as they come.
 *
 * @param slots window of each bind
 */
record SmppDialect(String systemId, String password, int slots) implements LoadGenerator.Dialect {
  /** Statuses count from 1, since 0 stands for no answer. */
  private static final int ACCEPTED = 1;

  private static final int PDU_OCTETS_MAX = 4_096;
  private static final int INTERFACE_VERSION = 0x34;

  @Override
  public void install(ChannelPipeline pipeline, LoadSlot.Owner owner) {
    PduHandlers.install(pipeline, PDU_OCTETS_MAX);
    pipeline.addLast(new Bind(this, owner));
  }

  @Override
  public int acceptedStatus() {
    return ACCEPTED;
  }

  // A write that fails closes its channel, and that is heard of.
  @SuppressWarnings("FutureReturnValueIgnored")
  private static final class Bind extends ChannelInboundHandlerAdapter {
    private final SmppDialect dialect;
    private final LoadSlot.Owner owner;
    private final List<Slot> slots = new ArrayList<>();
    private final Map<Integer, Slot> waiting = new HashMap<>();
    private @Nullable ChannelHandlerContext context;
    private boolean reading;
    private int sequence = 1;

    Bind(SmppDialect dialect, LoadSlot.Owner owner) {
      this.dialect = dialect;
      this.owner = owner;
    }

    @Override
    public void channelActive(ChannelHandlerContext ctx) {
      ctx.writeAndFlush(
          new Pdu.Bind(
              sequence,
              BindType.TRANSCEIVER,
              dialect.systemId,
              dialect.password,
              "",
              INTERFACE_VERSION,
              Address.EMPTY));
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
      reading = true;
      switch (message) {
        case Pdu.BindResp resp when resp.commandStatus() == 0 -> {
          context = ctx;
          for (int i = 0; i < dialect.slots; i++) {
            slots.add(new Slot(this));
          }
          slots.forEach(owner::opened);
        }
        case Pdu.BindResp _ -> ctx.close();
        case Pdu.SubmitSmResp resp -> {
          Slot slot = waiting.remove(resp.sequenceNumber());
          if (slot != null) {
            slot.busy = false;
            owner.answered(slot, ACCEPTED + resp.commandStatus());
          }
        }
        case Pdu.DeliverSm deliver ->
            ctx.write(new Pdu.DeliverSmResp(deliver.sequenceNumber(), 0, ""));
        case Pdu.EnquireLink enquiry ->
            ctx.write(new Pdu.EnquireLinkResp(enquiry.sequenceNumber(), 0));
        default -> {}
      }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
      reading = false;
      ctx.flush();
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
      context = null;
      for (Slot slot : slots) {
        if (slot.busy) {
          slot.busy = false;
          owner.answered(slot, 0);
        }
        owner.closed(slot);
      }
      slots.clear();
      waiting.clear();
      owner.disconnected();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
      ctx.close();
    }

    void submit(Slot slot, long requestSequence) {
      ChannelHandlerContext open = context;
      if (open == null) {
        throw new IllegalStateException("the bind is gone");
      }
      sequence = sequence == Integer.MAX_VALUE ? 1 : sequence + 1;
      waiting.put(sequence, slot);
      String text = "Your verification code is " + (100_000 + requestSequence % 900_000);
      open.write(
          new Pdu.SubmitSm(
              sequence,
              new ShortMessage(
                  "",
                  new Address(5, 0, "BENCH"),
                  new Address(1, 1, Long.toString(Destinations.number(requestSequence))),
                  0,
                  0,
                  0,
                  "",
                  "",
                  1,
                  0,
                  0,
                  0,
                  text.getBytes(StandardCharsets.US_ASCII),
                  List.of())));
      if (!reading) {
        open.flush();
      }
    }
  }

  private static final class Slot implements LoadSlot {
    private final Bind bind;
    private boolean busy;
    private long intendedNanos;
    private long sentNanos;

    Slot(Bind bind) {
      this.bind = bind;
    }

    @Override
    public boolean open() {
      return bind.context != null;
    }

    @Override
    public long intendedNanos() {
      return intendedNanos;
    }

    @Override
    public boolean waitsSince(long nanos) {
      return busy && sentNanos - nanos < 0;
    }

    @Override
    public void send(long sequence, long intended) {
      busy = true;
      intendedNanos = intended;
      sentNanos = System.nanoTime();
      bind.submit(this, sequence);
    }

    @Override
    public void close() {
      ChannelHandlerContext open = bind.context;
      if (open != null) {
        var _ = open.close();
      }
    }
  }
}
