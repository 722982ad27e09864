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
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import redis.clients.jedis.UnifiedJedis;
import redis.clients.jedis.exceptions.JedisException;

class AccessIT {
  static final Principal VIEWER =
      new Principal("vera", Principal.Kind.HUMAN, Set.of(Principal.Role.VIEWER));

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
    assertThat(tokens.verify(token)).contains(AdminToken.ADMIN);
  }

  @Test
  void revokesTheAdminTokenWhoseFileWasDeleted() throws Exception {
    DataFolder data = new DataFolder(folder.resolve("data"));
    Token old = AdminToken.establish(data, tokens, now.get());
    Files.delete(data.adminToken());
    Token fresh = AdminToken.establish(data, tokens, now.get());
    assertThat(tokens.verify(old)).isEmpty();
    assertThat(tokens.verify(fresh)).contains(AdminToken.ADMIN);
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
    tokens.put(token, VIEWER, now.get());
    assertThat(login(token)).isEqualTo(new Login.Granted(VIEWER));
    tokens.revoke("vera");
    now.updateAndGet(time -> time.plus(Authentication.FRESH));
    assertThat(login(token)).isInstanceOf(Login.Refused.class);
  }

  @Test
  void stopsLookingAtGuessesButKnowsWhoWasInBefore() {
    Token token = Token.make("vera");
    Token late = Token.make("late");
    tokens.put(token, VIEWER, now.get());
    tokens.put(late, VIEWER, now.get());
    login(token);
    for (int guess = 0; guess < Authentication.MOST_FAILURES; guess++) {
      assertThat(login(Token.make("vera"))).isInstanceOf(Login.Refused.class);
    }
    assertThat(login(Token.make("vera"))).isInstanceOf(Login.TooManyFailures.class);
    assertThat(login(late)).isInstanceOf(Login.TooManyFailures.class);
    assertThat(login(token)).isEqualTo(new Login.Granted(VIEWER));
    assertThat(authentication.login(late.text(), "elsewhere")).isEqualTo(new Login.Granted(VIEWER));
    now.updateAndGet(time -> time.plus(Authentication.WINDOW));
    assertThat(login(late)).isEqualTo(new Login.Granted(VIEWER));
  }

  @Test
  void keepsKnownTokensWhileRedisIsGoneAndNoOthers() {
    Token token = Token.make("vera");
    tokens.put(token, VIEWER, now.get());
    login(token);
    server.kill();
    now.updateAndGet(time -> time.plusSeconds(60));
    assertThat(login(token)).isEqualTo(new Login.Granted(VIEWER));
    assertThatThrownBy(() -> login(Token.make("vera"))).isInstanceOf(JedisException.class);
    now.updateAndGet(time -> time.plus(Authentication.OUTAGE));
    assertThatThrownBy(() -> login(token)).isInstanceOf(JedisException.class);
  }

  private Login login(Token token) {
    return authentication.login(token.text(), "here");
  }
}
