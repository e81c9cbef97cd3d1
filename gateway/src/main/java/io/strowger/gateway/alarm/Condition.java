package io.strowger.gateway.alarm;

import java.util.Map;

/**
 * Something that is wrong now, as its source sees it.
 *
 * @param cause one sentence for people, without any message's content
 * @param evidence figures and names behind it, in the order in which they are shown
 * @param onsetMillis when it began, as far as can be told; epoch milliseconds
 */
public record Condition(
    AlarmKey key,
    Severity severity,
    String cause,
    Map<String, String> evidence,
    long onsetMillis) {}
