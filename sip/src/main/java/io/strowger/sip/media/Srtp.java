package io.strowger.sip.media;

import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import org.jitsi.srtp.SrtcpCryptoContext;
import org.jitsi.srtp.SrtpContextFactory;
import org.jitsi.srtp.SrtpCryptoContext;
import org.jitsi.srtp.SrtpErrorStatus;
import org.jitsi.srtp.SrtpPolicy;
import org.jitsi.srtp.crypto.Aes;
import org.jitsi.utils.ByteArrayBuffer;
import org.jitsi.utils.logging2.LoggerImpl;
import org.jspecify.annotations.Nullable;

/**
 * Encryption of one call (RFC 3711) by jitsi-srtp: our packets under our key, the peer's under its.
 * RTCP is always authenticated with 80 bits (RFC 4568 section 6.2).
 */
final class Srtp {
  private static final int CONTROL_HEADER_OCTETS = 8;

  static {
    // Otherwise the library finds the fastest of three by seconds of trial at the first call.
    Aes.setFactoryClassName("SunJCE");
  }

  private static volatile boolean prepared;

  private final SdesKey own;
  private final SdesKey peer;
  private final SrtpContextFactory receiving;
  private final SrtpCryptoContext sender;
  private final SrtcpCryptoContext controlSender;
  private final Window window = new Window();
  private @Nullable SrtpCryptoContext receiver;
  private @Nullable SrtcpCryptoContext controlReceiver;
  private @Nullable SrtpCryptoContext candidate;

  Srtp(SdesKey own, SdesKey peer, int ssrc) {
    this.own = own;
    this.peer = peer;
    this.receiving = factory(peer, false);
    try {
      SrtpContextFactory sending = factory(own, true);
      sender = sending.deriveContext(ssrc, 0);
      controlSender = sending.deriveControlContext(ssrc);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("AES in counter mode and HMAC-SHA1 are missing", e);
    }
  }

  /** Loads what encryption needs, which takes a while the first time, on the caller's thread. */
  static void prepare(SecureRandom random) {
    if (prepared) {
      return;
    }
    SdesKey one = SdesKey.fresh(1, 80, random);
    SdesKey other = SdesKey.fresh(1, 80, random);
    byte[] packet = new byte[RtpNetwork.PACKET_OCTETS_MAX];
    RtpHeader.write(packet, false, 0, 1, 1, 1);
    int plain = RtpHeader.OCTETS + 20;
    int length = new Srtp(one, other, 1).protect(packet, plain);
    if (new Srtp(other, one, 1).unprotect(packet, length, 1) != plain) {
      throw new IllegalStateException("SRTP does not work here");
    }
    prepared = true;
  }

  private static SrtpContextFactory factory(SdesKey key, boolean sender) {
    return new SrtpContextFactory(
        sender,
        key.key(),
        key.salt(),
        policy(key.authenticationBits()),
        policy(80),
        new LoggerImpl(Srtp.class.getName()));
  }

  private static SrtpPolicy policy(int authenticationBits) {
    return new SrtpPolicy(
        SrtpPolicy.AESCM_ENCRYPTION,
        SdesKey.KEY_OCTETS,
        SrtpPolicy.HMACSHA1_AUTHENTICATION,
        20,
        authenticationBits / 8,
        SdesKey.SALT_OCTETS);
  }

  boolean uses(SdesKey ownKey, SdesKey peerKey) {
    return own.line().equals(ownKey.line()) && peer.line().equals(peerKey.line());
  }

  /** Encrypts in place; the new length. */
  int protect(byte[] packet, int length) {
    try {
      window.over(packet, length);
      SrtpErrorStatus status = sender.transformPacket(window);
      if (status != SrtpErrorStatus.OK) {
        throw new IllegalStateException("cannot encrypt: " + status);
      }
      return window.getLength();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("cannot encrypt", e);
    }
  }

  int protectControl(byte[] packet, int length) {
    try {
      window.over(packet, length);
      SrtpErrorStatus status = controlSender.transformPacket(window);
      if (status != SrtpErrorStatus.OK) {
        throw new IllegalStateException("cannot encrypt: " + status);
      }
      return window.getLength();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("cannot encrypt", e);
    }
  }

  /** Authenticates and decrypts in place; the new length, or -1 for a forged or repeated packet. */
  int unprotect(byte[] packet, int length, int ssrc) {
    try {
      SrtpCryptoContext context = receiver;
      if (context == null || context.getSsrc() != ssrc) {
        // Another source's context replaces this one only once a packet of it proves genuine.
        context = candidate;
        if (context == null || context.getSsrc() != ssrc) {
          context = receiving.deriveContext(ssrc, 0);
          candidate = context;
        }
      }
      window.over(packet, length);
      if (context.reverseTransformPacket(window, false) != SrtpErrorStatus.OK) {
        return -1;
      }
      receiver = context;
      return window.getLength();
    } catch (GeneralSecurityException | RuntimeException e) {
      return -1;
    }
  }

  int unprotectControl(byte[] packet, int length) {
    if (length < CONTROL_HEADER_OCTETS) {
      return -1;
    }
    int ssrc = RtpHeader.read32(packet, 4);
    try {
      SrtcpCryptoContext context = controlReceiver;
      if (context == null || context.getSsrc() != ssrc) {
        context = receiving.deriveControlContext(ssrc);
      }
      window.over(packet, length);
      if (context.reverseTransformPacket(window) != SrtpErrorStatus.OK) {
        return -1;
      }
      controlReceiver = context;
      return window.getLength();
    } catch (GeneralSecurityException | RuntimeException e) {
      return -1;
    }
  }

  /** The library's view of a packet in our array, which is long enough to grow in. */
  private static final class Window implements ByteArrayBuffer {
    private byte[] buffer = new byte[0];
    private int offset;
    private int length;

    void over(byte[] packet, int packetLength) {
      buffer = packet;
      offset = 0;
      length = packetLength;
    }

    @Override
    public byte[] getBuffer() {
      return buffer;
    }

    @Override
    public int getOffset() {
      return offset;
    }

    @Override
    public int getLength() {
      return length;
    }

    @Override
    public void setLength(int newLength) {
      length = newLength;
    }

    @Override
    public void setOffset(int newOffset) {
      offset = newOffset;
    }

    @Override
    public boolean isInvalid() {
      return false;
    }

    @Override
    public void readRegionToBuff(int from, int count, byte[] target) {
      System.arraycopy(buffer, offset + from, target, 0, count);
    }

    @Override
    public void grow(int octets) {
      if (offset + length + octets > buffer.length) {
        throw new IllegalStateException("the packet is too long to be encrypted");
      }
    }

    @Override
    public void append(byte[] data, int count) {
      grow(count);
      System.arraycopy(data, 0, buffer, offset + length, count);
      length += count;
    }

    @Override
    public void shrink(int octets) {
      length = Math.max(0, length - octets);
    }
  }
}
