package io.strowger.smpp.simulator;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.strowger.smpp.codec.Address;
import io.strowger.smpp.codec.BindType;
import io.strowger.smpp.codec.Decoded;
import io.strowger.smpp.codec.Pdu;
import io.strowger.smpp.codec.PduCodec;
import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;

/** A client on a plain blocking socket. */
final class BlockingClient implements AutoCloseable {
  private final Socket socket;
  private final DataInputStream in;

  BlockingClient(SmscSimulator simulator) throws IOException {
    this(new Socket(InetAddress.getLoopbackAddress(), simulator.address().getPort()));
  }

  private BlockingClient(Socket socket) throws IOException {
    this.socket = socket;
    socket.setSoTimeout(10_000);
    in = new DataInputStream(socket.getInputStream());
  }

  /** Trusts only this authority, and checks the host. */
  static BlockingClient tls(SmscSimulator simulator, String trustPem)
      throws IOException, GeneralSecurityException {
    KeyStore trust = KeyStore.getInstance(KeyStore.getDefaultType());
    trust.load(null, null);
    trust.setCertificateEntry(
        "authority",
        CertificateFactory.getInstance("X.509")
            .generateCertificate(
                new ByteArrayInputStream(trustPem.getBytes(StandardCharsets.US_ASCII))));
    TrustManagerFactory managers =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    managers.init(trust);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, managers.getTrustManagers(), null);
    InetSocketAddress address = simulator.address();
    SSLSocket socket =
        (SSLSocket) context.getSocketFactory().createSocket("127.0.0.1", address.getPort());
    SSLParameters parameters = socket.getSSLParameters();
    parameters.setEndpointIdentificationAlgorithm("HTTPS");
    socket.setSSLParameters(parameters);
    socket.setSoTimeout(10_000);
    socket.startHandshake();
    return new BlockingClient(socket);
  }

  static long micros() {
    return ChronoUnit.MICROS.between(Instant.EPOCH, Instant.now());
  }

  void send(List<? extends Pdu> pdus) throws IOException {
    ByteBuf out = Unpooled.buffer();
    pdus.forEach(pdu -> PduCodec.encode(pdu, out));
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

  void bind(BindType type) throws IOException {
    send(List.of(new Pdu.Bind(1, type, "esme", "", "", 0x34, Address.EMPTY)));
    if (!(read() instanceof Pdu.BindResp resp) || resp.commandStatus() != 0) {
      throw new IOException("not bound");
    }
  }

  boolean isClosedByPeer() {
    try {
      return in.read() < 0;
    } catch (IOException e) {
      return true;
    }
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
