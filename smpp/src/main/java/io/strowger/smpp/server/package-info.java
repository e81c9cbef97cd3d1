/**
 * An SMPP server that auth servers (ESMEs) bind to.
 *
 * <pre>
 * SmppServer (sockets) ─> ServerEngine ─> SessionRunner ─> ServerSession.step (pure, one session)
 *                                             │ Intake: octets -> Inbound, or a refusal
 *                                             └─> ServerApplication <─ answers, any thread
 * </pre>
 *
 * <p>A request is answered when the application says so and never before, since only it knows what
 * is durable. That holds for each part of a long message too: it hears of every part as it comes.
 * It may answer a part once it has stored it, for clients that send the next part only then, and
 * gives it back after a restart; or it answers all parts with the whole. Parts that it left
 * unanswered are refused when the message is abandoned.
 */
@NullMarked
package io.strowger.smpp.server;

import org.jspecify.annotations.NullMarked;
