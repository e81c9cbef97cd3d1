package io.strowger.gateway.house;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The arrows of the architecture: which package may know which. */
final class ArrowsTest {
  private static final String GATEWAY = "io.strowger.gateway.";
  private static final String SMPP = "io.strowger.smpp.";
  private static final String SIP = "io.strowger.sip.";

  /** Each may know those before it. */
  private static final List<String> DOMAIN =
      List.of(
          "alarm",
          "number",
          "message",
          "account",
          "health",
          "canary",
          "route",
          "guard",
          "verification",
          "delivery");

  private static final List<String> ADAPTERS =
      List.of("store", "sms", "voice", "http", "esme", "webhook", "risk", "metrics");

  private static JavaClasses classes = new ClassFileImporter().importClasses();

  @BeforeAll
  static void readTheClasses() {
    classes =
        new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("io.strowger");
  }

  private static void holds(ArchRule rule) {
    rule.check(classes);
  }

  private static String[] packages(String root, List<String> names) {
    return names.stream().map(name -> root + name + "..").toArray(String[]::new);
  }

  @Test
  void the_domain_knows_no_library_of_the_outside_and_no_adapter() {
    holds(
        noClasses()
            .that()
            .resideInAnyPackage(packages(GATEWAY, DOMAIN))
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                "io.netty..",
                "io.vertx..",
                "com.cloudhopper..",
                "javax.sip..",
                "gov.nist..",
                "java.sql..",
                "java.net.http..",
                "com.fasterxml..",
                "io.micrometer..",
                "io.strowger.smpp..",
                "io.strowger.sip..",
                GATEWAY + "config..",
                GATEWAY + "store..",
                GATEWAY + "sms..",
                GATEWAY + "voice..",
                GATEWAY + "http..",
                GATEWAY + "esme..",
                GATEWAY + "webhook..",
                GATEWAY + "risk..",
                GATEWAY + "metrics.."));
  }

  @Test
  void in_the_domain_arrows_point_one_way() {
    for (int i = 0; i < DOMAIN.size() - 1; i++) {
      holds(
          noClasses()
              .that()
              .resideInAPackage(GATEWAY + DOMAIN.get(i) + "..")
              .should()
              .dependOnClassesThat()
              .resideInAnyPackage(packages(GATEWAY, DOMAIN.subList(i + 1, DOMAIN.size())))
              .allowEmptyShould(true));
    }
  }

  @Test
  void adapters_do_not_know_each_other() {
    for (String adapter : ADAPTERS) {
      List<String> others = ADAPTERS.stream().filter(other -> !other.equals(adapter)).toList();
      holds(
          noClasses()
              .that()
              .resideInAPackage(GATEWAY + adapter + "..")
              .should()
              .dependOnClassesThat()
              .resideInAnyPackage(packages(GATEWAY, others))
              .allowEmptyShould(true));
    }
  }

  @Test
  void nothing_knows_main_and_only_main_knows_config() {
    holds(
        noClasses()
            .that()
            .resideOutsideOfPackage(GATEWAY + "main..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage(GATEWAY + "main.."));
    holds(
        noClasses()
            .that()
            .resideOutsideOfPackages(GATEWAY + "main..", GATEWAY + "config..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage(GATEWAY + "config.."));
  }

  @Test
  void smpp_knows_neither_the_gateway_nor_sip() {
    holds(
        noClasses()
            .that()
            .resideInAPackage("io.strowger.smpp..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.strowger.gateway..", "io.strowger.sip.."));
  }

  @Test
  void only_the_codec_knows_cloudhopper() {
    holds(
        noClasses()
            .that()
            .resideOutsideOfPackage(SMPP + "codec..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("com.cloudhopper.."));
  }

  @Test
  void the_session_is_pure() {
    holds(
        noClasses()
            .that()
            .resideInAnyPackage(SMPP + "session..", SMPP + "text..", SMPP + "receipt..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.netty..", SMPP + "link..", SMPP + "simulator.."));
  }

  @Test
  void sip_knows_neither_the_gateway_nor_smpp() {
    holds(
        noClasses()
            .that()
            .resideInAPackage("io.strowger.sip..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.strowger.gateway..", "io.strowger.smpp..")
            .allowEmptyShould(true));
  }

  @Test
  void jain_sip_is_known_to_the_messages_and_the_media_descriptions_only() {
    holds(
        noClasses()
            .that()
            .resideOutsideOfPackages(SIP + "message..", SIP + "media..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("javax.sip..", "gov.nist..", "javax.sdp.."));
  }

  @Test
  void transactions_calls_and_prompts_are_pure() {
    holds(
        noClasses()
            .that()
            .resideInAnyPackage(SIP + "transaction..", SIP + "call..", SIP + "prompt..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.netty..", SIP + "transport..", SIP + "simulator..")
            .allowEmptyShould(true));
  }

  @Test
  void packages_form_no_circle() {
    holds(slices().matching("io.strowger.gateway.(*)..").should().beFreeOfCycles());
    holds(slices().matching("io.strowger.smpp.(*)..").should().beFreeOfCycles());
    holds(slices().matching("io.strowger.sip.(*)..").should().beFreeOfCycles());
  }

  @Test
  void outside_main_time_and_chance_are_arguments() {
    holds(
        noClasses()
            .that()
            .resideInAnyPackage("io.strowger..")
            .and()
            .resideOutsideOfPackages(GATEWAY + "main..", GATEWAY + "house..")
            .should()
            .callMethod(System.class, "currentTimeMillis")
            .orShould()
            .callMethod(System.class, "nanoTime")
            .orShould()
            .callMethod(java.time.Instant.class, "now")
            .orShould()
            .dependOnClassesThat()
            .belongToAnyOf(Random.class, ThreadLocalRandom.class)
            .orShould()
            .callConstructor(Thread.class));
  }
}
