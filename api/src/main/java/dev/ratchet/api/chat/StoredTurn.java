package dev.ratchet.api.chat;

import dev.ratchet.assistant.conversation.AssistantService.Heard;
import dev.ratchet.assistant.conversation.ChatEvent;
import dev.ratchet.assistant.memory.Turn;
import java.util.ArrayList;
import java.util.List;

/** A turn that ended long ago, told as if it were answered now. */
final class StoredTurn {
  private StoredTurn() {}

  static List<Heard> events(Turn turn) {
    boolean partial = turn.answer().metadata().containsKey("partial");
    String reason = turn.answer().metadata().getOrDefault("reason", "");
    List<ChatEvent> events = new ArrayList<>();
    events.add(new ChatEvent.Session(turn.answer().sessionId(), turn.id()));
    events.add(new ChatEvent.Text(turn.answer().content()));
    events.add(
        !partial || reason.equals("stopped")
            ? new ChatEvent.Done(
                partial ? "stopped" : "stop",
                ChatEvent.Usage.NONE,
                turn.answer().metadata().get("degraded"),
                List.of())
            : new ChatEvent.Failure(reason, "the answer broke off", 0, true));
    List<Heard> heard = new ArrayList<>();
    for (ChatEvent event : events) {
      heard.add(new Heard(heard.size() + 1L, event.type(), event.json()));
    }
    return heard;
  }
}
