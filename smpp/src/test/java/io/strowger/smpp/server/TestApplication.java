package io.strowger.smpp.server;

import io.strowger.smpp.codec.UnsuccessSme;
import io.strowger.smpp.receipt.CommandStatus;
import io.strowger.smpp.receipt.ReceiptState;
import io.strowger.smpp.text.DataCoding;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A gateway in memory: knows its accounts, remembers what it was told, answers at once or never.
 */
final class TestApplication implements ServerApplication {
  static final String PASSWORD = "secret";

  final Map<String, AccountTerms> accounts = new ConcurrentHashMap<>();
  final Queue<Inbound> heard = new ConcurrentLinkedQueue<>();
  final Queue<DeliveryOutcome> outcomes = new ConcurrentLinkedQueue<>();
  final Queue<BoundEsme> bound = new ConcurrentLinkedQueue<>();
  final Queue<String> unbound = new ConcurrentLinkedQueue<>();
  final Queue<String> faults = new ConcurrentLinkedQueue<>();
  final Queue<String> turnedAway = new ConcurrentLinkedQueue<>();
  final Queue<BindRequest> binds = new ConcurrentLinkedQueue<>();
  final Queue<String> bindsRefused = new ConcurrentLinkedQueue<>();
  final Queue<RequestRef> abandoned = new ConcurrentLinkedQueue<>();
  final Map<String, String> texts = new ConcurrentHashMap<>();
  volatile boolean silent;
  volatile boolean answersParts;
  volatile @Nullable Consumer<List<Response>> sink;
  private long lastId = 1000;

  static AccountTerms terms(String account) {
    return new AccountTerms(account, 10, 1_000, 0, 10, DataCoding.GSM_7BIT);
  }

  TestApplication() {
    accounts.put("esme", terms("esme"));
    accounts.put("other", terms("other"));
  }

  @Override
  public BindDecision bind(BindRequest request) {
    binds.add(request);
    AccountTerms terms = accounts.get(request.systemId());
    return terms != null && request.password().value().equals(PASSWORD)
        ? new BindDecision.Accepted(terms)
        : new BindDecision.WrongCredentials();
  }

  @Override
  public void requests(List<Inbound> batch) {
    heard.addAll(batch);
    Consumer<List<Response>> answers = sink;
    if (silent || answers == null) {
      return;
    }
    List<Response> responses = new ArrayList<>();
    for (Inbound request : batch) {
      answer(request, responses);
    }
    answers.accept(responses);
  }

  private void answer(Inbound request, List<Response> responses) {
    switch (request) {
      case Inbound.Submit submit -> {
        String id = Long.toString(++lastId);
        texts.put(id, submit.message().text());
        List<UnsuccessSme> bad = new ArrayList<>();
        for (var destination : submit.message().destinations()) {
          if (destination.value().startsWith("0")) {
            bad.add(new UnsuccessSme(destination, CommandStatus.ESME_RINVDSTADR.value()));
          }
        }
        boolean all = bad.size() == submit.message().destinations().size();
        for (RequestRef ref : submit.requests()) {
          responses.add(
              all
                  ? new Response.Refused(ref, CommandStatus.ESME_RINVDSTADR)
                  : new Response.Accepted(ref, id, bad));
        }
      }
      case Inbound.Part part -> {
        if (answersParts) {
          responses.add(new Response.Accepted(part.request(), "part"));
        }
      }
      case Inbound.Query query ->
          responses.add(
              texts.containsKey(query.messageId())
                  ? new Response.Queried(
                      query.request(), query.messageId(), ReceiptState.ENROUTE, 0, 0)
                  : new Response.Refused(query.request(), CommandStatus.ESME_RQUERYFAIL));
      case Inbound.Cancel cancel ->
          responses.add(
              texts.remove(cancel.messageId()) != null
                  ? new Response.Done(cancel.request())
                  : new Response.Refused(cancel.request(), CommandStatus.ESME_RCANCELFAIL));
      case Inbound.Replace replace -> {
        texts.put(replace.messageId(), replace.text(DataCoding.GSM_7BIT));
        responses.add(new Response.Done(replace.request()));
      }
    }
  }

  @Override
  public void outcomes(List<DeliveryOutcome> batch) {
    outcomes.addAll(batch);
  }

  @Override
  public void bound(BoundEsme esme) {
    bound.add(esme);
  }

  @Override
  public void unbound(BoundEsme esme, String cause) {
    unbound.add(cause);
  }

  @Override
  public void abandoned(String account, List<RequestRef> parts) {
    abandoned.addAll(parts);
  }

  @Override
  public void bindRefused(BindRequest request, String cause) {
    bindsRefused.add(cause);
  }

  @Override
  public void turnedAway(InetAddress address, String listener, String cause) {
    turnedAway.add(cause);
  }

  @Override
  public void fault(BoundEsme esme, String what) {
    faults.add(what);
  }

  List<Inbound.Submit> submits() {
    return heard.stream()
        .filter(Inbound.Submit.class::isInstance)
        .map(Inbound.Submit.class::cast)
        .toList();
  }

  Map<String, String> texts() {
    return new LinkedHashMap<>(texts);
  }
}
