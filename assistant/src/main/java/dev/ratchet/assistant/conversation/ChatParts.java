package dev.ratchet.assistant.conversation;

import dev.ratchet.assistant.agent.AgentRegistry;
import dev.ratchet.assistant.memory.ConversationManager;
import dev.ratchet.assistant.memory.Recall;
import dev.ratchet.assistant.memory.Sessions;
import dev.ratchet.assistant.model.ModelAccess;
import java.time.InstantSource;
import redis.clients.jedis.UnifiedJedis;

/** What a conversation is made of. */
public record ChatParts(
    UnifiedJedis redis,
    ModelAccess model,
    Sessions sessions,
    ConversationManager conversations,
    Recall recall,
    ChatFilter filter,
    AgentRegistry agents,
    ChatSettings settings,
    InstantSource clock) {}
