package io.strowger.gateway.http;

import io.strowger.gateway.account.Account;
import io.strowger.gateway.account.Accounts;
import io.strowger.gateway.account.Credentials;
import io.strowger.gateway.account.GuardRules;
import io.strowger.gateway.account.KeyHash;
import io.strowger.gateway.account.MessageRules;
import io.strowger.gateway.account.Templates;
import io.strowger.gateway.account.VerificationRules;
import io.strowger.gateway.message.Channel;
import io.strowger.gateway.number.PhoneNumber;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** A door on a free port with a fake desk behind it and a clock that only tests move. */
final class DoorFixture implements AutoCloseable {
  static final String KEY = "key-of-the-idp-account-0123456789";
  static final String OTHER_KEY = "key-of-another-account-0123456789";
  static final String ADMIN_KEY = "key-of-the-operators-0123456789";

  final FakeDesk desk = new FakeDesk();
  final FakeGuard guard = new FakeGuard();
  final FakeVerificationDesk verifications = new FakeVerificationDesk(desk);
  final AtomicLong nanos = new AtomicLong();
  final ConcurrentLinkedQueue<String> observed = new ConcurrentLinkedQueue<>();
  final Map<String, Boolean> drained = new ConcurrentHashMap<>(Map.of("alpha", false));
  volatile Readiness readiness = Readiness.READY;
  volatile ConfigReload.Outcome reloadOutcome = new ConfigReload.Outcome(List.of(), List.of());
  final HttpDoor door;
  private final ExecutorService blocking = Executors.newVirtualThreadPerTaskExecutor();
  private final HttpClient client = HttpClient.newHttpClient();

  DoorFixture() throws IOException {
    this(HttpSettings.plain("127.0.0.1", 0));
  }

  DoorFixture(HttpSettings settings) throws IOException {
    door = HttpDoor.start(settings, desk, accounts(), ports());
    desk.attach(door);
    door.verifications(verifications);
  }

  static Accounts accounts() {
    Account idp =
        new Account(
            "idp",
            false,
            Credentials.apiKeys(Set.of(KeyHash.of(KEY))),
            new MessageRules(300_000, 300_000, 2, "IDP", null, null, List.of(Channel.SMS)),
            Templates.DEFAULT,
            VerificationRules.DEFAULT,
            GuardRules.allowing(List.of("+39", "+44")),
            null,
            Map.of());
    Account other = Account.named("other", Set.of(KeyHash.of(OTHER_KEY)));
    return Accounts.of(List.of(idp, other, ShapeFixture.account()), Set.of(KeyHash.of(ADMIN_KEY)));
  }

  private HttpPorts ports() {
    return new HttpPorts(
        DoorFixture::readNumber,
        text -> (text.length() + 152) / 153,
        new FakeLinks(drained),
        () -> reloadOutcome,
        () -> "strowger_up 1\n",
        () -> readiness,
        (endpoint, status, _) -> observed.add(endpoint + " " + status),
        blocking,
        () -> FakeDesk.NOW,
        nanos::get,
        new IdempotencyHash(new byte[32]),
        guard,
        FakeHealth::cells,
        FakeHealth::canaries);
  }

  static NumberReader.Reading readNumber(String text, @Nullable String region) {
    if (text.matches("\\+[0-9]{8,15}")) {
      return new NumberReader.Reading.Valid(new PhoneNumber(text));
    }
    return new NumberReader.Reading.Invalid("No telephone number has this shape.");
  }

  void advance(long millis) {
    nanos.addAndGet(millis * 1_000_000);
  }

  HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + door.port() + path))
        .header("Authorization", "Bearer " + KEY);
  }

  HttpResponse<String> post(String body, String... headers)
      throws IOException, InterruptedException {
    HttpRequest.Builder request =
        request("/v1/messages")
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(body, StandardCharsets.UTF_8));
    if (headers.length > 0) {
      request.headers(headers);
    }
    return send(request);
  }

  HttpResponse<String> get(String path) throws IOException, InterruptedException {
    return send(request(path).GET());
  }

  HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
    return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }

  @Override
  public void close() {
    client.shutdownNow();
    door.close();
    desk.close();
    blocking.shutdownNow();
  }
}
