package dev.ratchet.api.openai;

import dev.ratchet.api.http.ProblemException;
import dev.ratchet.assistant.safety.OutputFilter;
import dev.ratchet.assistant.safety.SafetyFilter;
import dev.ratchet.assistant.safety.Source;
import dev.ratchet.domain.FilterDecision;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Judges what a request puts before the model. Its sender repeats the conversation so far with each
 * request, so what was judged a moment ago is remembered, by digest. Thread-safe.
 */
final class RequestJudge {
  private static final Logger log = LoggerFactory.getLogger(RequestJudge.class);

  /** A hundred conversations of a hundred messages; some 2 MB. */
  private static final int MOST_REMEMBERED = 10_000;

  private final SafetyFilter filter;
  private final Map<String, FilterDecision> remembered =
      new LinkedHashMap<>(64, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, FilterDecision> eldest) {
          return size() > MOST_REMEMBERED;
        }
      };

  RequestJudge(SafetyFilter filter) {
    this.filter = filter;
  }

  /** Whether there is anything to judge by. */
  boolean isOn() {
    return !filter.isOff();
  }

  /** A filter for one answer; null while it is off. */
  @Nullable OutputFilter output() {
    return filter.isOff() ? null : filter.output("");
  }

  /**
   * Names of the rules that marked the request.
   *
   * @throws ProblemException 400 when one of them blocks it
   */
  Set<String> require(ChatRequest request, String user) {
    Set<String> flags = new LinkedHashSet<>();
    for (ChatRequest.Said said : request.said()) {
      switch (judge(said)) {
        case FilterDecision.Allow() -> {}
        case FilterDecision.Flag(var rules, var reason) -> flags.addAll(rules);
        case FilterDecision.Block(var rule, var reason, var appeal) -> {
          log.info("request=blocked user={} rule={}", user, rule);
          throw new ProblemException(
                  400,
                  "content-filter",
                  "Blocked",
                  "the rule '%s' blocks it: %s. %s".formatted(rule, reason, appeal))
              .about("messages");
        }
      }
    }
    if (!flags.isEmpty()) {
      log.info("request=flagged user={} rules={}", user, flags);
    }
    return flags;
  }

  private FilterDecision judge(ChatRequest.Said said) {
    String digest = digest(said);
    FilterDecision known;
    synchronized (remembered) {
      known = remembered.get(digest);
    }
    if (known != null) {
      return known;
    }
    FilterDecision decision = filter.judge(said.text(), said.source());
    synchronized (remembered) {
      remembered.put(digest, decision);
    }
    return decision;
  }

  private static String digest(ChatRequest.Said said) {
    try {
      MessageDigest sha = MessageDigest.getInstance("SHA-256");
      sha.update((byte) (said.source() == Source.DATA ? 1 : 0));
      byte[] hash = sha.digest(said.text().getBytes(StandardCharsets.UTF_8));
      return Base64.getEncoder().encodeToString(hash);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
