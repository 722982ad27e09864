package dev.ratchet.api.chat;

import dev.ratchet.api.http.Bodies;
import dev.ratchet.api.http.Call;
import dev.ratchet.api.http.ProblemException;
import dev.ratchet.api.http.RequestBytes;
import dev.ratchet.api.http.Route;
import dev.ratchet.assistant.agent.Agent;
import dev.ratchet.assistant.agent.AgentRegistry;
import dev.ratchet.assistant.conversation.AssistantService;
import dev.ratchet.assistant.conversation.AssistantService.Admitted;
import dev.ratchet.assistant.conversation.AssistantService.Heard;
import dev.ratchet.assistant.conversation.ChatRefusal;
import dev.ratchet.assistant.conversation.TurnKey;
import dev.ratchet.assistant.memory.Turn;
import dev.ratchet.domain.Principal.Role;
import jakarta.servlet.ServletOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.Semaphore;

/** The routes of the conversation. */
public final class ChatRoutes {
  /** Each holds a virtual thread and a socket. */
  private static final int STREAMS = 2_000;

  private final AssistantService assistant;
  private final AgentRegistry agents;
  private final RequestBytes bodies = new RequestBytes();
  private final Semaphore free = new Semaphore(STREAMS);

  public ChatRoutes(AssistantService assistant, AgentRegistry agents) {
    this.assistant = assistant;
    this.agents = agents;
  }

  /** An agent as it is shown. */
  public record AgentView(String name, String description, Role role, List<String> tools) {
    static AgentView of(Agent agent) {
      return new AgentView(
          agent.name(),
          agent.description(),
          agent.role(),
          agent.tools().specifications().stream().map(tool -> tool.name()).toList());
    }
  }

  /** Those that the caller may talk to. */
  public record AgentList(List<AgentView> agents) {}

  public List<Route> routes() {
    return List.of(
        Route.post("/api/v1/chat", "chat")
            .says("chat", "Ask: answered whole, or as server-sent events when 'stream' is true")
            .needs(Role.USER)
            .takes(ChatOrder.class)
            .answers(200, ChatAnswer.class, "The turn; with 'stream' its events, each with an id")
            .problems(404, 409, 413, 415, 422, 429, 502, 504)
            .does(this::chat),
        Route.get("/api/v1/chat/{turn}/events", "followTurn")
            .says("chat", "The events of a turn, until some minutes after its end")
            .needs(Role.USER)
            .header("Last-Event-ID", "Go on after the event with this id")
            .answers(200, "text/event-stream", "Events, until the turn has ended")
            .problems(404)
            .does(this::follow),
        Route.post("/api/v1/chat/{turn}/stop", "stopTurn")
            .says("chat", "End a turn at once; what there is of the answer is kept")
            .needs(Role.USER)
            .answers(202, "", "The turn was told")
            .problems(404)
            .does(this::stop),
        Route.get("/api/v1/agents", "listAgents")
            .says("chat", "The agents that the caller may talk to")
            .needs(Role.USER)
            .answers(200, AgentList.class, "The agents")
            .does(
                call ->
                    call.answer(
                        200,
                        new AgentList(
                            agents.all().stream()
                                .filter(agent -> call.principal().has(agent.role()))
                                .map(AgentView::of)
                                .toList()))));
  }

  private void chat(Call call) throws IOException, InterruptedException {
    ChatOrder order;
    try (RequestBytes.Body body = bodies.read(call.ctx())) {
      order = Bodies.parse(body.bytes(), ChatOrder.class);
    }
    Admitted admitted;
    try {
      admitted = assistant.processQuery(order.query(call.principal()));
    } catch (ChatRefusal refusal) {
      throw problem(refusal);
    }
    if (order.streams()) {
      stream(call, admitted, 0, order.withReasoning());
    } else {
      call.answer(200, whole(call, admitted));
    }
  }

  private static ProblemException problem(ChatRefusal refusal) {
    String says = String.valueOf(refusal.getMessage());
    return switch (refusal.kind()) {
      case INVALID -> ProblemException.badRequest(says);
      case UNKNOWN_SESSION -> ProblemException.notFound("no-such-session", says);
      case UNKNOWN_AGENT -> ProblemException.notFound("no-such-agent", says);
      case ROLE_MISSING -> new ProblemException(403, "role-missing", "Forbidden", says);
      case BLOCKED ->
          new ProblemException(422, "blocked", "The safety filter blocks this message", says);
      case TOO_LONG ->
          new ProblemException(413, "message-too-long", "The message is too long", says);
      case SESSION_BUSY -> ProblemException.conflict("session-busy", says);
      case MEMORY_FULL -> ProblemException.conflict("memory-full", says);
      case TOO_MANY -> new ProblemException(429, "too-many-turns", "Too many turns", says);
    };
  }

