package dev.ratchet.assistant.safety.rule;

/** Orders to drop what the assistant was told before. See docs/safety/instruction-override.md. */
public final class InstructionOverride extends PhraseRule {
  private static final String DROP =
      "ignore|disregard|forget|override|bypass|discard|drop|neglect|overlook|dismiss";
  private static final String EARLIER =
      "previous|prior|above|earlier|preceding|existing|original|initial|former|foregoing|past";
  private static final String ORDERS =
      "instructions|instruction|directions|directives|prompts|prompt|rules|guidelines|orders"
          + "|commands|programming|context|messages|constraints|restrictions";

  public InstructionOverride() {
    super(
        "looks like an order to drop earlier instructions.",
        DROP + " ..3 " + EARLIER + " ..2 " + ORDERS,
        DROP + " ..2 your ..2 " + ORDERS,
        DROP + " everything|anything|all ..3 told|said|given|above|before",
        "do not|longer follow|obey ..2 your|previous|prior ..2 " + ORDERS,
        "your|the new|real|actual instructions|task|orders are|is",
        "new|updated instructions|directives|orders from|by ..2 developer|admin|system|openai");
  }

  @Override
  public String name() {
    return "instruction-override";
  }
}
