package dev.ratchet.platform.access;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.deser.DeserializationProblemHandler;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.ratchet.domain.Principal;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.UnifiedJedis;

/**
 * The tokens that are known, in one Redis hash of at most {@link #MOST} records; never a token
 * itself. Thread-safe; methods throw {@link redis.clients.jedis.exceptions.JedisException} while
 * Redis is gone.
 */
public final class Tokens {
  /** Far more than one team needs; a limit so that a mistake in a script stays small. */
  public static final int MOST = 1_000;

  private static final Set<String> FORMER = Set.of("VIEWER", "OPERATOR");
  private static final String KEY = "ratchet:{access}:tokens";
  private static final JsonMapper JSON =
      JsonMapper.builder()
          .defaultPropertyInclusion(
              JsonInclude.Value.construct(JsonInclude.Include.NON_NULL, JsonInclude.Include.ALWAYS))
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .addHandler(new FormerRoles())
          .build();

  private final UnifiedJedis redis;

  public Tokens(UnifiedJedis redis) {
    this.redis = redis;
  }

  /** Makes the token valid for the principal, in place of an earlier one with the same id. */
  public void put(Token token, Principal principal, Instant now) {
    put(token, principal, now, null);
  }

  /**
   * Makes the token valid for a time.
   *
   * @param expiresAt null for without end
   */
  public void put(Token token, Principal principal, Instant now, @Nullable Instant expiresAt) {
    if (redis.hlen(KEY) >= MOST && redis.hget(KEY, token.id()) == null && !forgetExpired(now)) {
      throw new IllegalStateException("there are " + MOST + " tokens already: remove some first");
    }
    TokenRecord entry =
        new TokenRecord(
            token.id(),
            token.hash(),
            principal,
            now.toString(),
            expiresAt == null ? null : expiresAt.toString());
    redis.hset(KEY, token.id(), write(entry));
  }

  private boolean forgetExpired(Instant now) {
    String[] expired =
        all().stream()
            .filter(entry -> entry.expired(now))
            .map(TokenRecord::tokenId)
            .toArray(String[]::new);
    return expired.length > 0 && redis.hdel(KEY, expired) > 0;
  }

  /** The token's record, or empty when it is unknown, revoked or expired. */
  public Optional<TokenRecord> verify(Token token, Instant now) {
    return find(token.id())
        .filter(entry -> token.matches(entry.hash()))
        .filter(entry -> !entry.expired(now));
  }

  /** Expired ones too. */
  public Optional<TokenRecord> find(String tokenId) {
    return Optional.ofNullable(redis.hget(KEY, tokenId)).map(Tokens::read);
  }

  public List<TokenRecord> all() {
    return redis.hgetAll(KEY).values().stream()
        .map(Tokens::read)
        .sorted(Comparator.comparing(TokenRecord::tokenId))
        .toList();
  }

  /** Returns whether there was such a token. */
  public boolean revoke(String tokenId) {
    return redis.hdel(KEY, tokenId) > 0;
  }

  private static String write(TokenRecord entry) {
    try {
      return JSON.writeValueAsString(entry);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a token's record is plain data", e);
    }
  }

  private static TokenRecord read(String json) {
    try {
      return JSON.readValue(json, TokenRecord.class);
    } catch (JsonProcessingException e) {
      // Jackson's own message may quote the content.
      throw new IllegalStateException("a token's record in Redis is damaged");
    }
  }

  /**
   * Records of former builds. Who ran improvements then could make no tokens; an administrator of
   * now can. So such a token is worth less until it is made anew, never more.
   */
  private static final class FormerRoles extends DeserializationProblemHandler {
    @Override
    public @Nullable Object handleWeirdStringValue(
        DeserializationContext context, Class<?> type, String value, String failure) {
      return type.equals(Principal.Role.class) && FORMER.contains(value)
          ? Principal.Role.USER
          : NOT_HANDLED;
    }
  }
}
