package dev.ratchet.platform.access;

import dev.ratchet.domain.Principal;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import redis.clients.jedis.exceptions.JedisException;

/**
 * Says whom a bearer token stands for. Addresses that keep failing are refused without a look at
 * their guesses; tokens that were verified a moment ago still pass from there, so that one process
 * that guesses cannot lock out a person on the same machine. While Redis is gone, tokens that were
 * verified within {@link #OUTAGE} pass too, so that a run can still be stopped. Thread-safe.
 */
public final class Authentication {
  /** How long a revoked token may still pass. */
  static final Duration FRESH = Duration.ofSeconds(5);

  static final Duration OUTAGE = Duration.ofMinutes(5);
  static final Duration WINDOW = Duration.ofMinutes(1);
  static final int MOST_FAILURES = 10;

  /** Bounds the memory that strangers can take. */
  private static final int MOST_REMEMBERED = 10_000;

  private final Tokens tokens;
  private final InstantSource clock;
  private final Map<String, Verified> verified = new Remembered<>();
  private final Map<String, Failures> failures = new Remembered<>();

  public Authentication(Tokens tokens, InstantSource clock) {
    this.tokens = tokens;
    this.clock = clock;
  }

  /** What became of a login. */
  public sealed interface Login {
    record Granted(Principal principal) implements Login {}

    record Refused() implements Login {}

    /**
     * @param retryAfter when the address is looked at again
     */
    record TooManyFailures(Duration retryAfter) implements Login {}
  }

  private record Verified(TokenRecord entry, Instant at) {
    boolean passes(Instant now, Duration atMost) {
      return now.isBefore(at.plus(atMost)) && !entry.expired(now);
    }
  }

  private record Failures(int count, Instant since) {}

  /**
   * @param address of who asks; failures are counted by it
   * @throws JedisException when Redis is gone and the token is not known from before
   */
  public Login login(String token, String address) {
    Optional<Token> parsed = Token.parse(token);
    if (parsed.isEmpty()) {
      return fail(address);
    }
    String hash = parsed.get().hash();
    Optional<Principal> fresh = remembered(hash, FRESH);
    if (fresh.isPresent()) {
      return new Login.Granted(fresh.get());
    }
    Optional<Duration> wait = wait(address);
    if (wait.isPresent() && remembered(hash, OUTAGE).isEmpty()) {
      return new Login.TooManyFailures(wait.get());
    }
    return ask(parsed.get(), hash, address);
  }

  private Login ask(Token token, String hash, String address) {
    Optional<TokenRecord> entry;
    try {
      entry = tokens.verify(token, clock.instant());
    } catch (JedisException gone) {
      return remembered(hash, OUTAGE).<Login>map(Login.Granted::new).orElseThrow(() -> gone);
    }
    if (entry.isEmpty()) {
      synchronized (verified) {
        verified.remove(hash);
      }
      return fail(address);
    }
    synchronized (verified) {
      verified.put(hash, new Verified(entry.get(), clock.instant()));
    }
    return new Login.Granted(entry.get().principal());
  }

  private Optional<Principal> remembered(String hash, Duration atMost) {
    synchronized (verified) {
      return Optional.ofNullable(verified.get(hash))
          .filter(known -> known.passes(clock.instant(), atMost))
          .map(known -> known.entry().principal());
    }
  }

  private Login fail(String address) {
    Optional<Duration> wait = wait(address);
    if (wait.isPresent()) {
      return new Login.TooManyFailures(wait.get());
    }
    synchronized (failures) {
      Instant now = clock.instant();
      Failures before = failures.get(address);
      failures.put(
          address,
          before == null || expired(before, now)
              ? new Failures(1, now)
              : new Failures(before.count() + 1, before.since()));
    }
    return new Login.Refused();
  }

  private Optional<Duration> wait(String address) {
    synchronized (failures) {
      Instant now = clock.instant();
      return Optional.ofNullable(failures.get(address))
          .filter(known -> !expired(known, now) && known.count() >= MOST_FAILURES)
          .map(known -> Duration.between(now, known.since().plus(WINDOW)));
    }
  }

  private static boolean expired(Failures failures, Instant now) {
    return !now.isBefore(failures.since().plus(WINDOW));
  }

  /** Forgets the oldest above the limit. */
  private static final class Remembered<V> extends LinkedHashMap<String, V> {
    private static final long serialVersionUID = 1;

    @Override
    protected boolean removeEldestEntry(Map.Entry<String, V> eldest) {
      return size() > MOST_REMEMBERED;
    }
  }
}
