package io.strowger.gateway.http;

import io.strowger.gateway.account.Account;
import io.strowger.gateway.account.Credentials;
import io.strowger.gateway.account.GuardRules;
import io.strowger.gateway.account.HookAuthentication;
import io.strowger.gateway.account.HookPreset;
import io.strowger.gateway.account.HookRules;
import io.strowger.gateway.account.KannelCredential;
import io.strowger.gateway.account.KeyHash;
import io.strowger.gateway.account.MessageRules;
import io.strowger.gateway.account.Templates;
import io.strowger.gateway.account.TwilioCredential;
import io.strowger.gateway.account.VerificationRules;
import io.strowger.gateway.message.Channel;
import io.strowger.gateway.message.Secret;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** An account that comes in by every shape, and requests as its clients send them. */
final class ShapeFixture implements AutoCloseable {
  static final String ID = "auth";
  static final String KEY = "key-of-the-auth-server-0123456789";
  static final String SID = "AC0123456789abcdef0123456789abcdef";
  static final String KEY_SID = "SK0123456789abcdef0123456789abcdef";
  static final String KEY_SECRET = "a-secret-of-the-api-key";
  static final String TOKEN = "token-0123456789abcdef";
  static final String SIGNING_SECRET = "v1,whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

  final DoorFixture door = new DoorFixture();
  private final HttpClient client = HttpClient.newHttpClient();

  ShapeFixture() throws IOException {}

  static Account account() {
    Map<String, HookRules> hooks = new HashMap<>();
    for (HookPreset preset : HookPreset.values()) {
      HookAuthentication authentication =
          preset == HookPreset.SUPABASE
              ? new HookAuthentication.Signature(List.of(new Secret(SIGNING_SECRET)))
              : new HookAuthentication.ApiKey();
      hooks.put(preset.name().toLowerCase(Locale.ROOT), preset.rules(authentication));
    }
    hooks.put("own", own());
    return new Account(
        ID,
        false,
        new Credentials(
            Set.of(KeyHash.of(KEY)),
            Set.of(),
            List.of(),
            new TwilioCredential(SID, new Secret(TOKEN), Map.of(KEY_SID, KeyHash.of(KEY_SECRET))),
            new KannelCredential("auth", KeyHash.of("kannel-password")),
            null),
        new MessageRules(300_000, 600_000, 2, "AUTH", null, null, List.of(Channel.SMS)),
        Templates.DEFAULT,
        VerificationRules.DEFAULT,
        GuardRules.allowing(List.of("+39", "+44", "+1", "+49")),
        null,
        hooks);
  }

  /** A hook that someone made up. */
  private static HookRules own() {
    return new HookRules(
        HookRules.Body.JSON,
        new HookRules.Fields(
            List.of("/recipients/0/number"),
            List.of("/content~1text", "note"),
            List.of(),
            List.of("/ref"),
            List.of("/from"),
            List.of("/lang"),
            List.of("/id")),
        Pattern.compile("code[: ]+(\\d{4,8})"),
        false,
        new HookAuthentication.Parameter("secret", Set.of(KeyHash.of("a-secret-of-the-hook"))),
        new HookRules.Answer(202, "text/plain", "OK {id}"),
        HookRules.Errors.PROBLEM);
  }

  /** What a client sends, recorded or made from its source. */
  static String recorded(String name) throws IOException {
    try (InputStream in = ShapeFixture.class.getResourceAsStream("clients/" + name)) {
      if (in == null) {
        throw new IOException("no recording " + name);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  static String basic(String user, String password) {
    byte[] pair = (user + ":" + password).getBytes(StandardCharsets.UTF_8);
    return "Basic " + Base64.getEncoder().encodeToString(pair);
  }

  /** Names and values, one after the other. */
  static String form(String... pairs) {
    StringBuilder form = new StringBuilder();
    for (int i = 0; i < pairs.length; i += 2) {
      form.append(i == 0 ? "" : "&").append(pairs[i]).append('=');
      form.append(URLEncoder.encode(pairs[i + 1], StandardCharsets.UTF_8));
    }
    return form.toString();
  }

  HttpResponse<String> post(String path, String type, String body, String... headers)
      throws IOException, InterruptedException {
    HttpRequest.Builder request =
        request(path)
            .header("Content-Type", type)
            .POST(HttpRequest.BodyPublishers.ofString(body, StandardCharsets.UTF_8));
    return send(request, headers);
  }

  HttpResponse<String> postForm(String path, String body, String... headers)
      throws IOException, InterruptedException {
    return post(path, "application/x-www-form-urlencoded", body, headers);
  }

  HttpResponse<String> get(String path, String... headers)
      throws IOException, InterruptedException {
    return send(request(path).GET(), headers);
  }

  HttpResponse<String> delete(String path, String... headers)
      throws IOException, InterruptedException {
    return send(request(path).DELETE(), headers);
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + door.door.port() + path));
  }

  private HttpResponse<String> send(HttpRequest.Builder request, String... headers)
      throws IOException, InterruptedException {
    if (headers.length > 0) {
      request.headers(headers);
    }
    return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }

  @Override
  public void close() {
    client.shutdownNow();
    door.close();
  }
}
