package dev.ratchet.api.openai;

import dev.ratchet.api.http.Call;
import dev.ratchet.api.http.RequestBytes;
import java.io.IOException;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Chat completions: the request goes to the model server as it came, and the answer comes back. */
final class ChatCompletions {
  private static final String SESSION = "X-Ratchet-Session";
  private static final String TURN = "X-Ratchet-Turn";
  private static final String FLAGS = "X-Ratchet-Flags";

  private final RequestBytes bodies;
  private final ModelAccess model;
  private final ModelList models;
  private final RequestJudge judge;
  private final SessionMemory memory;

  ChatCompletions(
      RequestBytes bodies,
      ModelAccess model,
      ModelList models,
      RequestJudge judge,
      SessionMemory memory) {
    this.bodies = bodies;
    this.model = model;
    this.models = models;
    this.judge = judge;
    this.memory = memory;
  }

  void complete(Call call) throws IOException {
    try (RequestBytes.Body body = bodies.read(call.ctx())) {
      ChatRequest request = ChatRequestReader.read(body.bytes(), judge.isOn());
      models.require(request.model());
      Set<String> flags = judge.require(request, call.principal().id());
      if (!flags.isEmpty()) {
        call.ctx().header(FLAGS, String.join(",", flags));
      }
      RememberedTurn turn = turn(call, request, body.bytes());
      AnswerText text = new AnswerText(judge.output(), request.reasoning(), turn != null);
      new Exchange(model, call, request, turn == null ? body.bytes() : turn.body(), text, turn)
          .run();
    }
  }

  private @Nullable RememberedTurn turn(Call call, ChatRequest request, byte[] body)
      throws IOException {
    Optional<String> session =
        call.header(SESSION).or(() -> Optional.ofNullable(request.session()));
    if (session.isEmpty()) {
      return null;
    }
    String id = call.header(TURN).orElseGet(() -> UUID.randomUUID().toString());
    return memory.begin(call.principal().id(), session.get(), id, body);
  }
}
