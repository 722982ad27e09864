package dev.ratchet.api.http;

import dev.ratchet.domain.Principal;
import io.javalin.http.HandlerType;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One row of the table of routes, from which both the server and the OpenAPI document are made.
 *
 * @param id the operation's name in the OpenAPI document
 * @param role that the caller must have; null for everybody, without a token
 * @param parameters in the query or in headers
 * @param body null when there is none
 */
public record Route(
    HandlerType method,
    String path,
    String id,
    String tag,
    String summary,
    Principal.@Nullable Role role,
    List<Parameter> parameters,
    @Nullable Class<?> body,
    Answer answer,
    List<Integer> problems,
    Action action) {
  public Route {
    parameters = List.copyOf(parameters);
    problems = List.copyOf(problems);
  }

  /** What a route does; throws {@link ProblemException} for what its caller did wrong. */
  @FunctionalInterface
  public interface Action {
    void handle(Call call) throws Exception;
  }

  /**
   * @param in "query" or "header"
   * @param type "string" or "integer"
   */
  public record Parameter(String name, String in, String type, String description) {}

  /**
   * The answer when all goes well.
   *
   * @param type null when it has no JSON body
   */
  public record Answer(
      int status, String contentType, @Nullable Class<?> type, String description) {
    static Answer json(int status, Class<?> type, String description) {
      return new Answer(status, "application/json", type, description);
    }
  }

  public static Draft get(String path, String id) {
    return new Draft(HandlerType.GET, path, id);
  }

  public static Draft post(String path, String id) {
    return new Draft(HandlerType.POST, path, id);
  }

  public static Draft patch(String path, String id) {
    return new Draft(HandlerType.PATCH, path, id);
  }

  public static Draft delete(String path, String id) {
    return new Draft(HandlerType.DELETE, path, id);
  }

  /** A route that is being written down. */
  public static final class Draft {
    private final HandlerType method;
    private final String path;
    private final String id;
    private String tag = "system";
    private String summary = "";
    private Principal.@Nullable Role role;
    private final List<Parameter> parameters = new ArrayList<>();
    private @Nullable Class<?> body;
    private Answer answer = new Answer(204, "", null, "done");
    private List<Integer> problems = List.of();

    private Draft(HandlerType method, String path, String id) {
      this.method = method;
      this.path = path;
      this.id = id;
    }

    public Draft says(String tag, String summary) {
      this.tag = tag;
      this.summary = summary;
      return this;
    }

    public Draft needs(Principal.Role role) {
      this.role = role;
      return this;
    }

    public Draft query(String name, String type, String description) {
      parameters.add(new Parameter(name, "query", type, description));
      return this;
    }

    public Draft header(String name, String description) {
      parameters.add(new Parameter(name, "header", "string", description));
      return this;
    }

    public Draft takes(Class<?> body) {
      this.body = body;
      return this;
    }

    public Draft answers(int status, Class<?> type, String description) {
      this.answer = Answer.json(status, type, description);
      return this;
    }

    public Draft answers(int status, String contentType, String description) {
      this.answer = new Answer(status, contentType, null, description);
      return this;
    }

    public Draft problems(Integer... statuses) {
      this.problems = List.of(statuses);
      return this;
    }

    public Route does(Action action) {
      return new Route(
          method, path, id, tag, summary, role, parameters, body, answer, problems, action);
    }
  }
}
