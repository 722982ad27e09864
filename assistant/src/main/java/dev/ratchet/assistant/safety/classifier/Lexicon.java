package dev.ratchet.assistant.safety.classifier;

import dev.ratchet.assistant.safety.text.Words;

/**
 * Kinds of words that attacks are made of. Two of them near each other are a feature: so what was
 * learned of "forget ... rules" also holds for "disregard ... guidelines".
 */
final class Lexicon {
  /** No kind. */
  static final int NONE = 0;

  private static final String[] KINDS = {
    "ignore ignoring ignores ignored disregard forget forgets override overriding bypass bypassing"
        + " discard drop skip dismiss neglect abandon replace cancel cancelled void remove removed"
        + " disable disabled suspend suspended circumvent lifted overrule",
    "previous prior above earlier preceding initial original existing before former past so far"
        + " beginning first",
    "instructions instruction directions directive directives rules rule guidelines guideline orders"
        + " order policy policies programming commands command training settings constraints"
        + " protocols terms prompts",
    "restrictions restriction restricted limits limit limited limitations limitation filter filters"
        + " censorship censor censored moderation guardrails safety safeguards boundaries confines"
        + " bound shackles chains",
    "ethical ethics ethic moral morals morality legal legality illegal unethical immoral amoral"
        + " harmful dangerous inappropriate offensive law laws conscience consequences",
    "free freed freely unchained unfiltered uncensored unrestricted unlimited unbound jailbreak"
        + " jailbroken liberated limitless lawless evil unhinged",
    "no not never without cannot cant dont wont none zero neither nor nothing isnt arent doesnt"
        + " longer",
    "refuse refuses refusing refusal decline declines reject deny sorry apologize apologise warning"
        + " warnings disclaimer disclaimers lecture remind unable avoid avoids",
    "obey obeys comply complies follow follows must always fulfill execute required forced bypasses",
    "act acting pretend pretending role roleplay character persona personality play imagine simulate"
        + " simulating emulate become named called name voice immersed hypothetical fictional"
        + " alter ego",
    "ai chatbot assistant model gpt chatgpt openai bot machine llm claude bard anthropic google"
        + " developers creators makers programmer",
    "you your yourself youre u ur youve youll",
    "mode developer dan god debug sudo admin administrator root enabled enable activate activated"
        + " unlock unlocked dev stan dude aim",
    "reveal show print repeat output display tell recite dump leak disclose quote copy echo spell"
        + " translate list expose",
    "system prompt hidden secret confidential configuration verbatim internal",
    "now henceforth onwards today session",
    "anything everything any all whatever every each anyone matter regardless",
    "answer answers respond responds response responses reply replies question questions request"
        + " requests say says query",
    "user human person anyone people me"
  };

  /** A power of two, so sparse that most words of a text miss at the first look. */
  private static final int SLOTS = 2048;

  private static final int[] HASHES = new int[SLOTS];
  private static final byte[] VALUES = new byte[SLOTS];

  static {
    for (int kind = 0; kind < KINDS.length; kind++) {
      for (String word : KINDS[kind].split(" ")) {
        put(Words.hash(word), (byte) (kind + 1));
      }
    }
  }

  private Lexicon() {}

  private static void put(int hash, byte kind) {
    int slot = slot(hash);
    while (VALUES[slot] != NONE && HASHES[slot] != hash) {
      slot = (slot + 1) & (SLOTS - 1);
    }
    if (VALUES[slot] == NONE) {
      HASHES[slot] = hash;
      VALUES[slot] = kind;
    }
  }

  private static int slot(int hash) {
    return (hash * 0x9E3779B1) >>> 21;
  }

  static int kind(int hash) {
    int slot = slot(hash);
    while (VALUES[slot] != NONE) {
      if (HASHES[slot] == hash) {
        return VALUES[slot];
      }
      slot = (slot + 1) & (SLOTS - 1);
    }
    return NONE;
  }
}
