package dev.ratchet.platform.access;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.ratchet.domain.Principal;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import redis.clients.jedis.UnifiedJedis;

/**
 * The tokens that are known, in one Redis hash of at most {@link #MOST} records; never a token
 * itself. Thread-safe; methods throw {@link redis.clients.jedis.exceptions.JedisException} while
 * Redis is gone.
 */
public final class Tokens {
  /** Far more than one team needs; a limit so that a mistake in a script stays small. */
  public static final int MOST = 1_000;

  private static final String KEY = "ratchet:{access}:tokens";
  private static final JsonMapper JSON = new JsonMapper();

  private final UnifiedJedis redis;

  public Tokens(UnifiedJedis redis) {
    this.redis = redis;
  }

  /** Makes the token valid for the principal, in place of an earlier one with the same id. */
  public void put(Token token, Principal principal, Instant now) {
    if (redis.hlen(KEY) >= MOST && redis.hget(KEY, token.id()) == null) {
      throw new IllegalStateException("there are " + MOST + " tokens already: remove some first");
    }
    TokenRecord entry = new TokenRecord(token.id(), token.hash(), principal, now.toString());
    redis.hset(KEY, token.id(), write(entry));
  }

  /** The principal that the token stands for, or empty when it is unknown or revoked. */
  public Optional<Principal> verify(Token token) {
    return Optional.ofNullable(redis.hget(KEY, token.id()))
        .map(Tokens::read)
        .filter(entry -> token.matches(entry.hash()))
        .map(TokenRecord::principal);
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
}
