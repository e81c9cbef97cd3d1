package io.strowger.gateway.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import io.strowger.gateway.account.VerificationRules;
import io.strowger.gateway.alarm.Alarm;
import io.strowger.gateway.alarm.AlarmKey;
import io.strowger.gateway.alarm.AlarmKind;
import io.strowger.gateway.alarm.Condition;
import io.strowger.gateway.alarm.Severity;
import io.strowger.gateway.guard.DenialCode;
import io.strowger.gateway.guard.DenialLog;
import io.strowger.gateway.guard.PumpingBlock;
import io.strowger.gateway.message.Attempt;
import io.strowger.gateway.message.CallEvidence;
import io.strowger.gateway.message.Channel;
import io.strowger.gateway.message.Message;
import io.strowger.gateway.message.MessageId;
import io.strowger.gateway.message.MessageSpec;
import io.strowger.gateway.message.MessageState;
import io.strowger.gateway.message.Plan;
import io.strowger.gateway.message.Refusal;
import io.strowger.gateway.message.RouteChoice;
import io.strowger.gateway.message.Secret;
import io.strowger.gateway.message.Verdict;
import io.strowger.gateway.number.PhoneNumber;
import io.strowger.gateway.verification.Verification;
import io.strowger.gateway.verification.VerificationId;
import io.strowger.gateway.verification.VerificationSpec;
import io.vertx.core.buffer.Buffer;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Holds the OpenAPI document against the code: every route, status, problem, parameter, field. */
final class OpenApiTest {
  private static final JsonMapper MAPPER = new JsonMapper();
  private static final JsonNode DOCUMENT = read();
  private static final Refusal REFUSAL =
      new Refusal("smpp:0x0000000B", "Bad number", Refusal.Disposition.PERMANENT_FOR_NUMBER);

