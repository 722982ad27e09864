package dev.ratchet.assistant.model;

import dev.ratchet.platform.redis.Channels;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.JedisPubSub;
import redis.clients.jedis.UnifiedJedis;
import redis.clients.jedis.exceptions.JedisException;

/**
 * The slots of one model server, shared by all processes that use one Redis. A process holds a
 * lease of some slots for {@link #LEASE}; when it dies, they are free after that. One script does
 * it all, so that two processes never count on the same slot.
 */
final class RedisSlotLedger implements SlotLedger {
  /**
   * A process that was killed blocks its slots for as long; a pause of the collector is shorter.
   */
  static final Duration LEASE = Duration.ofSeconds(3);

  private static final Duration RECONNECT = Duration.ofSeconds(1);
  private static final String SCRIPT = script();

  private final UnifiedJedis redis;
  private final int slots;
  private final String key;
  private final String channel;
  private final String process = UUID.randomUUID().toString();
  private volatile boolean closed;
  private volatile @Nullable Listening listening;

  RedisSlotLedger(UnifiedJedis redis, URI server, int slots) {
    this.redis = redis;
    this.slots = slots;
    String name = name(server);
    this.key = "ratchet:{model:" + name + "}:slots";
    this.channel = Channels.MODEL_SLOTS + name;
  }

  /** The same for all who reach a server by the same address. */
  static String name(URI server) {
    String host = server.getHost().equalsIgnoreCase("localhost") ? "127.0.0.1" : server.getHost();
    return host + ":" + server.getPort() + server.getPath();
  }

  private static String script() {
    try (InputStream in = RedisSlotLedger.class.getResourceAsStream("slots.lua")) {
      if (in == null) {
        throw new IllegalStateException("slots.lua is missing");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public Grant exchange(Demand demand) {
    List<String> arguments = new ArrayList<>();
    arguments.add(process);
    arguments.add(Integer.toString(slots));
    arguments.add(Long.toString(LEASE.toMillis()));
    demand.busy().inOrder().forEach(count -> arguments.add(count.toString()));
    demand.waiting().inOrder().forEach(count -> arguments.add(count.toString()));
    arguments.add(Integer.toString(demand.users()));
    arguments.add(Integer.toString(demand.served()));
    arguments.add(Integer.toString(demand.spare()));
    arguments.add(Integer.toString(demand.keep()));
    arguments.add(channel);
    List<?> answer = (List<?>) redis.eval(SCRIPT, List.of(key), arguments);
    return new Grant(
        (int) number(answer, 0),
        (int) number(answer, 1),
        number(answer, 2),
        number(answer, 3) == 1,
        LaneCounts.of((int) number(answer, 4), (int) number(answer, 5), (int) number(answer, 6)),
        LEASE);
  }

  private static long number(List<?> answer, int index) {
    return ((Number) answer.get(index)).longValue();
  }

  @Override
  public void onChange(Runnable action) {
    Listening subscriber = new Listening(action);
    listening = subscriber;
    Thread.ofVirtual().name("model-slots-listen").start(() -> listen(subscriber));
  }

  /** What is missed while there is no connection is seen by asking, which is done anyway. */
  private void listen(Listening subscriber) {
    while (!closed) {
      try {
        redis.subscribe(subscriber, channel);
      } catch (JedisException gone) {
        try {
          Thread.sleep(RECONNECT);
        } catch (InterruptedException e) {
          return;
        }
      }
    }
  }

  @Override
  public void close() {
    closed = true;
    try {
      exchange(new Demand(LaneCounts.NONE, LaneCounts.NONE, 0, 0, 0, 0));
      Listening subscriber = listening;
      if (subscriber != null && subscriber.isSubscribed()) {
        subscriber.unsubscribe();
      }
    } catch (JedisException gone) {
      // The lease ends by itself.
    }
  }

  private final class Listening extends JedisPubSub {
    private final Runnable action;

    Listening(Runnable action) {
      this.action = action;
    }

    @Override
    public void onMessage(String from, String sender) {
      if (!sender.equals(process)) {
        action.run();
      }
    }
  }
}
