package dev.ratchet.assistant.conversation;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ratchet.assistant.conversation.TurnLog.Entry;
import dev.ratchet.assistant.memory.Turn;
import java.time.Instant;
import java.util.List;

/**
 * A turn whose process died. It is not answered again: what there is of the answer is stored as
 * partial, and its followers are told.
 */
final class Orphan {
  private static final int MOST_EVENTS = 100_000;

  private final ChatParts parts;
  private final TurnLog turnLog;
  private final String owner;
  private final TurnKey turn;

  Orphan(ChatParts parts, TurnLog turnLog, String owner, TurnKey turn) {
    this.parts = parts;
    this.turnLog = turnLog;
    this.owner = owner;
    this.turn = turn;
  }

  void end() {
    JsonNode begun = turnLog.begun(turn).orElseThrow();
    String session = begun.path("session").asText();
    List<Entry> entries = turnLog.read(turn, 0, MOST_EVENTS);
    StringBuilder text = new StringBuilder();
    for (Entry entry : entries) {
      if (entry.type().equals("text")) {
        text.append(ChatEvent.Codec.tree(entry.json()).path("text").asText());
      }
    }
    boolean partial = !text.isEmpty();
    if (partial && parts.sessions().find(turn.userId(), session).isPresent()) {
      parts
          .conversations()
          .addTurn(
              turn.userId(),
              session,
              Turn.of(
                  turn.turnId(),
                  session,
                  begun.path("question").asText(),
                  Instant.parse(begun.path("asked").asText()),
                  text.toString(),
                  parts.clock().instant(),
                  Marks.partial("interrupted")));
    }
    ChatEvent error =
        new ChatEvent.Failure(
            "interrupted", "the process that answered ended; ask again", 0, partial);
    long number = entries.isEmpty() ? 1 : entries.getLast().number() + 1;
    turnLog.append(
        turn, owner, session, List.of(new Entry(number, error.type(), error.json())), true);
  }
}
