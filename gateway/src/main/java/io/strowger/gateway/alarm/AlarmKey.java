package io.strowger.gateway.alarm;

/**
 * One thing that can be wrong with one subject: at most one alarm is open for it.
 *
 * @param subject what it is about, such as {@code alpha} or {@code alpha/1}; no number, no text
 */
public record AlarmKey(AlarmKind kind, String subject) {}
