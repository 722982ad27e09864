package dev.ratchet.assistant.safety;

import dev.langchain4j.model.embedding.EmbeddingModel;
import dev.ratchet.assistant.safety.classifier.AttackWording;
import dev.ratchet.assistant.safety.classifier.InstructionInData;
import dev.ratchet.assistant.safety.output.ApiKey;
import dev.ratchet.assistant.safety.output.BankAccount;
import dev.ratchet.assistant.safety.output.Canary;
import dev.ratchet.assistant.safety.output.EmailAddress;
import dev.ratchet.assistant.safety.output.Harmony;
import dev.ratchet.assistant.safety.output.OutputRule;
import dev.ratchet.assistant.safety.output.PaymentCard;
import dev.ratchet.assistant.safety.output.PhoneNumber;
import dev.ratchet.assistant.safety.output.PrivateKey;
import dev.ratchet.assistant.safety.output.SocialSecurityNumber;
import dev.ratchet.assistant.safety.output.UrlPassword;
import dev.ratchet.assistant.safety.rule.ChatMarkers;
import dev.ratchet.assistant.safety.rule.ControlCharacters;
import dev.ratchet.assistant.safety.rule.Encoding;
import dev.ratchet.assistant.safety.rule.Exfiltration;
import dev.ratchet.assistant.safety.rule.HiddenText;
import dev.ratchet.assistant.safety.rule.InputRule;
import dev.ratchet.assistant.safety.rule.Instruction;
import dev.ratchet.assistant.safety.rule.InstructionOverride;
import dev.ratchet.assistant.safety.rule.Persona;
import dev.ratchet.assistant.safety.rule.PromptLeak;
import dev.ratchet.assistant.safety.rule.RawRule;
import dev.ratchet.assistant.safety.rule.Size;
import dev.ratchet.assistant.safety.rule.Wording;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The registry of rules. */
public final class Rules {
  private Rules() {}

  static List<RawRule> raw() {
    return List.of(new Size(), new Encoding(), new ControlCharacters(), new HiddenText());
  }

  static List<InputRule> input(@Nullable EmbeddingModel embeddings) {
    return List.of(
        new InstructionOverride(),
        new Persona(),
        new PromptLeak(),
        new ChatMarkers(),
        new Exfiltration(),
        new Wording(AttackWording.load(embeddings)),
        new Instruction(InstructionInData.load()));
  }

  static List<OutputRule> output(String canary) {
    return List.of(
        new Canary(canary),
        new PrivateKey(),
        new ApiKey(),
        new UrlPassword(),
        new PaymentCard(),
        new BankAccount(),
        new SocialSecurityNumber(),
        new EmailAddress(),
        new PhoneNumber(),
        new Harmony());
  }

  /** Every rule's name and what it does where nobody says otherwise. */
  public static Map<String, Mode> standard() {
    Map<String, Mode> modes = new TreeMap<>();
    raw().forEach(rule -> modes.put(rule.name(), rule.standard()));
    input(null).forEach(rule -> modes.put(rule.name(), rule.standard()));
    output("").forEach(rule -> modes.put(rule.name(), rule.standard()));
    return modes;
  }

  /** What a person can do whom a rule stopped. */
  public static String appeal(String rule) {
    return "If it was meant well, say it in other words, or ask who runs this Ratchet to switch the"
        + " rule "
        + rule
        + " to flag or off (docs/safety/"
        + rule
        + ".md).";
  }
}
