package dev.ratchet.assistant.safety.rule;

/** Questions for the assistant's own instructions. See docs/safety/prompt-leak.md. */
public final class PromptLeak extends PhraseRule {
  private static final String SHOW =
      "reveal|print|show|repeat|output|display|leak|disclose|recite|dump|expose|give|tell|share"
          + "|translate|summarize|write|echo";

  public PromptLeak() {
    super(
        "looks like a question for the assistant's own instructions.",
        SHOW
            + " ..4 your ..3 system|initial|hidden|original|secret|internal|full"
            + " prompt|instructions|message|directives|rules",
        SHOW
            + " ..3 everything|all|text|words|content ..2 above|before ..3 this|verbatim|here|line",
        SHOW + " ..3 the system prompt verbatim|exactly|word|completely",
        "what is|are|were your system|initial|hidden|original|exact prompt|instructions",
        "starting with ..2 you are ..4 verbatim|code|block");
  }

  @Override
  public String name() {
    return "prompt-leak";
  }
}
