package dev.ratchet.api.openapi;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ratchet.api.http.OpenAiError;
import dev.ratchet.api.http.Problem;
import dev.ratchet.api.http.Route;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The OpenAPI 3.1 document of a table of routes. */
public final class OpenApi {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
  private static final Pattern PATH_PARAMETER = Pattern.compile("\\{([a-zA-Z]+)}");

  private static final Map<Integer, String> PROBLEMS =
      Map.of(
          400, "The request cannot be understood; the detail says what would be right",
          401, "The bearer token is missing, unknown, revoked or expired",
          403, "The principal lacks the role, or the Host header is not one of this server's",
          404, "There is no such thing",
          409, "It does not fit the present state; the detail names what is in the way",
          422, "The idempotency key belongs to another request",
          429, "Too many failed logins from this address",
          503, "A part of the system does not answer at the moment");

  private final Schemas schemas = new Schemas();

  private OpenApi() {}

  public static ObjectNode document(List<Route> routes, String version) {
    return new OpenApi().write(routes, version);
  }

  private ObjectNode write(List<Route> routes, String version) {
    ObjectNode document = JSON.objectNode().put("openapi", "3.1.0");
    document
        .putObject("info")
        .put("title", "Ratchet")
        .put("version", version)
        .put("description", "Improves software, notch by proven notch. Errors are problem+json.");
    Map<String, ObjectNode> paths = new TreeMap<>();
    for (Route route : routes) {
      paths
          .computeIfAbsent(route.path(), path -> JSON.objectNode())
          .set(route.method().name().toLowerCase(Locale.ROOT), operation(route));
    }
    ObjectNode all = document.putObject("paths");
    paths.forEach(all::set);
    schemas.of(Problem.class);
    ObjectNode components = document.putObject("components");
    components.set("schemas", schemas.components());
    components
        .putObject("securitySchemes")
        .putObject("token")
        .put("type", "http")
        .put("scheme", "bearer");
    return document;
  }

  private ObjectNode operation(Route route) {
    ObjectNode operation =
        JSON.objectNode().put("operationId", route.id()).put("summary", route.summary());
    operation.putArray("tags").add(route.tag());
    if (route.role() != null) {
      operation.put("description", "Needs the role " + route.role() + " or a higher one.");
      operation.putArray("security").addObject().putArray("token");
    }
    ArrayNode parameters = parameters(route);
    if (!parameters.isEmpty()) {
      operation.set("parameters", parameters);
    }
    if (route.body() != null) {
      ObjectNode content = operation.putObject("requestBody").putObject("content");
      content.putObject("application/json").set("schema", schemas.of(route.body()));
    }
    operation.set("responses", responses(route));
    return operation;
  }

  private static ArrayNode parameters(Route route) {
    ArrayNode parameters = JSON.arrayNode();
    Matcher inPath = PATH_PARAMETER.matcher(route.path());
    while (inPath.find()) {
      parameters
          .addObject()
          .put("name", inPath.group(1))
          .put("in", "path")
          .put("required", true)
          .putObject("schema")
          .put("type", "string");
    }
    for (Route.Parameter parameter : route.parameters()) {
      parameters
          .addObject()
          .put("name", parameter.name())
          .put("in", parameter.in())
          .put("description", parameter.description())
          .putObject("schema")
          .put("type", parameter.type());
    }
    return parameters;
  }

  private ObjectNode responses(Route route) {
    ObjectNode responses = JSON.objectNode();
    Route.Answer answer = route.answer();
    ObjectNode good = responses.putObject(Integer.toString(answer.status()));
    good.put("description", answer.description());
    if (!answer.contentType().isEmpty()) {
      ObjectNode content = good.putObject("content").putObject(answer.contentType());
      if (answer.type() == null) {
        content.putObject("schema").put("type", "string");
      } else {
        content.set("schema", schemas.of(answer.type()));
      }
    }
    for (int status : problemStatuses(route)) {
      ObjectNode problem = responses.putObject(Integer.toString(status));
      problem.put("description", PROBLEMS.getOrDefault(status, "A problem"));
      boolean openAi = route.path().startsWith("/v1/");
      problem
          .putObject("content")
          .putObject(openAi ? "application/json" : "application/problem+json")
          .set("schema", schemas.of(openAi ? OpenAiError.class : Problem.class));
    }
    return responses;
  }

  private static Set<Integer> problemStatuses(Route route) {
    Set<Integer> statuses = new TreeSet<>(route.problems());
    statuses.add(403);
    if (route.role() != null) {
      statuses.addAll(List.of(401, 429, 503));
    }
    if (route.body() != null || !route.parameters().isEmpty()) {
      statuses.add(400);
    }
    statuses.remove(route.answer().status());
    return statuses;
  }
}
