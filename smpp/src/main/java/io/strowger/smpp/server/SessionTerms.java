package io.strowger.smpp.server;

import io.strowger.smpp.codec.BindType;

/**
 * What a bound session goes by.
 *
 * @param version agreed: 0x33, 0x34 or 0x50
 * @param windowMax unanswered requests of the peer; more are refused with ESME_RTHROTTLED
 * @param deliverMax unanswered deliver_sm of ours
 * @param chatterMax PDUs per second that carry no message before the session is closed
 */
record SessionTerms(
    EsmeTimers timers, BindType type, int version, int windowMax, int deliverMax, int chatterMax) {}
