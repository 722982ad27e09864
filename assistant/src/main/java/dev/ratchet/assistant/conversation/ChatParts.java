package dev.ratchet.assistant.conversation;

import dev.ratchet.assistant.agent.AgentRegistry;
import dev.ratchet.assistant.memory.ConversationManager;
import dev.ratchet.assistant.memory.MemoryManager;
import dev.ratchet.assistant.memory.Sessions;
import dev.ratchet.assistant.model.ModelAccess;
import dev.ratchet.assistant.model.ParameterTuner;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.UnifiedJedis;

/**
 * What a conversation is made of.
 *
 * @param tuner null without a model
 */
public record ChatParts(
    UnifiedJedis redis,
    ModelAccess model,
    Sessions sessions,
    ConversationManager conversations,
    MemoryManager memories,
    ChatFilter filter,
    @Nullable ParameterTuner tuner,
    AgentRegistry agents,
    ChatSettings settings,
    InstantSource clock) {}