  private static JsonNode read() {
    try (InputStream in = OpenApiTest.class.getResourceAsStream("openapi.json")) {
      return MAPPER.readTree(in);
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static List<Endpoint> endpoints() {
    return Endpoint.all();
  }

  private static JsonNode operation(Endpoint endpoint) {
    JsonNode path = DOCUMENT.get("paths").path(endpoint.template());
    return path.path(endpoint.method().toLowerCase(java.util.Locale.ROOT));
  }

  private static Set<String> names(JsonNode object) {
    Set<String> names = new TreeSet<>();
    object.fieldNames().forEachRemaining(names::add);
    return names;
  }

  private static Set<String> texts(JsonNode array) {
    Set<String> texts = new TreeSet<>();
    array.forEach(value -> texts.add(value.asText()));
    return texts;
  }

  @Test
  void the_document_has_the_calls_of_the_code_and_no_others() {
    Set<String> documented = new TreeSet<>();
    DOCUMENT
        .get("paths")
        .properties()
        .forEach(path ->
            names(path.getValue())
                .forEach(method ->
                    documented.add(
                        method.toUpperCase(java.util.Locale.ROOT) + " " + path.getKey())));
    Set<String> coded =
        Endpoint.all().stream()
            .map(endpoint -> endpoint.method() + " " + endpoint.template())
            .collect(Collectors.toCollection(TreeSet::new));
    assertEquals(coded, documented);
    assertTrue(DOCUMENT.get("openapi").asText().startsWith("3.1."));
  }

  @ParameterizedTest
  @MethodSource("endpoints")
  void a_call_documents_exactly_the_problems_it_may_answer(Endpoint endpoint) {
    Set<String> documented = new TreeSet<>();
    for (var response : operation(endpoint).get("responses").properties()) {
      for (String type : texts(response.getValue().path("x-problem-types"))) {
        documented.add(response.getKey() + " " + type);
      }
    }
    Set<String> coded = new TreeSet<>();
    for (ProblemType type : EndpointProblems.of(endpoint)) {
      coded.add(endpoint.problemForm().status(type) + " " + type.uri());
    }
    assertEquals(coded, documented);
  }

  @ParameterizedTest
  @MethodSource("endpoints")
  void a_call_documents_its_success(Endpoint endpoint) {
    Set<String> successes = new TreeSet<>();
    for (var response : operation(endpoint).get("responses").properties()) {
      if (!response.getValue().has("x-problem-types")) {
        successes.add(response.getKey());
      }
    }
    Set<String> wanted =
        switch (endpoint) {
          case CREATE_MESSAGE,
              CREATE_APPROVAL,
              KANNEL_GET,
              KANNEL_POST,
              START_VERIFICATION,
              RESEND_VERIFICATION ->
              Set.of("202");
          case TWILIO_CREATE, TWILIO_FEEDBACK -> Set.of("201");
          case TWILIO_DELETE -> Set.of("204");
          case CREATE_ACCOUNT, ADD_KEY, ADD_SMPP_PASSWORD -> new TreeSet<>(Set.of("200", "201"));
          case HEALTH_READY -> new TreeSet<>(Set.of("200", "503"));
          default -> Set.of("200");
        };
    assertEquals(wanted, successes);
  }

  @ParameterizedTest
  @MethodSource("endpoints")
  void a_call_documents_its_parameters_key_and_body(Endpoint endpoint) {
    JsonNode operation = operation(endpoint);
    Set<String> query = new TreeSet<>();
    Set<String> variables = new TreeSet<>();
    for (JsonNode parameter : operation.path("parameters")) {
      if (parameter.get("in").asText().equals("query")) {
        query.add(parameter.get("name").asText());
      }
      if (parameter.get("in").asText().equals("path")) {
        variables.add("{" + parameter.get("name").asText() + "}");
      }
    }
    assertEquals(new TreeSet<>(endpoint.parameters()), query);
    Set<String> inPath =
        Pattern.compile("\\{\\w+}")
            .matcher(endpoint.template())
            .results()
            .map(MatchResult::group)
            .collect(Collectors.toCollection(TreeSet::new));
    assertEquals(inPath, variables);
    assertEquals(endpoint.takesBody(), operation.has("requestBody"));
    String scheme =
        switch (endpoint.access()) {
          case PUBLIC -> "";
          case ACCOUNT -> "apiKey";
          case ADMIN -> "adminKey";
          case SHAPE ->
              switch (endpoint) {
                case KANNEL_GET, KANNEL_POST -> "";
                case HOOK_GET, HOOK_POST -> "hook";
                default -> "twilioBasic";
              };
        };
    assertEquals(scheme, String.join("", names(operation.at("/security/0"))));
  }

  @Test
  void what_is_refused_before_a_call_is_known_is_documented() {
    Set<String> coded = new TreeSet<>();
    EndpointProblems.of(Endpoint.NONE).forEach(type -> coded.add(type.uri()));
    assertEquals(coded, texts(DOCUMENT.get("x-unmatched-problem-types")));
  }

  @Test
  void every_problem_type_is_documented_and_can_be_answered_by_some_call() {
    Set<String> coded = new TreeSet<>();
    Set<String> used = new TreeSet<>();
    for (ProblemType type : ProblemType.values()) {
      coded.add(type.uri());
    }
    for (Endpoint endpoint : Endpoint.values()) {
      EndpointProblems.of(endpoint).forEach(type -> used.add(type.uri()));
    }
    assertEquals(coded, texts(DOCUMENT.at("/components/schemas/Problem/properties/type/enum")));
    assertEquals(coded, used);
  }

  @Test
  void the_fields_of_request_bodies_are_those_the_parsers_know() {
    JsonNode request = DOCUMENT.at("/components/schemas/MessageRequest/properties");
    assertEquals(new TreeSet<>(MessageRequestParser.FIELDS), names(request));
    JsonNode approval = DOCUMENT.at("/components/schemas/ApprovalRequest/properties");
    assertEquals(new TreeSet<>(ApprovalRequestParser.FIELDS), names(approval));
    JsonNode feedback = DOCUMENT.at("/components/schemas/Feedback/properties");
    assertEquals(new TreeSet<>(FeedbackParser.FIELDS), names(feedback));
    JsonNode lift = DOCUMENT.at("/components/schemas/Lift/properties");
    assertEquals(new TreeSet<>(LiftParser.FIELDS), names(lift));
    JsonNode verification = DOCUMENT.at("/components/schemas/VerificationRequest/properties");
    assertEquals(new TreeSet<>(VerificationRequestParser.FIELDS), names(verification));
    JsonNode check = DOCUMENT.at("/components/schemas/CheckRequest/properties");
    assertEquals(new TreeSet<>(CheckParser.FIELDS), names(check));
  }

  @Test
  void states_are_the_same_everywhere() {
    Set<String> states = new TreeSet<>(SearchQuery.STATES);
    for (String schema : List.of("Message", "Event")) {
      String at = "/components/schemas/" + schema + "/properties/state/enum";
      assertEquals(states, texts(DOCUMENT.at(at)), schema);
    }
  }

  @Test
  void every_reference_leads_somewhere() {
    List<JsonNode> references = DOCUMENT.findValues("$ref");
    assertFalse(references.isEmpty());
    for (JsonNode reference : references) {
      assertFalse(DOCUMENT.at(reference.asText().substring(1)).isMissingNode(), reference.asText());
    }
  }

  // ---- answers ----

  @Test
  void answers_in_twilios_shape_are_as_documented() throws Exception {
    TwilioJson json = new TwilioJson(String::length);
    List<Buffer> messages = new ArrayList<>();
    for (MessageState state :
        List.of(
            new MessageState.Accepted(),
            new MessageState.Failed(REFUSAL, FakeDesk.NOW),
            new MessageState.Expired(FakeDesk.NOW),
            new MessageState.Cancelled(FakeDesk.NOW))) {
      for (boolean full : new boolean[] {true, false}) {
        Message message = message(state, new Verdict.Taken(), full);
        messages.add(json.message("AC1", message, full ? "MG1" : null));
      }
    }
    assertValid("TwilioMessage", messages.toArray(Buffer[]::new));
    TwilioList asked = new TwilioList("+1", "ACME", 1, null, 1, 0);
    Message listed = message(new MessageState.Accepted(), new Verdict.Taken(), true);
    TwilioList.Page page = new TwilioList.Page(List.of(listed), listed.id());
    assertValid("TwilioMessageList", json.page("AC1", asked, page));
    MessageId id = MessageId.of(MessageId.firstOrderOf(FakeDesk.NOW), 7);
    assertValid("TwilioFeedback", json.feedback("AC1", id, "confirmed", FakeDesk.NOW));
    List<Buffer> errors = new ArrayList<>();
    for (ProblemType type : ProblemType.values()) {
      errors.add(TwilioProblems.FORM.body(Problem.of(type, "Detail.")));
    }
    assertValid("TwilioError", errors.toArray(Buffer[]::new));
  }

  private static void assertValid(String schema, Buffer... answers) throws Exception {
    ObjectNode root = MAPPER.createObjectNode();
    root.put("$schema", "https://json-schema.org/draft/2020-12/schema");
    root.put("$ref", "#/components/schemas/" + schema);
    root.set("components", DOCUMENT.get("components"));
    JsonSchema validator =
        JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012).getSchema(root);
    Set<String> shown = new TreeSet<>();
    for (Buffer answer : answers) {
      JsonNode node = MAPPER.readTree(answer.getBytes());
      Set<ValidationMessage> faults = validator.validate(node);
      assertEquals(Set.of(), faults, answer.toString());
      shown.addAll(names(node));
    }
    JsonNode properties = DOCUMENT.at("/components/schemas/" + schema + "/properties");
    assertEquals(names(properties), shown, "every documented field is really sent");
  }

  @Test
  void alarms_are_as_documented() throws Exception {
    AlarmKey key = new AlarmKey(AlarmKind.CARRIER_REFUSES_US, "alpha");
    Condition seen =
        new Condition(
            key, Severity.CRITICAL, "alpha refuses every bind", Map.of("1", "why"), FakeDesk.NOW);
    Alarm open = new Alarm(1, seen, FakeDesk.NOW, FakeDesk.NOW, 0);
    Alarm cleared = new Alarm(1, seen, FakeDesk.NOW, FakeDesk.NOW, FakeDesk.NOW);
    assertValid("AlarmList", AlarmCalls.of(List.of(open, cleared)));
    assertValid(
        "Alarm",
        Json.of(json -> AlarmCalls.write(json, open)),
        Json.of(json -> AlarmCalls.write(json, cleared)));
    assertEquals(
        Stream.of(Severity.values()).map(Severity::word).collect(Collectors.toSet()),
        texts(DOCUMENT.at("/components/schemas/Alarm/properties/severity/enum")));
  }

  @Test
  void verifications_are_as_documented() throws Exception {
    VerificationSpec spec =
        new VerificationSpec(
            VerificationId.parse("0190a000-0000-7000-8000-000000000000"),
            "idp",
            new PhoneNumber("+393401234567"),
            VerificationRules.DEFAULT,
            List.of(Channel.SMS),
            null,
            null,
            "login",
            null,
            0,
            600_000,
            FakeDesk.NOW,
            FakeDesk.NOW + 300_000);
    Verification approved =
        new Verification(
            spec,
            Verification.Status.APPROVED,
            null,
            List.of(FakeDesk.NOW),
            List.of(MessageId.of(1, 1)),
            FakeDesk.NOW,
            FakeDesk.NOW);
    assertValid("Verification", VerificationJson.verification(approved, FakeDesk.NOW));
    assertValid("VerificationCheck", VerificationJson.checked(approved, true, FakeDesk.NOW));
  }

  @Test
  void accounts_are_as_documented() throws Exception {
    AccountDirectory.Shown shown =
        new AccountDirectory.Shown(
            "shop", true, false, "{\"ttl\":\"2m\"}", "\"1\"", List.of("0a1b2c3d"), List.of());
    assertValid("Account", AccountCalls.whole(shown));
  }

  @Test
  void binds_are_as_documented() throws Exception {
    LinkDirectory.Esme esme =
        new LinkDirectory.Esme(
            "idp", "idp", "transceiver", "3.4", "192.0.2.7", "tls", true, 1, 2, 3, 4, 5, 6, 7);
    assertValid("Esme", first(EsmeJson.of(List.of(esme), "idp"), "esmes"));
    assertEquals("{\"esmes\":[]}", EsmeJson.of(List.of(esme), "other").toString());
  }

  private static Buffer first(Buffer answer, String array) throws Exception {
    JsonNode node = MAPPER.readTree(answer.getBytes()).get(array);
    List<Buffer> all = new ArrayList<>();
    node.forEach(element -> all.add(Buffer.buffer(element.toString())));
    return all.getFirst();
  }

  private static Stream<Verdict> verdicts() {
    return Stream.of(
        new Verdict.Pending(),
        new Verdict.Taken(),
        new Verdict.Arrived(),
        new Verdict.Refused(REFUSAL),
        new Verdict.Throttled(REFUSAL, FakeDesk.NOW + 5_000),
        new Verdict.Silent(),
        new Verdict.InDoubt("the link died"),
        new Verdict.NotSent("no link"));
  }

  private static Message message(MessageState state, Verdict verdict, boolean full) {
    MessageSpec spec =
        new MessageSpec(
            MessageId.of(MessageId.firstOrderOf(FakeDesk.NOW), 7),
            "idp",
            new PhoneNumber("+393401234567"),
            new Secret("Your code is 123456"),
            new Secret("123456"),
            full ? "IDP" : null,
            full ? "it" : null,
            full ? "login" : null,
            "key",
            1,
            List.of(Channel.SMS, Channel.VOICE),
            null,
            FakeDesk.NOW,
            FakeDesk.NOW + 60_000);
    List<Attempt> attempts = new ArrayList<>();
    for (RouteChoice.Reason reason : RouteChoice.Reason.values()) {
      attempts.add(
          new Attempt(
              attempts.size() + 1,
              new RouteChoice("alpha", Channel.SMS, "+39", reason, full ? "beta is down" : null),
              1,
              full ? "alpha-1" : null,
              full ? List.of("0a1b", "0a1c") : List.of(),
              2,
              full ? 0b11 : 0,
              verdict,
              full
                  ? new CallEvidence(
                      true,
                      true,
                      true,
                      true,
                      true,
                      CallEvidence.Answer.FRAUD,
                      900,
                      4_000,
                      12_000,
                      200,
                      16,
                      false,
                      false,
                      false)
                  : null,
              FakeDesk.NOW,
              full ? FakeDesk.NOW + 20 : 0,
              full ? FakeDesk.NOW + 900 : 0));
    }
    return new Message(spec, state, attempts);
  }

  @Test
  void approvals_are_as_documented() throws Exception {
    MessageSpec spec = message(new MessageState.Accepted(), new Verdict.Taken(), true).spec();
    MessageSpec question =
        new MessageSpec(
            spec.id(),
            spec.account(),
            spec.to(),
            spec.text(),
            null,
            null,
            null,
            "login",
            null,
            0,
            Plan.ASK,
            null,
            spec.acceptedAtMillis(),
            spec.expiresAtMillis());
    assertValid(
        "Approval",
        ApprovalCalls.json(new Message(question, new MessageState.Accepted(), List.of())),
        ApprovalCalls.json(
            new Message(question, new MessageState.Expired(FakeDesk.NOW), List.of())));
  }

  @Test
  void messages_and_their_attempts_are_as_documented() throws Exception {
    List<Buffer> messages = new ArrayList<>();
    List<Buffer> attempts = new ArrayList<>();
    for (Verdict verdict : verdicts().toList()) {
      for (boolean full : new boolean[] {true, false}) {
        Message failed = message(new MessageState.Failed(REFUSAL, FakeDesk.NOW), verdict, full);
        messages.add(MessageJson.message(failed));
        messages.add(MessageJson.message(message(new MessageState.Accepted(), verdict, full)));
        attempts.add(first(MessageJson.message(failed), "attempts"));
      }
    }
    assertValid("Message", messages.toArray(Buffer[]::new));
    assertValid("Attempt", attempts.toArray(Buffer[]::new));
    for (Buffer message : messages) {
      assertFalse(message.toString().contains("123456\""), "neither text nor code");
      assertFalse(message.toString().contains("Your code"), "neither text nor code");
    }
  }

  @Test
  void a_page_is_as_documented_with_and_without_a_next() throws Exception {
    Message message = message(new MessageState.Accepted(), new Verdict.Pending(), true);
    assertValid(
        "MessagePage",
        MessageJson.page(List.of(message), message.id()),
        MessageJson.page(List.of(), null));
  }

  @Test
  void an_acceptance_is_as_documented() throws Exception {
    MessageId id = MessageId.of(MessageId.firstOrderOf(FakeDesk.NOW), 7);
    assertValid("Accepted", MessageJson.accepted(id.toString(), FakeDesk.NOW));
  }

  @Test
  void an_event_is_as_documented() throws Exception {
    MessageId id = MessageId.of(MessageId.firstOrderOf(FakeDesk.NOW), 7);
    EventRing<StateChange> ring = new EventRing<>(4);
    ring.append(new StateChange(id, "idp", "delivered", null, "approved", FakeDesk.NOW));
    ring.append(new StateChange(id, "idp", "sent", "login", null, FakeDesk.NOW));
    List<Buffer> events = new ArrayList<>();
    for (int i = 0; i < 2; i++) {
      StateChange event = ring.get(i);
      if (event != null) {
        events.add(event.json());
      }
    }
    assertValid("Event", events.toArray(Buffer[]::new));
    assertEquals(2, events.size());
  }

  @Test
  void problems_are_as_documented() throws Exception {
    List<Buffer> problems = new ArrayList<>();
    for (ProblemType type : ProblemType.values()) {
      problems.add(ProblemJson.of(Problem.of(type, "Detail.")));
    }
    problems.add(
        ProblemJson.of(
            new Problem(ProblemType.OVERLOADED, "d", "/to", "since", "a", 1, List.of("e"))
                .coded("number-quota")));
    assertValid("Problem", problems.toArray(Buffer[]::new));
  }

  @Test
  void what_operators_and_machines_hear_is_as_documented() throws Exception {
    try (DoorFixture fixture = new DoorFixture()) {
      Buffer carriers = admin(fixture, "GET", "/v1/admin/carriers");
      assertValid("CarrierList", carriers);
      assertValid("Carrier", first(carriers, "carriers"));
      Buffer links = admin(fixture, "GET", "/v1/admin/links");
      assertValid("LinkList", links);
      assertValid("Link", first(links, "links"));
      Buffer health = admin(fixture, "GET", "/v1/admin/health");
      assertValid("HealthList", health);
      assertValid("RouteHealth", first(health, "routes"));
      Buffer canaries = admin(fixture, "GET", "/v1/admin/canaries");
      assertValid("CanaryList", canaries);
      assertValid("CanaryNumber", first(canaries, "numbers"));
      assertValid("CanaryCarrier", first(canaries, "carriers"));
      assertValid("VoiceCarrier", admin(fixture, "GET", "/v1/admin/carriers/vox"));
      Buffer trunks = admin(fixture, "GET", "/v1/admin/trunks");
      assertValid("TrunkList", trunks);
      assertValid("Trunk", first(trunks, "trunks"));
      assertValid("Reloaded", admin(fixture, "POST", "/v1/admin/config:reload"));
      assertValid("Liveness", Buffer.buffer(fixture.get("/health/live").body()));
      Buffer ready = Buffer.buffer(fixture.get("/health/ready").body());
      fixture.readiness = new Readiness(List.of("why"));
      assertValid("Readiness", ready, Buffer.buffer(fixture.get("/health/ready").body()));
      assertEquals(DOCUMENT, MAPPER.readTree(fixture.get("/openapi.json").body()));
    }
  }

  @Test
  void what_the_guard_shows_is_as_documented() throws Exception {
    DenialLog.Line waits =
        new DenialLog.Line(
            FakeDesk.NOW, new PhoneNumber("+393401234567"), DenialCode.NUMBER_QUOTA.denial(5_000));
    DenialLog.Line refused =
        new DenialLog.Line(FakeDesk.NOW, waits.to(), DenialCode.DESTINATION_DENIED.denial());
    Buffer denials = GuardCalls.denials(List.of(waits, refused));
    assertValid("DenialList", denials);
    assertValid("Denial", first(denials, "denials"));
    Buffer blocks =
        GuardCalls.blocks(List.of(new PumpingBlock("idp", "+99890123", 4, FakeDesk.NOW, 2)));
    assertValid("BlockList", blocks);
    assertValid("Block", first(blocks, "blocks"));
    assertValid(
        "Lifted", GuardCalls.lifted(new LiftParser.Lift("idp", "+998", 60_000), FakeDesk.NOW));
  }

  private static Buffer admin(DoorFixture fixture, String method, String path) throws Exception {
    return Buffer.buffer(
        fixture
            .send(
                fixture
                    .request(path)
                    .setHeader("Authorization", "Bearer " + DoorFixture.ADMIN_KEY)
                    .method(method, java.net.http.HttpRequest.BodyPublishers.noBody()))
            .body());
  }
}
