package dev.ratchet.assistant.model;

/** Carries a {@link Trouble} through LangChain4j's client to the attempt that made the call. */
final class TroubleException extends RuntimeException {
  private final transient Trouble trouble;

  TroubleException(Trouble trouble) {
    super(trouble.failure().message(), null, false, false);
    this.trouble = trouble;
  }

  Trouble trouble() {
    return trouble;
  }
}
