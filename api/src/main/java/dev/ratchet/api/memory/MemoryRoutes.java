package dev.ratchet.api.memory;

import dev.ratchet.api.http.Call;
import dev.ratchet.api.http.ProblemException;
import dev.ratchet.api.http.Route;
import dev.ratchet.assistant.memory.MemoryManager;
import dev.ratchet.assistant.memory.RecallFilter;
import dev.ratchet.assistant.memory.Recalled;
import dev.ratchet.domain.Principal.Role;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a user said or heard: listed, searched, forgotten. */
public final class MemoryRoutes {
  private static final String PATH = "/api/v1/memories";
  private static final int LONGEST_QUERY = 2_000;

  private final MemoryManager memories;

  public MemoryRoutes(MemoryManager memories) {
    this.memories = memories;
  }

  /**
   * A memory.
   *
   * @param score of the search, from 0 to 1; 0 in a list
   * @param why it was found; empty in a list
   */
  public record MemoryView(
      String turn,
      String session,
      String role,
      String text,
      Instant when,
      double score,
      String why) {
    static MemoryView of(Recalled recalled) {
      return new MemoryView(
          recalled.turnId(),
          recalled.sessionId(),
          recalled.role().name(),
          recalled.text(),
          recalled.when(),
          recalled.score(),
          recalled.why());
    }
  }

  public record MemoryList(List<MemoryView> memories) {
    static MemoryList of(List<Recalled> recalled) {
      return new MemoryList(recalled.stream().map(MemoryView::of).toList());
    }
  }

  public List<Route> routes() {
    return List.of(
        narrowed(Route.get(PATH, "listMemories"))
            .says("memory", "The caller's memories, newest first")
            .needs(Role.USER)
            .query("offset", "integer", "Leave out so many; 0 unless told")
            .answers(200, MemoryList.class, "The memories")
            .does(this::list),
        narrowed(Route.get(PATH + "/search", "searchMemories"))
            .says("memory", "The caller's memories that fit a question, the best first")
            .needs(Role.USER)
            .query("q", "string", "The question")
            .answers(200, MemoryList.class, "The memories, and why each was found")
            .does(this::search),
        Route.delete(PATH + "/{turn}", "forgetTurn")
            .says("memory", "Forget a turn: its question and its answer, everywhere")
            .needs(Role.USER)
            .problems(404)
            .does(this::delete));
  }

  private static Route.Draft narrowed(Route.Draft route) {
    return route
        .query("session", "string", "Only of this session")
        .query("from", "string", "Only from this time on, as 2026-11-01T00:00:00Z")
        .query("until", "string", "Only before this time")
        .query("limit", "integer", "At most so many, 1 to 100; 20 unless told");
  }

  private void list(Call call) {
    int offset =
        call.query("offset")
            .map(
                text -> {
                  if (!text.matches("\\d{1,7}")) {
                    throw ProblemException.badRequest("'offset' must be a number from 0 on");
                  }
                  return Integer.parseInt(text);
                })
            .orElse(0);
    call.answer(
        200,
        MemoryList.of(
            memories.list(
                call.principal().id(), filter(call), offset, call.limit(20, MemoryManager.MOST))));
  }

  private void search(Call call) {
    String query =
        call.query("q")
            .orElseThrow(() -> ProblemException.badRequest("'q' is needed: what to look for"));
    if (query.length() > LONGEST_QUERY) {
      throw ProblemException.badRequest(
          "'q' must have at most %d characters".formatted(LONGEST_QUERY));
    }
    call.answer(
        200,
        MemoryList.of(
            memories.recall(
                call.principal().id(), query, filter(call), call.limit(20, MemoryManager.MOST))));
  }

  private void delete(Call call) {
    if (!memories.delete(call.principal().id(), call.id("turn"))) {
      throw ProblemException.notFound("no-such-turn", "there is no such turn");
    }
    call.ctx().status(204);
  }

  private static RecallFilter filter(Call call) {
    return new RecallFilter(
        call.query("session").orElse(null), time(call, "from"), time(call, "until"));
  }

  private static @Nullable Instant time(Call call, String name) {
    return call.query(name)
        .map(
            text -> {
              try {
                return Instant.parse(text);
              } catch (DateTimeParseException wrong) {
                throw ProblemException.badRequest(
                    "'%s' must be a time such as 2026-11-01T00:00:00Z".formatted(name));
              }
            })
        .orElse(null);
  }
}
