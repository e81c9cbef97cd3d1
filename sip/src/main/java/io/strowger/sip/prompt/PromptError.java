package io.strowger.sip.prompt;

import java.io.IOException;

/** A prompt pack that cannot be used; the message names the file and what is wrong with it. */
public final class PromptError extends IOException {
  private static final long serialVersionUID = 1;

  PromptError(String message) {
    super(message);
  }
}
