package io.strowger.gateway.account;

import io.strowger.gateway.account.HookRules.Answer;
import io.strowger.gateway.account.HookRules.Body;
import io.strowger.gateway.account.HookRules.Errors;
import io.strowger.gateway.account.HookRules.Fields;
import java.util.List;

/** What a hook looks like for the clients we know; each part can be set otherwise. */
public enum HookPreset {
  /** The SMS authenticator of keycloak-mfa-plugins, with the attribute names of its manual. */
  KEYCLOAK,
  /** Ory Kratos' courier, with the body template of our documentation or of Ory's. */
  KRATOS,
  /** authentik's SMS authenticator with the generic provider. */
  AUTHENTIK,
  /** Supabase's Send SMS hook. */
  SUPABASE,
  /** privacyIDEA's HTTP SMS provider, with the options phone and otp. */
  PRIVACYIDEA,
  /** Curity's REST SMS provider. */
  CURITY;

  private static final List<String> SENDER = List.of("from", "From", "sender");

  /** The hook as it is when nothing but its credentials is told. */
  public HookRules rules(HookAuthentication authentication) {
    return new HookRules(
        Body.AUTO, fields(), null, internationalNumbers(), authentication, answer(), errors());
  }

  private Fields fields() {
    return switch (this) {
      case KEYCLOAK ->
          fields(List.of("to"), List.of("text"), List.of(), List.of("uuid", "reference"));
      case KRATOS ->
          fields(
              List.of("to", "To", "recipient"),
              List.of("text", "body", "Body"),
              List.of(
                  "code",
                  "/template_data/login_code",
                  "/template_data/registration_code",
                  "/template_data/verification_code",
                  "/template_data/recovery_code"),
              List.of("reference"));
      case AUTHENTIK -> fields(List.of("/To"), List.of("/Message"), List.of("/Body"), List.of());
      case SUPABASE ->
          new Fields(
              // The last is that of a user who adds a first number, told by older versions.
              List.of("/sms/phone", "/user/phone", "/user/new_phone"),
              List.of(),
              List.of("/sms/otp"),
              List.of("/user/id"),
              List.of(),
              List.of(),
              // The same in all its attempts, whereas webhook-id is new in each.
              List.of("/metadata/uuid"));
      case PRIVACYIDEA ->
          fields(List.of("phone", "to"), List.of("otp", "text", "sms"), List.of(), List.of());
      case CURITY -> fields(List.of("/to"), List.of("/message"), List.of(), List.of());
    };
  }

  private static Fields fields(
      List<String> number, List<String> text, List<String> code, List<String> reference) {
    return new Fields(number, text, code, reference, SENDER, List.of(), List.of());
  }

  /** Supabase keeps all numbers in international form, without the plus sign. */
  private boolean internationalNumbers() {
    return this == SUPABASE;
  }

  private Answer answer() {
    return switch (this) {
      case SUPABASE -> new Answer(200, "application/json", "{}");
      case CURITY -> new Answer(200, "application/json", "");
      case KEYCLOAK, KRATOS, AUTHENTIK, PRIVACYIDEA -> Answer.DEFAULT;
    };
  }

  private Errors errors() {
    return switch (this) {
      case SUPABASE -> Errors.SUPABASE;
      case CURITY -> Errors.CURITY;
      case KEYCLOAK, KRATOS, AUTHENTIK, PRIVACYIDEA -> Errors.PROBLEM;
    };
  }
}
