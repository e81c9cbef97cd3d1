package io.strowger.sip.trunk;

import io.strowger.sip.media.AudioSource;
import io.strowger.sip.media.Negotiation;

/** The media of a call that is over: there is none. */
record SilentLine() implements TrunkMedia.Line {
  @Override
  public String offer() {
    return "";
  }

  @Override
  public Negotiation answered(String remoteSdp) {
    return new Negotiation.Refused("the call is over");
  }

  @Override
  public Negotiation offered(String remoteSdp) {
    return new Negotiation.Refused("the call is over");
  }

  @Override
  public long play(AudioSource audio) {
    return 0;
  }

  @Override
  public long packetsReceived() {
    return 0;
  }

  @Override
  public void close() {}
}
