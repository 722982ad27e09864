package dev.ratchet.api;

import dev.ratchet.assistant.conversation.ChatSettings;
import dev.ratchet.assistant.model.LmStudioConfig;
import dev.ratchet.assistant.safety.Switches;
import dev.ratchet.platform.DataFolder;
import dev.ratchet.platform.control.Autonomy;
import dev.ratchet.platform.redis.RedisSettings;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What an api needs to know.
 *
 * @param host to listen on; loopback unless somebody decided otherwise
 * @param port 0 for a free one
 * @param names under which it may be addressed besides loopback's, without ports
 * @param model the model server; null for none
 * @param version of this build, for the OpenAPI document
 * @param autonomyOff what acts by itself and is off until somebody switches it on
 */
public record ApiSettings(
    DataFolder data,
    String host,
    int port,
    Set<String> names,
    RedisSettings redis,
    @Nullable LmStudioConfig model,
    ChatSettings chat,
    Switches safety,
    String version,
    Set<Autonomy.Function> autonomyOff) {
  public ApiSettings {
    if (port < 0 || port > 65_535) {
      throw new IllegalArgumentException("api.port must be from 0 to 65535, was " + port);
    }
    names = Set.copyOf(names);
    autonomyOff = Set.copyOf(autonomyOff);
  }
}
