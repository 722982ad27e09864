package dev.ratchet.api;

import static dev.ratchet.api.testing.RunningApi.json;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ratchet.api.http.Route;
import dev.ratchet.api.testing.RunningApi;
import dev.ratchet.domain.Principal.Role;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Every route, asked by everybody. What is new here has to be entered below, deliberately. */
@Timeout(120)
class RolesIT {
  /** What tells no content, and needs no token. */
  private static final Set<String> PUBLIC =
      Set.of("GET /health/live", "GET /health/ready", "GET /metrics", "GET /openapi.json");

  /** What a user may do; all else is for administrators. */
  private static final Set<String> USERS =
      Set.of(
          "GET /v1/models",
          "GET /v1/models/{model}",
          "POST /v1/chat/completions",
          "POST /v1/embeddings",
          "GET /api/v1/memories",
          "GET /api/v1/memories/search",
          "DELETE /api/v1/memories/{turn}",
          "GET /api/v1/sessions",
          "POST /api/v1/sessions",
          "GET /api/v1/sessions/{session}",
          "PATCH /api/v1/sessions/{session}",
          "DELETE /api/v1/sessions/{session}",
          "POST /api/v1/sessions/{session}/clear",
          "GET /api/v1/sessions/{session}/messages",
          "GET /api/v1/sessions/{session}/export",
          "POST /api/v1/chat",
          "GET /api/v1/chat/{turn}/events",
          "POST /api/v1/chat/{turn}/stop",
          "GET /api/v1/agents");

  @TempDir static Path folder;
  static RunningApi api;
  static String user;

  @BeforeAll
  static void start() {
    api = new RunningApi(folder);
    user =
        json(api.post("/api/v1/tokens", "{\"id\":\"vera\",\"role\":\"USER\"}"))
            .path("token")
            .asText();
  }

  @AfterAll
  static void stop() {
    api.close();
  }

  @Test
  void opensToEachRoleWhatIsMeantForIt() {
    assertThat(names(route -> route.role() == null)).isEqualTo(PUBLIC);
    assertThat(names(route -> route.role() == Role.USER)).isEqualTo(USERS);
  }

  @Test
  void wantsATokenForWhatIsNotPublic() {
    for (Route route : api.api.routes()) {
      int expected = route.role() == null ? 200 : 401;
      assertThat(ask(route, null).statusCode()).as(name(route)).isEqualTo(expected);
      assertThat(ask(route, "rat_vera_" + "A".repeat(43)).statusCode())
          .as(name(route))
          .isIn(route.role() == null ? 200 : 401, route.role() == null ? 200 : 429);
    }
  }

  @Test
  void keepsUsersFromWhatIsForAdministrators() {
    for (Route route : api.api.routes()) {
      HttpResponse<String> answer = ask(route, user);
      if (route.role() == Role.ADMIN) {
        assertThat(answer.statusCode()).as(name(route)).isEqualTo(403);
        assertThat(answer.body()).contains("vera may not do this", "the role ADMIN");
      } else {
        assertThat(answer.statusCode()).as(name(route)).isNotIn(401, 403, 405, 500);
      }
    }
  }

  @Test
  void letsAdministratorsDoAll() {
    for (Route route : api.api.routes()) {
      assertThat(ask(route, api.adminToken()).statusCode())
          .as(name(route))
          .isNotIn(401, 403, 405, 500);
    }
  }

  private static Set<String> names(Predicate<Route> which) {
    Set<String> names = new TreeSet<>();
    api.api.routes().stream().filter(which).forEach(route -> names.add(name(route)));
    return names;
  }

  private static String name(Route route) {
    return route.method().name() + " " + route.path();
  }

  private static HttpResponse<String> ask(Route route, @Nullable String token) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(api.uri(route.path().replaceAll("\\{[a-z]+}", "no-1")))
            .method(route.method().name(), HttpRequest.BodyPublishers.noBody());
    if (token != null) {
      request.header("Authorization", "Bearer " + token);
    }
    return api.send(request);
  }
}
