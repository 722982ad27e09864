package dev.ratchet.assistant.agent;

import dev.ratchet.domain.Principal.Role;
import org.jspecify.annotations.Nullable;

/**
 * Somebody to talk to.
 *
 * @param temperature null for the configuration's
 * @param maxTokens of an answer; null for the configuration's
 * @param role that a person must have to talk to it
 */
public record Agent(
    String name,
    String description,
    String systemPrompt,
    AgentTools tools,
    @Nullable Double temperature,
    @Nullable Integer maxTokens,
    Role role) {}
