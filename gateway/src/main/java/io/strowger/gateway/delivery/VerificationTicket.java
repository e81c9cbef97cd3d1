package io.strowger.gateway.delivery;

/** Stands for a request about a verification; told once, as a {@link Ticket} is. */
public interface VerificationTicket {
  void reply(VerificationReply reply);
}