  private ChatAnswer whole(Call call, Admitted admitted) throws InterruptedException {
    Transcript transcript = new Transcript();
    boolean found =
        assistant.<RuntimeException>follow(
            admitted.turn(),
            0,
            events -> {
              events.forEach(transcript::hear);
              return true;
            });
    if (!found) {
      stored(admitted).forEach(transcript::hear);
    }
    return transcript.answer(admitted.sessionId(), admitted.turn().turnId(), call.ctx());
  }

  /** The events of a turn that ended long ago, from what is stored of it. */
  private List<Heard> stored(Admitted admitted) {
    Turn turn =
        assistant
            .turn(admitted.turn().userId(), admitted.sessionId(), admitted.turn().turnId())
            .orElseThrow(() -> noSuchTurn(admitted.turn().turnId()));
    return StoredTurn.events(turn);
  }

  private void follow(Call call) throws IOException, InterruptedException {
    String id = call.id("turn");
    String last = call.header("Last-Event-ID").orElse("0");
    if (!last.matches("\\d{1,9}")) {
      throw ProblemException.badRequest("Last-Event-ID must be the id of an event of this turn");
    }
    TurnKey turn = new TurnKey(call.principal().id(), id);
    if (!assistant.known(turn)) {
      throw noSuchTurn(id);
    }
    stream(call, new Admitted(turn, ""), Long.parseLong(last), true);
  }

  private void stop(Call call) {
    String id = call.id("turn");
    TurnKey turn = new TurnKey(call.principal().id(), id);
    if (!assistant.stop(turn) && !assistant.known(turn)) {
      throw noSuchTurn(id);
    }
    call.ctx().status(202);
  }

  private static ProblemException noSuchTurn(String id) {
    return ProblemException.notFound(
        "no-such-turn", "no turn '%s' is under way or ended a moment ago".formatted(id));
  }

  private void stream(Call call, Admitted admitted, long after, boolean reasoning)
      throws IOException, InterruptedException {
    if (!free.tryAcquire()) {
      throw ProblemException.unavailable(
          "too-many-streams", "%d streams are the most at a time: try again".formatted(STREAMS));
    }
    try {
      var response = call.ctx().res();
      response.setStatus(200);
      response.setContentType("text/event-stream");
      response.setCharacterEncoding("utf-8");
      response.setHeader("X-Accel-Buffering", "no");
      send(response.getOutputStream(), admitted, after, reasoning);
    } finally {
      free.release();
    }
  }

  private void send(ServletOutputStream out, Admitted admitted, long after, boolean reasoning)
      throws IOException, InterruptedException {
    Heartbeat heartbeat = new Heartbeat();
    boolean found =
        assistant.follow(
            admitted.turn(),
            after,
            events -> {
              String frames = frames(events, reasoning);
              if (frames.isEmpty() && heartbeat.due()) {
                frames = ": still here\n\n";
              }
              if (!frames.isEmpty()) {
                out.write(frames.getBytes(StandardCharsets.UTF_8));
                out.flush();
                heartbeat.sent();
              }
              return true;
            });
    if (!found && !admitted.sessionId().isEmpty()) {
      out.write(frames(stored(admitted), reasoning).getBytes(StandardCharsets.UTF_8));
      out.flush();
    }
  }

  /** Below the idle limits of usual proxies; also how soon it is seen that a client left. */
  private static final class Heartbeat {
    private static final long EVERY_NANOS = 5_000_000_000L;

    private long last = System.nanoTime();

    boolean due() {
      return System.nanoTime() - last > EVERY_NANOS;
    }

    void sent() {
      last = System.nanoTime();
    }
  }

  private static String frames(List<Heard> events, boolean reasoning) {
    StringBuilder frames = new StringBuilder();
    for (Heard event : events) {
      if (reasoning || !event.type().equals("reasoning")) {
        frames
            .append("id: ")
            .append(event.number())
            .append("\nevent: ")
            .append(event.type())
            .append("\ndata: ")
            .append(event.json())
            .append("\n\n");
      }
    }
    return frames.toString();
  }
}
