package io.strowger.smpp.server;

import io.strowger.smpp.text.DataCoding;

/**
 * What an account may do.
 *
 * @param account the application's name for it; its sessions share rate, parts and deliveries
 * @param bindsMax sessions at once; more are refused with ESME_RALYBND
 * @param windowMax unanswered requests on each session; more are refused with ESME_RTHROTTLED
 * @param requestsPerSecond over all its sessions, with a burst of one second's worth; 0 for no
 *     limit. More are refused with ESME_RTHROTTLED
 * @param deliverMax unanswered deliver_sm on each session
 * @param defaultCoding what data_coding 0 means to this client: GSM 03.38, or what clients that
 *     know nothing of it send, which {@link DataCoding#LATIN_1} reads
 */
public record AccountTerms(
    String account,
    int bindsMax,
    int windowMax,
    double requestsPerSecond,
    int deliverMax,
    DataCoding defaultCoding) {

  public AccountTerms {
    if (bindsMax < 1 || windowMax < 1 || deliverMax < 1 || requestsPerSecond < 0) {
      throw new IllegalArgumentException("terms of account " + account + " are out of range");
    }
  }
}
