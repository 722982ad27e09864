package dev.ratchet.platform.object;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ObjectStoreTest {
  @TempDir Path root;

  @Test
  void givesBackWhatWasPutUnderItsSha256() {
    ObjectStore store = new ObjectStore(root);
    String digest = store.put("hello");
    assertThat(digest)
        .isEqualTo("2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824");
    assertThat(store.text(digest)).contains("hello");
    assertThat(store.put("hello")).isEqualTo(digest);
  }

  @Test
  void expiresByAgeButNeverWhatIsKept() {
    ObjectStore store = new ObjectStore(root);
    String old = store.put("old");
    String evidence = store.put("evidence");
    store.keep(evidence);
    Instant later = Instant.now().plus(Duration.ofDays(30));
    assertThat(store.expire(Duration.ofDays(7), Long.MAX_VALUE, later)).isEqualTo(1);
    assertThat(store.get(old)).isEmpty();
    assertThat(store.text(evidence)).contains("evidence");
  }

  @Test
  void expiresTheOldestAboveTheSizeLimit() {
    ObjectStore store = new ObjectStore(root);
    store.put("x".repeat(100));
    store.put("y".repeat(50));
    assertThat(store.expire(Duration.ofDays(7), 100, Instant.now())).isEqualTo(1);
  }

  @Test
  void refusesWhatIsNoDigest() {
    ObjectStore store = new ObjectStore(root);
    assertThatThrownBy(() -> store.get("../../etc/passwd"))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
