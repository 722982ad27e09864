package dev.ratchet.api.openai;

import dev.ratchet.api.http.ProblemException;
import dev.ratchet.assistant.model.Lane;
import dev.ratchet.assistant.model.ModelFailure;
import dev.ratchet.assistant.model.ModelSlots;
import dev.ratchet.assistant.model.QueueListener;
import dev.ratchet.assistant.model.Slot;
import dev.ratchet.assistant.model.Ticket;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;

/** The slots that all users of the model server share, in whose queue these requests wait too. */
public record QueuedSlots(ModelSlots slots) implements Slots {
  @Override
  public Turn take(String user, ModelCall call) throws IOException {
    Place place = new Place();
    Ticket ticket = slots.enter(Lane.CHAT, user, place);
    try {
      Slot slot = call.await(place.turn);
      return slot::close;
    } finally {
      ticket.cancel();
    }
  }

  private static final class Place implements QueueListener {
    private final CompletableFuture<Slot> turn = new CompletableFuture<>();

    @Override
    public void admitted(Slot slot) {
      if (!turn.complete(slot)) {
        // Who waited for it has left.
        slot.close();
      }
    }

    @Override
    public void refused(ModelFailure failure) {
      turn.completeExceptionally(problem(failure));
    }
  }

  static ProblemException problem(ModelFailure failure) {
    ProblemException problem =
        failure.kind() == ModelFailure.Kind.QUEUE_FULL
            ? new ProblemException(429, "queue-full", "Too many requests", failure.message())
            : ProblemException.unavailable("model-away", failure.message());
    return problem.retryAfter(failure.retryAfter());
  }
}
