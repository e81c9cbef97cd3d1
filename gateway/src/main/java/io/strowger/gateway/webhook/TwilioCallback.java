package io.strowger.gateway.webhook;

import io.strowger.gateway.account.Account;
import io.strowger.gateway.account.TwilioCredential;
import io.strowger.gateway.delivery.Notice;
import io.strowger.gateway.message.Message;
import io.strowger.gateway.message.MessageSpec;
import io.strowger.gateway.message.Origin;
import io.strowger.gateway.message.TwilioTerms;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The status callback that a Twilio client asked for with {@code StatusCallback}. Its door leaves
 * the URL as the origin's data.
 */
record TwilioCallback() implements Callback {
  static final String CHANNEL = "twilio";
  private static final String API_VERSION = "2010-04-01";

  @Override
  public String channel() {
    return CHANNEL;
  }

  @Override
  public boolean owes(Message after) {
    Origin origin = after.spec().origin();
    return origin != null && origin.door().equals(CHANNEL) && !origin.data().isEmpty();
  }

  @Override
  public @Nullable CallbackRequest request(Notice notice, Account account, long nowMillis) {
    TwilioCredential credential = account.credentials().twilio();
    Origin origin = notice.message().spec().origin();
    if (credential == null || origin == null) {
      return null;
    }
    String url = origin.data();
    TreeMap<String, String> form = form(notice.message(), credential.accountSid());
    Map<String, String> headers =
        Map.of(
            "content-type",
            "application/x-www-form-urlencoded; charset=utf-8",
            "X-Twilio-Signature",
            signature(credential, url, form));
    return new CallbackRequest("POST", url, headers, encoded(form));
  }

  @Override
  public boolean isConfigured() {
    return false;
  }

  private static TreeMap<String, String> form(Message message, String accountSid) {
    MessageSpec spec = message.spec();
    String sid = TwilioTerms.sid(spec.id());
    String status = TwilioTerms.status(message);
    TreeMap<String, String> form = new TreeMap<>();
    form.put("MessageSid", sid);
    form.put("SmsSid", sid);
    form.put("AccountSid", accountSid);
    form.put("MessageStatus", status);
    form.put("SmsStatus", status);
    form.put("To", spec.to().e164());
    form.put("From", spec.sender() == null ? "" : spec.sender());
    form.put("ApiVersion", API_VERSION);
    Integer error = TwilioTerms.errorCode(message);
    if (error != null) {
      form.put("ErrorCode", error.toString());
    }
    return form;
  }

  /** HMAC-SHA1 of the URL and of every field, in order of their names (Twilio's own scheme). */
  static String signature(
      TwilioCredential credential, String url, TreeMap<String, String> sortedForm) {
    StringBuilder signed = new StringBuilder(url);
    sortedForm.forEach((name, value) -> signed.append(name).append(value));
    return Hmac.SHA1.sign(
        credential.authToken().reveal().getBytes(StandardCharsets.UTF_8),
        signed.toString().getBytes(StandardCharsets.UTF_8));
  }

  private static String encoded(TreeMap<String, String> form) {
    return form.entrySet().stream()
        .map(field ->
            field.getKey() + "=" + URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8))
        .collect(Collectors.joining("&"));
  }
}
