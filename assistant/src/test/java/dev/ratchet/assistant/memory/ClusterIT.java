package dev.ratchet.assistant.memory;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ratchet.platform.redis.Redis;
import dev.ratchet.platform.redis.RedisSettings;
import dev.ratchet.platform.testing.RedisServer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import redis.clients.jedis.Protocol;
import redis.clients.jedis.RedisClusterClient;
import redis.clients.jedis.UnifiedJedis;

/** A Redis Cluster refuses what touches more than one slot, even where one node has all of them. */
class ClusterIT {
  @TempDir Path folder;

  @Test
  void aPartitionLiesInOneSlot() throws Exception {
    try (RedisServer server =
        RedisServer.start(
            folder,
            List.of(
                "--appendonly", "yes", "--appendfsync", "always", "--cluster-enabled", "yes"))) {
      form(server);
      String nodes = server.url() + ",redis://localhost:" + server.port();
      try (UnifiedJedis redis = Redis.connect(new RedisSettings(nodes, null, true))) {
        assertThat(redis).isInstanceOf(RedisClusterClient.class);
        Sessions sessions = new Sessions(redis, () -> Doubles.NOW, user -> {});
        TurnStore turns = new TurnStore(redis);
        String id = sessions.create("vera", "").id();
        for (String turn : List.of("t1", "t2", "t3")) {
          turns.add(
              "vera",
              Doubles.turn(turn, id, "question", "answer"),
              new Judgement("1", Doubles.allow(), Doubles.allow()),
              Doubles.NOW);
        }
        VectorStore vectors = new VectorStore(redis, "m");
        vectors.put("vera", Map.of("t1", new TurnVectors(List.of(new float[] {1}), List.of())));
        assertThat(vectors.find("vera", List.of("t1", "t2"))).containsOnlyKeys("t1");
        assertThat(new MemoryReader(redis, vectors).find("vera", Set.of("t2"))).hasSize(2);
        ChangeLog log = new ChangeLog(redis);
        ChangeLog.Mark before = log.mark("vera");
        assertThat(new Removal(redis).turn("vera", "t2")).isTrue();
        assertThat(log.since("vera", before).all())
            .containsExactly(new ChangeLog.Change(ChangeLog.Kind.REMOVED, "t2", id, 2));
        assertThat(sessions.load("vera", id).orElseThrow().messages()).hasSize(4);
        assertThat(sessions.list("vera", 0, 10)).hasSize(1);
        assertThat(sessions.delete("vera", id)).isTrue();
        assertThat(sessions.count("vera")).isZero();
      }
    }
  }

  private static void form(RedisServer server) throws InterruptedException {
    try (UnifiedJedis node = Redis.connect(new RedisSettings(server.url(), null, true))) {
      List<String> slots = new ArrayList<>(List.of("ADDSLOTS"));
      for (int slot = 0; slot < 16_384; slot++) {
        slots.add(Integer.toString(slot));
      }
      node.sendCommand(Protocol.Command.CLUSTER, slots.toArray(String[]::new));
      for (int tries = 0; tries < 200; tries++) {
        Object info = node.sendCommand(Protocol.Command.CLUSTER, "INFO");
        if (new String((byte[]) info, java.nio.charset.StandardCharsets.US_ASCII)
            .contains("cluster_state:ok")) {
          return;
        }
        Thread.sleep(50);
      }
    }
    throw new IllegalStateException("the cluster does not form");
  }
}
