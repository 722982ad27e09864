package dev.ratchet.platform.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class RedisSettingsTest {
  @Test
  void readsOneServerAndAClustersNodes() {
    assertThat(new RedisSettings("redis://localhost", null, false).nodes()).hasSize(1);
    assertThat(new RedisSettings("redis://a:7000, redis://b:7001", null, false).nodes())
        .extracting(uri -> uri.getHost() + uri.getPort())
        .containsExactly("a7000", "b7001");
  }

  @Test
  void printsNoPassword() {
    RedisSettings settings = new RedisSettings("rediss://user:s3cret@host:7000/1", "0ther", false);
    assertThat(settings.toString()).isEqualTo("rediss://host:7000");
  }

  @Test
  void refusesWhatIsNoAddressWithoutRepeatingIt() {
    assertThatThrownBy(() -> new RedisSettings("redis://u:s3cret@host with space", null, false))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageNotContaining("s3cret")
        .hasMessageContaining("redis://host:port");
    assertThatThrownBy(() -> new RedisSettings("http://host", null, false))
        .hasMessageContaining("redis://host:port");
  }
}
