package dev.ratchet.api.openai;

import dev.langchain4j.model.embedding.EmbeddingModel;
import dev.ratchet.api.http.Call;
import dev.ratchet.api.http.RequestBytes;
import dev.ratchet.api.http.Route;
import dev.ratchet.assistant.safety.SafetyFilter;
import dev.ratchet.domain.Principal.Role;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The routes of OpenAI's protocol. */
public final class OpenAiRoutes implements AutoCloseable {
  private static final String OWNER = "ratchet";

  private final ModelList models;
  private final ChatCompletions chat;
  private final Embeddings embeddings;

  public OpenAiRoutes(
      ModelAccess model,
      SafetyFilter filter,
      SessionMemory memory,
      Supplier<EmbeddingModel> embeddingModel) {
    RequestBytes bodies = new RequestBytes();
    this.models = new ModelList(model.endpoint());
    this.chat = new ChatCompletions(bodies, model, models, new RequestJudge(filter), memory);
    this.embeddings = new Embeddings(bodies, embeddingModel);
  }

  /**
   * What is looked at; other fields go to the model server as they are.
   *
   * @param user "session:ID" to be remembered in that session
   */
  public record CompletionBody(
      String model,
      List<CompletionMessage> messages,
      @Nullable Boolean stream,
      @Nullable Integer n,
      @Nullable Integer max_tokens,
      @Nullable Double temperature,
      @Nullable Double top_p,
      @Nullable Long seed,
      @Nullable String user,
      @Nullable Map<String, String> metadata,
      @Nullable Boolean include_reasoning) {}

  /**
   * @param content may also be a list of parts
   */
  public record CompletionMessage(String role, @Nullable String content) {}

  public record EmbeddingBody(
      String model,
      List<String> input,
      @Nullable String encoding_format,
      @Nullable Integer dimensions) {}

  public record ModelLine(String id, String object, long created, String owned_by) {}

  public record ModelLines(String object, List<ModelLine> data) {}

  public List<Route> routes() {
    return List.of(
        Route.post("/v1/chat/completions", "completeChat")
            .says("openai", "A chat completion, as OpenAI's clients ask for it")
            .needs(Role.USER)
            .header("X-Ratchet-Session", "Remember it in this session")
            .header("X-Ratchet-Turn", "In a session: the same id again is the same turn")
            .takes(CompletionBody.class)
            .answers(200, "application/json", "The model server's answer, or its events")
            .problems(404, 413, 415, 502, 504)
            .does(chat::complete),
        Route.post("/v1/embeddings", "embed")
            .says("openai", "Embeddings, by the model in this process")
            .needs(Role.USER)
            .takes(EmbeddingBody.class)
            .answers(200, "application/json", "The vectors")
            .problems(404, 413, 415)
            .does(embeddings::embed),
        Route.get("/v1/models", "listModels")
            .says("openai", "The models that can be asked for")
            .needs(Role.USER)
            .answers(200, ModelLines.class, "The models")
            .problems(502)
            .does(call -> call.answer(200, new ModelLines("list", lines()))),
        Route.get("/v1/models/{model}", "showModel")
            .says("openai", "One model")
            .needs(Role.USER)
            .answers(200, ModelLine.class, "The model")
            .problems(404, 502)
            .does(this::model));
  }

  private List<ModelLine> lines() throws IOException {
    List<ModelLine> lines = new ArrayList<>();
    for (ModelList.Model model : models.all().values()) {
      lines.add(new ModelLine(model.id(), "model", model.created(), model.ownedBy()));
    }
    lines.add(new ModelLine(Embeddings.MODEL, "model", 0, OWNER));
    return lines;
  }

  private void model(Call call) throws IOException {
    String id = call.ctx().pathParam("model");
    ModelLine found =
        lines().stream()
            .filter(line -> line.id().equals(id))
            .findFirst()
            .orElseThrow(() -> ModelRefusal.noSuchModel("there is no model of this name"));
    call.answer(200, found);
  }

  @Override
  public void close() {
    embeddings.close();
  }
}
