package io.strowger.sip.trunk;

import io.netty.channel.AddressedEnvelope;
import io.netty.channel.EventLoop;
import io.netty.channel.IoEventLoop;
import io.netty.channel.epoll.EpollDatagramChannel;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.socket.nio.NioDatagramChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.codec.dns.DefaultDnsQuestion;
import io.netty.handler.codec.dns.DnsQuestion;
import io.netty.handler.codec.dns.DnsRawRecord;
import io.netty.handler.codec.dns.DnsRecord;
import io.netty.handler.codec.dns.DnsRecordType;
import io.netty.handler.codec.dns.DnsResponse;
import io.netty.handler.codec.dns.DnsResponseCode;
import io.netty.handler.codec.dns.DnsSection;
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

  private static final int ASKED_MAX = 3;

  /** However long records hold: a server that is put away is left within the minute. */
  private static final long TTL_MAX_SECONDS = 60;

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
            .socketChannelType(epoll ? EpollSocketChannel.class : NioSocketChannel.class)
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
        Look look = new Look(peer);
        List<Target> found = look.servers();
        tell(() -> answer.found(found, look.ttlSeconds));
      } catch (ExecutionException | TimeoutException | RuntimeException e) {
        String why = peer.host() + " cannot be looked up";
        log.debug("{}: {}", why, e.getMessage());
        tell(() -> answer.failed(why));
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

  private static String service(Transport transport) {
    return switch (transport) {
      case UDP -> "_sip._udp.";
      case TCP -> "_sip._tcp.";
      case TLS -> "_sips._tcp.";
    };
  }

  /** One look-up; blocking. */
  private final class Look {
    private final TrunkSettings.Peer peer;

    /** Of the records that counted, the shortest. */
    private long ttlSeconds = TTL_MAX_SECONDS;

    Look(TrunkSettings.Peer peer) {
      this.peer = peer;
    }

    List<Target> servers() throws ExecutionException, TimeoutException, InterruptedException {
      Transport asked = peer.transport();
      if (peer.port() == 0) {
        List<Target> found = asked == null ? byNaptr() : bySrv(service(asked) + peer.host(), asked);
        if (!found.isEmpty()) {
          return found;
        }
      }
      Transport transport = asked == null ? Transport.UDP : asked;
      return addresses(peer.host(), transport, Hop.port(peer.port(), transport));
    }

    private List<Target> byNaptr()
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
          List<Target> found = bySrv(naptr.replacement(), transport);
          if (!found.isEmpty()) {
            return found;
          }
        }
      }
      for (Transport transport : List.of(Transport.UDP, Transport.TCP, Transport.TLS)) {
        List<Target> found = bySrv(service(transport) + peer.host(), transport);
        if (!found.isEmpty()) {
          return found;
        }
      }
      return List.of();
    }

    private List<Target> bySrv(String service, Transport transport)
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
      ExecutionException last = null;
      for (Srv srv : DnsRecords.order(records, random)) {
        try {
          targets.addAll(addresses(srv.target(), transport, srv.port()));
        } catch (ExecutionException e) {
          // One server without an address leaves the others.
          log.debug("{} has no address", srv.target());
          last = e;
        }
      }
      if (targets.isEmpty() && last != null) {
        throw last;
      }
      return targets;
    }

    private List<Target> addresses(String host, Transport transport, int port)
        throws ExecutionException, TimeoutException, InterruptedException {
      List<Target> targets = new ArrayList<>();
      for (InetAddress address : resolver.resolveAll(host).get(WAIT_SECONDS, TimeUnit.SECONDS)) {
        targets.add(Hop.target(transport, new InetSocketAddress(address, port), peer));
      }
      return targets;
    }

    /**
     * Reads one kind of records. That there are none is an answer; no answer is a failure, for what
     * stands behind the next kind may be another service altogether.
     */
    private void query(String name, DnsRecordType type, RecordReader reader)
        throws ExecutionException, TimeoutException, InterruptedException {
      String absolute = (name.endsWith(".") ? name : name + ".").toLowerCase(Locale.ROOT);
      DnsResponse response = asked(new DefaultDnsQuestion(absolute, type));
      try {
        for (int i = 0; i < response.count(DnsSection.ANSWER); i++) {
          DnsRecord one = response.recordAt(DnsSection.ANSWER, i);
          if (one instanceof DnsRawRecord raw && one.type().equals(type)) {
            ttlSeconds = Math.min(ttlSeconds, one.timeToLive());
            reader.read(raw);
          }
        }
      } finally {
        ReferenceCountUtil.release(response);
      }
    }

    /** Asks one name server after another. */
    private DnsResponse asked(DnsQuestion question)
        throws ExecutionException, TimeoutException, InterruptedException {
      ExecutionException last = null;
      DnsResponseCode said = DnsResponseCode.NOERROR;
      for (int i = 0; i < ASKED_MAX; i++) {
        try {
          AddressedEnvelope<DnsResponse, InetSocketAddress> answer =
              resolver.query(question).get(WAIT_SECONDS, TimeUnit.SECONDS);
          DnsResponse response = answer.content();
          said = response.code();
          if (said.equals(DnsResponseCode.NOERROR) || said.equals(DnsResponseCode.NXDOMAIN)) {
            return response;
          }
          ReferenceCountUtil.release(answer);
        } catch (ExecutionException e) {
          last = e;
        }
      }
      throw last == null ? new ExecutionException("the name server says " + said, null) : last;
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
