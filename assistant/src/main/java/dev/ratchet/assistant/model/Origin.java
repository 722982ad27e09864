package dev.ratchet.assistant.model;

/**
 * Whose generation it is.
 *
 * @param user in whose turn it waits
 * @param agent name of the registered agent, for the metrics
 */
public record Origin(Lane lane, String user, String agent) {}
