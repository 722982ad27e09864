package dev.ratchet.platform.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ratchet.domain.Principal;
import dev.ratchet.platform.DataFolder;
import dev.ratchet.platform.access.Authentication.Login;
import dev.ratchet.platform.redis.Redis;
import dev.ratchet.platform.redis.RedisSettings;
import dev.ratchet.platform.testing.RedisServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import redis.clients.jedis.UnifiedJedis;
import redis.clients.jedis.exceptions.JedisException;

class AccessIT {
  static final Principal USER =
      new Principal("vera", Principal.Kind.HUMAN, Set.of(Principal.Role.USER));

  @TempDir Path folder;
  RedisServer server;
  UnifiedJedis redis;
  Tokens tokens;
  AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-01-01T00:00:00Z"));
  Authentication authentication;

  @BeforeEach
  void start() {
    server = RedisServer.start(folder);
    redis = Redis.connect(new RedisSettings(server.url(), null, false));
    tokens = new Tokens(redis);
    authentication = new Authentication(tokens, now::get);
  }

  @AfterEach
  void stop() {
    redis.close();
    server.close();
  }

  @Test
  void makesTheAdminTokenOnceAndForTheOwnerOnly() throws Exception {
    DataFolder data = new DataFolder(folder.resolve("data"));
    Token token = AdminToken.establish(data, tokens, now.get());
    assertThat(AdminToken.establish(data, tokens, now.get()).text()).isEqualTo(token.text());
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(data.adminToken())))
        .isEqualTo("rw-------");
    assertThat(authentication.login(token.text(), "here"))
        .isEqualTo(new Login.Granted(AdminToken.ADMIN));
    assertThat(redis.hgetAll("ratchet:{access}:tokens").toString())
        .contains(token.hash())
        .doesNotContain(token.text());
  }

  @Test
  void makesAnAdminTokenValidAgainThatRedisLost() {
    DataFolder data = new DataFolder(folder.resolve("data"));
    Token token = AdminToken.establish(data, tokens, now.get());
    redis.flushAll();
    AdminToken.establish(data, tokens, now.get());
    assertThat(principal(token)).contains(AdminToken.ADMIN);
  }

  @Test
  void revokesTheAdminTokenWhoseFileWasDeleted() throws Exception {
    DataFolder data = new DataFolder(folder.resolve("data"));
    Token old = AdminToken.establish(data, tokens, now.get());
    Files.delete(data.adminToken());
    Token fresh = AdminToken.establish(data, tokens, now.get());
    assertThat(principal(old)).isEmpty();
    assertThat(principal(fresh)).contains(AdminToken.ADMIN);
  }

  @Test
  void refusesATokenFileThatOthersMayRead() throws Exception {
    DataFolder data = new DataFolder(folder.resolve("data"));
    AdminToken.establish(data, tokens, now.get());
    Files.setPosixFilePermissions(data.adminToken(), PosixFilePermissions.fromString("rw-r--r--"));
    assertThatThrownBy(() -> AdminToken.establish(data, tokens, now.get()))
        .hasMessageContaining("others may read")
        .hasMessageContaining("delete it");
  }

  @Test
  void forgetsARevokedTokenWithinSeconds() {
    Token token = Token.make("vera");
    tokens.put(token, USER, now.get());
    assertThat(login(token)).isEqualTo(new Login.Granted(USER));
    tokens.revoke("vera");
    now.updateAndGet(time -> time.plus(Authentication.FRESH));
    assertThat(login(token)).isInstanceOf(Login.Refused.class);
  }

  @Test
  void stopsLookingAtGuessesButKnowsWhoWasInBefore() {
    Token token = Token.make("vera");
    Token late = Token.make("late");
    tokens.put(token, USER, now.get());
    tokens.put(late, USER, now.get());
    login(token);
    for (int guess = 0; guess < Authentication.MOST_FAILURES; guess++) {
      assertThat(login(Token.make("vera"))).isInstanceOf(Login.Refused.class);
    }
    assertThat(login(Token.make("vera"))).isInstanceOf(Login.TooManyFailures.class);
    assertThat(login(late)).isInstanceOf(Login.TooManyFailures.class);
    assertThat(login(token)).isEqualTo(new Login.Granted(USER));
    assertThat(authentication.login(late.text(), "elsewhere")).isEqualTo(new Login.Granted(USER));
    now.updateAndGet(time -> time.plus(Authentication.WINDOW));
    assertThat(login(late)).isEqualTo(new Login.Granted(USER));
  }

  @Test
  void keepsKnownTokensWhileRedisIsGoneAndNoOthers() {
    Token token = Token.make("vera");
    tokens.put(token, USER, now.get());
    login(token);
    server.kill();
    now.updateAndGet(time -> time.plusSeconds(60));
    assertThat(login(token)).isEqualTo(new Login.Granted(USER));
    assertThatThrownBy(() -> login(Token.make("vera"))).isInstanceOf(JedisException.class);
    now.updateAndGet(time -> time.plus(Authentication.OUTAGE));
    assertThatThrownBy(() -> login(token)).isInstanceOf(JedisException.class);
  }

  @Test
  void letsATokenInUntilItsLastMomentAndNotAfterwards() {
    Token token = Token.make("vera");
    Instant end = now.get().plusSeconds(3);
    tokens.put(token, USER, now.get(), end);
    assertThat(login(token)).isEqualTo(new Login.Granted(USER));
    now.set(end.minusMillis(1));
    assertThat(login(token)).isEqualTo(new Login.Granted(USER));
    now.set(end);
    assertThat(login(token)).isInstanceOf(Login.Refused.class);
    server.kill();
    assertThatThrownBy(() -> login(token)).isInstanceOf(JedisException.class);
  }

  @Test
  void readsRecordsOfFormerRolesAsLessNeverAsMore() {
    for (String former : List.of("VIEWER", "OPERATOR")) {
      Token token = Token.make("vera");
      redis.hset(
          "ratchet:{access}:tokens",
          "vera",
          """
          {"tokenId":"vera","hash":"%s","createdAt":"2026-01-01T00:00:00Z",\
          "principal":{"id":"vera","kind":"HUMAN","roles":["%s"]}}"""
              .formatted(token.hash(), former));
      assertThat(principal(token)).contains(USER);
    }
  }

  @Test
  void makesRoomByForgettingExpiredTokens() {
    Instant end = now.get().plusSeconds(1);
    for (int id = 0; id < Tokens.MOST; id++) {
      tokens.put(Token.make("t" + id), USER, now.get(), id == 7 ? end : null);
    }
    assertThatThrownBy(() -> tokens.put(Token.make("late"), USER, now.get()))
        .hasMessageContaining("remove some first");
    tokens.put(Token.make("late"), USER, end);
    assertThat(tokens.find("late")).isPresent();
    assertThat(tokens.find("t7")).isEmpty();
  }

  private Optional<Principal> principal(Token token) {
    return tokens.verify(token, now.get()).map(TokenRecord::principal);
  }

  private Login login(Token token) {
    return authentication.login(token.text(), "here");
  }
}
