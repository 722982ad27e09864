package dev.ratchet.api.memory;

import dev.ratchet.api.http.Call;
import dev.ratchet.api.http.ProblemException;
import dev.ratchet.api.http.Route;
import dev.ratchet.assistant.memory.NotStoredException;
import dev.ratchet.assistant.memory.SessionExport;
import dev.ratchet.assistant.memory.Sessions;
import dev.ratchet.domain.ConversationSession;
import dev.ratchet.domain.Message;
import dev.ratchet.domain.Principal.Role;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The routes of sessions. Each looks into the caller's own: another user's are not there. */
public final class SessionRoutes {
  private static final String PATH = "/api/v1/sessions";
  private static final String ONE = PATH + "/{session}";
  private static final int LIST = 50;
  private static final int MOST_LISTED = Sessions.LONGEST_PAGE;

  private final Sessions sessions;

  public SessionRoutes(Sessions sessions) {
    this.sessions = sessions;
  }

  /**
   * The most recently active first.
   *
   * @param total how many the caller has
   */
  public record SessionList(List<SessionView> sessions, long total) {}

  /**
   * Oldest first.
   *
   * @param before asks for the page before this one; null when there is none
   */
  public record MessagePage(List<Message> messages, @Nullable String before) {}

  public List<Route> routes() {
    return List.of(
        Route.post(PATH, "makeSession")
            .says("sessions", "Begin a session")
            .needs(Role.USER)
            .takes(SessionTitle.class)
            .answers(201, SessionView.class, "The session")
            .problems(409)
            .does(this::make),
        Route.get(PATH, "listSessions")
            .says("sessions", "The caller's sessions")
            .needs(Role.USER)
            .query("offset", "integer", "How many of the latest to leave out")
            .query("limit", "integer", "How many to show at most")
            .answers(200, SessionList.class, "The sessions")
            .does(this::list),
        Route.get(ONE, "showSession")
            .says("sessions", "One session")
            .needs(Role.USER)
            .answers(200, SessionView.class, "The session")
            .problems(404)
            .does(call -> call.answer(200, SessionView.of(find(call)))),
        Route.patch(ONE, "renameSession")
            .says("sessions", "Give a session another title")
            .needs(Role.USER)
            .takes(SessionTitle.class)
            .problems(404)
            .does(this::rename),
        Route.post(ONE + "/clear", "clearSession")
            .says("sessions", "Remove what was said in a session, everywhere")
            .needs(Role.USER)
            .problems(404)
            .does(call -> done(call, sessions.clear(user(call), id(call)))),
        Route.delete(ONE, "deleteSession")
            .says("sessions", "Remove a session and what was said in it, everywhere")
            .needs(Role.USER)
            .problems(404)
            .does(call -> done(call, sessions.delete(user(call), id(call)))),
        Route.get(ONE + "/messages", "readSession")
            .says("sessions", "A page of a session's messages; the last one unless told")
            .needs(Role.USER)
            .query("before", "string", "The id of a message that the page ends before")
            .query("limit", "integer", "How many messages at most")
            .answers(200, MessagePage.class, "The messages")
            .problems(404)
            .does(this::messages),
        Route.get(ONE + "/export", "exportSession")
            .says("sessions", "A session with all its messages")
            .needs(Role.USER)
            .query("format", "string", "json or markdown")
            .answers(200, "application/json", "The session; as text/markdown when that was asked")
            .problems(404)
            .does(this::export));
  }

  private static String user(Call call) {
    return call.principal().id();
  }

  private static String id(Call call) {
    return call.ctx().pathParam("session");
  }

  private ConversationSession find(Call call) {
    return sessions.find(user(call), id(call)).orElseThrow(SessionRoutes::noSuchSession);
  }

  private static ProblemException noSuchSession() {
    return ProblemException.notFound("no-such-session", "there is no session of this id");
  }

  private static void done(Call call, boolean found) {
    if (!found) {
      throw noSuchSession();
    }
    call.ctx().status(204);
  }

  private void make(Call call) {
    String title = Objects.requireNonNullElse(call.body(SessionTitle.class).title(), "");
    try {
      call.answer(201, SessionView.of(sessions.create(user(call), title)));
    } catch (NotStoredException full) {
      throw ProblemException.conflict("memory-full", String.valueOf(full.getMessage()));
    }
  }

  private void list(Call call) {
    List<SessionView> page =
        sessions.list(user(call), call.offset(), call.limit(LIST, MOST_LISTED)).stream()
            .map(SessionView::of)
            .toList();
    call.answer(200, new SessionList(page, sessions.count(user(call))));
  }

  private void rename(Call call) {
    String title = Objects.requireNonNullElse(call.body(SessionTitle.class).title(), "");
    if (title.isBlank()) {
      throw ProblemException.badRequest("'title' is needed");
    }
    done(call, sessions.rename(user(call), id(call), title));
  }

  private void messages(Call call) {
    ConversationSession session = find(call);
    int limit = call.limit(LIST, MOST_LISTED);
    List<Message> page =
        sessions.history(user(call), session.id(), call.query("before").orElse(null), limit);
    String before = page.size() < limit ? null : page.getFirst().id();
    call.answer(200, new MessagePage(page, before));
  }

  private void export(Call call) {
    String format = call.query("format").orElse("json");
    ConversationSession session =
        sessions.load(user(call), id(call)).orElseThrow(SessionRoutes::noSuchSession);
    switch (format) {
      case "json" -> call.ctx().contentType("application/json").result(SessionExport.json(session));
      case "markdown" ->
          call.ctx()
              .contentType("text/markdown; charset=utf-8")
              .result(SessionExport.markdown(session));
      default -> throw ProblemException.badRequest("format must be json or markdown");
    }
  }
}
