package dev.ratchet.domain;

import java.util.Set;

/** Who commands or does something; part of every command, history, note and log line. */
public record Principal(String id, Kind kind, Set<Role> roles) {
  /** The engine itself, for what happens without a person's command. */
  public static final Principal ENGINE = new Principal("ratchet", Kind.ENGINE, Set.of());

  public Principal {
    Checks.text(id, "id");
    roles = Set.copyOf(roles);
  }

  public boolean has(Role role) {
    return roles.contains(role) || roles.contains(Role.ADMIN);
  }

  public enum Kind {
    HUMAN,
    SERVICE,
    ENGINE
  }

  /** USER chats, and sees what is their own; ADMIN may do all. */
  public enum Role {
    USER,
    ADMIN
  }
}
