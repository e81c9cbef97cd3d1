package io.strowger.gateway.delivery;

/**
 * Stands for a request at a door. Told once, on the dispatcher's thread, which must not be held up:
 * a door gathers the replies of a batch and sends them when its {@link Door#flush} is called.
 */
public interface Ticket {
  void reply(Reply reply);
}
