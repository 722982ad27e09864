package dev.ratchet.api.memory;

import dev.ratchet.api.http.Call;
import dev.ratchet.api.http.ProblemException;
import dev.ratchet.api.http.Route;
import dev.ratchet.assistant.memory.MemoryManager;
import dev.ratchet.assistant.memory.RecallFilter;
import dev.ratchet.assistant.memory.Recalled;
import dev.ratchet.domain.Principal.Role;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The routes of memories, over all sessions of the caller and of nobody else. */
public final class MemoryRoutes {
  private static final String PATH = "/api/v1/memories";
  private static final int LIST = 20;
  private static final int LONGEST_QUERY = 2_000;

  private final MemoryManager memories;

  public MemoryRoutes(MemoryManager memories) {
    this.memories = memories;
  }

  public record MemoryList(List<Recalled> memories) {}

  public List<Route> routes() {
    return List.of(
        narrowed(
                Route.get(PATH + "/search", "searchMemories")
                    .says("memories", "What fits some words, by what they say and what they mean")
                    .needs(Role.USER)
                    .query("q", "string", "The words"))
            .answers(200, MemoryList.class, "What fits best first, each with the reason")
            .does(this::search),
        narrowed(
                Route.get(PATH, "listMemories")
                    .says("memories", "What was said and heard, the latest first")
                    .needs(Role.USER)
                    .query("offset", "integer", "How many of the latest to leave out"))
            .answers(200, MemoryList.class, "The memories")
            .does(this::list),
        Route.delete(PATH + "/{turn}", "deleteMemory")
            .says("memories", "Remove a turn from its session, from memory and from every index")
            .needs(Role.USER)
            .problems(404)
            .does(this::delete));
  }

  private static Route.Draft narrowed(Route.Draft draft) {
    return draft
        .query("session", "string", "Only of this session")
        .query("from", "string", "Only from this moment on, as ISO 8601")
        .query("until", "string", "Only before this moment, as ISO 8601")
        .query("limit", "integer", "How many at most");
  }

  private void search(Call call) {
    String words = call.query("q").orElse("");
    if (words.isBlank() || words.length() > LONGEST_QUERY) {
      throw ProblemException.badRequest(
          "q is needed: some words, of at most %d characters".formatted(LONGEST_QUERY));
    }
    List<Recalled> found = memories.recall(call.principal().id(), words, filter(call), limit(call));
    call.answer(200, new MemoryList(found));
  }

  private void list(Call call) {
    List<Recalled> page =
        memories.list(call.principal().id(), filter(call), call.offset(), limit(call));
    call.answer(200, new MemoryList(page));
  }

  private void delete(Call call) {
    if (!memories.delete(call.principal().id(), call.ctx().pathParam("turn"))) {
      throw ProblemException.notFound("no-such-turn", "there is no turn of this id");
    }
    call.ctx().status(204);
  }

  private static int limit(Call call) {
    return call.limit(LIST, MemoryManager.MOST);
  }

  private static RecallFilter filter(Call call) {
    return new RecallFilter(
        call.query("session").orElse(null), moment(call, "from"), moment(call, "until"));
  }

  private static @Nullable Instant moment(Call call, String name) {
    String text = call.query(name).orElse(null);
    try {
      return text == null ? null : Instant.parse(text);
    } catch (DateTimeException malformed) {
      throw ProblemException.badRequest(
          "%s must be a moment like 2026-01-31T12:00:00Z".formatted(name));
    }
  }
}
