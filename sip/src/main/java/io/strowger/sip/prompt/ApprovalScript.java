package io.strowger.sip.prompt;

import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Asks whether a login is wanted.
 *
 * @param approve key to approve
 * @param deny key to refuse, null to offer none
 * @param fraud key to report fraud, null to offer none
 */
public record ApprovalScript(char approve, @Nullable Character deny, @Nullable Character fraud)
    implements CallScript {
  /** # approves, * refuses, 9 reports fraud. */
  public static final ApprovalScript DEFAULT = new ApprovalScript('#', '*', '9');

  public ApprovalScript {
    int keys = 1;
    Set<Character> different = new HashSet<>();
    different.add(CallScript.key(approve, "the key to approve"));
    if (deny != null) {
      different.add(CallScript.key(deny, "the key to refuse"));
      keys++;
    }
    if (fraud != null) {
      different.add(CallScript.key(fraud, "the key to report fraud"));
      keys++;
    }
    if (different.size() != keys) {
      throw new IllegalArgumentException("each answer has a key of its own");
    }
  }
}
