package io.strowger.sip.trunk;

import io.strowger.sip.message.SipRequest;
import io.strowger.sip.message.SipResponse;

/** What a request gets that belongs to none of our calls. */
final class Stranger {
  private static final String ALLOW = "INVITE, ACK, CANCEL, BYE, UPDATE, INFO, OPTIONS";

  private Stranger() {}

  static SipResponse answer(SipRequest request, String tag) {
    int status =
        switch (request.method()) {
          case "OPTIONS" -> 200;
          // Nobody else calls us than trunks, and they our own numbers only.
          case "INVITE" -> 403;
          default -> 405;
        };
    SipResponse.Builder answer =
        SipResponse.to(request, request.toTag() == null ? status : 481).toTag(tag);
    if (request.toTag() == null && status != 403) {
      answer.header("Allow", ALLOW).header("Accept", "application/sdp");
    }
    return answer.build();
  }
}
