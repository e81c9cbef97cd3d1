package io.strowger.sip.trunk;

import io.netty.channel.EventLoop;
import io.netty.channel.IoEventLoop;
import io.netty.channel.epoll.EpollDatagramChannel;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.socket.nio.NioDatagramChannel;
import io.netty.handler.codec.dns.DefaultDnsQuestion;
import io.netty.handler.codec.dns.DnsRawRecord;
import io.netty.handler.codec.dns.DnsRecord;
import io.netty.handler.codec.dns.DnsRecordType;
import io.netty.resolver.dns.DnsNameResolver;
import io.netty.resolver.dns.DnsNameResolverBuilder;
import io.netty.resolver.dns.SingletonDnsServerAddressStreamProvider;
import io.netty.util.ReferenceCountUtil;
import io.strowger.sip.message.Target;
import io.strowger.sip.message.Transport;
import io.strowger.sip.trunk.DnsRecords.Naptr;
import io.strowger.sip.trunk.DnsRecords.Srv;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Servers of a trunk by NAPTR, SRV and address records (RFC 3263 section 4). */
final class DnsNames implements TrunkNames, AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(DnsNames.class);
  private static final long WAIT_SECONDS = 8;

  /** The resolver keeps records for their time; asking again after this costs nothing. */
  private static final long TTL_SECONDS = 60;

  private final EventLoop loop;
  private final Executor blocking;
  private final RandomGenerator random;
  private final Runnable poll;
  private final DnsNameResolver resolver;

  /**
   * @param nameServer null for those of the system
   * @param poll run on the loop after each answer
   */
  DnsNames(
      EventLoop loop,
      Executor blocking,
      @Nullable InetSocketAddress nameServer,
      RandomGenerator random,
      Runnable poll) {
    this.loop = loop;
    this.blocking = blocking;
    this.random = random;
    this.poll = poll;
    boolean epoll = loop instanceof IoEventLoop io && io.isIoType(EpollIoHandler.class);
    DnsNameResolverBuilder builder =
        new DnsNameResolverBuilder(loop)
            .datagramChannelType(epoll ? EpollDatagramChannel.class : NioDatagramChannel.class)
            .queryTimeoutMillis(2_000)
            .maxQueriesPerResolve(4);
    if (nameServer != null) {
      builder.nameServerProvider(new SingletonDnsServerAddressStreamProvider(nameServer));
    }
    resolver = builder.build();
  }

  @Override
  public void resolve(TrunkSettings.Peer peer, Answer answer) {
    blocking.execute(() -> {
      try {
        List<Target> found = look(peer);
        tell(() -> answer.found(found, TTL_SECONDS));
      } catch (ExecutionException | TimeoutException | RuntimeException e) {
        tell(() -> answer.failed(peer.host() + " cannot be looked up"));
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    });
  }

  private void tell(Runnable told) {
    loop.execute(() -> {
      told.run();
      poll.run();
    });
  }

  private List<Target> look(TrunkSettings.Peer peer)
      throws ExecutionException, TimeoutException, InterruptedException {
    Transport asked = peer.transport();
    if (peer.port() == 0) {
      List<Target> found =
          asked == null ? byNaptr(peer) : bySrv(service(asked) + peer.host(), asked, peer);
      if (!found.isEmpty()) {
        return found;
      }
    }
    Transport transport = asked == null ? Transport.UDP : asked;
    return addresses(peer.host(), transport, Hop.port(peer.port(), transport), peer);
  }

  private static String service(Transport transport) {
    return switch (transport) {
      case UDP -> "_sip._udp.";
      case TCP -> "_sip._tcp.";
      case TLS -> "_sips._tcp.";
    };
  }

  private List<Target> byNaptr(TrunkSettings.Peer peer)
      throws ExecutionException, TimeoutException, InterruptedException {
    List<Naptr> records = new ArrayList<>();
    query(
        peer.host(),
        DnsRecordType.NAPTR,
        raw -> {
          Naptr naptr = DnsRecords.naptr(raw);
          if (naptr != null && naptr.transport() != null) {
            records.add(naptr);
          }
        });
    records.sort(Naptr.IN_ORDER);
    for (Naptr naptr : records) {
      Transport transport = naptr.transport();
      if (transport != null) {
        List<Target> found = bySrv(naptr.replacement(), transport, peer);
        if (!found.isEmpty()) {
          return found;
        }
      }
    }
    for (Transport transport : List.of(Transport.UDP, Transport.TCP, Transport.TLS)) {
      List<Target> found = bySrv(service(transport) + peer.host(), transport, peer);
      if (!found.isEmpty()) {
        return found;
      }
    }
    return List.of();
  }

  private List<Target> bySrv(String service, Transport transport, TrunkSettings.Peer peer)
      throws ExecutionException, TimeoutException, InterruptedException {
    List<Srv> records = new ArrayList<>();
    query(
        service,
        DnsRecordType.SRV,
        raw -> {
          Srv srv = DnsRecords.srv(raw);
          if (srv != null) {
            records.add(srv);
          }
        });
    List<Target> targets = new ArrayList<>();
    for (Srv srv : DnsRecords.order(records, random)) {
      try {
        targets.addAll(addresses(srv.target(), transport, srv.port(), peer));
      } catch (ExecutionException e) {
        // One server without an address leaves the others.
        log.debug("{} has no address", srv.target());
      }
    }
    return targets;
  }

  private List<Target> addresses(
      String host, Transport transport, int port, TrunkSettings.Peer peer)
      throws ExecutionException, TimeoutException, InterruptedException {
    List<Target> targets = new ArrayList<>();
    for (InetAddress address : resolver.resolveAll(host).get(WAIT_SECONDS, TimeUnit.SECONDS)) {
      targets.add(Hop.target(transport, new InetSocketAddress(address, port), peer));
    }
    return targets;
  }

  /** Reads one kind of records; that there are none is no failure. */
  private void query(String name, DnsRecordType type, RecordReader reader)
      throws TimeoutException, InterruptedException {
    String absolute = name.endsWith(".") ? name : name + ".";
    List<DnsRecord> records;
    try {
      records =
          resolver
              .resolveAll(new DefaultDnsQuestion(absolute.toLowerCase(Locale.ROOT), type))
              .get(WAIT_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      return;
    }
    for (DnsRecord one : records) {
      if (one instanceof DnsRawRecord raw && one.type().equals(type)) {
        reader.read(raw);
      }
      ReferenceCountUtil.release(one);
    }
  }

  private interface RecordReader {
    void read(DnsRawRecord raw);
  }

  @Override
  public void close() {
    resolver.close();
  }
}
