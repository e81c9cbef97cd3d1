package io.strowger.smpp.server;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.strowger.smpp.codec.Address;
import io.strowger.smpp.codec.BindType;
import io.strowger.smpp.codec.Decoded;
import io.strowger.smpp.codec.Pdu;
import io.strowger.smpp.codec.PduCodec;
import io.strowger.smpp.codec.ShortMessage;
import io.strowger.smpp.codec.Tlv;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/** A client on a plain blocking socket that says what it likes. */
final class RawEsme implements AutoCloseable {
  final Socket socket;
  private final DataInputStream in;

  RawEsme(InetSocketAddress server) throws IOException {
    this(new Socket(server.getAddress(), server.getPort()));
  }

  RawEsme(Socket socket) throws IOException {
    this.socket = socket;
    socket.setSoTimeout(20_000);
    in = new DataInputStream(socket.getInputStream());
  }

  static RawEsme bound(LiveServer server, BindType type) throws IOException {
    RawEsme esme = new RawEsme(server.address());
    esme.bind("esme", TestApplication.PASSWORD, type, 0x34);
    return esme;
  }

  static ShortMessage message(String destination, String text, Tlv... tlvs) {
    return new ShortMessage(
        "",
        new Address(5, 0, "Bank"),
        new Address(1, 1, destination),
        0,
        0,
        0,
        "",
        "000000000130000R",
        1,
        0,
        0,
        0,
        text.getBytes(StandardCharsets.ISO_8859_1),
        List.of(tlvs));
  }

  void send(Pdu... pdus) throws IOException {
    ByteBuf out = Unpooled.buffer();
    Arrays.stream(pdus).forEach(pdu -> PduCodec.encode(pdu, out));
    sendOctets(out);
  }

  void sendOctets(ByteBuf out) throws IOException {
    socket.getOutputStream().write(out.array(), 0, out.readableBytes());
  }

  Decoded read() throws IOException {
    int length = in.readInt();
    byte[] rest = new byte[length - Integer.BYTES];
    in.readFully(rest);
    return PduCodec.decode(Unpooled.buffer().writeInt(length).writeBytes(rest));
  }

  <T extends Decoded> T read(Class<T> type) throws IOException {
    Decoded decoded = read();
    if (!type.isInstance(decoded)) {
      throw new IOException("expected " + type.getSimpleName() + " but was " + decoded);
    }
    return type.cast(decoded);
  }

  Pdu.BindResp bind(String systemId, String password, BindType type, int version)
      throws IOException {
    send(new Pdu.Bind(1, type, systemId, password, "", version, Address.EMPTY));
    return read(Pdu.BindResp.class);
  }

  boolean isClosedByPeer() {
    try {
      while (in.read() >= 0) {
        // What came before the close does not matter.
      }
      return true;
    } catch (java.net.SocketTimeoutException e) {
      return false;
    } catch (IOException e) {
      return true;
    }
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
