package dev.ratchet.assistant.safety.rule;

/** A role to play in which no rule would hold. See docs/safety/persona.md. */
public final class Persona extends PhraseRule {
  private static final String LIMITS =
      "restrictions|rules|limits|limitations|filters|filter|censorship|morals|ethics|guidelines"
          + "|boundaries|constraints|restriction";

  public Persona() {
    super(
        "looks like a role in which no rules would hold.",
        "do anything now",
        "developer|dan|god|jailbreak|sudo|debug|unrestricted|admin mode enabled|on|activated|active",
        "enable|enter|activate ..2 developer|dan|god|jailbreak|unrestricted mode",
        "you|he|she|it|they|that|who|which|ai|chatbot|assistant|model"
            + " ..3 no|without|zero|any ..2 ethical|moral|content|safety|openai ..2 "
            + LIMITS,
        "you|he|she|it|ai|chatbot|assistant|model has|have|with|without no|any|zero ..1 " + LIMITS,
        "freed|free|liberated|unbound|unchained from ..3 typical|usual|all|any|openai|ai ..3 "
            + LIMITS
            + "|confines|shackles",
        "unfiltered|uncensored|amoral|unrestricted|unethical ..2"
            + " ai|assistant|chatbot|bot|model|language|response|responses",
        "never|not|cannot|cant refuse|refuses|decline ..3 request|requests|question|questions|answer",
        "stay|remain|staying|break|breaking in|of character ..6 answer|refuse|jailbroken|dan");
  }

  @Override
  public String name() {
    return "persona";
  }
}
