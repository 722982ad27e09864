package dev.ratchet.assistant.safety;

/** Where a text comes from. */
public enum Source {
  /** A person says it to the assistant. */
  PERSON,
  /** Data that is put before a model: a memory, a document, code, a tool's result. */
  DATA
}
