package io.strowger.sip.trunk;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.strowger.sip.call.CallLimits;
import io.strowger.sip.call.Disposition;
import io.strowger.sip.message.Target;
import io.strowger.sip.message.Transport;
import io.strowger.sip.prompt.CodeScript;
import io.strowger.sip.trunk.LiveTrunks.Ended;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Trunks by name, looked up at a real name server (RFC 3263), and what becomes of its changes. */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class DnsmasqIT {
  private static final TrunkSettings.Peer BY_DNS =
      new TrunkSettings.Peer("carrier.example", 0, null, null);

  private final EventLoopGroup group =
      new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
  private final ExecutorService blocking = Executors.newVirtualThreadPerTaskExecutor();
  private final List<AutoCloseable> open = new ArrayList<>();
  @TempDir private Path folder = Path.of("");
  private int port;

  @BeforeEach
  void choosePort() throws IOException {
    port = Peer.freePort();
  }

  @AfterEach
  void close() throws Exception {
    for (AutoCloseable one : open.reversed()) {
      one.close();
    }
    var _ = group.shutdownGracefully(0, 1, TimeUnit.SECONDS);
    blocking.shutdownNow();
  }

  /** Knows nothing but these, and says so of every other name below example. */
  private Peer serves(String... records) throws IOException {
    Peer.needs("dnsmasq", "dnsmasq-base");
    List<String> command =
        new ArrayList<>(
            List.of(
                "dnsmasq",
                "--no-daemon",
                "--conf-file=/dev/null",
                "--pid-file=",
                "--no-resolv",
                "--no-hosts",
                "--bind-interfaces",
                "--listen-address=127.0.0.1",
                "--local=/example/",
                "--port=" + port));
    command.addAll(List.of(records));
    Peer server = Peer.start(folder, "dnsmasq", port, folder.resolve("none"), command);
    open.add(server);
    await()
        .atMost(Duration.ofSeconds(20))
        .until(() -> !server.alive() || server.words().contains("started"));
    assertTrue(server.alive(), server::words);
    return server;
  }

  private InetSocketAddress nameServer() {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
  }

  private DnsNames names() {
    DnsNames made =
        new DnsNames(group.next(), blocking, nameServer(), new SplittableRandom(7), () -> {});
    open.add(made);
    return made;
  }

  private record Answered(List<Target> servers, long ttlSeconds, String cause) {
    List<String> hops() {
      return servers.stream()
          .map(target -> target.transport() + " " + target.address().getPort())
          .toList();
    }
  }

  private static Answered look(DnsNames names, TrunkSettings.Peer peer) {
    CompletableFuture<Answered> told = new CompletableFuture<>();
    names.resolve(
        peer,
        new TrunkNames.Answer() {
          @Override
          public void found(List<Target> servers, long ttlSeconds) {
            told.complete(new Answered(servers, ttlSeconds, ""));
          }

          @Override
          public void failed(String cause) {
            told.complete(new Answered(List.of(), 0, cause));
          }
        });
    return told.orTimeout(60, TimeUnit.SECONDS).join();
  }

  @Test
  void the_preferred_naptr_leads_and_then_the_lowest_priority() throws Exception {
    var _ =
        serves(
            "--naptr-record=carrier.example,20,10,s,SIP+D2U,,_sip._udp.carrier.example",
            "--naptr-record=carrier.example,10,50,s,SIP+D2T,,_sip._tcp.carrier.example",
            "--naptr-record=carrier.example,5,10,s,E2U+email,,mail.carrier.example",
            "--srv-host=_sip._tcp.carrier.example,b.carrier.example,5072,20,0",
            "--srv-host=_sip._tcp.carrier.example,a.carrier.example,5071,10,0",
            "--srv-host=_sip._udp.carrier.example,a.carrier.example,5061,10,0",
            "--host-record=a.carrier.example,127.0.0.1",
            "--host-record=b.carrier.example,127.0.0.2");
    DnsNames names = names();
    assertEquals(List.of("TCP 5071", "TCP 5072"), look(names, BY_DNS).hops());
    TrunkSettings.Peer udp = new TrunkSettings.Peer("carrier.example", 0, Transport.UDP, null);
    assertEquals(List.of("UDP 5061"), look(names, udp).hops());
  }

  @Test
  void a_server_of_a_tls_trunk_is_proved_by_the_name_that_was_asked_for() throws Exception {
    var _ =
        serves(
            "--naptr-record=carrier.example,10,10,s,SIPS+D2T,,_sips._tcp.carrier.example",
            "--srv-host=_sips._tcp.carrier.example,a.elsewhere.example,5061,10,0",
            "--host-record=a.elsewhere.example,127.0.0.1");
    Target found = look(names(), BY_DNS).servers().getFirst();
    assertEquals(Transport.TLS, found.transport());
    assertEquals("carrier.example", found.tlsName());
  }

  @Test
  void without_naptr_there_is_srv_and_without_srv_the_address() throws Exception {
    var _ =
        serves(
            "--srv-host=_sip._tcp.carrier.example,a.carrier.example,5071,10,0",
            "--host-record=a.carrier.example,127.0.0.1",
            "--host-record=plain.example,127.0.0.1");
    DnsNames names = names();
    assertEquals(List.of("TCP 5071"), look(names, BY_DNS).hops());
    assertEquals(
        List.of("UDP 5060"),
        look(names, new TrunkSettings.Peer("plain.example", 0, null, null)).hops());
    assertEquals(
        List.of("TCP 5099"),
        look(names, new TrunkSettings.Peer("plain.example", 5_099, Transport.TCP, null)).hops());
  }

  @Test
  void weights_share_the_first_place_and_zero_hardly_ever_has_it() throws Exception {
    var _ =
        serves(
            "--srv-host=_sip._udp.carrier.example,a.carrier.example,5061,10,75",
            "--srv-host=_sip._udp.carrier.example,a.carrier.example,5062,10,25",
            "--srv-host=_sip._udp.carrier.example,a.carrier.example,5063,10,0",
            "--srv-host=_sip._udp.carrier.example,a.carrier.example,5064,20,100",
            "--host-record=a.carrier.example,127.0.0.1");
    DnsNames names = names();
    Map<String, Integer> first = new HashMap<>();
    for (int i = 0; i < 300; i++) {
      List<String> hops = look(names, BY_DNS).hops();
      assertEquals(4, hops.size());
      assertEquals("UDP 5064", hops.getLast(), "a lower priority is the last resort");
      first.merge(hops.getFirst(), 1, Integer::sum);
    }
    int heavy = first.getOrDefault("UDP 5061", 0);
    assertTrue(heavy > 190 && heavy < 260, "" + first);
    assertTrue(first.getOrDefault("UDP 5063", 0) < 20, "" + first);
  }

  @Test
  void records_say_how_long_they_hold() throws Exception {
    var _ =
        serves(
            "--local-ttl=7",
            "--srv-host=_sip._udp.carrier.example,a.carrier.example,5061,10,0",
            "--host-record=a.carrier.example,127.0.0.1",
            "--host-record=plain.example,127.0.0.1");
    DnsNames names = names();
    assertEquals(7, look(names, BY_DNS).ttlSeconds());
  }

  @Test
  void a_name_that_is_not_there_and_a_server_that_refuses_are_named_as_failures() throws Exception {
    var _ = serves("--host-record=plain.example,127.0.0.1");
    DnsNames names = names();
    assertEquals("carrier.example cannot be looked up", look(names, BY_DNS).cause());
    // Not below example: this server knows nobody to ask, and refuses.
    assertEquals(
        "carrier.test cannot be looked up",
        look(names, new TrunkSettings.Peer("carrier.test", 0, null, null)).cause());
  }

  @Test
  void a_server_that_says_nothing_is_no_proof_that_there_are_no_records() throws Exception {
    try (DatagramSocket silent = new DatagramSocket(nameServer())) {
      assertTrue(silent.isBound());
      assertEquals("carrier.example cannot be looked up", look(names(), BY_DNS).cause());
    }
  }

  private static TrunkSettings trunk(Transport transport) {
    TrunkSettings plain =
        TrunkSettings.of(
            "a",
            new TrunkSettings.Peer("carrier.example", 0, transport, null),
            TrunkSettings.Caller.of("39029876543"));
    return new TrunkSettings(
        plain.id(),
        0,
        plain.peer(),
        plain.credentials(),
        null,
        plain.caller(),
        plain.numbers(),
        plain.limits(),
        new TrunkSettings.Health(3, 2, 0, 60_000, 4_000),
        plain.features(),
        plain.media());
  }

  private LiveTrunks live(Transport transport) throws IOException {
    LiveTrunks made =
        new LiveTrunks(new SipCarrierSettings("alpha", List.of(trunk(transport))), nameServer());
    open.add(made);
    return made;
  }

  private FarTrunk far(Transport transport) throws IOException {
    FarTrunk made = FarTrunk.on(transport);
    open.add(made);
    return made;
  }

  private static void called(LiveTrunks live, FarTrunk far) throws Exception {
    live.place("ref", new CodeScript("4", false, '1', 0), CallLimits.DEFAULT, 50_000);
    far.next("INVITE").answer(486);
    Ended end = live.end();
    assertEquals(Disposition.BUSY, end.report().outcome().disposition(), () -> "" + end);
  }

  private static String srv(FarTrunk far, int priority) {
    return "--srv-host=_sip._udp.carrier.example,a.carrier.example,"
        + far.port()
        + ","
        + priority
        + ",0";
  }

  @Test
  void a_call_goes_on_to_the_next_server_and_the_next_call_begins_there() throws Exception {
    FarTrunk dead = far(Transport.UDP);
    FarTrunk well = far(Transport.UDP);
    var _ = serves(srv(dead, 1), srv(well, 2), "--host-record=a.carrier.example,127.0.0.1");
    LiveTrunks live = live(Transport.UDP);
    live.up();
    dead.die();
    called(live, well);
    assertTrue(live.seen.stream().anyMatch(one -> one.startsWith("a -> a: ")), "" + live.seen);
    live.seen.clear();
    called(live, well);
    assertEquals(List.of("a PLACED"), live.seen);
    live.holdsNothing();
  }

  @Test
  void other_records_lead_elsewhere_and_a_dead_name_server_leads_where_it_led() throws Exception {
    FarTrunk before = far(Transport.UDP);
    FarTrunk after = far(Transport.UDP);
    String address = "--host-record=a.carrier.example,127.0.0.1";
    Peer first = serves("--local-ttl=30", srv(before, 1), address);
    LiveTrunks live = live(Transport.UDP);
    live.up();
    called(live, before);
    first.close();
    Peer second = serves("--local-ttl=30", srv(after, 1), address);
    live.skip(Duration.ofSeconds(20));
    called(live, before);
    live.skip(Duration.ofSeconds(20));
    await()
        .atMost(Duration.ofSeconds(20))
        .until(
            () -> live.carrier.status().trunks().getFirst().address().endsWith(":" + after.port()));
    called(live, after);
    second.close();
    live.skip(Duration.ofSeconds(60));
    await()
        .atMost(Duration.ofSeconds(60))
        .until(() ->
            live.carrier.status().trunks().getFirst().cause().contains("cannot be looked up"));
    called(live, after);
    live.holdsNothing();
  }

  @Test
  void a_trunk_whose_name_is_not_there_yet_refuses_at_once_and_comes_when_it_is() throws Exception {
    FarTrunk far = far(Transport.UDP);
    Peer empty = serves();
    LiveTrunks live = live(Transport.UDP);
    await()
        .atMost(Duration.ofSeconds(20))
        .until(() -> live.seen.contains("a down: carrier.example cannot be looked up"));
    live.place("ref", new CodeScript("4", false, '1', 0), CallLimits.DEFAULT, 50_000);
    assertEquals(Disposition.RETRY_OTHER_TRUNK, live.end().report().outcome().disposition());
    empty.close();
    var _ = serves(srv(far, 1), "--host-record=a.carrier.example,127.0.0.1");
    live.skip(Duration.ofSeconds(11));
    live.up();
    called(live, far);
  }
}
